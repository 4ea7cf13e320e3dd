"""How much somebody matters to a campaign, from what several assessors said on a scale of 1 to 5.

Classes after Mitchell, Agle & Wood (1997), quadrants after Mendelow (1991); the thresholds are this project's own choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

Score = float | Fraction

_APART: Final = 2


class Salience(StrEnum):
    """Which of power, legitimacy and urgency somebody has: seven classes, and none."""

    NONE = "none"
    DORMANT = "dormant"
    DISCRETIONARY = "discretionary"
    DEMANDING = "demanding"
    DOMINANT = "dominant"
    DANGEROUS = "dangerous"
    DEPENDENT = "dependent"
    DEFINITIVE = "definitive"


class Quadrant(StrEnum):
    """What power and interest together advise."""

    MANAGE_CLOSELY = "manage_closely"
    KEEP_SATISFIED = "keep_satisfied"
    KEEP_INFORMED = "keep_informed"
    MONITOR = "monitor"


_CLASSES: Final = {
    (False, False, False): Salience.NONE,
    (True, False, False): Salience.DORMANT,
    (False, True, False): Salience.DISCRETIONARY,
    (False, False, True): Salience.DEMANDING,
    (True, True, False): Salience.DOMINANT,
    (True, False, True): Salience.DANGEROUS,
    (False, True, True): Salience.DEPENDENT,
    (True, True, True): Salience.DEFINITIVE,
}
_QUADRANTS: Final = {
    (True, True): Quadrant.MANAGE_CLOSELY,
    (True, False): Quadrant.KEEP_SATISFIED,
    (False, True): Quadrant.KEEP_INFORMED,
    (False, False): Quadrant.MONITOR,
}


def salience_of(*, power: Score, legitimacy: Score, urgency: Score, threshold: Score = 4) -> Salience:
    """The class of somebody who has an attribute when its score reaches the threshold."""
    return _CLASSES[power >= threshold, legitimacy >= threshold, urgency >= threshold]


def quadrant_of(*, power: Score, interest: Score, threshold: Score = 3) -> Quadrant:
    """Where somebody stands on the grid of power and interest; a score on the threshold counts as high."""
    return _QUADRANTS[power >= threshold, interest >= threshold]


@dataclass(frozen=True)
class Summary:
    """What several assessors said of one attribute: the middle, the range, and whether they are two or more apart."""

    n: int
    median: Fraction
    low: int
    high: int
    is_disputed: bool


def summary_of(values: Sequence[int]) -> Summary | None:
    """The scores of several assessors in short, or None when nobody said anything. The median is exact."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    median = Fraction(ordered[middle] + ordered[-1 - middle], 2)
    return Summary(len(ordered), median, ordered[0], ordered[-1], ordered[-1] - ordered[0] >= _APART)
