"""The record file: what a party downloads, keeps, and can verify anywhere.

A UTF-8 text of lines that end in a newline, made to be streamed and to be taken apart with ordinary tools:

1. a header: canonical JSON with `format`, `host`, `origin`, `size`, `title`, `vkey` and `withheld`;
2. one line an entry, in order: the canonical bytes that are hashed as a leaf, then for each opening that this copy holds
   TAB group TAB salt (64 hex digits) TAB text, ordered by group. Canonical JSON has no raw tab and no raw newline;
3. an empty line, then the signed checkpoint (c2sp.org/tlog-checkpoint) to the end of the file.

The header is not signed: its `origin` and `size` must agree with the checkpoint, its `vkey` is only a claim. `withheld` names
the kinds of openings that this copy leaves out for its reader (`open`, `personal`); an opening that is absent without being
withheld must have been erased by a recorded act. `cut -f1` of the entry lines gives the leaves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from mufakat.engines.chain import canonical
from mufakat.engines.chain.entry import GROUP_SHAPE, Entry, read_entry

FORMAT: Final = "mufakat-record@1"
OPEN: Final = "open"
PERSONAL: Final = "personal"
ERASURE: Final = "erasure.done"
LONGEST_LINE: Final = 4 * 1024 * 1024
LONGEST_HEADER: Final = 64 * 1024

_OPENING_GROUP = re.compile(GROUP_SHAPE)
_SALT = re.compile(r"[0-9a-f]{64}")


class BadLine(ValueError):
    """A line of a record file is not what it should be; `reason` is one word: encoding, shape, canonical."""

    def __init__(self, reason: str, trouble: str) -> None:
        super().__init__(trouble)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Header:
    """What a record file says of itself; `size` counts entries, `withheld` holds `open` or `personal` or both."""

    origin: str
    vkey: str
    host: str
    title: str
    size: int
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """What an entry committed to in one group: the 32 bytes of salt and the canonical text."""

    group: str
    salt: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a record file holds it: the bytes of its leaf, what they say, and the openings at hand."""

    leaf: bytes
    entry: Entry
    openings: tuple[Opening, ...]


def header_line(header: Header) -> str:
    """The first line of a record file; raises NotCanonical on texts that cannot be recorded."""
    return _line(
        canonical.text_of(
            {
                "format": FORMAT,
                "host": header.host,
                "origin": header.origin,
                "size": header.size,
                "title": header.title,
                "vkey": header.vkey,
                "withheld": list(header.withheld),
            }
        )
    )


def entry_line(leaf: bytes, openings: Iterable[tuple[str, bytes, str]] = ()) -> str:
    """The line of an entry: its canonical bytes and the (group, salt, text) that may be told; raises ValueError on unfit parts.

    >>> entry_line(b'{"at":"..."}', [("open", bytes(32), '{"a":1}')])[:20]
    '{"at":"..."}\\topen\\t00'
    """
    parts = [leaf.decode()]
    for group, salt, text in sorted(openings):
        if len(salt) != canonical.SALT_BYTES:
            raise ValueError(f"the salt of {group} has {len(salt)} bytes")
        parts += [group, salt.hex(), text]
    if any("\t" in part for part in parts):
        raise ValueError("a raw tab cannot be in a record file")
    return _line("\t".join(parts))


def seal_lines(checkpoint: str) -> str:
    """The end of a record file: an empty line and the signed checkpoint."""
    return "\n" + checkpoint


def kind_of(group: str) -> str:
    """`open` or `personal`: the word by which a header withholds a group such as `personal.2`."""
    return group.partition(".")[0]


def is_withheld(group: str, withheld: Collection[str]) -> bool:
    """Is an absent opening no sign of anything in a copy that withholds these kinds?

    Erasures are recorded in open openings: without them an absent personal opening cannot be judged either.
    """
    return kind_of(group) in withheld or (kind_of(group) == PERSONAL and OPEN in withheld)


def erased_by(text: str) -> list[int]:
    """The entries whose personal openings an `erasure.done` entry says were erased; none when the text says no such thing."""
    try:
        places = canonical.value_of(text).get("entries")
    except canonical.NotCanonical:
        return []
    return [seq for seq in places if type(seq) is int] if isinstance(places, list) else []


def read_header(raw: bytes) -> Header:
    """What the first line says; raises BadLine when it is no header of a record file of this version."""
    try:
        value = canonical.value_of(raw.removesuffix(b"\n").decode())
    except UnicodeDecodeError:
        raise BadLine("encoding", "the header is not UTF-8") from None
    except canonical.NotCanonical as trouble:
        raise BadLine("canonical", str(trouble)) from None
    if value.get("format") != FORMAT:
        raise BadLine("shape", f"the format is not {FORMAT}")
    return _header_from(value)


def read_line(raw: bytes) -> Line:
    """An entry line taken apart; raises BadLine. Commitments are not checked against openings here."""
    try:
        parts = raw.removesuffix(b"\n").decode().split("\t")
    except UnicodeDecodeError:
        raise BadLine("encoding", "the line is not UTF-8") from None
    leaf = parts[0].encode()
    try:
        entry = read_entry(leaf)
    except canonical.NotCanonical as trouble:
        raise BadLine("canonical", str(trouble)) from None
    if len(parts) % 3 != 1:
        raise BadLine("shape", "an opening has three parts")
    openings = tuple(_opening(*parts[place : place + 3]) for place in range(1, len(parts), 3))
    groups = [opening.group for opening in openings]
    if groups != sorted(set(groups)):
        raise BadLine("shape", "openings are out of order or come twice")
    return Line(leaf, entry, openings)


def _opening(group: str, salt: str, text: str) -> Opening:
    if not _OPENING_GROUP.fullmatch(group) or not _SALT.fullmatch(salt):
        raise BadLine("shape", "an opening is a group, a salt of 64 hex digits and a text")
    return Opening(group, bytes.fromhex(salt), text)


def _header_from(value: dict[str, Any]) -> Header:
    texts = [value.get(name) for name in ("origin", "vkey", "host", "title")]
    size, withheld = value.get("size"), value.get("withheld")
    if not all(isinstance(text, str) for text in texts) or type(size) is not int or size < 0:
        raise BadLine("shape", "the header lacks its origin, key, host, title or size")
    if not isinstance(withheld, list) or not all(kind in {OPEN, PERSONAL} for kind in withheld):
        raise BadLine("shape", "the header withholds something unknown")
    origin, vkey, host, title = (str(text) for text in texts)
    return Header(origin, vkey, host, title, size, tuple(withheld))


def _line(text: str) -> str:
    if "\n" in text:
        raise ValueError("a raw newline cannot be in a line")
    return text + "\n"
