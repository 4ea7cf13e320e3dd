"""What the pages about invitations ask: one invitation, how many of each state, who is already there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from mufakat.campaigns.models import Campaign, Invitation, Party, Seat
from mufakat.people.models import Organisation


def invitation_in(campaign: Campaign, number: UUID) -> Invitation | None:
    """An invitation of this campaign, whatever became of it."""
    return (
        Invitation.objects.filter(campaign=campaign, pk=number)
        .select_related(
            "campaign__host",
            "organisation__sector",
            "invited_by__party__organisation",
            "invited_by__person",
            "replaces__person",
            "delegates__person",
        )
        .first()
    )


def counts_by_state(campaign: Campaign) -> dict[str, int]:
    """How many invitations there are in each state, in one query."""
    states = Invitation.objects.filter(campaign=campaign).order_by().values_list("state")
    return dict(states.annotate(n=Count("pk")))


def standing_of(campaign: Campaign, organisations: list[Organisation]) -> tuple[set[UUID], set[UUID]]:
    """Which of these organisations sit at the table, and which hold an open invitation."""
    numbers = [o.pk for o in organisations]
    seated = Party.objects.filter(campaign=campaign, left_at__isnull=True).annotate(
        now=Coalesce("organisation__merged_into", "organisation")
    )
    waiting = Invitation.objects.filter(campaign=campaign, state=Invitation.State.OPEN, organisation__in=numbers)
    return set(seated.filter(now__in=numbers).values_list("now", flat=True)), set(
        waiting.values_list("organisation", flat=True)
    )


def senders_of(campaign: Campaign) -> QuerySet[Invitation]:
    """Every invitation with the seat that sent it: who may read its address follows from that."""
    return Invitation.objects.filter(campaign=campaign).select_related("invited_by")


def all_seats_of(campaign: Campaign) -> QuerySet[Seat]:
    """Every seat there ever was."""
    return Seat.objects.filter(campaign=campaign)
