"""What must never happen in the register is refused by the database itself."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests import make_stakeholders as made

from mufakat.people.models import Sector
from mufakat.stakeholders.models import Consent, Relation, Stakeholder

pytestmark = pytest.mark.django_db


def refused(name: str, act: object) -> bool:
    """Whether the database refuses the act by this constraint; SQLite names the columns of a unique one."""
    with pytest.raises(IntegrityError) as said, transaction.atomic():
        act()  # type: ignore[operator]
    return name in str(said.value) or "UNIQUE constraint failed" in str(said.value)


def test_a_stakeholder_keeps_within_the_rules() -> None:
    campaign = make.campaign()
    organisation = make.organisation()
    first = made.stakeholder(campaign, organisation=organisation, reference="A1")
    assert refused("organisation_once", lambda: made.stakeholder(campaign, organisation=organisation))
    assert refused("reference_once", lambda: made.stakeholder(campaign, reference="A1"))
    assert refused("position_in_scale", lambda: made.stakeholder(campaign, position=3))
    assert refused("withdrawn_says_why", lambda: made.stakeholder(campaign, state="withdrawn"))
    assert refused(
        "group_has_no_organisation", lambda: made.stakeholder(campaign, is_group=True, organisation=make.organisation())
    )
    assert refused("merged_is_removed", lambda: made.stakeholder(campaign, merged_into=first))
    assert refused("proxy_speaks_for_a_group", lambda: made.stakeholder(campaign, proxy=first))
    Stakeholder.objects.filter(pk=first.pk).update(removed_at=make.NOW)
    again = made.stakeholder(campaign, organisation=organisation, reference="A1")
    assert list(Stakeholder.objects.filter(campaign=campaign, removed_at=None)) == [again]


@pytest.mark.parametrize("scores", ["0333", "3633", "3303", "3336"])
def test_scores_stay_between_one_and_five(scores: str) -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    assert refused("in_scale", lambda: made.assessment(made.stakeholder(campaign), seat, scores))


def test_a_party_has_one_voice_on_a_stakeholder() -> None:
    campaign = make.campaign()
    seat, one = make.host_seat(campaign), made.stakeholder(campaign)
    made.assessment(one, seat, is_newest=False)
    made.assessment(one, seat)
    assert refused("one_voice_a_party", lambda: made.assessment(one, seat))
    assert refused("has_reason", lambda: made.assessment(made.stakeholder(campaign), seat, reason=""))
    assert refused("counts_not", lambda: made.assessment(made.stakeholder(campaign), seat, withdrawn_at=make.NOW))
    Consent.objects.create(stakeholder=one, party=seat.party, given_by=seat, given_at=make.NOW)
    assert refused(
        "one_consent",
        lambda: Consent.objects.create(stakeholder=one, party=seat.party, given_by=seat, given_at=make.NOW),
    )


def test_a_tie_is_between_two_and_kept_once() -> None:
    campaign = make.campaign()
    one, other = sorted((made.stakeholder(campaign), made.stakeholder(campaign)), key=lambda s: s.pk)
    made.tie(one, other)
    assert refused("tie_once", lambda: made.tie(other, one))
    assert refused("tie_is_between_two", lambda: made.tie(one, one, is_directed=True))
    fields = {"campaign": campaign, "kind": "data", "source": "x", "on": make.NOW.date(), "at": make.NOW}
    assert refused("mutual_tie_order", lambda: Relation.objects.create(a=other, b=one, **fields))
    assert refused("strength_in_scale", lambda: made.tie(one, other, "data", strength=6))
    assert refused("tie_has_source", lambda: made.tie(one, other, "data", source=""))


def test_a_requirement_asks_something_once() -> None:
    campaign = make.campaign()
    seat, media = make.host_seat(campaign), Sector.objects.get(pk="media")
    made.requirement(campaign, seat, sector=media)
    assert refused("requirement_once", lambda: made.requirement(campaign, seat, sector=media))
    assert refused("asks_something", lambda: made.requirement(campaign, seat))
    reach = made.capability(campaign)
    made.requirement(campaign, seat, sector=media, capability=reach)
    assert refused("requirement_once", lambda: made.requirement(campaign, seat, sector=media, capability=reach))
    assert refused("requirement_least", lambda: made.requirement(campaign, seat, capability=reach, least=0))
    assert refused("waived_with_reason", lambda: made.requirement(campaign, seat, capability=reach, waived_at=make.NOW))


def test_a_nomination_is_answered_with_what_it_needs() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    answered = {"answered_at": make.NOW, "answered_by": seat}
    assert refused("has_reason", lambda: made.nomination(campaign, seat, reason=""))
    assert refused("answered_when", lambda: made.nomination(campaign, seat, state="declined", answer="Tidak."))
    assert refused("declined_with_reason", lambda: made.nomination(campaign, seat, state="declined", **answered))
    assert refused("leads_to_somebody", lambda: made.nomination(campaign, seat, state="invited", **answered))
    made.nomination(campaign, seat, name="Radio Desa")
    assert refused("nomination_once", lambda: made.nomination(campaign, seat, name="radio desa"))
