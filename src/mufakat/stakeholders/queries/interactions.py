"""The talks with one stakeholder; whoever asks has made sure that its reader may know of them."""

from __future__ import annotations

from django.db.models import QuerySet

from mufakat.stakeholders.models import Interaction, Stakeholder


def interactions_of(stakeholder: Stakeholder) -> QuerySet[Interaction]:
    """Newest first."""
    return Interaction.objects.filter(stakeholder=stakeholder).select_related("by__person", "by__party__organisation")
