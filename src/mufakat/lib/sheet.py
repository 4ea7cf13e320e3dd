"""Tables for spreadsheets, the one place where any are written: text stays text and is never read as a formula."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_BLANK = " \u00a0\u3000\ufeff\"'"
_LIVE = frozenset("=+-@\t\r\n\x00|%＝＋－＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS, LETTERS = 1_048_576, 32_767  # what a sheet and a cell can hold
_UNFIT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNFIT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class _Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """CSV: a mark that says UTF-8 (Excel needs it), every cell quoted and harmless."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: object) -> str:
    """Text that would start a formula, also in full-width disguise or after blanks and quotes, is marked as text."""
    text = str(cell)
    first = text.lstrip(_BLANK)[:1]
    return f"'{text}" if text[:1] in _LIVE or first in _LIVE else text


@dataclass(frozen=True)
class Heading:
    """The head of a column and how wide it is, in letters."""

    label: str
    width: int = 18


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. Rows may come from a query: they are written as they come and not kept."""

    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[object]]


def workbook_file(sheets: Iterable[Sheet]) -> int:
    """A workbook (XLSX) in a file without a name, by its descriptor; it is gone when that is closed.

    Row by row, so that a large register needs no more memory than a small one. Numbers and days are typed; all else is text.
    """
    with tempfile.TemporaryDirectory(prefix="mufakat-sheet-") as folder, tempfile.TemporaryFile() as file:
        book = Workbook(
            file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder}
        )
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same table gives the same file
        looks = _Looks(book)
        for number, sheet in enumerate(sheets, start=1):
            _write(book.add_worksheet(_title(sheet.title, number)), sheet, looks)
        book.close()
        return os.dup(file.fileno())


class _Looks:
    """The few looks that a cell can have."""

    def __init__(self, book: Workbook) -> None:
        self.head: Format = book.add_format({"bold": True, "bg_color": "#E8EEED", "bottom": 1, "text_wrap": True})
        self.text: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.number: Format = book.add_format({"valign": "top"})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.moment: Format = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})


def _write(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    for place, heading in enumerate(sheet.headings):
        page.set_column(place, place, heading.width)
        page.write_string(0, place, _text(heading.label), looks.head)
    page.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        if last >= ROWS:
            raise ValueError(f"a sheet holds at most {ROWS} rows")
        for place, cell in enumerate(row):
            _write_cell(page, last, place, cell, looks)
    if sheet.headings:
        page.autofilter(0, 0, last, len(sheet.headings) - 1)


def _write_cell(page: Worksheet, row: int, place: int, cell: object, looks: _Looks) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        page.write_datetime(
            row, place, cell.astimezone(UTC).replace(tzinfo=None) if cell.tzinfo else cell, looks.moment
        )
    elif isinstance(cell, date):
        page.write_datetime(row, place, datetime.combine(cell, time.min), looks.day)
    elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        page.write_number(row, place, float(cell), looks.number)
    else:
        page.write_string(row, place, _text(cell), looks.text)


def _text(cell: object) -> str:
    """What XML can hold and a cell has room for."""
    return _UNFIT_IN_XML.sub("", str(cell))[:LETTERS]


def _title(words: str, number: int) -> str:
    """A name that spreadsheets accept: at most 31 letters, none of those with a meaning, no quotes at its ends."""
    return _UNFIT_IN_TITLES.sub(" ", words)[:31].strip(" '") or str(number)
