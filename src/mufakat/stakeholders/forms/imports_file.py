"""What an uploaded table is, by its content; and its rows, read in a process of its own under limits."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mufakat.stakeholders.forms import imports_child as child

Words = str | Promise
_CHILD = Path(child.__file__)
_LONGEST = 90
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"<!DO", b"<htm", b"<?xm", b"{\\rtf", b"Rar!", b"\x1f\x8b")
_AGAIN = _("Save it again as XLSX or CSV and upload that file.")
TROUBLES: dict[str, tuple[Words, Words]] = {
    "empty": (_("No sheet of this file has a filled cell."), _("Fill in the template and upload that.")),
    "rows": (_("The file has more than 50,000 rows."), _("Split it into several files.")),
    "columns": (_("The file has more than 200 columns."), _("Remove the columns that the register does not need.")),
    "members": (_("The file is made of more than 2,000 parts, so it was not unpacked."), _AGAIN),
    "unpacked": (_("Unpacked, the file is larger than 100 MB."), _("Remove pictures and unused sheets, or split it.")),
    "ratio": (_("The file unpacks to more than 100 times its size, as files made to do harm do."), _AGAIN),
    "dtd": (_("The file contains a document type definition, as files made to do harm do."), _AGAIN),
    "binary": (_("The file is not a text file with separated values, whatever its name says."), _AGAIN),
    "damaged": (_("The file is damaged or not a table, so it could not be read."), _AGAIN),
    "heavy": (
        _("Reading the file took more memory or time than one file may take."),
        _("Split it into several files."),
    ),
    "gone": (
        _("The file on the server is no longer the one that was uploaded, so nothing was taken over."),
        _("Upload it again."),
    ),
    "old": (
        _("This is an old Excel file or one with a password."),
        _("Open it in Excel, remove the password and save it as XLSX."),
    ),
    "kind": (_("Only XLSX and CSV files are read. This file is something else, whatever its name says."), _AGAIN),
    "headings": (
        _("No row of the first lines looks like headings."),
        _("Write the names of the columns into the first row, as the template has them."),
    ),
}


class Unreadable(Exception):
    """A file that cannot be read; `code` is a key of TROUBLES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code if code in TROUBLES else "damaged"

    @property
    def words(self) -> str:
        """What is the matter, and what to do next."""
        return " ".join(str(part) for part in TROUBLES[self.code])


@dataclass(frozen=True)
class Line:
    """A row of the file that is not empty: its number there, its cells, and which of them could not be read and why."""

    number: int
    cells: list[str]
    faults: dict[int, str]


def kind_of(upload: IO[bytes], size: int) -> str:
    """`xlsx` or `csv` by the content. Looks only at the beginning and at the directory of a ZIP: the rest is for the worker."""
    upload.seek(0)
    start = upload.read(65536)
    upload.seek(0)
    if start.startswith(_OLD_OFFICE):
        raise Unreadable("old")
    if start.startswith(b"PK"):
        _look_into(upload, size)
        return "xlsx"
    if start.lstrip()[:4].lower().startswith(tuple(other.lower() for other in _OTHERS)):
        raise Unreadable("kind")
    if child._BINARY.search(child.decoded(start)):  # noqa: SLF001 - the same question that the child asks of the whole
        raise Unreadable("kind")
    return "csv"


def _look_into(upload: IO[bytes], size: int) -> None:
    try:
        with zipfile.ZipFile(upload) as bundle:
            members = bundle.infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        RuntimeError,
        OSError,
    ) as trouble:  # RuntimeError: a way of packing it cannot read
        raise Unreadable("damaged") from trouble
    finally:
        upload.seek(0)
    unpacked = sum(member.file_size for member in members)
    if len(members) > child.MEMBERS:
        raise Unreadable("members")
    if unpacked > child.UNPACKED:
        raise Unreadable("unpacked")
    if unpacked > child.RATIO * max(size, 1):
        raise Unreadable("ratio")
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names or "xl/vbaProject.bin" in names:
        raise Unreadable("kind")


def check_whole(path: Path, sha256: str) -> None:
    """The file is still the one that was uploaded."""
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as trouble:
        raise Unreadable("gone") from trouble
    if found != sha256:
        raise Unreadable("gone")


@contextmanager
def opened_table(path: Path, kind: str) -> Iterator[tuple[str, Iterator[Line]]]:
    """The name of the sheet and its rows. Everything is read before the first row is given out."""
    with tempfile.TemporaryFile() as answer:
        try:
            subprocess.run(  # noqa: S603 - our own script and a path of our own
                [sys.executable, "-I", str(_CHILD), kind, str(path)],
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env={"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"},
                timeout=_LONGEST,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as trouble:
            raise Unreadable("heavy") from trouble
        answer.seek(0)
        first = json.loads(answer.readline() or b"{}")
        _check_to_the_end(answer, first)
        yield first.get("sheet", ""), _lines(answer)


def _check_to_the_end(answer: IO[bytes], first: dict[str, str]) -> None:
    """A trouble may come after many good rows: then none of them counts."""
    if "trouble" in first:
        raise Unreadable(first["trouble"])
    place = answer.tell()
    answer.seek(0, 2)
    answer.seek(max(place, answer.tell() - 1000))
    last = answer.read().rstrip().rpartition(b"\n")[2]
    if last.startswith(b'{"trouble"'):
        raise Unreadable(json.loads(last)["trouble"])
    answer.seek(place)


def _lines(answer: IO[bytes]) -> Iterator[Line]:
    for line in answer:
        number, cells, faults = json.loads(line)
        yield Line(number, cells, {int(column): what for column, what in faults.items()})
