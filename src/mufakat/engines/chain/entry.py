"""One act of a record in the form that is hashed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mufakat.engines.chain import canonical

VERSION: Final = 1

_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_GROUP = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_COMMITMENT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaf of the log: who did what to which object and when, with commitments to what was said.

    `seq` counts from 1; `at` is UTC with microseconds (`2026-11-24T09:12:00.000000Z`); `by` and `object` are opaque
    strings such as `seat:<uuid>`; `commitments` maps a group to the hex SHA-256 of its salted canonical JSON.
    """

    seq: int
    at: str
    by: str
    verb: str
    object: str
    commitments: Mapping[str, str]


def entry_bytes(entry: Entry) -> bytes:
    """The canonical JSON of an entry, with `"v": 1`: what is hashed as a leaf.

    Keys stand in the order at, by, commitments, object, seq, v, verb. Raises NotCanonical (a ValueError) when a part is
    not of the shape that `Entry` says.

    >>> entry_bytes(Entry(1, "2026-11-24T09:12:00.000000Z", "seat:1", "round.opened", "round:2", {}))
    b'{"at":"2026-11-24T09:12:00.000000Z","by":"seat:1","commitments":{},"object":"round:2","seq":1,"v":1,"verb":"round.opened"}'
    """
    if entry.seq < 1:
        raise canonical.NotCanonical(f"seq: {entry.seq} is below 1")
    if not _AT.fullmatch(entry.at):
        raise canonical.NotCanonical(f"at: {entry.at!r} is not UTC with microseconds")
    for group, commitment in entry.commitments.items():
        if not _GROUP.fullmatch(group) or not _COMMITMENT.fullmatch(commitment):
            raise canonical.NotCanonical(f"commitments.{group}: not a group with 64 hex digits")
    return canonical.text_of(
        {
            "at": entry.at,
            "by": entry.by,
            "commitments": dict(entry.commitments),
            "object": entry.object,
            "seq": entry.seq,
            "v": VERSION,
            "verb": entry.verb,
        }
    ).encode()
