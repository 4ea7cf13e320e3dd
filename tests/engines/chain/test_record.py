"""The record file: its exact form (a golden file), what is no such file, and a second, independent reading of it."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.engines.chain import book
from tests.engines.chain.naive import NaiveTree

from mufakat.engines.chain import audit, record
from mufakat.engines.chain.entry import read_entry
from mufakat.engines.chain.record import BadLine, Header, Opening

GOLDEN = Path(__file__).parent / "golden" / "record.txt"
ACTS = book.erasing(book.acts_of(8), [2])
LEAF = book.leaf_bytes(ACTS)[0]
HEADER = Header("contoh.id/1", book.VKEY, "https://contoh.id", "Judul “campur” é", 3, ("personal",))


def test_golden_file_is_written_and_verifies() -> None:
    """The form of version 1: files that parties keep must verify for ever, so this file never changes."""
    assert GOLDEN.read_text() == "".join(book.lines_of(ACTS))
    report = audit.verify_file(GOLDEN, vkey=book.VKEY)
    assert (report.ok, report.size, report.openings, report.erased, report.withheld) == (True, 9, 10, 1, 0)


def test_golden_file_verifies_by_hand() -> None:
    """With nothing of the engine: cut lines at tabs, hash, build the tree as the RFC says, check the signature."""
    body, _, seal = GOLDEN.read_bytes().partition(b"\n\n")
    header, *lines = body.split(b"\n")
    rows = [line.split(b"\t") for line in lines]
    text, _, signature = seal.partition(b"\n\n")
    origin, size, root = text.decode().split("\n")
    assert (origin, int(size)) == (json.loads(header)["origin"], len(rows))
    assert base64.b64decode(root) == NaiveTree([row[0] for row in rows]).mth(0, len(rows))
    key = base64.b64decode(json.loads(header)["vkey"].split("+", 2)[2])[1:]
    raw = base64.b64decode(signature.split(b" ")[2])
    Ed25519PublicKey.from_public_bytes(key).verify(raw[4:], text + b"\n")
    for number, row in enumerate(rows, start=1):
        entry = json.loads(row[0])
        assert entry["seq"] == number
        for group, salt, said in zip(row[1::3], row[2::3], row[3::3], strict=True):
            hashed = hashlib.sha256(bytes.fromhex(salt.decode()) + said).hexdigest()
            assert entry["commitments"][group.decode()] == hashed


def test_header_is_read_back() -> None:
    assert record.read_header(record.header_line(HEADER).encode()) == HEADER


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ((b"record@1", b"record@2"), "shape"),
        ((b'"size":3', b'"size":-3'), "shape"),
        ((b'"size":3', b'"size":true'), "shape"),
        ((b'"size":3', b'"size":"3"'), "shape"),
        ((b'"host":"https://contoh.id"', b'"host":1'), "shape"),
        ((b'"personal"', b'"everything"'), "shape"),
        ((b'["personal"]', b'"personal"'), "shape"),
        ((b'"size":3', b'"size": 3'), "canonical"),
        ((b'"size":3', b'"size":3,"size":3'), "canonical"),
        ((b"}", b""), "canonical"),
        ((b"contoh", b"\xff\xfe"), "encoding"),
    ],
)
def test_other_lines_are_no_header(change: tuple[bytes, bytes], reason: str) -> None:
    with pytest.raises(BadLine) as caught:
        record.read_header(record.header_line(HEADER).encode().replace(*change))
    assert caught.value.reason == reason


def test_line_is_read_back_with_openings_in_order() -> None:
    raw = record.entry_line(LEAF, [("personal.1", bytes(32), '{"b":2}'), ("open", b"x" * 32, '{"a":"é"}')])
    line = record.read_line(raw.encode())
    assert (line.leaf, line.entry) == (LEAF, read_entry(LEAF))
    assert line.openings == (Opening("open", b"x" * 32, '{"a":"é"}'), Opening("personal.1", bytes(32), '{"b":2}'))


@pytest.mark.parametrize(
    ("salt", "text", "trouble"),
    [(bytes(31), "{}", "31 bytes"), (bytes(32), "a\tb", "raw tab"), (bytes(32), "a\nb", "newline")],
)
def test_line_that_could_not_be_read_back_is_not_written(salt: bytes, text: str, trouble: str) -> None:
    with pytest.raises(ValueError, match=trouble):
        record.entry_line(LEAF, [("open", salt, text)])


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "canonical"),
        (b"{}\n", "canonical"),
        (LEAF + b"\xff\n", "encoding"),
        (LEAF + b"\topen\n", "shape"),
        (LEAF + b"\topen\t00\t{}\n", "shape"),
        (LEAF + b"\topen\t" + b"AB" * 32 + b"\t{}\n", "shape"),
        (LEAF + b"\tOPEN\t" + b"ab" * 32 + b"\t{}\n", "shape"),
        (LEAF + (b"\topen\t" + b"ab" * 32 + b"\t{}") * 2 + b"\n", "shape"),
        (LEAF + b"\tx\t" + b"ab" * 32 + b"\t{}\topen\t" + b"ab" * 32 + b"\t{}\n", "shape"),
        (LEAF + b"\t\t\t\n", "shape"),
        (b" " + LEAF + b"\n", "canonical"),
    ],
)
def test_other_lines_are_no_entry(raw: bytes, reason: str) -> None:
    with pytest.raises(BadLine) as caught:
        record.read_line(raw)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("text", "seqs"),
    [
        ('{"entries":[2,3]}', [2, 3]),
        ('{"entries":[]}', []),
        ('{"entries":["2",true,null,3]}', [3]),
        ('{"entries":2}', []),
        ("{}", []),
        ("not json", []),
    ],
)
def test_erasures_are_read_from_their_text(text: str, seqs: list[int]) -> None:
    assert record.erased_by(text) == seqs


@pytest.mark.parametrize(
    ("group", "withheld", "answer"),
    [
        ("open", (), False), ("open", ("open",), True), ("open", ("personal",), False), ("personal.2", ("personal",), True),
        ("personal.2", ("open",), True), ("other", ("open", "personal"), False),
    ],
)  # fmt: skip
def test_what_a_copy_may_lack(group: str, withheld: tuple[str, ...], answer: bool) -> None:
    assert record.is_withheld(group, withheld) is answer
