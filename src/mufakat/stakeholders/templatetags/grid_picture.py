"""Geometry of the map of power and interest: where each cell, its shapes and its count stand.

Across in percent and downwards in pixels, as in `web.templatetags.charts`: words keep their size on a phone. Medians lie on
half steps, so 81 cells hold everything, however many stakeholders there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django import template

from mufakat.engines.mapping import Quadrant
from mufakat.stakeholders.queries import Standing
from mufakat.web.templatetags.mufakat import SHAPES, shape_of, tone_of

register = template.Library()

LEFT, ACROSS = 12.0, 80.0
TOP, ROW = 64, 36
HALF_CELL = 13
NARROWEST = 280
ALONE, TOGETHER = 16, 12
_SPREAD: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((0, 0),),
    2: ((-7, 0), (7, 0)),
    3: ((-7, -7), (7, -7), (0, 7)),
    4: ((-7, -7), (7, -7), (-7, 7), (7, 7)),
}
MOST_SHAPES = max(_SPREAD)


@dataclass(frozen=True, slots=True)
class Mark:
    """One stakeholder's shape in its cell, in pixels from the middle of the cell."""

    dx: float
    dy: float
    size: int
    tone: str
    path: str

    @property
    def corner_x(self) -> float:
        return self.dx - self.size / 2

    @property
    def corner_y(self) -> float:
        return self.dy - self.size / 2

    @property
    def scale(self) -> float:
        return self.size / 16


@dataclass(frozen=True, slots=True)
class Cell:
    """A place on the map and who stands there: up to four shapes, or one circle with their number."""

    name: str
    x: float
    y: float
    power: float | int
    interest: float | int
    names: tuple[str, ...]
    marks: tuple[Mark, ...]
    count: int
    only: UUID | None
    is_disputed: bool
    tone: str


@dataclass(frozen=True, slots=True)
class Corner:
    """The name of a quadrant, outside the plot at its corner."""

    quadrant: Quadrant
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A day on the path of one stakeholder; of several at one place only the last is named."""

    x: float
    y: float
    label: str
    is_named: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class GridPicture:
    cells: tuple[Cell, ...]
    corners: tuple[Corner, ...]
    stops: tuple[Stop, ...]
    legs: tuple[tuple[Stop, Stop], ...]
    across: tuple[tuple[float, int], ...]
    downwards: tuple[tuple[float, int], ...]
    border_x: float
    border_y: float
    left: float
    right: float
    top: float
    bottom: float
    height: float


def across(value: float) -> float:
    """Interest from 1 to 5, in percent of the width."""
    return round(LEFT + (value - 1) / 4 * ACROSS, 2)


def downwards(value: float) -> float:
    """Power from 1 to 5, in pixels from the top: much is above."""
    return round(TOP + (5 - value) * 2 * ROW, 1)


def grid_geometry(
    standings: Iterable[Standing],
    sectors: Mapping[str, object],
    path: Sequence[tuple[float, float, str]] = (),
) -> GridPicture:
    """The whole picture. `path` holds interest, power and words of each day of one stakeholder's history."""
    places: dict[tuple[float, float], list[Standing]] = defaultdict(list)
    for one in standings:
        places[one.y, one.x].append(one)
    bottom = downwards(1) + ROW / 2
    stops = tuple(_stop(path, n) for n in range(len(path)))
    return GridPicture(
        cells=tuple(_cell(places[place], sectors) for place in sorted(places, key=lambda p: (-p[0], p[1]))),
        corners=_corners(bottom),
        stops=stops,
        legs=tuple((a, b) for a, b in pairwise(stops) if (a.x, a.y) != (b.x, b.y)),
        across=tuple((across(n), n) for n in range(1, 6)),
        downwards=tuple((downwards(n), n) for n in range(1, 6)),
        border_x=across(2.75),
        border_y=downwards(2.75),
        left=LEFT - 5,
        right=100.0,
        top=TOP - ROW / 2,
        bottom=bottom,
        height=bottom + 66,
    )


def _corners(bottom: float) -> tuple[Corner, ...]:
    above, below = float(TOP - ROW / 2 - 8), bottom + 20
    return (
        Corner(Quadrant.KEEP_SATISFIED, LEFT - 5, above, "start"),
        Corner(Quadrant.MANAGE_CLOSELY, 100, above, "end"),
        Corner(Quadrant.MONITOR, LEFT - 5, below, "start"),
        Corner(Quadrant.KEEP_INFORMED, 100, below, "end"),
    )


def _stop(path: Sequence[tuple[float, float, str]], n: int) -> Stop:
    interest, power, label = path[n]
    is_last_here = all((x, y) != (interest, power) for x, y, _label in path[n + 1 :])
    anchor = "start" if interest < 3 else "end"
    return Stop(across(interest), downwards(power), label, is_last_here, anchor)


def _cell(here: Sequence[Standing], sectors: Mapping[str, object]) -> Cell:
    first, count = here[0], len(here)
    tones = {tone_of(sectors.get(one.sector, "")) for one in here}
    return Cell(
        name=f"{first.y:g}-{first.x:g}",
        x=across(first.x),
        y=downwards(first.y),
        power=_plain(first.y),
        interest=_plain(first.x),
        names=tuple(one.name for one in here[:MOST_SHAPES]),
        marks=_marks(here, sectors) if count <= MOST_SHAPES else (),
        count=count,
        only=first.key if count == 1 else None,
        is_disputed=any(one.disputed for one in here),
        tone=tones.pop() if len(tones) == 1 else "other",
    )


def _plain(median: float) -> float | int:
    """4 rather than 4.0, where it is said in words."""
    return int(median) if median == int(median) else median


def _marks(here: Sequence[Standing], sectors: Mapping[str, object]) -> tuple[Mark, ...]:
    size = ALONE if len(here) == 1 else TOGETHER
    return tuple(
        Mark(dx, dy, size, tone_of(sector := sectors.get(one.sector, "")), SHAPES[shape_of(sector)])
        for one, (dx, dy) in zip(here, _SPREAD[len(here)], strict=True)
    )


@register.simple_tag
def grid_picture(
    standings: Iterable[Standing], sectors: Mapping[str, object], path: Sequence[tuple[float, float, str]] = ()
) -> GridPicture:
    return grid_geometry(standings, sectors, path or ())
