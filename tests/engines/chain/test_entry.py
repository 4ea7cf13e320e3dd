"""The bytes of an entry, there and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.engines.chain.canonical import NotCanonical
from mufakat.engines.chain.entry import Entry, entry_bytes, read_entry

ENTRY = Entry(7, "2026-11-24T09:12:00.000000Z", "seat:1", "round.opened", "round:2", {"open": "ab" * 32})
BYTES = (
    b'{"at":"2026-11-24T09:12:00.000000Z","by":"seat:1","commitments":{"open":"' + b"ab" * 32 + b'"},'
    b'"object":"round:2","seq":7,"v":1,"verb":"round.opened"}'
)


def test_entry_bytes_are_canonical_json_in_version_1() -> None:
    assert entry_bytes(ENTRY) == BYTES
    assert read_entry(BYTES) == ENTRY


@given(st.integers(1, 2**53 - 1), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_entry_is_read_back(seq: int, text: str) -> None:
    data = entry_bytes(replace(ENTRY, seq=seq, by=text, object=text))
    assert entry_bytes(read_entry(data)) == data


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 0}, {"seq": 2**53}, {"at": "2026-11-24T09:12:00Z"}, {"at": "2026-13-24T09:12:00.000000Z"},
        {"at": "2026-11-24T25:12:00.000000Z"}, {"at": "2026-11-24T09:12:00.000000+07:00"}, {"by": "\x00"},
        {"commitments": {"open": "ab"}}, {"commitments": {"open": "AB" * 32}}, {"commitments": {"": "ab" * 32}},
        {"commitments": {"Open": "ab" * 32}},
    ],
)  # fmt: skip
def test_entry_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical):
        entry_bytes(replace(ENTRY, **change))


def test_entry_of_too_many_parts_is_refused() -> None:
    groups = {f"personal.{number}": "ab" * 32 for number in range(4000)}
    with pytest.raises(NotCanonical, match="at most 262144"):
        entry_bytes(replace(ENTRY, commitments=groups))
    with pytest.raises(NotCanonical, match="at most 262144"):
        read_entry(b" " * 262145)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{}", b"[]", b"\xff", BYTES + b" ", BYTES.replace(b'"v":1', b'"v":2'), BYTES.replace(b'"v":1', b'"v":true'),
        BYTES.replace(b'"seq":7', b'"seq":"7"'), BYTES.replace(b'"seq":7', b'"seq":true'), BYTES.replace(b'"seq":7', b'"seq":0'),
        BYTES.replace(b'"seq":7,', b'"seq":7,"seq":7,'), BYTES.replace(b'"by":"seat:1"', b'"by":1'),
        BYTES.replace(b'{"open":"' + b"ab" * 32 + b'"}', b'["open"]'), BYTES.replace(b'"' + b"ab" * 32 + b'"', b"5"),
        BYTES.replace(b',"verb":"round.opened"', b""), BYTES[:-1] + b',"w":1}',
    ],
)  # fmt: skip
def test_other_bytes_are_no_entry(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_entry(data)
