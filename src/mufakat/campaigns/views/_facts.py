"""Documented facts made ready to be drawn: one line for each series, with the places where measuring changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

from django.utils.translation import gettext as _

from mufakat.campaigns.models import Fact
from mufakat.campaigns.views._words import listed
from mufakat.web.templatetags.mufakat import figure

DRAWN = 2  # the eye compares two pictures; further series stand in a table


@dataclass(frozen=True)
class Series:
    """One picture: its points, the sentence that says what it shows, and where the figures come from."""

    name: str
    says: str
    source: str
    series: list[dict[str, Any]]
    places: int
    first: int

    def value_in(self, year: str) -> str:
        return next((figure(p["value"], self.places) for p in self.series[0]["points"] if p["label"] == year), "")


@dataclass(frozen=True)
class Statement:
    """A fact that stands alone, with its value in the reader's notation."""

    fact: Fact
    value: str


@dataclass(frozen=True)
class Documented:
    """What is known of the issue: pictures, and facts that stand alone."""

    pictures: list[Series] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    @property
    def drawn(self) -> list[Series]:
        return self.pictures[:DRAWN]

    @property
    def years(self) -> list[str]:
        """The years of the series that are listed instead of drawn."""
        return sorted({p["label"] for s in self.pictures[DRAWN:] for p in s.series[0]["points"]})

    @property
    def listed(self) -> list[tuple[Series, list[str]]]:
        """Further series as rows of a table: a value for each year, empty where there is none."""
        return [(s, [s.value_in(year) for year in self.years]) for s in self.pictures[DRAWN:]]


def documented(facts: Iterable[Fact]) -> Documented:
    known = Documented()
    for name, group in groupby(sorted(facts, key=lambda f: (f.series, f.year or 0, f.pk)), key=lambda f: f.series):
        members = list(group)
        drawn = [f for f in members if f.year is not None and f.value is not None]
        if name and len(drawn) > 1:
            known.pictures.append(_series(name, drawn))
            members = [f for f in members if f not in drawn]
        known.statements.extend(stated(members))
    known.pictures.sort(key=lambda p: (-len(p.series[0]["points"]), p.first))
    return known


def stated(facts: Iterable[Fact]) -> list[Statement]:
    """Every fact by itself; values of one series are written with the same number of decimals."""
    given = list(facts)
    series: dict[str, list[Fact]] = {}
    for fact in given:
        series.setdefault(fact.series or f"\0{fact.pk}", []).append(fact)
    places = {f.pk: _places(members) for members in series.values() for f in members}
    return [Statement(f, "" if f.value is None else figure(f.value, places[f.pk])) for f in given]


def _series(name: str, facts: list[Fact]) -> Series:
    breaks = {late.pk for early, late in pairwise(facts) if early.frame != late.frame}
    points = [{"label": str(f.year), "value": f.value, "note": f.frame, "break_before": f.pk in breaks} for f in facts]
    return Series(
        name=name,
        says=_says(facts, [f for f in facts if f.pk in breaks]),
        source="; ".join(dict.fromkeys(f.source for f in facts)),
        series=[{"name": "", "points": points}],
        places=_places(facts),
        first=min(f.pk for f in facts),
    )


def _places(facts: list[Fact]) -> int:
    """As many decimals as the most exact value was published with, at most three."""
    return max((len(f"{f.value:f}".partition(".")[2].rstrip("0")) for f in facts if f.value is not None), default=0)


def _says(facts: list[Fact], breaks: list[Fact]) -> str:
    places = _places(facts)
    words = {
        "old": figure(facts[0].value, places),
        "from": facts[0].year,
        "new": figure(facts[-1].value, places),
        "to": facts[-1].year,
    }
    says = _("From %(old)s (%(from)s) to %(new)s (%(to)s).") % words
    if breaks:
        years = listed([str(f.year) for f in breaks])
        says += " " + _("It was measured differently from %(years)s on, so compare across that mark with care.") % {
            "years": years
        }
    return says
