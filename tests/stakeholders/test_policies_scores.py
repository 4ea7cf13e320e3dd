"""Each persona: who assesses, who reads scores, who consents, who keeps ties. The answer nobody thought of is no."""

from __future__ import annotations

import pytest
from tests import make
from tests import make_stakeholders as made
from tests.stakeholders.personas import PERSONAS, Room, furnish

from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import policies

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Room:
    return furnish()


def those(room: Room, ask: object) -> set[str]:
    return {who for who in PERSONAS if ask(room.seat(who))}  # type: ignore[operator]


def test_who_assesses_and_who_keeps_ties(room: Room) -> None:
    assert those(room, policies.can_assess) == set(PERSONAS) - {"observer"}
    assert those(room, policies.can_keep_ties) == {"host", "facilitator"}
    assert those(room, policies.can_read_ties) == set(PERSONAS)
    assert not any(ask(None) for ask in (policies.can_assess, policies.can_keep_ties, policies.can_read_ties))
    Campaign.objects.filter(pk=room.campaign.pk).update(phase="closed")
    assert those(room, policies.can_assess) == those(room, policies.can_keep_ties) == set()


def test_who_reads_scores(room: Room) -> None:
    assert those(room, policies.can_read_scores) == {"host", "facilitator"}
    assert those(room, lambda seat: policies.can_read_scores(seat, has_consent=True)) == set(PERSONAS)
    assert not policies.can_read_scores(None, has_consent=True)


def test_whose_voice_it_is(room: Room) -> None:
    given = made.assessment(room.village, room.seat("liaison"))
    assert those(room, lambda seat: policies.is_own_voice(seat, given)) == {"liaison", "signatory"}
    neutral = made.assessment(room.village, room.seat("evaluator"))
    assert those(room, lambda seat: policies.is_own_voice(seat, neutral)) == {"evaluator"}
    assert those(room, lambda seat: policies.can_withdraw_assessment(seat, neutral)) == {"evaluator"}
    assert not policies.is_own_voice(None, neutral)


def test_who_consents(room: Room) -> None:
    organisation = room.party.organisation
    assert those(room, lambda seat: policies.can_consent(seat, organisation)) == {"liaison"}
    assert those(room, lambda seat: policies.can_consent(seat, None)) == set()
    assert not policies.can_consent(None, organisation)
    deputy = room.seat("liaison")
    deputy.delegated_by = Seat.objects.get(pk=room.seat("signatory").pk)
    assert not policies.can_consent(deputy, organisation)


def test_who_consents_after_a_merger(room: Room) -> None:
    bigger = make.organisation("media", name="Radio Besar")
    old = type(bigger).objects.filter(pk=room.party.organisation_id)
    old.update(merged_into=bigger, status="inactive")
    assert those(room, lambda seat: policies.can_consent(seat, bigger)) == {"liaison"}
    assert those(room, lambda seat: policies.can_consent(seat, old.get())) == {"liaison"}
