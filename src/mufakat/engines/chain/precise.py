"""The slow and exact walk through a record file: every line is parsed, every trouble gets its place and its name.

Memory does not grow with the length of a line or the number of troubles; two bits an entry remember what was erased.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import IO, Final

from mufakat.engines.chain import canonical, merkle, note, record
from mufakat.engines.chain.entry import Entry
from mufakat.engines.chain.findings import Collected, Kind
from mufakat.engines.chain.record import BadLine, Header, Line
from mufakat.engines.chain.scan import DAMAGE, Scan, header_of, lines_of, opened
from mufakat.engines.chain.spans import Span

_MOST_GAPS: Final = 100
_KINDS: Final = {"encoding": Kind.ENCODING, "canonical": Kind.NOT_CANONICAL}


def scan(path: Path, marks: Collection[int] = (), *, is_thorough: bool = False) -> Scan:
    """Walk through a record file; raises Unreadable when it is none. Thorough also demands canonical texts in openings."""
    with opened(path) as stream:
        walk = _Walk(header_of(stream), marks, is_thorough=is_thorough)
        seal = None
        try:
            seal = _walk_lines(stream, walk)
        except DAMAGE:
            walk.found.add(Kind.BROKEN_LINE, line=walk.size + 2, reason="gzip")
    return walk.result(seal)


def _walk_lines(stream: IO[bytes], walk: _Walk) -> str | None:
    """Take in every entry line; the text of the seal, or None when the file ends before it."""
    for raw, is_whole in lines_of(stream):
        if raw == b"\n":
            return stream.read(note.LARGEST_NOTE + 1).decode(errors="replace")
        walk.take(raw, is_whole=is_whole)
    return None


class _Order:
    """Which numbers came, which are still missing: tells a removed entry from one that comes later."""

    def __init__(self) -> None:
        self.expected = 1
        self.gaps: list[tuple[int, int]] = []

    def take(self, seq: int) -> Kind | None:
        if seq >= self.expected:
            if seq > self.expected and len(self.gaps) < _MOST_GAPS:
                self.gaps.append((self.expected, seq - 1))
            self.expected = seq + 1
            return None
        for place, (first, last) in enumerate(self.gaps):
            if first <= seq <= last:
                parts = [(first, seq - 1), (seq + 1, last)]
                self.gaps[place : place + 1] = [part for part in parts if part[0] <= part[1]]
                return Kind.REORDERED
        return Kind.REPEATED


class _Walk:
    """The state of the walk; `take` is given one line after another."""

    def __init__(self, header: Header, marks: Collection[int], *, is_thorough: bool) -> None:
        self.header = header
        self.is_thorough = is_thorough
        self.found = Collected()
        self.size = 0
        self.first_at = self.last_at = ""
        self.openings = self.withheld = self.absent_count = 0
        self._marks = frozenset(marks)
        self._marked: dict[int, bytes] = {}
        self._span = Span()
        self._order = _Order()
        self._absent, self._erased = bytearray(), bytearray()
        if 0 in self._marks:
            self._marked[0] = merkle.EMPTY_ROOT

    def take(self, raw: bytes, *, is_whole: bool) -> None:
        leaf = raw.removesuffix(b"\n").split(b"\t", 1)[0]
        self._span.extend([merkle.leaf_hash(leaf)])
        self.size += 1
        if self.size in self._marks:
            self._marked[self.size] = self._span.root()
        if not is_whole:
            self.found.add(Kind.BROKEN_LINE, self.size, line=self.size + 1, reason="long")
            return
        try:
            line = record.read_line(raw)
        except BadLine as trouble:
            kind = _KINDS.get(trouble.reason, Kind.BROKEN_LINE)
            self.found.add(kind, self.size, line=self.size + 1, reason=trouble.reason)
            return
        self._take_order(line.entry)
        self._take_openings(line)

    def _take_order(self, entry: Entry) -> None:
        trouble = self._order.take(entry.seq)
        if trouble:
            self.found.add(trouble, entry.seq, line=self.size + 1)
        if entry.at < self.last_at:
            self.found.add(Kind.TIME_BACKWARDS, entry.seq, at=entry.at, before=self.last_at)
        self.first_at = self.first_at or entry.at
        self.last_at = entry.at

    def _take_openings(self, line: Line) -> None:
        entry, told = line.entry, set()
        for opening in line.openings:
            told.add(opening.group)
            self.openings += 1
            if opening.group not in entry.commitments:
                self.found.add(Kind.UNCOMMITTED, entry.seq, group=opening.group)
            elif canonical.commit_text(opening.salt, opening.text) != entry.commitments[opening.group]:
                self.found.add(Kind.COMMITMENT, entry.seq, group=opening.group)
            elif self.is_thorough:
                self._demand_canonical(entry.seq, opening)
            if entry.verb == record.ERASURE and opening.group == record.OPEN:
                self._note_erased(entry.seq, opening.text)
        for group in sorted(set(entry.commitments) - told):
            self._note_absent(entry.seq, group)

    def _demand_canonical(self, seq: int, opening: record.Opening) -> None:
        try:
            canonical.value_of(opening.text)
        except canonical.NotCanonical:
            self.found.add(Kind.NOT_CANONICAL, seq, line=self.size + 1, reason="canonical", group=opening.group)

    def _note_absent(self, seq: int, group: str) -> None:
        if record.is_withheld(group, self.header.withheld):
            self.withheld += 1
        elif record.kind_of(group) == record.PERSONAL and seq <= self.size:
            _raise_bit(self._absent, seq)
            self.absent_count += 1
        else:
            self.found.add(Kind.ERASED_SILENTLY, seq, group=group)

    def _note_erased(self, by_seq: int, text: str) -> None:
        for seq in record.erased_by(text):
            if 1 <= seq < min(by_seq, self.size + 1):
                _raise_bit(self._erased, seq)

    def result(self, seal: str | None) -> Scan:
        silent = 0
        self._erased.extend(bytes(max(0, len(self._absent) - len(self._erased))))
        for place, (absent, erased) in enumerate(zip(self._absent, self._erased, strict=False)):
            for bit in range(8):
                if absent & ~erased & (1 << bit):
                    silent += 1
                    self.found.add(Kind.ERASED_SILENTLY, place * 8 + bit, group=record.PERSONAL)
        for first, last in self._order.gaps:
            self.found.add(Kind.REMOVED, first, last=last)
        return Scan(
            header=self.header,
            size=self.size,
            root=self._span.root(),
            last_seq=self._order.expected - 1,
            marked=self._marked,
            note=seal,
            first_at=self.first_at,
            last_at=self.last_at,
            openings=self.openings,
            erased=self.absent_count - silent,
            withheld=self.withheld,
            findings=tuple(self.found.kept),
            more=self.found.more,
        )


def _raise_bit(bits: bytearray, place: int) -> None:
    where = place >> 3
    if where >= len(bits):
        bits.extend(bytes(where + 1 - len(bits)))
    bits[where] |= 1 << (place & 7)
