"""Who keeps the register: the host, which convenes, and the independent facilitator."""

from __future__ import annotations

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Phase, Role, Seat


def is_team(seat: Seat | None) -> bool:
    """A seat of the host's party, or the facilitator."""
    return seat is not None and (campaigns.is_host_seat(seat) or seat.role == Role.FACILITATOR)


def can_read_register(seat: Seat | None) -> bool:
    """Every party sees who is in the register and why; only scores, positions and notes are kept apart."""
    return seat is not None


def can_keep_register(seat: Seat | None) -> bool:
    """Add, change, move, merge, remove, import; set what the campaign needs; answer nominations."""
    return is_team(seat) and seat is not None and seat.campaign.phase != Phase.CLOSED
