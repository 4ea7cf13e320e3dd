"""Does a campaign have the people it needs: required sectors, capabilities and regions against who is on board.

Fractions throughout: a need that is met to two thirds is met to two thirds, not to 0.6667.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Need:
    """At least so many of this sector, with this capability, in this region; None means any."""

    key: str
    sector: str | None
    capability: str | None
    region: str | None
    least: int
    weight: int = 1
    is_mandatory: bool = True

    def __post_init__(self) -> None:
        if self.least < 1 or self.weight < 0:
            raise ValueError(f"need {self.key}: least must be at least 1 and weight not negative")


@dataclass(frozen=True)
class Supplier:
    """Somebody who is on board, and what they bring."""

    key: str
    sector: str
    capabilities: frozenset[str]
    regions: frozenset[str]

    def meets(self, need: Need) -> bool:
        """Whether this is one of those the need asks for."""
        return (
            need.sector in {None, self.sector}
            and (need.capability is None or need.capability in self.capabilities)
            and (need.region is None or need.region in self.regions)
        )


@dataclass(frozen=True)
class CoverageRow:
    """One need: who meets it, and how many are still missing."""

    need: Need
    found: int
    missing: int
    suppliers: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """How far the need is met, from 0 to 1."""
        return min(Fraction(1), Fraction(self.found, self.need.least))


@dataclass(frozen=True)
class Coverage:
    """All needs in the order in which they were given, and the weighted share that is met (None: nothing was asked)."""

    score: Fraction | None
    rows: tuple[CoverageRow, ...]

    @property
    def gaps(self) -> tuple[CoverageRow, ...]:
        """Needs that are not met, the most pressing first: mandatory, heavy, far from met."""
        open_rows = [row for row in self.rows if row.missing]
        return tuple(
            sorted(open_rows, key=lambda row: (not row.need.is_mandatory, -row.need.weight, row.share, row.need.key))
        )


def coverage_of(needs: Iterable[Need], suppliers: Iterable[Supplier]) -> Coverage:
    """Each need against the suppliers, and the sum of w * min(1, n / least) over the sum of w."""
    ordered = sorted({supplier.key: supplier for supplier in suppliers}.values(), key=lambda supplier: supplier.key)
    of_sector: dict[str, list[Supplier]] = {}
    for supplier in ordered:
        of_sector.setdefault(supplier.sector, []).append(supplier)
    rows = tuple(_row(need, ordered if need.sector is None else of_sector.get(need.sector, [])) for need in needs)
    total = sum(row.need.weight for row in rows)
    met = sum((row.need.weight * row.share for row in rows), Fraction())
    return Coverage(met / total if total else None, rows)


def _row(need: Need, suppliers: Iterable[Supplier]) -> CoverageRow:
    keys = tuple(supplier.key for supplier in suppliers if supplier.meets(need))
    return CoverageRow(need, len(keys), max(0, need.least - len(keys)), keys)
