"""Do those at the table mirror those who are concerned: a group's share of the seats over its share of the people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Ratio:
    """One group at the table. `verdict` is under, fair, over, or unknown when there is nothing to compare with."""

    group: str
    seats: int
    seat_share: Fraction
    people_share: Fraction
    ratio: Fraction | None
    verdict: str


def representation_of(
    seats: Mapping[str, int],
    people: Mapping[str, int],
    *,
    low: Fraction = Fraction(4, 5),
    high: Fraction = Fraction(5, 4),
) -> tuple[Ratio, ...]:
    """Each group in the order of its name; a ratio from `low` to `high`, both included, counts as fair."""
    if min([0, *seats.values(), *people.values()]) < 0:
        raise ValueError("seats and people cannot be negative")
    all_seats, all_people = sum(seats.values()), sum(people.values())
    found = []
    for group in sorted({*seats, *people}):
        seat_share = Fraction(seats.get(group, 0), all_seats or 1)
        people_share = Fraction(people.get(group, 0), all_people or 1)
        ratio = seat_share / people_share if all_seats and people_share else None
        found.append(
            Ratio(group, seats.get(group, 0), seat_share, people_share, ratio, _verdict(ratio, low=low, high=high))
        )
    return tuple(found)


def _verdict(ratio: Fraction | None, *, low: Fraction, high: Fraction) -> str:
    if ratio is None:
        return "unknown"
    if ratio < low:
        return "under"
    return "over" if ratio > high else "fair"
