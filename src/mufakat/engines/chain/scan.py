"""Opening a record file of unknown goodwill, and what a walk through it tells."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, cast

from mufakat.engines.chain import note, record
from mufakat.engines.chain.findings import Finding
from mufakat.engines.chain.record import BadLine, Header

DAMAGE: Final = (EOFError, zlib.error, gzip.BadGzipFile)
"""What reading a cut or damaged gzip file raises."""

GZIP: Final = b"\x1f\x8b"
_ENCODINGS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """A file cannot be judged at all; `reason` is one word that `words` explains."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Scan:
    """What a walk through a record file tells.

    `size` counts its entry lines and `root` is their Merkle root, whatever they hold; `last_seq` is the highest number that
    an entry claims; `marked` maps the sizes asked for to the root of so many first entries; `note` is the text after the
    empty line, None when the file ends before it.
    """

    header: Header
    size: int
    root: bytes
    last_seq: int
    marked: Mapping[int, bytes] = field(default_factory=dict)
    note: str | None = None
    first_at: str = ""
    last_at: str = ""
    openings: int = 0
    erased: int = 0
    withheld: int = 0
    findings: tuple[Finding, ...] = ()
    more: int = 0


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked when it is gzip; raises Unreadable when it cannot be opened or read."""
    with ExitStack() as stack:
        try:
            stream: IO[bytes] = stack.enter_context(path.open("rb"))
            start = stream.read(2)
            stream.seek(0)
        except FileNotFoundError:
            raise Unreadable("missing") from None
        except (OSError, ValueError):
            raise Unreadable("access") from None
        try:
            yield cast("IO[bytes]", stack.enter_context(gzip.open(stream))) if start == GZIP else stream
        except DAMAGE:
            raise Unreadable("gzip") from None
        except OSError:
            raise Unreadable("access") from None


def lines_of(stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each further line with its newline, and whether it is whole: of a line beyond 4 MiB only the start is given."""
    while raw := stream.readline(record.LONGEST_LINE):
        whole = raw.endswith(b"\n") or len(raw) < record.LONGEST_LINE
        rest = raw
        while not whole and rest and not rest.endswith(b"\n"):
            rest = stream.readline(record.LONGEST_LINE)
        yield raw, whole


def header_of(stream: IO[bytes]) -> Header:
    """The header of a record file; raises Unreadable with what the file seems to be instead."""
    raw = stream.readline(record.LONGEST_HEADER)
    reason = _strangeness(raw)
    if reason:
        raise Unreadable(reason)
    try:
        return record.read_header(raw)
    except BadLine as trouble:
        raise Unreadable("encoding" if trouble.reason == "encoding" else "header") from None


def _strangeness(raw: bytes) -> str:
    """Why a first line cannot be a header: one word, or nothing."""
    if not raw:
        return "empty"
    if raw.startswith(_ENCODINGS):
        return "encoding"
    if b"\x00" in raw:
        return "binary"
    if not raw.startswith(b"{"):
        return "proof" if raw.startswith(note.PROOF_LINE.encode()) else "header"
    return "newlines" if raw.endswith(b"\r\n") else ""
