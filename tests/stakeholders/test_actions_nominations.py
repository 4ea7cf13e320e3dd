"""Somebody says who is missing, the team answers, and the one who said it is told."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from tests import make
from tests import make_stakeholders as made

from mufakat.campaigns import tasks
from mufakat.campaigns.actions import NotAllowed, NotPossible
from mufakat.campaigns.models import Campaign, Role, Seat
from mufakat.notices.models import Notice
from mufakat.people.models import Sector
from mufakat.stakeholders import actions
from mufakat.stakeholders.models import Nomination, Stakeholder

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make.campaign(title="Makin Cakap")


def nominate(campaign: Campaign, by: Seat, **fields: Any) -> Nomination:
    said = {
        "id": uuid4(),
        "campaign": campaign,
        "name": "Perpustakaan Desa",
        "sector": Sector.objects.get(pk="komunitas"),
        "reason": "Dekat dengan warga.",
        "by": by,
        "at": make.NOW,
    }
    return actions.nominate(**said | fields)


def answer(said: Nomination, by: Seat, state: str, **fields: Any) -> Nomination:
    return actions.answer_nomination(nomination=said, state=state, by=by, at=make.NOW, **fields)


def test_nominate_keeps_the_name_out_of_the_public_record(campaign: Campaign) -> None:
    party = make.liaison_of(make.party(campaign))
    said = nominate(campaign, party)
    told = make.told(campaign)[-1]
    assert (told.entry.verb, told.payload, told.personal) == (
        "nomination.made",
        {"sector": "komunitas", "is_group": False},
        {str(said.pk): {"stakeholder": "Perpustakaan Desa", "reason": "Dekat dengan warga."}},
    )
    assert nominate(campaign, party, id=said.pk) == said
    assert make.verbs(campaign).count("nomination.made") == 1
    with pytest.raises(NotPossible):
        nominate(campaign, party, name="perpustakaan desa")
    assert nominate(campaign, make.host_seat(campaign)).by == make.host_seat(campaign)
    for wrong in ({"name": " "}, {"reason": " "}):
        with pytest.raises(NotPossible):
            nominate(campaign, party, **{"name": "Lain"} | wrong)
    with pytest.raises(NotAllowed):
        nominate(campaign, party, name="Lain", capability=made.capability(make.campaign()))


def test_nominate_is_for_all_but_observers(campaign: Campaign) -> None:
    for role in (Role.FACILITATOR, Role.EVALUATOR):
        nominate(campaign, make.seat(campaign, role))
    with pytest.raises(NotAllowed):
        nominate(campaign, make.seat(campaign, Role.OBSERVER))
    Campaign.objects.filter(pk=campaign.pk).update(phase="closed")
    with pytest.raises(NotAllowed):
        nominate(campaign, make.host_seat(campaign), name="Lain")


def test_answer_invited_enters_them_into_the_register(campaign: Campaign) -> None:
    host, party = make.host_seat(campaign), make.liaison_of(make.party(campaign))
    body, wanted = make.organisation("komunitas", name="Perpustakaan Desa"), made.capability(campaign)
    answered = answer(nominate(campaign, party, capability=wanted), host, "invited", answer="Segera.")
    who = answered.stakeholder
    assert who is not None
    assert (who.name, who.organisation, who.state, who.interest) == (
        "Perpustakaan Desa",
        body,
        "identified",
        "Dekat dengan warga.",
    )
    assert list(who.capabilities.all()) == [wanted]
    assert make.verbs(campaign)[-2:] == ["stakeholder.added", "nomination.answered"]
    again = answer(nominate(campaign, party), make.seat(campaign, Role.FACILITATOR), "invited")
    assert (again.stakeholder, Stakeholder.objects.count()) == (who, 1)


def test_answer_known_names_whom_and_declined_says_why(campaign: Campaign) -> None:
    host, party = make.host_seat(campaign), make.liaison_of(make.party(campaign))
    who = made.stakeholder(campaign)
    first, second = nominate(campaign, party), nominate(campaign, party, name="Lain")
    with pytest.raises(NotPossible):
        answer(first, host, "known")
    with pytest.raises(NotPossible):
        answer(first, host, "known", stakeholder=made.stakeholder(make.campaign()))
    with pytest.raises(NotPossible):
        answer(first, host, "open")
    assert answer(first, host, "known", stakeholder=who).stakeholder == who
    with pytest.raises(NotPossible):
        answer(second, host, "declined", answer=" ")
    declined = answer(second, host, "declined", answer="Di luar wilayah.", stakeholder=who)
    assert (declined.state, declined.answer, declined.stakeholder, declined.answered_by) == (
        "declined",
        "Di luar wilayah.",
        None,
        host,
    )
    told = make.told(campaign)[-1]
    assert (told.payload, told.personal) == (
        {"state": "declined", "stakeholder": None},
        {str(second.pk): {"stakeholder": "Lain", "reason": "Di luar wilayah."}},
    )
    with pytest.raises(NotPossible):
        answer(second, host, "declined", answer="Lagi")


def test_answers_are_the_teams(campaign: Campaign) -> None:
    party = make.liaison_of(make.party(campaign))
    said = nominate(campaign, party)
    for by in (party, make.seat(campaign, Role.EVALUATOR)):
        with pytest.raises(NotAllowed):
            answer(said, by, "declined", answer="x")


def test_the_team_and_the_one_who_nominated_are_told(campaign: Campaign) -> None:
    host, party = make.host_seat(campaign), make.liaison_of(make.party(campaign))
    facilitator = make.seat(campaign, Role.FACILITATOR)
    tasks.tell(at=make.NOW)
    Notice.objects.all().delete()
    said = nominate(campaign, party)
    tasks.tell(at=make.NOW)
    assert set(Notice.objects.values_list("person", flat=True)) == {host.person_id, facilitator.person_id}
    Notice.objects.all().delete()
    answer(said, host, "declined", answer="Di luar wilayah.")
    tasks.tell(at=make.NOW)
    with translation.override("en"):
        told = {n.person_id: (n.title % n.params, n.path) for n in Notice.objects.all()}
    assert set(told) == {party.person_id, facilitator.person_id}
    assert told[party.person_id] == (
        "Your nomination in “Makin Cakap” was answered",
        f"/kampanye/{campaign.slug}/pemetaan/usulan/{said.pk}/",
    )


def test_the_database_keeps_the_rules_of_nominations(campaign: Campaign) -> None:
    host = make.host_seat(campaign)
    said = made.nomination(campaign, host, name="Satu")
    for wrong in (
        {"reason": ""},
        {"name": "SATU"},
        {"state": "declined", "answered_at": make.NOW, "answered_by": host},
        {"state": "invited", "answered_at": make.NOW, "answered_by": host},
        {"state": "known"},
        {"answered_at": make.NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            made.nomination(campaign, host, **wrong)
    assert list(Nomination.objects.all()) == [said]
