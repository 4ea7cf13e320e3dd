"""Geometry of the three circles of salience: power, legitimacy and urgency, and where each class lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

from django import template

from mufakat.engines.mapping import Salience

register = template.Library()

RADIUS = 78
MIDDLES = {"power": (0, -44), "legitimacy": (-51, 44), "urgency": (51, 44)}
PLACES = {
    Salience.DORMANT: (0, -82),
    Salience.DISCRETIONARY: (-88, 62),
    Salience.DEMANDING: (88, 62),
    Salience.DOMINANT: (-47, -6),
    Salience.DANGEROUS: (47, -6),
    Salience.DEPENDENT: (0, 74),
    Salience.DEFINITIVE: (0, 16),
}
TOP = 150
HEIGHT = 306


@dataclass(frozen=True, slots=True)
class Circle:
    """One attribute; its name stands outside, above or below."""

    name: str
    x: int
    y: int
    r: int
    y_name: int


@dataclass(frozen=True, slots=True)
class Region:
    """One class: where its number stands."""

    salience: Salience
    x: int
    y: int
    count: int


@dataclass(frozen=True, slots=True)
class SaliencePicture:
    circles: tuple[Circle, ...]
    regions: tuple[Region, ...]
    top: int
    height: int


def salience_geometry(counts: Mapping[Salience, int]) -> SaliencePicture:
    """Pixels from the middle of the picture, which stays as wide on a phone as on a table."""
    return SaliencePicture(
        circles=tuple(
            Circle(name, x, y, RADIUS, y - RADIUS - 10 if y < 0 else y + RADIUS + 20)
            for name, (x, y) in MIDDLES.items()
        ),
        regions=tuple(Region(salience, x, y, counts.get(salience, 0)) for salience, (x, y) in PLACES.items()),
        top=TOP,
        height=HEIGHT,
    )


def held_at(x: float, y: float) -> frozenset[str]:
    """Which attributes a point of the picture has."""
    return frozenset(name for name, (cx, cy) in MIDDLES.items() if hypot(x - cx, y - cy) <= RADIUS)


@register.simple_tag
def salience_picture(counts: Mapping[Salience, int]) -> SaliencePicture:
    return salience_geometry(counts)
