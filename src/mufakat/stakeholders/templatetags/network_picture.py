"""Geometry of the network: where each stakeholder, each tie, each circle of a community and each name stands.

Across in percent and downwards in pixels. A name is written only where it meets nothing on a narrow screen; where it does
not fit, the place in the table is written instead, and where not even that fits, the shape stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from textwrap import shorten
from typing import Any

from django import template

from mufakat.web.templatetags.mufakat import SHAPES, shape_of, tone_of

register = template.Library()

NARROWEST = 280
LEFT, ACROSS = 9.0, 82.0
TOP, DOWN = 34.0, 430.0
HEIGHT = TOP + DOWN + 34
LETTER, LINE = 7.0, 16.0
SMALLEST, BIGGEST = 9, 18
NAMED = 12
LONGEST = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """A stakeholder to be drawn: its place in the square, who it is, and how central."""

    key: str
    x: float
    y: float
    name: str
    sector: object
    betweenness: float
    number: int
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    key: str
    x: float
    y: float
    name: str
    tone: str
    path: str
    size: float
    number: int
    is_cut: bool
    label: str
    dx: float
    anchor: str

    @property
    def scale(self) -> float:
        return round(self.size / 16, 3)

    @property
    def corner(self) -> float:
        return -self.size / 2


@dataclass(frozen=True, slots=True)
class Edge:
    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    width: float

    @property
    def is_conflict(self) -> bool:
        return self.kind == "conflict"


@dataclass(frozen=True, slots=True)
class Circle:
    """A community of a large network."""

    community: int
    x: float
    y: float
    r: float
    members: int


@dataclass(frozen=True, slots=True)
class NetworkPicture:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    circles: tuple[Circle, ...]
    links: tuple[Edge, ...]
    height: float


def across(x: float) -> float:
    return round(LEFT + x * ACROSS, 2)


def downwards(y: float) -> float:
    return round(TOP + y * DOWN, 1)


def network_geometry(
    spots: Sequence[Spot],
    ties: Iterable[tuple[str, str, str, int]],
    circles: Iterable[Mapping[str, Any]] = (),
    links: Iterable[Mapping[str, Any]] = (),
) -> NetworkPicture:
    """`ties` are from, to, kind and strength; one whose end is not drawn is left out."""
    spots, circles = _spread(spots, list(circles))
    nodes = _nodes(spots)
    places = {node.key: (node.x, node.y) for node in nodes}
    rounds = _circles(circles)
    middles = {circle.community: (circle.x, circle.y) for circle in rounds}
    most = max((link["ties"] for link in links), default=1)
    return NetworkPicture(
        nodes=nodes,
        edges=tuple(
            Edge(*places[a], *places[b], kind, round(0.5 + strength / 3, 2))
            for a, b, kind, strength in ties
            if a in places and b in places
        ),
        circles=rounds,
        links=tuple(
            Edge(*middles[a], *middles[b], "", round(1 + 5 * link["ties"] / most, 2))
            for link in links
            if (a := link["a"]) in middles and (b := link["b"]) in middles
        ),
        height=HEIGHT,
    )


def _spread(spots: Sequence[Spot], circles: list[Mapping[str, Any]]) -> tuple[list[Spot], list[Mapping[str, Any]]]:
    """Over the whole square: a layout that is long and narrow would leave most of it empty."""
    middles = [(float(x), float(y)) for x, y in (one["at"] for one in circles)]
    everybody = [(spot.x, spot.y) for spot in spots] + middles or [(0.0, 0.0)]
    xs, ys = [x for x, _y in everybody], [y for _x, y in everybody]

    def stretched(value: float, seen: Sequence[float]) -> float:
        low, high = min(seen), max(seen)
        return (value - low) / (high - low) if high > low else 0.5

    return (
        [replace(spot, x=stretched(spot.x, xs), y=stretched(spot.y, ys)) for spot in spots],
        [{**one, "at": (stretched(x, xs), stretched(y, ys))} for one, (x, y) in zip(circles, middles, strict=True)],
    )


def _circles(circles: Iterable[Mapping[str, Any]]) -> tuple[Circle, ...]:
    given = list(circles)
    most = max((one["members"] for one in given), default=1)
    drawn = []
    for one in given:
        (x, y), members = one["at"], one["members"]
        drawn.append(Circle(one["community"], across(x), downwards(y), _radius(members / most), members))
    return tuple(drawn)


def _radius(share: float) -> float:
    """By area, and never beyond the frame."""
    return round(10 + (NARROWEST * LEFT / 100 - 12) * sqrt(share), 1)


def _nodes(spots: Sequence[Spot]) -> tuple[Node, ...]:
    most = max((spot.betweenness for spot in spots), default=0) or 1
    taken: list[tuple[float, float, float, float]] = []
    for spot in spots:
        x, y, half = across(spot.x) / 100 * NARROWEST, downwards(spot.y), BIGGEST / 2
        taken.append((x - half, y - half, x + half, y + half))
    nodes = []
    for place, spot in enumerate(sorted(spots, key=lambda s: s.number)):
        label, dx, anchor = _label(spot, taken, may_be_named=place < NAMED)
        size = round(SMALLEST + (BIGGEST - SMALLEST) * sqrt(spot.betweenness / most), 1)
        nodes.append(
            Node(
                key=spot.key,
                x=across(spot.x),
                y=downwards(spot.y),
                name=spot.name,
                tone=tone_of(spot.sector),
                path=SHAPES[shape_of(spot.sector)],
                size=size,
                number=spot.number,
                is_cut=spot.is_cut,
                label=label,
                dx=dx,
                anchor=anchor,
            )
        )
    return tuple(nodes)


def _label(spot: Spot, taken: list[tuple[float, float, float, float]], *, may_be_named: bool) -> tuple[str, float, str]:
    """The first of name and number, right and left, that meets nothing; what it takes is taken."""
    x, y = across(spot.x) / 100 * NARROWEST, downwards(spot.y)
    for words in [shorten(spot.name, LONGEST, placeholder="…")] * may_be_named + [str(spot.number)]:
        for dx, anchor in ((12.0, "start"), (-12.0, "end")):
            left = x + dx if anchor == "start" else x + dx - LETTER * len(words)
            box = (left, y - LINE / 2, left + LETTER * len(words), y + LINE / 2)
            if box[0] >= 0 and box[2] <= NARROWEST and not any(_meet(box, other) for other in taken):
                taken.append(box)
                return words, dx, anchor
    return "", 0.0, "start"


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@register.simple_tag
def network_picture(
    spots: Sequence[Spot],
    ties: Iterable[tuple[str, str, str, int]],
    circles: Sequence[Mapping[str, Any]] = (),
    links: Sequence[Mapping[str, Any]] = (),
) -> NetworkPicture:
    return network_geometry(spots, ties, circles or (), links or ())
