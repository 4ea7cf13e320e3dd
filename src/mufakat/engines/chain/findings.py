"""What an audit found: plain values that a program can read and that `words` turns into sentences."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

MOST: Final = 100
"""So many findings are named; the others are counted."""


class Kind(StrEnum):
    """The trouble that a finding names; its details are listed beside it."""

    UNREADABLE = "unreadable"  # reason
    BROKEN_LINE = "broken_line"  # line, reason
    ENCODING = "encoding"  # line
    NOT_CANONICAL = "not_canonical"  # line
    REMOVED = "removed"  # last
    REPEATED = "repeated"
    INSERTED = "inserted"
    REORDERED = "reordered"  # now: its place, when known from an earlier copy
    ALTERED = "altered"  # fields
    BACKDATED = "backdated"  # at, before, fields
    TIME_BACKWARDS = "time_backwards"  # at, before
    COMMITMENT = "commitment"  # group
    UNCOMMITTED = "uncommitted"  # group
    ERASED_SILENTLY = "erased_silently"  # group
    ROOT = "root"  # size
    SIZE = "size"  # size, had
    TRUNCATED = "truncated"  # size, had
    UNSEALED = "unsealed"  # reason
    SIGNATURE = "signature"  # key
    OTHER_KEY = "other_key"  # key, expected
    OTHER_LOG = "other_log"  # origin, expected
    RESEALED = "resealed"  # size
    REWRITTEN = "rewritten"  # size
    SPLIT_VIEW = "split_view"  # size
    WITHIN = "within"  # last
    EARLIER_BROKEN = "earlier_broken"  # reason


@dataclass(frozen=True, slots=True)
class Finding:
    """One trouble: its kind, the entry that it concerns (or where a stretch of entries begins), and what a sentence needs."""

    kind: Kind
    seq: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the file was compared with (`form`: record, checkpoint or proof), and whether its entries are still the first.

    For a proof, `entry` is the number of its entry and `is_entry_kept` says whether that one is unchanged in any case.
    """

    form: str
    size: int
    root: str
    agrees: bool
    entry: int | None = None
    is_entry_kept: bool | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of an audit. `ok` when nothing was found; not `readable` when the file could not be judged at all.

    `root` is hex; `vkey` is the key that the seal was checked with, `is_key_given` whether the reader named it or the file
    itself did; `openings`, `erased` and `withheld` count what is told, lawfully erased and left out of this copy.
    """

    ok: bool
    readable: bool
    origin: str = ""
    title: str = ""
    host: str = ""
    vkey: str = ""
    is_key_given: bool = False
    size: int = 0
    root: str = ""
    first_at: str = ""
    last_at: str = ""
    openings: int = 0
    erased: int = 0
    withheld: int = 0
    earlier: Earlier | None = None
    findings: tuple[Finding, ...] = ()
    more: int = 0

    def as_values(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        return asdict(self)


class Collected:
    """Findings as they come: the first hundred kept, the rest counted, so that no file can fill the memory."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.more = 0

    def add(self, kind: Kind, seq: int | None = None, **details: Any) -> None:
        if len(self.kept) < MOST:
            self.kept.append(Finding(kind, seq, details))
        else:
            self.more += 1
