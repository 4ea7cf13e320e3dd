"""Who reads and does what with one stakeholder."""

from __future__ import annotations

import pytest
from tests import make
from tests.make_stakeholders import stakeholder
from tests.stakeholders.register_cast import Cast, gather

from mufakat.campaigns.models import Campaign, Phase, Seat
from mufakat.stakeholders import policies
from mufakat.stakeholders.models import Stakeholder

pytestmark = pytest.mark.django_db
WHO = ("host", "facilitator", "owner", "colleague", "other", "evaluator", "observer")


@pytest.fixture
def cast() -> Cast:
    return gather()


def allowed(cast: Cast, row: Stakeholder) -> dict[str, set[str]]:
    """For each question the seats that may."""
    colleague = make.accept(make.invitation(cast.campaign, cast.party.organisation, by=cast.seat("owner")))
    seats: dict[str, Seat | None] = {who: cast.seat(who) for who in WHO if who != "colleague"}
    seats |= {"colleague": colleague, "nobody": None}
    questions = {
        "read": policies.can_read_register,
        "keep": policies.can_keep_register,
        "kept": lambda seat: policies.can_read_kept(seat, row),
        "move": lambda seat: policies.can_move_stakeholder(seat, row),
        "log": lambda seat: policies.can_log_interaction(seat, row),
    }
    return {name: {who for who, seat in seats.items() if may(seat)} for name, may in questions.items()}


def test_the_team_keeps_and_the_owner_of_a_relationship_moves_and_logs(cast: Cast) -> None:
    row = stakeholder(cast.campaign, owner=cast.seat("owner"))
    team = {"host", "facilitator"}
    assert allowed(cast, row) == {
        "read": set(WHO),
        "keep": team,
        "kept": team | {"owner", "colleague"},
        "move": team | {"owner"},
        "log": team | {"owner"},
    }


def test_without_an_owner_only_the_team_reads_what_is_kept(cast: Cast) -> None:
    team = {"host", "facilitator"}
    assert allowed(cast, stakeholder(cast.campaign)) == {
        "read": set(WHO),
        "keep": team,
        "kept": team,
        "move": team,
        "log": team,
    }


def test_a_neutral_owner_shares_with_no_other_neutral_seat(cast: Cast) -> None:
    row = stakeholder(cast.campaign, owner=cast.seat("evaluator"))
    assert allowed(cast, row)["kept"] == {"host", "facilitator", "evaluator"}


def test_in_a_closed_campaign_everything_is_read_and_nothing_changed(cast: Cast) -> None:
    row = stakeholder(cast.campaign, owner=cast.seat("owner"))
    may = allowed(cast, row)
    Campaign.objects.filter(pk=cast.campaign.pk).update(phase=Phase.CLOSED)
    for who in ("host", "owner", "facilitator"):
        seat = cast.seat(who)
        assert policies.can_read_kept(seat, row)
        assert not policies.can_move_stakeholder(seat, row)
        assert not policies.can_log_interaction(seat, row)
        assert not policies.can_keep_register(seat)
    assert may["move"] == {"host", "facilitator", "owner"}
