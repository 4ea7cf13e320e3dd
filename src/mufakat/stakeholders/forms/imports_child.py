"""Reads a table in a process of its own, which may use only so much memory and time: a hostile file ends it, not the worker.

Started by its path, so it knows nothing of the site: `python imports_child.py <xlsx|csv> <file>`. Answers with lines of JSON:
first what the file is, then each row that is not empty as [number, cells, what is wrong with which cell].
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

MEMORY = 1024**3
SECONDS = 40
OUTPUT = 400 * 1024**2
MEMBERS, UNPACKED, RATIO = 2000, 100 * 1024**2, 100
ROWS, COLUMNS, LETTERS = 50_000, 200, 5000
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<v>[^<]+</v>|<t\b[^>]*>[^<]")
Row = tuple[int, list[str], dict[int, str]]


class Trouble(Exception):
    """What is wrong with the file as a whole, in a word."""


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_zip(path: Path) -> None:
    """Every member is unpacked and counted: what the directory of a ZIP says of itself is not believed."""
    with zipfile.ZipFile(path) as bundle:
        members = bundle.infolist()
        if len(members) > MEMBERS:
            raise Trouble("members")
        most = min(UNPACKED, max(path.stat().st_size, 1) * RATIO)
        unpacked = 0
        for member in members:
            with bundle.open(member) as stream:
                end = b""
                while piece := stream.read(1024**2):
                    unpacked += len(piece)
                    if unpacked > most:
                        raise Trouble("unpacked" if unpacked > UNPACKED else "ratio")
                    if _has_dtd(end + piece):
                        raise Trouble("dtd")
                    end = piece[-40:]


def _has_dtd(piece: bytes) -> bool:
    plain = piece.replace(b"\x00", b"")  # also in UTF-16
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def read_xlsx(path: Path) -> Iterator[Any]:
    import python_calamine as calamine  # noqa: PLC0415 - only after the limits are set

    check_zip(path)
    book = calamine.load_workbook(str(path))
    shown = [s.name for s in book.sheets_metadata if s.visible == calamine.SheetVisibleEnum.Visible]
    for name in shown:
        sheet = book.get_sheet_by_name(name)
        if not sheet.height or sheet.end is None:
            continue
        if sheet.end[1] >= COLUMNS:
            raise Trouble("columns")
        yield {"sheet": name}
        faults = broken_cells(path, name)
        yield from filled(_cells_of(sheet), sheet.merged_cell_ranges or [], faults)
        return
    raise Trouble("empty")


def _cells_of(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    top, left = sheet.start or (0, 0)
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), start=top):
        yield number, [""] * left + [text_of(cell) for cell in row]


def filled(
    rows: Iterable[tuple[int, list[str]]], merged: list[Any], faults: dict[tuple[int, int], str]
) -> Iterator[Row]:
    """Merged cells hold their value in each row they span; a formula that was never computed is said of its cell."""
    tops = {(r, c): bottom for (r, c), (bottom, _right) in merged if bottom > r}
    running: dict[int, tuple[int, str]] = {}
    broken: dict[int, dict[int, str]] = {}
    for (number, column), what in faults.items():
        broken.setdefault(number, {})[column] = what
    columns = {c for _r, c in tops}
    for number, cells in rows:
        for column in columns:
            if (number, column) in tops and column < len(cells):
                running[column] = tops[number, column], cells[column]
            elif column in running and number <= running[column][0] and column < len(cells):
                cells[column] = cells[column] or running[column][1]
        wrong = broken.get(number, {})
        if any(cells) or wrong:
            yield number + 1, cells, wrong


def broken_cells(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Cells that hold an error, or a formula whose value the file does not have."""
    found: dict[tuple[int, int], str] = {}
    with zipfile.ZipFile(path) as bundle:
        text = bundle.read(_member_of(bundle, sheet))
    if b"<f" not in text and b't="e"' not in text:
        return found
    for cell in _CELL.finditer(text):
        place, inner = _PLACE.search(cell[1]), cell[2] or b""
        if place is None:
            continue
        if b't="e"' in cell[1]:
            found[int(place[2]) - 1, _column(place[1])] = "error"
        elif b"<f" in inner and not _VALUE.search(inner):
            found[int(place[2]) - 1, _column(place[1])] = "formula"
    return found


def _member_of(bundle: zipfile.ZipFile, sheet: str) -> str:
    """The member in which a sheet lies: the workbook names it by an id, the relations by a path."""
    from html import unescape  # noqa: PLC0415 - seldom needed

    book = bundle.read("xl/workbook.xml").decode("utf-8", "replace")
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        name, number = re.search(r'\bname="([^"]*)"', tag), re.search(r'\b\w+:id="([^"]*)"', tag)
        if name and number and unescape(name[1]) == sheet:
            for relation in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", _relations(bundle)):
                if f'Id="{number[1]}"' in relation and (target := re.search(r'\bTarget="([^"]*)"', relation)):
                    path = target[1]
                    return path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    raise Trouble("damaged")


def _relations(bundle: zipfile.ZipFile) -> str:
    return bundle.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def text_of(cell: Any) -> str:
    """A cell as people typed it: whole numbers without a point, days as YYYY-MM-DD."""
    if isinstance(cell, str):
        return cell[: LETTERS + 1].replace("\x00", "").strip()  # which no database keeps
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell) if cell is not None else ""


def decoded(content: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    start = content[:2000]
    if start.count(b"\x00") * 4 > len(start):  # half of each Latin letter
        return content.decode("utf-16-le" if start[1:2] == b"\x00" else "utf-16-be", "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def separator_of(text: str) -> tuple[str, str]:
    """The sign between cells, and the text without Excel's own line that names it."""
    named = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if named:
        return named[1], text[named.end() :]
    start = text[:20_000]
    return max(";,\t", key=lambda sign: _evenness(start, sign)), text


def _evenness(start: str, sign: str) -> tuple[float, int]:
    """How much a sign looks like the one that parts cells: the same number of cells in many lines."""
    lines = [len(line) for line in list(csv.reader(io.StringIO(start), delimiter=sign))[:30] if line]
    if not lines or max(lines) < 2:
        return 0, 0
    usual = max(set(lines), key=lambda n: (lines.count(n), n))
    return (lines.count(usual) / len(lines) if usual > 1 else 0), usual


def read_csv(path: Path) -> Iterator[Any]:
    text = decoded(path.read_bytes())
    if _BINARY.search(text):
        raise Trouble("binary")
    sign, text = separator_of(text)
    csv.field_size_limit(1024**2)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    yield {"sheet": ""}
    try:
        for number, row in enumerate(reader, start=1):
            if len(row) > COLUMNS:
                raise Trouble("columns")
            cells = [cell[: LETTERS + 1].strip() for cell in row]
            if any(cells):
                yield number, cells, {}
    except csv.Error as trouble:
        raise Trouble("damaged") from trouble


def read(kind: str, path: Path) -> Iterator[Any]:
    rows = -1
    for line in read_xlsx(path) if kind == "xlsx" else read_csv(path):
        rows += 1
        if rows > ROWS + 50:  # some lines may stand above the headings
            raise Trouble("rows")
        yield line
    if rows < 1:
        raise Trouble("empty")


def say(line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


def main() -> int:
    limit()
    try:
        for line in read(sys.argv[1], Path(sys.argv[2])):
            say(line)
    except Trouble as trouble:
        say({"trouble": str(trouble)})
    except MemoryError:
        say({"trouble": "heavy"})
    except Exception as trouble:  # noqa: BLE001 - a file can be broken in more ways than anybody listed
        say({"trouble": "damaged", "words": repr(trouble)[:300]})
    return 0


if __name__ == "__main__":
    sys.exit(main())
