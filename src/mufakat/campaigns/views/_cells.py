"""Tables for spreadsheets: every cell is text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

_BLANK = " \u00a0\u3000\ufeff"
_LIVE = frozenset("=+-@\t\r\n\x00|%＝＋－＠")


class _Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """CSV for spreadsheets: a mark that says UTF-8, every cell quoted and harmless."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: str) -> str:
    """Text that would start a formula, also in full-width disguise or after blanks, is marked as text."""
    return f"'{cell}" if cell.lstrip(_BLANK)[:1] in _LIVE and cell.strip(_BLANK) else cell
