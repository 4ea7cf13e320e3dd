"""Who says what is needed, who nominates, who answers."""

from __future__ import annotations

import pytest
from tests import make

from mufakat.campaigns.models import Campaign, Role, Seat
from mufakat.stakeholders import policies

pytestmark = pytest.mark.django_db
ALL = ("read_needs", "set_needs", "nominate", "answer_nomination")


def may(seat: Seat | None) -> list[str]:
    return [name for name in ALL if getattr(policies, f"can_{name}")(seat)]


def test_each_role_may_what_it_is_there_for() -> None:
    campaign = make.campaign()
    assert may(make.host_seat(campaign)) == list(ALL)
    assert may(make.seat(campaign, Role.FACILITATOR)) == list(ALL)
    assert may(make.liaison_of(make.party(campaign))) == ["read_needs", "nominate"]
    assert may(make.seat(campaign, Role.EVALUATOR)) == ["read_needs", "nominate"]
    assert may(make.seat(campaign, Role.OBSERVER)) == ["read_needs"]
    assert may(None) == []


def test_after_the_end_only_reading_is_left() -> None:
    campaign = make.campaign()
    Campaign.objects.filter(pk=campaign.pk).update(phase="closed")
    assert may(make.host_seat(campaign)) == ["read_needs"]
