"""One voice a party, history that stays, consent of the assessed alone, and a record that keeps scores apart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests import make
from tests import make_stakeholders as made
from tests.stakeholders.personas import PERSONAS, Room, furnish

from mufakat.campaigns import actions as campaigns
from mufakat.campaigns.actions import NotAllowed, NotPossible, SeatEnded, Unwritable
from mufakat.campaigns.models import Campaign
from mufakat.ledger import queries as ledger
from mufakat.stakeholders import actions
from mufakat.stakeholders.models import Assessment, Consent, Stakeholder
from mufakat.stakeholders.models.scores import SCORES

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Room:
    return furnish()


def give(room: Room, who: str = "liaison", scores: str | dict[str, int] = "4325", **fields: Any) -> Assessment:
    said: dict[str, Any] = {
        "id": uuid4(),
        "stakeholder": room.village,
        "scores": dict(zip(SCORES, map(int, scores), strict=True)) if isinstance(scores, str) else scores,
        "reason": "Dilihat sendiri.",
        "on": make.NOW.date(),
        "by": room.seat(who),
        "at": make.NOW,
    }
    return actions.give_assessment(**said | fields)


def newest(room: Room) -> list[tuple[str, int]]:
    kept = Assessment.objects.filter(stakeholder=room.village, is_newest=True).select_related("party__organisation")
    return sorted((str(a.party or a.seat.role), a.power) for a in kept)


def test_give_assessment_counts_one_voice_a_party(room: Room) -> None:
    first = give(room, "liaison", "1111")
    second = give(room, "signatory", "5555")
    give(room, "other", "3333")
    give(room, "facilitator", "2222")
    give(room, "evaluator", "4444")
    assert newest(room) == [("Radio Contoh", 5), ("Toko Contoh", 3), ("evaluator", 4), ("facilitator", 2)]
    first.refresh_from_db()
    assert (first.is_newest, first.withdrawn_at, second.is_newest) == (False, None, True)
    assert make.verbs(room.campaign).count("assessment.given") == 5


def test_give_assessment_twice_is_once(room: Room) -> None:
    number = uuid4()
    twice = [give(room, id=number), give(room, id=number, scores="1111")]
    assert [a.power for a in twice] == [4, 4]
    assert make.verbs(room.campaign).count("assessment.given") == 1
    with pytest.raises(NotPossible):
        give(room, "other", id=number)


@pytest.mark.parametrize(
    ("who", "fields", "trouble"),
    [
        ("observer", {}, NotAllowed),
        ("liaison", {"scores": {"power": 3}}, NotPossible),
        ("liaison", {"scores": dict.fromkeys(SCORES, 6)}, NotPossible),
        ("liaison", {"reason": " "}, NotPossible),
        ("liaison", {"reason": "a\x00b"}, Unwritable),
        ("liaison", {"evidence": "x" * 301}, Unwritable),
        ("liaison", {"on": make.NOW.date() + timedelta(days=1)}, NotPossible),
    ],
    ids=["observer", "missing", "six", "blank", "nul", "long", "tomorrow"],
)
def test_give_assessment_refuses(room: Room, who: str, fields: dict[str, Any], trouble: type[Exception]) -> None:
    with pytest.raises(trouble):
        give(room, who, **fields)
    assert not Assessment.objects.exists()


def test_give_assessment_only_goes_forward(room: Room) -> None:
    give(room)
    with pytest.raises(NotPossible):
        give(room, "signatory", on=make.NOW.date() - timedelta(days=1))
    assert newest(room) == [("Radio Contoh", 4)]


def test_give_assessment_of_what_is_gone_or_elsewhere(room: Room) -> None:
    with pytest.raises(NotAllowed):
        give(room, stakeholder=made.stakeholder(make.campaign()))
    Stakeholder.objects.filter(pk=room.village.pk).update(removed_at=make.NOW)
    with pytest.raises(NotPossible):
        give(room)
    seat = room.seat("liaison")
    campaigns.leave_campaign(party=room.party, by=seat, at=make.NOW, reason="x")
    with pytest.raises(SeatEnded):
        give(room, "other", by=seat)


def test_give_assessment_not_in_a_closed_campaign(room: Room) -> None:
    Campaign.objects.filter(pk=room.campaign.pk).update(phase="closed")
    with pytest.raises(NotAllowed):
        give(room)


def test_withdraw_assessment_keeps_history_and_counts_nothing(room: Room) -> None:
    give(room, scores="1111")
    given = give(room, scores="5555")
    for who in ("other", "host", "facilitator", "observer"):
        with pytest.raises(NotAllowed):
            actions.withdraw_assessment(assessment=given, by=room.seat(who), at=make.NOW)
    actions.withdraw_assessment(assessment=given, by=room.seat("signatory"), at=make.NOW)
    actions.withdraw_assessment(assessment=given, by=room.seat("liaison"), at=make.NOW)
    assert newest(room) == []
    assert Assessment.objects.filter(stakeholder=room.village).count() == 2
    assert make.verbs(room.campaign).count("assessment.withdrawn") == 1
    give(room, scores="2222")
    assert newest(room) == [("Radio Contoh", 2)]


def test_withdraw_assessment_that_no_longer_counts(room: Room) -> None:
    first = give(room)
    give(room)
    with pytest.raises(NotPossible):
        actions.withdraw_assessment(assessment=first, by=room.seat("liaison"), at=make.NOW)


def test_consent_is_the_assessed_liaisons_alone(room: Room) -> None:
    for who in PERSONAS:
        if who != "liaison":
            with pytest.raises(NotAllowed):
                actions.give_consent(id=uuid4(), stakeholder=room.radio, by=room.seat(who), at=make.NOW)
    with pytest.raises(NotAllowed):
        actions.give_consent(id=uuid4(), stakeholder=room.village, by=room.seat("liaison"), at=make.NOW)
    for _again in range(2):
        actions.give_consent(id=uuid4(), stakeholder=room.radio, by=room.seat("liaison"), at=make.NOW)
    assert Consent.objects.filter(withdrawn_at=None).count() == 1
    for _again in range(2):
        actions.withdraw_consent(stakeholder=room.radio, by=room.seat("liaison"), at=make.NOW)
    assert Consent.objects.filter(withdrawn_at=None).count() == 0
    assert make.verbs(room.campaign)[-2:] == ["consent.given", "consent.withdrawn"]


def test_consent_of_an_earlier_time_at_the_table_is_not_taken_over(room: Room) -> None:
    actions.give_consent(id=uuid4(), stakeholder=room.radio, by=room.seat("liaison"), at=make.NOW)
    campaigns.leave_campaign(party=room.party, by=room.seat("liaison"), at=make.NOW, reason="x")
    back = make.party(room.campaign, room.party.organisation)
    given = actions.give_consent(id=uuid4(), stakeholder=room.radio, by=make.liaison_of(back), at=make.NOW)
    assert list(Consent.objects.filter(withdrawn_at=None)) == [given]


def test_record_of_an_assessment_opens_its_scores_by_themselves(room: Room) -> None:
    given = give(room, evidence="Berita acara")
    told = make.told(room.campaign)[-1]
    assert told.payload == {
        "organisation": str(room.party.organisation_id),
        "organisation_name": "Radio Contoh",
        "party": str(room.party.pk),
        "role": "liaison",
        "stakeholder": str(room.village.pk),
        "assessment": str(given.pk),
        "on": "2026-11-24",
    }
    assert {UUID(k): v for k, v in told.personal.items()} == {
        room.village.pk: {"stakeholder": "Warga Desa"},
        given.pk: {
            "scores": "power 4 interest 3 legitimacy 2 urgency 5",
            "scores_because": "Dilihat sendiri.",
            "scores_evidence": "Berita acara",
        },
    }
    assert ledger.fsck(type(room.campaign).objects.get(pk=room.campaign.pk).log) == []
