"""Acts on seats: they end, they lapse, and what hangs on a seat ends with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from mufakat.campaigns import policies, queries
from mufakat.campaigns.actions.acting import WORKER, acting, by_seat, locked, need_reason, record, writable
from mufakat.campaigns.actions.refusals import LastLiaison, NotAllowed, NotPossible
from mufakat.campaigns.models import Ending, Invitation, Seat


@dataclass(frozen=True)
class Ended:
    """What ended together, by number."""

    seats: tuple[UUID, ...] = ()
    invitations: tuple[UUID, ...] = ()

    def __add__(self, other: Ended) -> Ended:
        return Ended(self.seats + other.seats, self.invitations + other.invitations)

    def told(self, *, besides: Seat | None = None) -> dict[str, list[str]]:
        return {
            "ended_seats": [str(n) for n in self.seats if besides is None or n != besides.pk],
            "revoked_invitations": [str(n) for n in self.invitations],
        }


def end_seats(
    seats: Iterable[Seat], *, at: datetime, ending: Ending, reason: str = "", besides: Invitation | None = None
) -> Ended:
    """End these seats, those they delegated, and the open invitations into their own party that hang on any of them.

    A seat that ended leaves no link behind by which its holder could come back. Records nothing: the calling act does.
    """
    first = [s.pk for s in seats]
    open_ones = Seat.objects.filter(ended_at__isnull=True)
    lent = list(
        open_ones.filter(delegated_by__in=first).exclude(pk__in=first).order_by("pk").values_list("pk", flat=True)
    )
    open_ones.filter(pk__in=first).update(ended_at=at, ending=ending, ended_because=reason)
    open_ones.filter(pk__in=lent).update(ended_at=at, ending=Ending.DELEGATOR_ENDED)
    gone = [*first, *lent]
    hanging = _hanging(gone)
    if besides:
        hanging = hanging.exclude(pk=besides.pk)
    if ending == Ending.LAPSED:  # a successor invited in time still comes
        hanging = hanging.exclude(replaces__in=gone)
    numbers = tuple(hanging.order_by("pk").values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=numbers).update(state=Invitation.State.REVOKED, answered_at=at)
    return Ended(tuple(gone), numbers)


def _hanging(seats: list[UUID]) -> QuerySet[Invitation]:
    """Open offers to lend one of these seats, and those they made into their own party."""
    own = Q(invited_by__party__organisation=F("organisation")) | Q(
        invited_by__party__organisation__merged_into=F("organisation")
    )
    return Invitation.objects.filter(
        Q(delegates__in=seats) | (Q(invited_by__in=seats) & own), state=Invitation.State.OPEN
    )


@transaction.atomic
def end_seat(*, seat: Seat, by: Seat, at: datetime, reason: str = "") -> Seat:
    """Give up one's own seat, or end a colleague's of the own party with a reason."""
    writable(Seat, ended_because=reason)
    campaign = locked(seat.campaign)
    actor = acting(by, campaign, at)
    ending = queries.seat_by_number(campaign, seat.pk)
    if ending is None or not policies.can_end_seat(actor, ending):
        raise NotAllowed(_("A seat is ended by its holder or by a liaison of the same party; by no other party."))
    if ending.ended_at:
        raise NotPossible(_("This seat has ended already."))
    if ending.pk != actor.pk:
        need_reason(reason)
    _need_other_liaison(ending, at)
    ended = end_seats([ending], at=at, ending=Ending.ENDED, reason=reason)
    record(
        campaign=campaign,
        verb="seat.ended",
        object=f"seat:{ending.pk}",
        by=by_seat(actor),
        at=at,
        payload=told_of(ending) | ended.told(besides=ending),
        personal={ending.person_id: {"name": ending.person.name, "reason": reason}},
    )
    return ending


def told_of(seat: Seat) -> dict[str, str | None]:
    """What the record says openly of a seat."""
    if seat.party is None:
        return {"organisation": None, "organisation_name": None, "party": None, "role": seat.role}
    organisation = seat.party.organisation
    return {
        "organisation": str(organisation.pk),
        "organisation_name": organisation.name,
        "party": str(seat.party.pk),
        "role": seat.role,
    }


def _need_other_liaison(seat: Seat, at: datetime) -> None:
    if seat.party is None or not queries.is_last_liaison(seat, at):
        return
    if seat.party.organisation_id == seat.campaign.host_id:
        raise LastLiaison(_("The host needs a liaison. Hand this seat over to a colleague first."))
    raise LastLiaison(
        _(
            "%(organisation)s needs a liaison. Hand this seat over to a colleague first, or withdraw the party from the campaign."
        )
        % {"organisation": seat.party.organisation}
    )


@transaction.atomic
def lapse_seat(*, seat: Seat, at: datetime) -> bool:
    """Close a seat whose last day is over; whether it was due. It stopped acting on that day; this records it."""
    campaign = locked(seat.campaign)
    now = queries.seat_by_number(campaign, seat.pk)
    if now is None or now.ended_at or now.ends_on is None or now.ends_on >= queries.day_of(at):
        return False
    ended = end_seats([now], at=at, ending=Ending.LAPSED)
    record(
        campaign=campaign,
        verb="seat.lapsed",
        object=f"seat:{now.pk}",
        by=WORKER,
        at=at,
        payload=told_of(now) | {"ends_on": now.ends_on.isoformat()} | ended.told(besides=now),
        personal={now.person_id: {"name": now.person.name}},
    )
    return True
