"""Who reads files into the register."""

from __future__ import annotations

from mufakat.campaigns.models import Seat
from mufakat.stakeholders.policies.team import can_keep_register, is_team


def can_read_imports(seat: Seat | None) -> bool:
    """A file holds notes and positions: only the team sees what is in it."""
    return is_team(seat)


def can_import(seat: Seat | None) -> bool:
    """Upload, correct, confirm, discard."""
    return can_keep_register(seat)
