"""One act of a record in the form that is hashed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mufakat.engines.chain import canonical

VERSION: Final = 1
LONGEST: Final = 256 * 1024
"""Bytes of an entry, which speaks of some 3,000 persons then."""

AT_SHAPE: Final = (
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z"
)
GROUP_SHAPE: Final = r"[a-z0-9][a-z0-9._-]{0,39}"

_AT = re.compile(AT_SHAPE)
_GROUP = re.compile(GROUP_SHAPE)
_COMMITMENT = re.compile(r"[0-9a-f]{64}")
_KEYS = ["at", "by", "commitments", "object", "seq", "v", "verb"]


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
    not of the shape that `Entry` says, or all together are longer than 256 KiB.

    >>> entry_bytes(Entry(1, "2026-11-24T09:12:00.000000Z", "seat:1", "round.opened", "round:2", {}))[:48]
    b'{"at":"2026-11-24T09:12:00.000000Z","by":"seat:1'
    """
    _demand_shape(entry)
    data = canonical.text_of(
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
    _demand_length(data)
    return data


def read_entry(data: bytes) -> Entry:
    """The entry that canonical bytes spell; raises NotCanonical unless `entry_bytes` gives back the very same bytes.

    >>> entry = Entry(1, "2026-11-24T09:12:00.000000Z", "seat:1", "round.opened", "round:2", {})
    >>> read_entry(entry_bytes(entry)) == entry
    True
    """
    _demand_length(data)
    try:
        value = canonical.value_of(data.decode())
    except UnicodeDecodeError:
        raise canonical.NotCanonical("not UTF-8") from None
    if list(value) != _KEYS or value["v"] != VERSION or value["v"] is True:
        raise canonical.NotCanonical("not an entry of version 1")
    if type(value["seq"]) is not int or not _is_texts(value["commitments"]):
        raise canonical.NotCanonical("seq is a number, commitments are texts")
    if not all(isinstance(value[name], str) for name in ("at", "by", "object", "verb")):
        raise canonical.NotCanonical("at, by, object and verb are texts")
    entry = Entry(value["seq"], value["at"], value["by"], value["verb"], value["object"], value["commitments"])
    _demand_shape(entry)
    return entry


def _demand_shape(entry: Entry) -> None:
    if entry.seq < 1:
        raise canonical.NotCanonical(f"seq: {entry.seq} is below 1")
    if not _AT.fullmatch(entry.at):
        raise canonical.NotCanonical(f"at: {entry.at!r} is not UTC with microseconds")
    for group, commitment in entry.commitments.items():
        if not _GROUP.fullmatch(group) or not _COMMITMENT.fullmatch(commitment):
            raise canonical.NotCanonical(f"commitments.{group}: not a group with 64 hex digits")


def _demand_length(data: bytes) -> None:
    if len(data) > LONGEST:
        raise canonical.NotCanonical(f"an entry has at most {LONGEST} bytes")


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
