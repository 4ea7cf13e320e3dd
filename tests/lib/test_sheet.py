"""Nothing that people typed becomes a formula in somebody's spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from mufakat.lib.sheet import csv_lines, harmless

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1", "＋1", "－1", "＠x", " =1", "\u00a0=1",
    "\u3000=1", "\ufeff=1", "'=1", '"=1', "|cmd", "%0A", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_marked_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Dinas Contoh", "3,54", "A=B", "a@b.example", "", "  ", "1-2", "Rp100"])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_lines_say_utf8_and_quote_every_cell() -> None:
    lines = list(csv_lines([["Nama", "Jumlah"], ['Yayasan "Nusa"\nBaru', 3], ["=1", None]]))
    assert lines[0] == "\ufeff"
    rows = list(csv.reader(io.StringIO("".join(lines[1:]))))
    assert rows == [["Nama", "Jumlah"], ['Yayasan "Nusa"\nBaru', "3"], ["'=1", "None"]]
