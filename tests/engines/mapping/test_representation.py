"""Seats against people, by hand and for any numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.engines import mapping
from mufakat.engines.mapping import Ratio


def test_representation_of_four_groups() -> None:
    found = mapping.representation_of(
        {"kota": 6, "desa": 2, "tamu": 2}, {"kota": 500, "desa": 400, "pesisir": 100, "hulu": 0}
    )
    assert found == (
        Ratio("desa", 2, Fraction(1, 5), Fraction(2, 5), Fraction(1, 2), "under"),
        Ratio("hulu", 0, Fraction(0), Fraction(0), None, "unknown"),
        Ratio("kota", 6, Fraction(3, 5), Fraction(1, 2), Fraction(6, 5), "fair"),
        Ratio("pesisir", 0, Fraction(0), Fraction(1, 10), Fraction(0), "under"),
        Ratio("tamu", 2, Fraction(1, 5), Fraction(0), None, "unknown"),
    )


@pytest.mark.parametrize(
    ("seats", "verdicts"),
    [
        ((4, 6), ["fair", "fair"]),
        ((39, 61), ["under", "fair"]),
        ((63, 37), ["over", "under"]),
        ((0, 0), ["unknown"] * 2),
    ],
)
def test_representation_of_the_band(seats: tuple[int, int], verdicts: list[str]) -> None:
    found = mapping.representation_of(dict(zip("ab", seats, strict=True)), {"a": 7, "b": 7})
    assert [ratio.verdict for ratio in found] == verdicts


def test_representation_of_nobody() -> None:
    assert mapping.representation_of({}, {}) == ()


def test_representation_of_refuses_negative_numbers() -> None:
    with pytest.raises(ValueError, match="negative"):
        mapping.representation_of({"a": -1}, {"a": 5})


counts = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 10**9), max_size=5)


@given(counts, counts)
def test_representation_of_any_numbers(seats: dict[str, int], people: dict[str, int]) -> None:
    found = mapping.representation_of(seats, people)
    assert [ratio.group for ratio in found] == sorted({*seats, *people})
    if sum(seats.values()) and sum(people.values()):
        assert sum(ratio.seat_share for ratio in found) == sum(ratio.people_share for ratio in found) == 1
        weighed = sum(ratio.people_share * ratio.ratio for ratio in found if ratio.ratio is not None)
        outside = sum(ratio.seat_share for ratio in found if ratio.ratio is None)
        assert weighed + outside == 1
