"""An import in words: what is wrong with a cell, what became of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from mufakat.stakeholders.forms.imports import label_of
from mufakat.stakeholders.models import Import, ImportRow

State = Import.State
TONES = {
    State.DONE: "agreed",
    State.REFUSED: "declined",
    State.DISCARDED: "ended",
    State.MAPPING: "waiting",
    State.PREVIEW: "waiting",
}


def words_of_error(error: Mapping[str, str]) -> str:
    """What, why and what next, of one cell."""
    value, hint = error["value"], error["hint"]
    words = {
        "missing": _("is empty. Fill it in."),
        "doubtful": _("“%(value)s” can mean several. Write it in full."),
        "long": _("is too long: at most %(hint)s characters."),
        "many": _("has too many parts: at most %(hint)s."),
        "day": _("“%(value)s” is not a day. Write it like 12/01/2026 or 12 Januari 2026."),
        "future": _("“%(value)s” lies in the future."),
        "scale": _("“%(value)s” is not on the scale. Write a number from -2 to 2, or the word."),
        "twice": _("“%(value)s” stands in row %(hint)s already. A reference names one stakeholder."),
        "withdrawn": _("a withdrawal needs its reason. Set it in the register, on the stakeholder's own page."),
        "back": _("the state would go back, which needs a reason. Change it on the stakeholder's own page."),
        "formula": _("holds a formula without a value. Open the file, let it compute, and save it again."),
        "error": _("holds an error of the spreadsheet. Correct it there."),
    }.get(error["code"])
    if words is None:
        words = (
            _("“%(value)s” is not known. Do you perhaps mean “%(hint)s”?")
            if hint
            else _("“%(value)s” is not known. The template lists what may be written.")
        )
    return words % {"value": value, "hint": hint}


def sentence_of_error(number: int, error: Mapping[str, str]) -> str:
    return _("Row %(number)s, column %(column)s: %(words)s") % {
        "number": number,
        "column": label_of(error["column"]),
        "words": words_of_error(error),
    }


def words_of_alike(line: ImportRow) -> str:
    """Whom the row is perhaps the same as."""
    alike = line.cleaned.get("alike", {})
    if "row" in alike:
        return _("Perhaps the same as row %(number)s of this file.") % {"number": alike["row"]}
    return _("Perhaps the same as “%(name)s” in the register.") % {"name": alike.get("name", line.match)}


def words_of_line(line: ImportRow) -> list[str]:
    """What the reader should know of a row."""
    if line.errors:
        return [sentence_of_error(line.number, error) for error in line.errors]
    if line.fate == ImportRow.Fate.ALIKE:
        return [words_of_alike(line)]
    changes = line.cleaned.get("changes", [])
    if changes and line.fate == ImportRow.Fate.CHANGED:
        return [_("Changes: %(columns)s.") % {"columns": ", ".join(label_of(name) for name in changes)}]
    return []


def words_of_result(found: Import) -> str:
    return _("%(new)s added, %(changed)s changed.") % {
        "new": found.counts.get("taken_new", 0),
        "changed": found.counts.get("taken_changed", 0),
    }


def shown_line(line: ImportRow, columns: Mapping[str, int]) -> dict[str, Any]:
    def cell(name: str) -> str:
        place = columns.get(name, -1)
        return line.cells[place] if 0 <= place < len(line.cells) else ""

    return {
        "number": line.number,
        "name": cell("name"),
        "sector": cell("sector"),
        "fate": line.get_fate_display(),
        "is_wrong": line.fate == ImportRow.Fate.WRONG,
        "is_out": line.decision == "out",
        "words": words_of_line(line),
        "field": f"row_{line.number}" if line.fate == ImportRow.Fate.ALIKE else "",
    }


def fates(counts: Mapping[str, int]) -> list[tuple[str, StrOrPromise, int]]:
    return [(fate.value, fate.label, counts.get(fate.value, 0)) for fate in ImportRow.Fate]
