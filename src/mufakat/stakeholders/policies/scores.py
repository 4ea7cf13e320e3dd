"""Who assesses, who reads assessments, who consents. Scores are kept apart: the team, one's own, or with consent."""

from __future__ import annotations

from mufakat.campaigns import policies as campaigns
from mufakat.campaigns.models import Phase, Role, Seat
from mufakat.people.models import Organisation
from mufakat.stakeholders.models import Assessment
from mufakat.stakeholders.policies.team import is_team


def can_assess(seat: Seat | None) -> bool:
    """Every party has one voice on every stakeholder; facilitator and evaluator speak for themselves. Observers read."""
    return seat is not None and seat.role != Role.OBSERVER and seat.campaign.phase != Phase.CLOSED


def is_own_voice(seat: Seat | None, given: Assessment) -> bool:
    """Given by this seat's party, or by this neutral seat."""
    if seat is None:
        return False
    return given.party_id == seat.party_id if seat.party_id else given.party_id is None and given.seat_id == seat.pk


def can_withdraw_assessment(seat: Seat | None, given: Assessment) -> bool:
    return can_assess(seat) and is_own_voice(seat, given)


def can_read_scores(seat: Seat | None, *, has_consent: bool = False) -> bool:
    """The team; every seat where the assessed party consented. One's own are asked for with `is_own_voice`."""
    return is_team(seat) or (seat is not None and has_consent)


def can_consent(seat: Seat | None, organisation: Organisation | None) -> bool:
    """The assessed organisation's own liaison, as long as it sits at the table; not a deputy, and nobody in its place."""
    if seat is None or seat.party is None or organisation is None:
        return False
    mine = {seat.party.organisation_id, seat.party.organisation.merged_into_id}
    assessed = {organisation.pk, organisation.merged_into_id}
    return campaigns.is_own_liaison(seat) and seat.party.is_active and bool(mine & assessed - {None})
