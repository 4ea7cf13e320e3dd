"""Nominations, and whether the one who is nominated is known already."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mufakat.campaigns.models import Campaign
from mufakat.people.models import Organisation
from mufakat.stakeholders.models import Nomination


def nominations_matching(campaign: Campaign, *, answered: bool = False, words: str = "") -> QuerySet[Nomination]:
    """Open ones with the longest waiting first, answered ones with the newest answer first."""
    found = Nomination.objects.filter(campaign=campaign).select_related(
        "sector", "region", "capability", "by__party__organisation", "by__person", "stakeholder"
    )
    if words := words.encode("utf-8", "ignore").decode().replace("\x00", "").strip():
        found = found.filter(Q(name__icontains=words) | Q(reason__icontains=words))
    if answered:
        return found.exclude(state=Nomination.State.OPEN).order_by("-answered_at", "-id")
    return found.filter(state=Nomination.State.OPEN).order_by("at", "id")


def nomination_by_number(campaign: Campaign, number: UUID) -> Nomination | None:
    return (
        Nomination.objects.filter(campaign=campaign, pk=number)
        .select_related(
            "sector",
            "region",
            "capability",
            "by__party__organisation",
            "by__person",
            "stakeholder__organisation",
            "answered_by__party__organisation",
            "campaign",
        )
        .first()
    )


def organisation_called(name: str) -> Organisation | None:
    """The one organisation of exactly this name, if there is one and only one."""
    found = Organisation.objects.filter(name__iexact=name.strip(), merged_into__isnull=True)
    found = found.exclude(status=Organisation.Status.INACTIVE)
    return found.first() if found.count() == 1 else None


def nominated_organisation(nomination: Nomination) -> Organisation | None:
    """Whom an invitation would go to."""
    if nomination.stakeholder and nomination.stakeholder.organisation:
        return nomination.stakeholder.organisation.current
    return None


@dataclass(frozen=True)
class Counted:
    open: int
    answered: int


def nominations_counted(campaign: Campaign) -> Counted:
    is_open = Q(state=Nomination.State.OPEN)
    found = Nomination.objects.filter(campaign=campaign).aggregate(
        open=Count("pk", filter=is_open), answered=Count("pk", filter=~is_open)
    )
    return Counted(**found)
