"""Tables for spreadsheets: every cell is text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

_BLANK = " \u00a0\u3000\ufeff\"'"
_LIVE = frozenset("=+-@\t\r\n\x00|%＝＋－＠")


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
