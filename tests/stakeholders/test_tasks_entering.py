"""Whoever joins the table is in the register from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import make
from tests import make_stakeholders as made

from mufakat.campaigns.models import Party
from mufakat.ledger.models import Entry
from mufakat.stakeholders import actions, tasks
from mufakat.stakeholders.models import Stakeholder

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(seconds=5)


def verbs(campaign: object) -> list[str]:
    found = Entry.objects.filter(log=campaign.log, verb__startswith="stakeholder.")  # type: ignore[attr-defined]
    return list(found.order_by("seq").values_list("verb", flat=True))


def test_the_host_and_whoever_joins_are_entered_once() -> None:
    campaign = make.campaign()
    party = make.party(campaign, make.organisation("media"))
    tasks.enter(at=LATER)
    tasks.enter(at=LATER)
    entered = Stakeholder.objects.filter(campaign=campaign).order_by("added_at", "name")
    assert {(s.organisation_id, s.state) for s in entered} == {
        (campaign.host_id, "engaged"),
        (party.organisation_id, "engaged"),
    }
    assert verbs(campaign) == ["stakeholder.added"] * 2


def test_the_one_entry_of_its_very_name_becomes_the_party() -> None:
    campaign = make.campaign()
    body = make.organisation("media")
    known = made.stakeholder(campaign, "media", name=body.name, interest="Pesannya sampai.")
    party = make.party(campaign, body)
    tasks.enter(at=LATER)
    known.refresh_from_db()
    assert (known.organisation, known.interest, known.version) == (body, "Pesannya sampai.", 2)
    assert verbs(campaign) == ["stakeholder.added", "stakeholder.joined"]  # the host first
    assert actions.enter_party(party=party, at=LATER) == known


def test_of_two_with_the_same_name_none_is_guessed() -> None:
    campaign = make.campaign()
    body = make.organisation("media")
    twins = [made.stakeholder(campaign, "media", name=body.name) for _ in range(2)]
    party = make.party(campaign, body)
    entered = actions.enter_party(party=party, at=LATER)
    assert entered is not None
    assert entered not in twins
    assert entered.organisation == body


def test_who_left_meanwhile_is_not_entered() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    Party.objects.filter(pk=party.pk).update(left_at=LATER, left_because="Selesai.")
    tasks.enter(at=LATER)
    assert not Stakeholder.objects.filter(organisation=party.organisation).exists()
