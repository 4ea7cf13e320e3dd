"""Searches that were kept: the reader's own, and those that others share."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from mufakat.campaigns.models import Campaign
from mufakat.people.models import Person
from mufakat.stakeholders.models import SavedView


def views_open_to(campaign: Campaign, person: Person | None) -> QuerySet[SavedView]:
    """In the order of their names."""
    if person is None:
        return SavedView.objects.none()
    kept = SavedView.objects.filter(Q(person=person) | Q(is_shared=True), campaign=campaign)
    return kept.select_related("person").order_by("name", "id")


def own_view(campaign: Campaign, person: Person | None, number: UUID) -> SavedView | None:
    return SavedView.objects.filter(campaign=campaign, person=person, pk=number).first() if person else None
