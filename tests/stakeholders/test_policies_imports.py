"""Files are read in by the team, and by nobody once the campaign is closed."""

from __future__ import annotations

import pytest
from tests import make

from mufakat.campaigns.models import Phase, Role
from mufakat.stakeholders import policies

pytestmark = pytest.mark.django_db


def test_imports_are_for_the_team_while_the_campaign_runs() -> None:
    campaign = make.campaign()
    seats = {
        "host": make.host_seat(campaign),
        "facilitator": make.seat(campaign),
        "evaluator": make.seat(campaign, Role.EVALUATOR),
        "observer": make.seat(campaign, Role.OBSERVER),
        "liaison": make.liaison_of(make.party(campaign)),
        "nobody": None,
    }
    team = {"host", "facilitator"}
    assert {name for name, seat in seats.items() if policies.can_read_imports(seat)} == team
    assert {name for name, seat in seats.items() if policies.can_import(seat)} == team
    for seat in filter(None, seats.values()):
        seat.campaign.phase = Phase.CLOSED
    assert {name for name, seat in seats.items() if policies.can_read_imports(seat)} == team
    assert not any(policies.can_import(seat) for seat in seats.values())
