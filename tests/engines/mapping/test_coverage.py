"""Coverage by hand, and what must hold for any needs and suppliers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.engines import mapping
from mufakat.engines.mapping import Coverage, CoverageRow, Need, Supplier


def supplier(key: str, sector: str, capabilities: str = "", regions: str = "") -> Supplier:
    return Supplier(key, sector, frozenset(capabilities.split()), frozenset(regions.split()))


ON_BOARD = [
    supplier("radio", "media", "siaran", "31"),
    supplier("koran", "media", "siaran tulis", "31 32"),
    supplier("kampus", "akademisi", "riset tulis", "32"),
]


def test_coverage_of_a_small_campaign() -> None:
    needs = [
        Need("a", "media", "siaran", None, 3, weight=3),
        Need("b", None, "tulis", "32", 2),
        Need("c", "bisnis", None, None, 1, weight=2, is_mandatory=False),
        Need("d", None, None, "33", 2),
    ]
    rows = (
        CoverageRow(needs[0], 2, 1, ("koran", "radio")),
        CoverageRow(needs[1], 2, 0, ("kampus", "koran")),
        CoverageRow(needs[2], 0, 1, ()),
        CoverageRow(needs[3], 0, 2, ()),
    )
    found = mapping.coverage_of(needs, ON_BOARD)
    assert found == Coverage(Fraction(3 * 2, 3) / 7 + Fraction(1, 7), rows)
    assert [row.need.key for row in found.gaps] == ["a", "d", "c"]


@pytest.mark.parametrize(
    ("needs", "score"),
    [
        ([], None),
        ([Need("a", None, None, None, 1, weight=0)], None),
        ([Need("a", None, None, None, 3)], Fraction(1)),
        ([Need("a", None, None, None, 300)], Fraction(1, 100)),
    ],
)
def test_coverage_of_the_edges(needs: list[Need], score: Fraction | None) -> None:
    assert mapping.coverage_of(needs, ON_BOARD).score == score


def test_coverage_of_counts_a_supplier_once() -> None:
    need = Need("a", "media", None, None, 2)
    assert mapping.coverage_of([need], [ON_BOARD[0], ON_BOARD[0]]).rows == (CoverageRow(need, 1, 1, ("radio",)),)


@pytest.mark.parametrize("wrong", [{"least": 0}, {"least": 1, "weight": -1}])
def test_need_refuses_what_means_nothing(wrong: dict) -> None:
    with pytest.raises(ValueError, match="need a"):
        Need("a", None, None, None, **wrong)


some = st.sampled_from("abc")
many = st.frozensets(some, max_size=3)
needs = st.builds(
    Need,
    key=st.uuids().map(str),
    sector=st.none() | some,
    capability=st.none() | some,
    region=st.none() | some,
    least=st.integers(1, 5),
    weight=st.integers(0, 4),
)
suppliers = st.builds(Supplier, key=st.uuids().map(str), sector=some, capabilities=many, regions=many)


@given(st.lists(needs, max_size=6), st.lists(suppliers, max_size=8), st.randoms())
def test_coverage_of_any_needs(wanted: list[Need], there: list[Supplier], chance) -> None:
    found = mapping.coverage_of(wanted, there)
    total = sum(need.weight for need in wanted)
    if total:
        met = sum(
            need.weight * min(Fraction(1), Fraction(sum(one.meets(need) for one in there), need.least))
            for need in wanted
        )
        assert found.score == met / total
        assert (found.score == 1) == all(not row.missing for row in found.rows if row.need.weight)
    chance.shuffle(there)
    assert mapping.coverage_of(wanted, there) == found
    more = mapping.coverage_of(wanted, [*there, supplier("new", "a", "a b c", "a b c")])
    assert found.score is None or more.score >= found.score
