"""Nothing that people typed becomes a formula in somebody's spreadsheet."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from mufakat.lib.sheet import Heading, Sheet, csv_lines, harmless, workbook_file

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


# --- workbooks -------------------------------------------------------------------------------------------------------


def bytes_of(*sheets: Sheet) -> bytes:
    with os.fdopen(workbook_file(sheets), "rb") as file:
        file.seek(0)
        return file.read()


def parts_of(*sheets: Sheet) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(bytes_of(*sheets))) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist()}


def read_back(folder: Path, *sheets: Sheet) -> CalamineWorkbook:
    path = folder / "read.xlsx"
    path.write_bytes(bytes_of(*sheets))
    return CalamineWorkbook.from_path(str(path))


def test_a_workbook_types_numbers_and_days_and_leaves_text_alone(tmp_path: Path) -> None:
    at = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=7)))
    row = ["Dinas", 3, Decimal("3.5"), -2.25, date(2026, 11, 24), at, None, "", True, "0012"]
    book = read_back(tmp_path, Sheet("Pemangku", [Heading(f"K{n}") for n in range(10)], [row]))
    utc = at.astimezone(UTC).replace(tzinfo=None)
    assert book.sheet_names == ["Pemangku"]
    assert book.get_sheet_by_index(0).to_python()[1] == [
        "Dinas", 3, 3.5, -2.25, date(2026, 11, 24), utc, "", "", "True", "0012",
    ]  # fmt: skip


@pytest.mark.parametrize("text", [*FORMULAS, "https://contoh.example", "\U0001f1ee\U0001f1e9", "a\nb", "<b>&amp;"])
def test_a_workbook_holds_no_formula_and_no_link(text: str, tmp_path: Path) -> None:
    sheet = Sheet("x", [Heading(text)], [[text]])
    parts = parts_of(sheet)
    page = parts["xl/worksheets/sheet1.xml"]
    assert [name for name in parts if "_rels/sheet" in name] == []
    assert "<f>" not in page
    assert "<hyperlink" not in page
    ((head,), (cell,)) = read_back(tmp_path, sheet).get_sheet_by_index(0).to_python()
    assert (head, cell) == (text.replace("\x00", ""), text.replace("\x00", ""))


def test_a_workbook_freezes_its_head_and_filters() -> None:
    page = parts_of(Sheet("x", [Heading("A", 40), Heading("B")], [["1", "2"], ["3", "4"]]))["xl/worksheets/sheet1.xml"]
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in page
    assert '<autoFilter ref="A1:B3"/>' in page
    assert '<col min="1" max="1" width="40.' in page


def test_a_workbook_keeps_what_fits_into_a_cell_and_a_title(tmp_path: Path) -> None:
    long = Sheet("a/b[c]*?:" + "x" * 40, [Heading("A")], [["y" * 40_000]])
    book = read_back(tmp_path, long, Sheet("'", [Heading("A")], [["\ud800z\x01"]]))
    assert book.sheet_names == ["a b c" + " " * 4 + "x" * 22, "2"]
    assert len(book.get_sheet_by_index(0).to_python()[1][0]) == 32_767
    assert book.get_sheet_by_index(1).to_python() == [["A"], ["z"]]


def test_a_workbook_of_nothing_has_its_head(tmp_path: Path) -> None:
    book = read_back(tmp_path, Sheet("x", [Heading("Nama")], iter(())))
    assert book.get_sheet_by_index(0).to_python() == [["Nama"]]


def test_the_same_table_gives_the_same_parts() -> None:
    sheet = Sheet("x", [Heading("A")], [["b"]])
    assert parts_of(sheet) == parts_of(sheet)
