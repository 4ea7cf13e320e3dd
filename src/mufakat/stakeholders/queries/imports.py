"""Imports of a campaign, their rows, and which one the worker takes up next."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, QuerySet

from mufakat.campaigns.models import Campaign
from mufakat.stakeholders.models import Import, ImportRow

ENDED = (Import.State.DONE, Import.State.REFUSED, Import.State.DISCARDED)
FOR_THE_WORKER = (Import.State.UPLOADED, Import.State.READING, Import.State.CHECKING, Import.State.TAKING)
CLAIM = timedelta(seconds=60)
KEPT = timedelta(days=7)


def imports_of(campaign: Campaign) -> QuerySet[Import]:
    return Import.objects.filter(campaign=campaign).select_related("by__person", "campaign")


def import_by_number(campaign: Campaign, number: UUID) -> Import | None:
    found = imports_of(campaign).filter(pk=number).first()
    if found:
        found.campaign = campaign
    return found


def next_import(at: datetime) -> Import | None:
    """What nobody works on, oldest first; then what a worker left lying that is gone."""
    waiting = Import.objects.filter(state__in=FOR_THE_WORKER).select_related(
        "campaign__log", "campaign__host", "by__person"
    )
    fresh = waiting.filter(claimed_at__isnull=True).order_by("at", "pk").first()
    return fresh or waiting.filter(claimed_at__lt=at - CLAIM).order_by(F("claimed_at"), "pk").first()


def lines_of(found: Import, fate: str = "") -> QuerySet[ImportRow]:
    lines = ImportRow.objects.filter(of=found).select_related("match").order_by("number")
    return lines.filter(fate=fate) if fate else lines


def counts_of(found: Import) -> dict[str, int]:
    """How many rows have which fate."""
    counted = dict(ImportRow.objects.filter(of=found).values_list("fate").annotate(n=Count("pk")).order_by())
    return {fate.value: counted.get(fate.value, 0) for fate in ImportRow.Fate}


def undecided(found: Import) -> int:
    return ImportRow.objects.filter(of=found, fate=ImportRow.Fate.ALIKE, decision="").count()


def decided_rows(found: Import) -> dict[int, tuple[str | None, dict[str, Any]]]:
    """The rows that somebody decided on, and whom each was then thought to be the same as."""
    rows = ImportRow.objects.filter(of=found).exclude(decision="").only("of", "number", "match", "cleaned")
    return {row.number: (str(row.match_id) if row.match_id else None, row.cleaned.get("alike", {})) for row in rows}


def path_of_import(sha256: str) -> Path:
    """A folder of its own: what lies beside the mandates without a row of theirs is swept away."""
    return Path(settings.FILES) / "imports" / sha256


def hashes_in_use() -> set[str]:
    return set(Import.objects.exclude(state__in=ENDED).values_list("sha256", flat=True))


def past_imports(at: datetime) -> QuerySet[Import]:
    """Ended long enough ago that their rows serve nobody."""
    return Import.objects.filter(state__in=ENDED, ended_at__lt=at - KEPT, lines__isnull=False).distinct()
