"""Sectors and regions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from mufakat.people.models import Organisation, Region, Sector, Shape, Tone


def sectors_in_use() -> QuerySet[Sector]:
    return Sector.objects.filter(is_active=True)


@dataclass(frozen=True)
class SectorUse:
    """A sector and how many organisations are in it."""

    sector: Sector
    organisations: int


def sectors_in_order() -> list[SectorUse]:
    """All sectors, those in use first, in their order."""
    counted = Organisation.objects.filter(merged_into__isnull=True).values_list("sector").annotate(n=Count("pk"))
    numbers = dict(counted.order_by())
    return [SectorUse(s, numbers.get(s.pk, 0)) for s in Sector.objects.order_by("-is_active", "place", "code")]


def free_looks(besides: Sector | None = None) -> list[tuple[Tone, Shape]]:
    """Pairs of colour and shape that no sector in use has, besides this one."""
    taken = set(sectors_in_use().exclude(pk=besides.pk if besides else "").values_list("tone", "shape"))
    return [(tone, shape) for tone in Tone for shape in Shape if (tone.value, shape.value) not in taken]


def all_sectors() -> QuerySet[Sector]:
    return Sector.objects.order_by("place", "code")


def sector_of(organisation: Organisation) -> QuerySet[Sector]:
    return Sector.objects.filter(pk=organisation.sector_id)


def is_sector_name_taken(field: str, name: str, *, besides: Sector | None = None) -> bool:
    """Is another sector called so, in that language, whatever the case?"""
    others = Sector.objects.exclude(pk=besides.pk if besides else "")
    return others.filter(**{f"{field}__iexact": name}).exists()


def _valid_on(day: date) -> QuerySet[Region]:
    return Region.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


def regions_on(day: date) -> QuerySet[Region]:
    """The provinces as they were on that day (34 before the divisions of 2022, 38 after)."""
    return _valid_on(day).filter(level=Region.Level.PROVINCE)


def places_on(day: date) -> QuerySet[Region]:
    """Where an organisation may work: the whole country, or provinces as they are on that day."""
    return _valid_on(day)


def regions_of(organisation: Organisation) -> QuerySet[Region]:
    return Region.objects.filter(pk__in=organisation.regions.values("pk"))
