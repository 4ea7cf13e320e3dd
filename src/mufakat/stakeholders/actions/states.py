"""A stakeholder moves on, or back, or withdraws."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import acting, locked, need_reason, writable
from mufakat.campaigns.actions.refusals import ChangedMeanwhile, NotAllowed, NotPossible
from mufakat.campaigns.models import Seat
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.actions._keeping import row_of, tell
from mufakat.stakeholders.models import Stakeholder, State


@transaction.atomic
def move_stakeholder(
    *, stakeholder: Stakeholder, to: str, by: Seat, at: datetime, reason: str = "", seen: str | None = None
) -> Stakeholder:
    """Forward freely; back, or out, only with a reason; from withdrawn back to contacted. `seen` is what the form showed."""
    campaign = locked(stakeholder.campaign)
    seat = acting(by, campaign, at)
    now = row_of(campaign, stakeholder.pk)
    if not policies.can_move_stakeholder(seat, now):
        raise NotAllowed(_("The state is set by the host, the facilitator, or whoever looks after this relationship."))
    start, writing = queries.state_of(now), reason.strip()
    if seen is not None and seen != start:
        raise ChangedMeanwhile(
            _("Somebody else moved %(name)s meanwhile: it is now “%(state)s”.")
            % {"name": now.name, "state": start.label},
            ["state"],
        )
    if to == start:
        return now
    wanted = need_step(start, to, is_party=queries.party_of(now) is not None)
    if queries.needs_reason(start, wanted):
        need_reason(reason)
    writable(Stakeholder, state_because=writing)
    now.state, now.state_since, now.state_because = wanted, at, writing
    now.version, now.changed_at = now.version + 1, at
    now.save()
    said = {"from": start.value, "to": wanted.value}
    tell(now, verb="stakeholder.moved", by=seat, at=at, payload=said, reason=writing)
    return now


def need_step(start: State, to: str, *, is_party: bool) -> State:
    """The state asked for, if it can be reached from here."""
    if to not in queries.states_after(start, is_party=is_party):
        if is_party:
            raise NotPossible(_("Its organisation sits at the table, so it counts at least as engaged."))
        raise NotPossible(_("Who has withdrawn is contacted first."))
    return State(to)
