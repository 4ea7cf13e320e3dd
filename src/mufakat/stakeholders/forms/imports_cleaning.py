"""A row of a file as the register understands it, what is wrong with which cell, and what would become of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mufakat.stakeholders.forms import imports_cells as cells
from mufakat.stakeholders.forms.imports_file import Line
from mufakat.stakeholders.forms.imports_headers import REQUIRED, SINCE
from mufakat.stakeholders.models import ImportRow, Stakeholder, State
from mufakat.stakeholders.queries.imports_register import MANY, Alike, Known, Register
from mufakat.stakeholders.queries.imports_words import Vocabulary, folded, region_key

Fate = ImportRow.Fate
_LONG = frozenset({"interest", "affected_how", "notes"})
_LIMITS = {
    name: int(getattr(Stakeholder._meta.get_field(name), "max_length", 0))
    for name in ("name", "reference", "interest", "affected_how", "notes", "source")
} | {"capabilities": 80, "tags": 40}
_MOST = {"regions": 60, "capabilities": 30, "tags": 30}
_STATES = [State.IDENTIFIED, State.CONTACTED, State.ENGAGED, State.COMMITTED]
_ERRORS_OF_SHEETS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})


class Wrong(Exception):
    """What is wrong with a cell, in a word, and what may have been meant."""

    def __init__(self, code: str, hint: str = "", value: str = "") -> None:
        super().__init__(code)
        self.code, self.hint, self.value = code, hint, value


@dataclass
class Cleaned:
    """A row, looked at: what it says, what is wrong, what it would be in the register."""

    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)
    fate: str = Fate.NEW
    match: str | None = None
    organisation: str = ""
    changes: list[str] = field(default_factory=list)
    alike: dict[str, Any] = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, Any]:
        return {
            "values": self.values,
            "organisation": self.organisation,
            "changes": self.changes,
            "alike": self.alike,
        }


class Checker:
    """Looks at the rows of one file in order; it remembers the rows before, so that twins are found."""

    def __init__(self, columns: Mapping[str, int], words: Vocabulary, register: Register, today: date) -> None:
        self.columns, self.words, self.register, self.today = columns, words, register, today
        self.references: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self.matched: dict[str, int] = {}
        self.alike = Alike()

    def check(self, line: Line) -> Cleaned:
        row = Cleaned(line.number, line.cells)
        for name, place in self.columns.items():
            text = line.cells[place] if place < len(line.cells) else ""
            try:
                self._read(row, name, text, line.faults.get(place, ""))
            except Wrong as wrong:
                row.errors.append(
                    {"column": name, "code": wrong.code, "value": (wrong.value or text)[:80], "hint": wrong.hint}
                )
        self._compare(row)
        return row

    def _read(self, row: Cleaned, name: str, text: str, fault: str) -> None:
        if fault or text in _ERRORS_OF_SHEETS:
            raise Wrong(fault or "error")
        text = cells.unmarked(text)
        plain = cells.text_of(text) if name in _LONG else cells.line_of(text)
        if not plain:
            if name in REQUIRED:
                raise Wrong("missing")
            return
        row.values[name] = self._value(name, plain)

    def _value(self, name: str, text: str) -> Any:
        if name in MANY:
            return self._many(name, text)
        if name == SINCE:
            return self._day(text)
        if name == "position":
            return self._position(text)
        if name in self.words.books:
            return self._word(name, text)
        if len(text) > _LIMITS[name]:
            raise Wrong("long", str(_LIMITS[name]))
        return text

    def _word(self, name: str, text: str, find: Callable[[str], str] = str) -> str:
        book = self.words.books[name]
        found = book.find(text) or book.find(find(text))
        if found is None:
            raise Wrong("doubtful" if folded(text) in book.doubtful else "unknown", book.nearest(text), text)
        return found

    def _many(self, name: str, text: str) -> list[Any]:
        is_one = text.lower() in self.register.words.get(name, ())  # a name with a comma in it
        parts = [text] if is_one else cells.list_of(text)
        if len(parts) > _MOST[name]:
            raise Wrong("many", str(_MOST[name]))
        if name == "regions":
            return sorted({int(self._word(name, part, region_key)) for part in parts})
        for part in parts:
            if len(part) > _LIMITS[name]:
                raise Wrong("long", str(_LIMITS[name]), part)
        return parts

    def _day(self, text: str) -> str:
        day = cells.day_of(text)
        if day is None:
            raise Wrong("day")
        if day > self.today:
            raise Wrong("future")
        return day.isoformat()

    def _position(self, text: str) -> int:
        plain = text.replace("−", "-").replace("–", "-").lstrip("+")
        if plain in {"-2", "-1", "0", "1", "2"}:
            return int(plain)
        if plain.lstrip("-").replace(",", ".").replace(".", "").isdigit():
            raise Wrong("scale")
        return int(self._word("position", text))

    def _compare(self, row: Cleaned) -> None:
        """What becomes of the row: the register's own row, a twin of another in the file, or a new one."""
        name, reference = row.values.get("name", ""), row.values.get("reference", "")
        if reference and reference in self.references:
            row.errors.append(
                {"column": "reference", "code": "twice", "value": reference, "hint": str(self.references[reference])}
            )
        elif reference:
            self.references[reference] = row.number
        row.organisation = self.register.organisations.get(folded(name), "") if name else ""
        known = self.register.match_of(reference, row.organisation, name) if name else None
        if known:
            if not reference or reference != known.reference:
                row.values["name"] = known.name  # found by its name: the register's own spelling stays
            self._compare_state(row, known)
            row.match, row.changes = known.pk, changes_of(row.values, known)
        elif row.values.get("state") == State.WITHDRAWN:
            row.errors.append({"column": "state", "code": "withdrawn", "value": "", "hint": ""})
        row.fate = self._fate(row, name, known)

    def _compare_state(self, row: Cleaned, known: Known) -> None:
        wanted, now = row.values.get("state", known.values["state"]), known.values["state"]
        if wanted == now:
            return
        if wanted == State.WITHDRAWN:
            row.errors.append({"column": "state", "code": "withdrawn", "value": "", "hint": ""})
        elif now == State.WITHDRAWN or _STATES.index(wanted) < _STATES.index(now):
            row.errors.append({"column": "state", "code": "back", "value": "", "hint": ""})

    def _fate(self, row: Cleaned, name: str, known: Known | None) -> str:
        if row.errors:
            return Fate.WRONG
        twin = self.matched.get(known.pk) if known else self._twin(name, row.values.get("reference", ""))
        if twin:
            row.match, row.alike = None, {"row": twin}
            return Fate.ALIKE
        if known:
            self.matched[known.pk] = row.number
            return Fate.CHANGED if row.changes else Fate.SAME
        namesake = self.register.namesake_of(name)
        near = None if namesake else self.alike.nearest(name)
        self.names.setdefault(folded(name), row.number)
        self.alike.add(str(row.number), name)
        if namesake and namesake.pk not in self.matched:
            row.match, row.alike = namesake.pk, {"name": namesake.name}
            row.changes = changes_of(row.values, namesake)
            return Fate.ALIKE
        if near:
            row.alike = {"row": int(near[0])}
            return Fate.ALIKE
        return Fate.NEW

    def _twin(self, name: str, reference: str) -> int | None:
        return self.names.get(folded(name))


def changes_of(values: Mapping[str, Any], known: Known) -> list[str]:
    """Which fields the row would change. An empty cell leaves what is there."""
    return [name for name, value in values.items() if _comparable(name, value) != _comparable(name, known.values[name])]


def _comparable(name: str, value: Any) -> Any:
    if name not in MANY:
        return value
    return {one.lower() for one in value} if name != "regions" else set(value)
