"""Who keeps the ties between stakeholders, and who reads them."""

from __future__ import annotations

from mufakat.campaigns.models import Seat
from mufakat.stakeholders.policies.team import can_keep_register, can_read_register


def can_keep_ties(seat: Seat | None) -> bool:
    return can_keep_register(seat)


def can_read_ties(seat: Seat | None) -> bool:
    return can_read_register(seat)
