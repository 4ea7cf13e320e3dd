"""The heat map of coverage: a sector each row, a capability each column; a word and a shape say what the colour says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.utils.translation import gettext as _

from mufakat.people.models import Sector
from mufakat.stakeholders.models import Capability
from mufakat.stakeholders.queries import Covered, Fit, Row

COUNTRY = "00"


@dataclass(frozen=True)
class Cell:
    """How many are engaged, of how many that are required; `tone` and `shape` follow from the word."""

    found: int
    least: int
    tone: str
    shape: str
    word: str

    @property
    def figures(self) -> str:
        return f"{self.found}/{self.least}" if self.least else str(self.found)


def heat_of(
    covered: Covered, sectors: Iterable[Sector], capabilities: Sequence[Capability], region: str
) -> list[dict[str, Any]]:
    """Rows for the table. The last column is for whom any capability will do, the last row for any sector."""
    counted = _counted(f for f in covered.suppliers if f.is_engaged and _is_in(f, region))
    asked = [
        r for r in covered.rows if not region or r.requirement.region is None or r.requirement.region.code == region
    ]
    columns: list[Capability | None] = [*capabilities, None]
    rows: list[Sector | None] = [*sectors, None]
    return [
        {"sector": s, "cells": [(_label(c), _cell(counted, asked, s, c)) for c in columns]}
        for s in rows
        if s is not None or any(r.requirement.sector_id is None for r in asked)
    ]


def _label(capability: Capability | None) -> str:
    return capability.name if capability else _("Any capability")


def _is_in(fit: Fit, region: str) -> bool:
    return not region or region in fit.regions or COUNTRY in fit.regions


def _counted(fits: Iterable[Fit]) -> Counter[tuple[str, str]]:
    """How many there are of each sector (or any) with each capability (or any)."""
    return Counter(key for f in fits for key in product((f.sector, ""), (*f.capabilities, "")))


def _cell(
    counted: Counter[tuple[str, str]], asked: Iterable[Row], sector: Sector | None, capability: Capability | None
) -> Cell:
    found = counted[sector.pk if sector else "", str(capability.pk) if capability else ""]
    here = [
        r
        for r in asked
        if r.requirement.sector_id == (sector.pk if sector else None)
        and r.requirement.capability_id == (capability.pk if capability else None)
    ]
    least = max((r.requirement.least for r in here), default=0)
    return Cell(found, least, *_look(here, found))


def _look(rows: Sequence[Row], found: int) -> tuple[str, str, str]:
    """Tone, shape and word of a cell."""
    if any(r.is_gap and r.requirement.is_mandatory for r in rows):
        return "bad", "diamond", _("missing")
    if any(r.is_gap for r in rows):
        return "warn", "diamond", _("too few")
    if rows and all(r.is_waived for r in rows):
        return "neutral", "ring", _("waived")
    if rows:
        return "good", "circle", _("filled")
    return "", "", _("there") if found else ""
