"""Classes and quadrants against the papers, medians against the whole table of possible scores."""

from __future__ import annotations

import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.engines import mapping
from mufakat.engines.mapping import Quadrant, Salience, Summary


@pytest.mark.parametrize(
    ("power", "legitimacy", "urgency", "expected"),
    [  # Mitchell, Agle & Wood 1997, figure 2: the seven classes, and those who are no stakeholder
        (5, 1, 1, Salience.DORMANT),
        (1, 5, 1, Salience.DISCRETIONARY),
        (1, 1, 5, Salience.DEMANDING),
        (5, 5, 1, Salience.DOMINANT),
        (5, 1, 5, Salience.DANGEROUS),
        (1, 5, 5, Salience.DEPENDENT),
        (5, 5, 5, Salience.DEFINITIVE),
        (1, 1, 1, Salience.NONE),
    ],
)
def test_salience_of_the_published_classes(power: int, legitimacy: int, urgency: int, expected: Salience) -> None:
    assert mapping.salience_of(power=power, legitimacy=legitimacy, urgency=urgency) is expected


def test_salience_of_counts_a_score_on_the_threshold() -> None:
    assert mapping.salience_of(power=4, legitimacy=Fraction(7, 2), urgency=3.99) is Salience.DORMANT
    assert mapping.salience_of(power=4, legitimacy=Fraction(7, 2), urgency=3, threshold=3.5) is Salience.DOMINANT


@pytest.mark.parametrize(
    ("power", "interest", "expected"),
    [
        (3, 3, Quadrant.MANAGE_CLOSELY),
        (5, 2.5, Quadrant.KEEP_SATISFIED),
        (Fraction(5, 2), 3, Quadrant.KEEP_INFORMED),
        (1, 1, Quadrant.MONITOR),
    ],
)
def test_quadrant_of_each_corner(power: float, interest: float, expected: Quadrant) -> None:
    assert mapping.quadrant_of(power=power, interest=interest) is expected


def test_values_are_words_in_lower_case() -> None:
    assert [str(one) for one in Salience] == [
        "none",
        "dormant",
        "discretionary",
        "demanding",
        "dominant",
        "dangerous",
        "dependent",
        "definitive",
    ]
    assert [str(one) for one in Quadrant] == ["manage_closely", "keep_satisfied", "keep_informed", "monitor"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], None),
        ([3], Summary(1, Fraction(3), 3, 3, is_disputed=False)),
        ([4, 5], Summary(2, Fraction(9, 2), 4, 5, is_disputed=False)),
        ([5, 3, 4], Summary(3, Fraction(4), 3, 5, is_disputed=True)),
        ([1, 5, 1, 2], Summary(4, Fraction(3, 2), 1, 5, is_disputed=True)),
    ],
)
def test_summary_of_scores(values: list[int], expected: Summary | None) -> None:
    assert mapping.summary_of(values) == expected


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40), st.randoms())
def test_summary_of_does_not_depend_on_the_order(values: list[int], chance) -> None:
    found = mapping.summary_of(values)
    chance.shuffle(values)
    assert found == mapping.summary_of(values)
    assert found.median == Fraction(statistics.median(values))
