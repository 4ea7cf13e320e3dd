"""A register, its ties and its needs as CSV files: every cell that cannot be used is named with its line.

Headings are English or Indonesian; cells are parted by commas or semicolons (whichever the heading has); several values in
one cell by `|`, or by the sign that does not part cells.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from mufakat.engines.mapping.coverage import Need, Supplier
from mufakat.engines.mapping.network import Tie

T = TypeVar("T")

ATTRIBUTES: Final = ("power", "interest", "legitimacy", "urgency")
_HEADINGS: Final = {
    "register": {
        "name": ("name", "nama"),
        "sector": ("sector", "sektor"),
        "regions": ("regions", "region", "wilayah"),
        "capabilities": ("capabilities", "capability", "expertise", "keahlian"),
        "state": ("state", "keadaan", "status"),
        "power": ("power", "kuasa"),
        "interest": ("interest", "kepentingan"),
        "legitimacy": ("legitimacy", "legitimasi"),
        "urgency": ("urgency", "urgensi", "kemendesakan"),
    },
    "ties": {
        "a": ("a", "from", "dari"),
        "b": ("b", "to", "ke"),
        "weight": ("weight", "strength", "bobot", "kekuatan"),
        "directed": ("directed", "searah"),
        "kind": ("kind", "type", "jenis"),
    },
    "needs": {
        "sector": ("sector", "sektor"),
        "capability": ("capability", "expertise", "keahlian"),
        "region": ("region", "wilayah"),
        "least": ("least", "min", "minimum", "paling sedikit"),
        "weight": ("weight", "bobot"),
        "mandatory": ("mandatory", "wajib"),
    },
}
_REQUIRED: Final = {"register": ("name",), "ties": ("a", "b"), "needs": ("least",)}
_ON_BOARD: Final = ("engaged", "committed", "terlibat", "berkomitmen")
_STATES: Final = (*_ON_BOARD, "identified", "contacted", "withdrawn", "teridentifikasi", "dihubungi", "mundur", "")
_YES_OR_NO: Final = {
    **dict.fromkeys(("yes", "y", "true", "1", "ya"), True),
    **dict.fromkeys(("no", "n", "false", "0", "tidak"), False),
}


@dataclass(frozen=True)
class Flaw:
    """What is wrong in a table: where, and why (`reason` is a code; the reader's words are the caller's)."""

    table: str
    line: int
    column: str
    reason: str
    value: str = ""


class BadTable(ValueError):
    """A table with flaws: all of them, in the order of the file."""

    def __init__(self, flaws: Collection[Flaw]) -> None:
        super().__init__(f"{len(flaws)} flaws")
        self.flaws = tuple(flaws)


@dataclass(frozen=True)
class Listed:
    """One row of a register. `scores`: what each assessor said, by attribute."""

    name: str
    sector: str
    regions: frozenset[str]
    capabilities: frozenset[str]
    is_on_board: bool
    scores: Mapping[str, tuple[int, ...]]

    @property
    def supplier(self) -> Supplier:
        """The same as what it can bring."""
        return Supplier(self.name, self.sector, self.capabilities, self.regions)


@dataclass(frozen=True)
class _Row:
    """One row by column; flaws go into a list that all rows of a table share."""

    table: str
    line: int
    cells: Mapping[str, str]
    flaws: list[Flaw] = field(repr=False)

    def add_flaw(self, column: str, reason: str, value: str = "") -> None:
        self.flaws.append(Flaw(self.table, self.line, column, reason, value))

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def texts(self, column: str) -> tuple[str, ...]:
        parts = self.text(column).replace(";", "|").replace(",", "|").split("|")
        return tuple(part.strip() for part in parts if part.strip())

    def scores(self, column: str) -> tuple[int, ...]:
        found = self.texts(column)
        for value in found:
            if value not in {"1", "2", "3", "4", "5"}:
                self.add_flaw(column, "no_score", value)
                return ()
        return tuple(int(value) for value in found)

    def weight(self, column: str) -> float:
        text = self.text(column) or "1"
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = math.nan
        if not (value > 0 and math.isfinite(value)):
            self.add_flaw(column, "no_weight", text)
            return 1
        return value

    def count(self, column: str, least: int, otherwise: int) -> int:
        text = self.text(column)
        if not text:
            return otherwise
        if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) >= least):
            self.add_flaw(column, "no_count", text)
            return otherwise
        return int(text)

    def answer(self, column: str, *, otherwise: bool) -> bool:
        text = self.text(column).lower()
        if text and text not in _YES_OR_NO:
            self.add_flaw(column, "no_answer", text)
        return _YES_OR_NO.get(text, otherwise)


def register_of(text: str) -> tuple[Listed, ...]:
    """The rows of a register. Without a column for the state, all are on board. Raises BadTable."""
    flaws: list[Flaw] = []
    found, lines = [], dict[str, int]()
    for row in _rows("register", text, flaws):
        name, state = row.text("name"), row.text("state").lower()
        if not name:
            row.add_flaw("name", "no_name")
        elif name in lines:
            row.add_flaw("name", "repeated", f"{name} ({lines[name]})")
        if state not in _STATES:
            row.add_flaw("state", "no_state", state)
        lines.setdefault(name, row.line)
        found.append(
            Listed(
                name=name,
                sector=row.text("sector"),
                regions=frozenset(row.texts("regions")),
                capabilities=frozenset(row.texts("capabilities")),
                is_on_board=state in _ON_BOARD or "state" not in row.cells,
                scores={attribute: row.scores(attribute) for attribute in ATTRIBUTES},
            )
        )
    return _unless(flaws, tuple(found))


def ties_of(text: str, names: Collection[str]) -> tuple[Tie, ...]:
    """The ties among those names. Raises BadTable."""
    flaws: list[Flaw] = []
    found = []
    for row in _rows("ties", text, flaws):
        a, b = row.text("a"), row.text("b")
        for column, name in (("a", a), ("b", b)):
            if name not in names:
                row.add_flaw(column, "unknown" if name else "no_name", name)
        if a == b and a:
            row.add_flaw("b", "self", b)
        found.append(Tie(a, b, row.weight("weight"), row.answer("directed", otherwise=False), row.text("kind")))
    return _unless(flaws, tuple(found))


def needs_of(text: str) -> tuple[Need, ...]:
    """The needs; each is known by its line. An empty cell means any. Raises BadTable."""
    flaws: list[Flaw] = []
    found = [
        Need(
            key=str(row.line),
            sector=row.text("sector") or None,
            capability=row.text("capability") or None,
            region=row.text("region") or None,
            least=row.count("least", 1, 1),
            weight=row.count("weight", 0, 1),
            is_mandatory=row.answer("mandatory", otherwise=True),
        )
        for row in _rows("needs", text, flaws)
    ]
    return _unless(flaws, tuple(found))


def _unless(flaws: list[Flaw], found: tuple[T, ...]) -> tuple[T, ...]:
    if flaws:
        raise BadTable(flaws)
    return found


def _rows(table: str, text: str, flaws: list[Flaw]) -> Iterator[_Row]:
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    columns: list[str] | None = None
    began = 1
    try:
        for cells in reader:
            line, began = began, reader.line_num + 1
            if columns is None:
                columns = _columns(table, cells, flaws)
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                    flaws.append(Flaw(table, line, "", "too_many"))
                stripped = (cell.strip() for cell in cells)
                yield _Row(
                    table, line, {**dict.fromkeys(columns, ""), **dict(zip(columns, stripped, strict=False))}, flaws
                )
    except csv.Error as trouble:
        flaws.append(Flaw(table, reader.line_num, "", "unreadable", str(trouble)))
    if columns is None:
        flaws.append(Flaw(table, 1, "", "empty"))


def _columns(table: str, cells: list[str], flaws: list[Flaw]) -> list[str]:
    """The meaning of each heading; columns that mean nothing here are skipped."""
    known = {word: column for column, words in _HEADINGS[table].items() for word in words}
    columns = [known.get(cell.strip().lower(), "") for cell in cells]
    missing = [column for column in _REQUIRED[table] if column not in columns]
    flaws += [Flaw(table, 1, column, "no_column", " / ".join(_HEADINGS[table][column])) for column in missing]
    for place, column in enumerate(columns):
        if column and column in columns[:place]:
            flaws.append(Flaw(table, 1, column, "two_columns", cells[place].strip()))
    if flaws:
        raise BadTable(flaws)
    return columns
