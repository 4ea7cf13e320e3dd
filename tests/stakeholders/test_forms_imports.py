"""Cells, headings, and files of every bad kind: each is refused with a sentence, and no process is taken down by it."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.stakeholders.import_steps import csv_of, xlsx_of

from mufakat.stakeholders.forms import imports_child as child
from mufakat.stakeholders.forms.imports_cells import day_of, line_of, list_of, text_of
from mufakat.stakeholders.forms.imports_file import TROUBLES, Line, Unreadable, check_whole, kind_of, opened_table
from mufakat.stakeholders.forms.imports_headers import guesses_of, headings_of, letters_of

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def lines(content: bytes, kind: str, tmp_path: Path) -> list[Line]:
    path = tmp_path / "table"
    path.write_bytes(content)
    with opened_table(path, kind) as (_sheet, found):
        return list(found)


def cells(content: bytes, kind: str, tmp_path: Path) -> list[list[str]]:
    return [line.cells for line in lines(content, kind, tmp_path)]


def changed(content: bytes, **members: bytes) -> bytes:
    """An XLSX with some members written anew or added."""
    spool = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, text in members.items():
            new.writestr(name, text)
    return spool.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "12/01/2026",
        "12-1-26",
        "12.01.2026",
        "12 Jan 2026",
        "12 Januari 2026",
        "Senin, 12 Januari 2026",
        "12 JANUARI 2026",
        "12-Jan-26",
        "2026-01-12",
        "2026-01-12 09:30:00",
        "46034",
        "46034.5",
        " 12 / 01 / 2026 ".replace(" / ", "/"),
    ],
)
def test_day_of_knows_every_spelling_of_a_day(text: str) -> None:
    assert day_of(text) == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17 Agustus 1945", date(1945, 8, 17)),
        ("1 Okt 99", date(1999, 10, 1)),
        ("5 Nopember 2025", date(2025, 11, 5)),
        ("29/2/2024", date(2024, 2, 29)),
        ("29/2/2025", None),
        ("13/13/2026", None),
        ("kemarin", None),
        ("2026", None),
        ("12 Foo 2026", None),
        ("99999", None),
        ("", None),
    ],
)
def test_day_of_takes_no_day_for_another(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_cells_lose_what_is_not_seen() -> None:
    hidden = "\u202eRadio\u202c \u200bSuara\u00ad\u2066 \x07Warga\ufeff"
    assert line_of(hidden) == "Radio Suara Warga"
    assert text_of("satu\r\n\r\n\r\n\r\ndua\t tiga\u200b") == "satu\n\ndua tiga"
    assert list_of("NTT; Bali;bali ; ") == ["NTT", "Bali"]
    assert list_of("NTT, Bali\nJawa, Timur") == ["NTT, Bali", "Jawa, Timur"]
    assert list_of("NTT, Bali") == ["NTT", "Bali"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv_of_every_encoding_and_separator_is_read(encoding: str, sign: str, tmp_path: Path) -> None:
    rows = [["Nama", "Sektor"], ["Café Ide; dan, lagi", "Media"], ["Bé", "Swasta"]]
    text = csv_of(*rows, sign=sign).decode()
    assert cells(text.encode(encoding), "csv", tmp_path) == rows


def test_csv_with_excels_own_first_line_and_breaks_in_cells_is_read(tmp_path: Path) -> None:
    content = b'sep=;\r\nNama;Sektor\r\n"Radio\r\nSuara";Media\r\n\r\n;\r\nA;B\r\n'
    found = lines(content, "csv", tmp_path)
    assert [line.cells for line in found] == [["Nama", "Sektor"], ["Radio\r\nSuara", "Media"], ["A", "B"]]


def test_xlsx_gives_values_of_formulas_and_says_where_there_is_none(tmp_path: Path) -> None:
    def more(book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_formula("A3", "=1+1", None, "Radio Hitung")
        sheet.write_formula("B3", "=A9", None, "")
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.merge_range("B5:B6", "Media")
        sheet.write_string("A5", "Satu")
        sheet.write_string("A6", "Dua")
        sheet.write_datetime(
            "C5", __import__("datetime").datetime(2026, 1, 12), book.add_format({"num_format": "d/m/y"})
        )
        hidden = book.add_worksheet("Rahasia")
        hidden.write_string("A1", "tidak dibaca")
        hidden.hide()

    found = lines(xlsx_of([["Judul besar"], ["Nama", "Sektor", "Sejak"]], more=more), "xlsx", tmp_path)
    assert [(line.number, line.cells, line.faults) for line in found] == [
        (1, ["Judul besar", "", ""], {}),
        (2, ["Nama", "Sektor", "Sejak"], {}),
        (3, ["Radio Hitung", "", ""], {1: "formula", 2: "error"}),
        (5, ["Satu", "Media", "2026-01-12"], {}),
        (6, ["Dua", "Media", ""], {}),
    ]


def test_a_table_that_begins_in_the_middle_keeps_its_places(tmp_path: Path) -> None:
    def more(_book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_string("C4", "Nama")
        sheet.write_formula("C5", "=Z1", None, "")
        sheet.write_string("D5", "Media")

    found = lines(xlsx_of([], more=more), "xlsx", tmp_path)
    assert [(line.number, line.cells, line.faults) for line in found] == [
        (4, ["", "", "Nama", ""], {}),
        (5, ["", "", "", "Media"], {2: "formula"}),
    ]


TABLE = xlsx_of([["Nama", "Sektor"], ["Radio", "Media"]])


def _bomb(size: int) -> bytes:
    return changed(TABLE, **{"xl/media/gambar.bin": b"0" * size})


def _wide() -> bytes:
    row = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
    return changed(TABLE, **{"xl/worksheets/sheet1.xml": SHEET % row})


def _far() -> bytes:
    """Two cells in opposite corners: a table of 17 thousand million cells in a kilobyte."""
    corner = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return changed(TABLE, **{"xl/worksheets/sheet1.xml": SHEET % corner})


def _lying() -> bytes:
    """A ZIP whose directory says that a member of 30 MB has ten bytes."""
    content = bytearray(_bomb(30 * 1024**2))
    size = (30 * 1024**2).to_bytes(4, "little")
    return bytes(content.replace(size, (10).to_bytes(4, "little")))


HOSTILE: dict[str, tuple[bytes, str, str]] = {
    "bomb": (_bomb(90 * 1024**2), "xlsx", "ratio"),
    "lying": (_lying(), "xlsx", "damaged"),
    "members": (changed(TABLE, **{f"m/{n}": b"" for n in range(2001)}), "xlsx", "members"),
    "dtd": (changed(TABLE, **{"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'}), "xlsx", "dtd"),
    "dtd far in": (
        changed(
            TABLE, **{"xl/styles.xml": b"<!--" + b"x" * 3_000_000 + b"--><!DOCTYPE a>", "x.bin": os.urandom(300_000)}
        ),
        "xlsx",
        "dtd",
    ),
    "dtd in utf-16": (changed(TABLE, **{"xl/styles.xml": "<!DOCTYPE a>".encode("utf-16")}), "xlsx", "dtd"),
    "far": (_far(), "xlsx", "heavy"),
    "wide": (_wide(), "xlsx", "columns"),
    "cut": (TABLE[: len(TABLE) // 2], "xlsx", "damaged"),
    "no sheet": (xlsx_of([]), "xlsx", "empty"),
    "binary": (b"Nama;Sektor\n\x01\x02\x03;x\n", "csv", "binary"),
    "wide text": (b"a;" * 300, "csv", "columns"),
    "long cell": (b'"' + b"a" * 2_000_000 + b'";b', "csv", "damaged"),
    "many rows": (b"a;b\n" * 50_100, "csv", "rows"),
    "nothing": (b"\n\n;;\n", "csv", "empty"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    content, kind, code = HOSTILE[name]
    with pytest.raises(Unreadable) as trouble:
        lines(content, kind, tmp_path)
    assert trouble.value.code == code
    assert trouble.value.words == " ".join(map(str, TROUBLES[code]))


UPLOADS: dict[str, tuple[bytes, str]] = {
    "bomb": (_bomb(90 * 1024**2), "ratio"),
    "large": (_bomb(101 * 1024**2), "unpacked"),
    "members": (HOSTILE["members"][0], "members"),
    "cut": (HOSTILE["cut"][0], "damaged"),
    "other zip": (changed(TABLE, **{"xl/vbaProject.bin": b"x"}), "kind"),
    "pdf": (b"%PDF-1.7", "kind"),
    "page": (b"<html><script>", "kind"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00>\x00\x01", "kind"),
}


@pytest.mark.parametrize("name", UPLOADS)
def test_kind_of_refuses_what_is_no_table(name: str) -> None:
    content, code = UPLOADS[name]
    with pytest.raises(Unreadable) as trouble:
        kind_of(io.BytesIO(content), len(content))
    assert trouble.value.code == code


def test_kind_of_goes_by_the_content() -> None:
    texts = [csv_of(["Nama", "Sektor"]), "Nama;Sektor".encode("utf-16"), "Café;x".encode("cp1252")]
    assert [kind_of(io.BytesIO(c), len(c)) for c in [TABLE, *texts]] == ["xlsx", "csv", "csv", "csv"]


def test_check_whole_knows_the_file_by_its_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "table"
    with pytest.raises(Unreadable, match="gone"):
        check_whole(path, "0" * 64)
    path.write_bytes(b"")
    check_whole(path, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    with pytest.raises(Unreadable, match="gone"):
        check_whole(path, "0" * 64)


def headings(*rows: list[str]) -> list[dict[str, Any]]:
    return headings_of([Line(n, row, {}) for n, row in enumerate(rows, start=1)])


def test_headings_are_found_below_titles_and_guessed_in_both_languages() -> None:
    found = headings(
        ["Daftar Pemangku Kepentingan", "", "", "", ""],
        ["Tahun 2026", "", "", "", ""],
        ["Nama Lembaga", "SEKTOR", "Provinsi", "", "Nama Lembaga"],
        ["Radio", "Media", "Bali", "x", "y"],
    )
    assert [(h["place"], h["name"], h["row"], h["samples"]) for h in found] == [
        (0, "Nama Lembaga", 3, ["Radio"]),
        (1, "SEKTOR", 3, ["Media"]),
        (2, "Provinsi", 3, ["Bali"]),
        (3, "", 3, ["x"]),
        (4, "Nama Lembaga", 3, ["y"]),
    ]
    assert guesses_of(found) == {"name": 0, "sector": 1, "regions": 2}


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Organisation name", "name"),
        ("Wilayah kerja", "regions"),
        ("Kepentingann", "interest"),
        ("Katgori", "sector"),
        ("No. Rujukan", "reference"),
        ("Sejak", "state_since"),
        ("Telepon", None),
    ],
)
def test_guesses_forgive_slips_and_synonyms(heading: str, column: str | None) -> None:
    guessed = guesses_of(headings([heading, "Kolom lain"], ["a", "b"]))
    assert guessed == ({column: 0} if column else {})


def test_headings_without_rows_are_refused() -> None:
    with pytest.raises(Unreadable, match="headings"):
        headings(["Nama", "Sektor"])


def test_letters_of_are_those_of_a_spreadsheet() -> None:
    assert [letters_of(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_text_of_writes_numbers_as_people_do() -> None:
    assert [child.text_of(c) for c in (12.0, 12.5, True, None, " a ", 1e20)] == ["12", "12.5", "1", "", "a", "1e+20"]


def test_a_table_with_half_characters_and_nul_is_read_without_them(tmp_path: Path) -> None:
    name = "xl/sharedStrings.xml"
    text = zipfile.ZipFile(io.BytesIO(TABLE)).read(name).replace(b"Radio", b"Ra_x0000_di_xD800_o")
    strings = changed(TABLE, **{name: text})
    assert "\x00" not in str(cells(strings, "xlsx", tmp_path))
