"""Who may read and do what with one stakeholder: the team, and whoever looks after the relationship."""

from __future__ import annotations

from mufakat.campaigns.models import Phase, Seat
from mufakat.stakeholders.models import Stakeholder
from mufakat.stakeholders.policies.team import can_keep_register, is_team


def is_owner(seat: Seat | None, stakeholder: Stakeholder) -> bool:
    """The seat that looks after this relationship."""
    return seat is not None and stakeholder.owner_id == seat.pk


def is_on_owners_side(seat: Seat | None, stakeholder: Stakeholder) -> bool:
    """The owner of the relationship, or a seat of the same party, as long as the owner's seat is open."""
    owner = stakeholder.owner
    if seat is None or owner is None or owner.ended_at is not None:
        return False
    return owner.pk == seat.pk or (owner.party_id is not None and owner.party_id == seat.party_id)


def can_read_kept(seat: Seat | None, stakeholder: Stakeholder) -> bool:
    """Position, notes and the log of talks: the team and the owner's party; nobody else."""
    return is_team(seat) or is_on_owners_side(seat, stakeholder)


def can_move_stakeholder(seat: Seat | None, stakeholder: Stakeholder) -> bool:
    """The team, or the relationship's owner for this one."""
    return can_keep_register(seat) or _is_owner_at_work(seat, stakeholder)


def can_log_interaction(seat: Seat | None, stakeholder: Stakeholder) -> bool:
    return can_keep_register(seat) or _is_owner_at_work(seat, stakeholder)


def _is_owner_at_work(seat: Seat | None, stakeholder: Stakeholder) -> bool:
    return is_owner(seat, stakeholder) and seat is not None and seat.campaign.phase != Phase.CLOSED
