"""One act of a record in the form that is hashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
    raise RuntimeError("being written")
