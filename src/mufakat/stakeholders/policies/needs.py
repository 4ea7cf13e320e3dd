"""Who says what the campaign needs, who says who is missing, and who answers."""

from __future__ import annotations

from mufakat.campaigns.models import Phase, Role, Seat
from mufakat.stakeholders.policies.team import is_team


def can_read_needs(seat: Seat | None) -> bool:
    """Coverage in detail, affected groups and nominations are for the table; the public reads a sentence."""
    return seat is not None


def can_set_needs(seat: Seat | None) -> bool:
    """Capabilities, requirements, affected groups: the team keeps them, and not after the end."""
    return is_team(seat) and seat is not None and seat.campaign.phase != Phase.CLOSED


def can_nominate(seat: Seat | None) -> bool:
    """Any seat but an observer's, who only reads along."""
    return seat is not None and seat.role != Role.OBSERVER and seat.campaign.phase != Phase.CLOSED


def can_answer_nomination(seat: Seat | None) -> bool:
    """The team answers each nomination, also one of its own."""
    return can_set_needs(seat)
