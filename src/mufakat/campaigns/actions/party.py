"""A party leaves; the others go on. Coming back later is a new party by a new invitation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns import policies
from mufakat.campaigns.actions.acting import acting, by_seat, locked, need_reason, record, writable
from mufakat.campaigns.actions.refusals import NotAllowed, NotPossible
from mufakat.campaigns.actions.seat import end_seats
from mufakat.campaigns.models import Ending, Invitation, Party, Seat


@transaction.atomic
def leave_campaign(*, party: Party, by: Seat, at: datetime, reason: str) -> Party:
    """Withdraw one's own party with a reason: its seats end and its open invitations are revoked with it."""
    writable(Party, left_because=reason)
    campaign = locked(party.campaign)
    seat = acting(by, campaign, at)
    now = Party.objects.select_related("organisation", "campaign").get(pk=party.pk)
    now.campaign = campaign
    if not policies.can_leave(seat, now):
        raise NotAllowed(_("A party is withdrawn by its own liaison. The host stays as long as its campaign runs."))
    if now.left_at:
        raise NotPossible(_("This party has left already."))
    need_reason(reason)
    ended = end_seats(
        Seat.objects.filter(party=now, ended_at__isnull=True).order_by("pk"), at=at, ending=Ending.PARTY_LEFT
    )
    offered = Invitation.objects.filter(
        campaign=campaign,
        organisation__in=[now.organisation, now.organisation.current],
        state=Invitation.State.OPEN,
    )
    revoked = [str(n) for n in offered.order_by("pk").values_list("pk", flat=True)]
    Invitation.objects.filter(pk__in=revoked).update(state=Invitation.State.REVOKED, answered_at=at)
    now.left_at, now.left_because = at, reason
    now.save(update_fields=["left_at", "left_because"])
    said = ended.told()
    record(
        campaign=campaign,
        verb="party.left",
        object=f"party:{now.pk}",
        by=by_seat(seat),
        at=at,
        payload={
            "organisation": str(now.organisation.pk),
            "organisation_name": now.organisation.name,
            "ended_seats": said["ended_seats"],
            "revoked_invitations": sorted({*said["revoked_invitations"], *revoked}),
        },
        personal={now.pk: {"reason": reason}},
    )
    return now
