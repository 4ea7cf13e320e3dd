"""What a campaign needs at its table: capabilities, requirements, affected groups; and what to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign
from mufakat.people import queries as people
from mufakat.people.models import Region
from mufakat.stakeholders.models import AffectedGroup, Capability, Requirement, Stakeholder

SUGGESTED = (
    _("research and data"),
    _("production of content"),
    _("media reach"),
    _("training and teaching"),
    _("community networks"),
    _("regulation"),
    _("funding"),
    _("technology"),
    _("field services"),
    _("regional languages and accessibility"),
)


def needed_capabilities(campaign: Campaign) -> QuerySet[Capability]:
    """Those in use, with `bearers`: how many stakeholders have it, however far they have come."""
    bearers = Count("stakeholders", filter=Q(stakeholders__removed_at__isnull=True))
    return Capability.objects.filter(campaign=campaign, retired_at__isnull=True).annotate(bearers=bearers)


def capability_by_number(campaign: Campaign, number: UUID) -> Capability | None:
    return Capability.objects.filter(campaign=campaign, pk=number).first()


def suggested_capabilities(campaign: Campaign) -> list[str]:
    """Of the usual ones those that the campaign does not have, in the reader's language."""
    known = {name.casefold() for name in needed_capabilities(campaign).values_list("name", flat=True)}
    return [str(name) for name in SUGGESTED if str(name).casefold() not in known]


def requirements_of(campaigns: Iterable[Campaign | UUID]) -> QuerySet[Requirement]:
    """Requirements that stand, also the waived ones."""
    return (
        Requirement.objects.filter(campaign__in=list(campaigns), removed_at__isnull=True)
        .select_related("sector", "capability", "region")
        .order_by(
            F("sector__place").asc(nulls_last=True),
            F("capability__name").asc(nulls_last=True),
            F("region__code").asc(nulls_last=True),
            "id",
        )
    )


def requirement_by_number(campaign: Campaign, number: UUID) -> Requirement | None:
    return requirements_of([campaign]).filter(pk=number).first()


def starter_for(campaign: Campaign) -> list[Requirement]:
    """A set to begin with, unsaved: of each sector one, and somebody for each capability, as far as not asked yet."""
    stands = {(r.sector_id, r.capability_id, r.region_id) for r in requirements_of([campaign])}
    first = [Requirement(campaign=campaign, sector=s) for s in people.sectors_in_use()]
    first += [Requirement(campaign=campaign, capability=c, is_mandatory=False) for c in needed_capabilities(campaign)]
    return [r for r in first if (r.sector_id, r.capability_id, r.region_id) not in stands]


def groups_of(campaign: Campaign) -> QuerySet[AffectedGroup]:
    return (
        AffectedGroup.objects.filter(campaign=campaign, removed_at__isnull=True)
        .select_related("region")
        .prefetch_related("voices__proxy")
    )


def group_by_number(campaign: Campaign, number: UUID) -> AffectedGroup | None:
    return groups_of(campaign).filter(pk=number).first()


def possible_voices(campaign: Campaign) -> QuerySet[Stakeholder]:
    """Who may speak for an affected group: everybody in the register."""
    return Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True).order_by("name", "id")


def places_with_people(day: date) -> QuerySet[Region]:
    """Places as they are on that day, with their population where it is published."""
    return people.places_on(day)
