"""Signed notes, checkpoints and proofs: the published examples, and every way of being malformed."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from mufakat.engines.chain import merkle, note
from mufakat.engines.chain.note import Checkpoint, NoteRefused, Proof

GOLDEN = json.loads((Path(__file__).parent / "golden" / "notes.json").read_text())
NOTE = GOLDEN["signed_note"]
KEY = Ed25519PrivateKey.from_private_bytes(base64.b64decode(NOTE["seed_with_type"])[1:])
VKEY = NOTE["vkey"]
SIGNED = NOTE["text"] + "\n" + NOTE["signature_line"]
ORIGIN = "contoh.id/kampanye/1"
LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(3)]
ROOT = merkle.root_of(LEAVES)


def sealed(origin: str = ORIGIN, size: int = 3, root: bytes = ROOT, key_name: str = "PeterNeumann") -> str:
    return note.sign_checkpoint(origin=origin, size=size, root=root, key_name=key_name, key=KEY)


def test_published_note_is_made_and_opened() -> None:
    assert note.vkey_of("PeterNeumann", KEY.public_key()) == VKEY
    assert note.sign_note(NOTE["text"], "PeterNeumann", KEY) == SIGNED
    assert note.open_note(SIGNED, VKEY) == NOTE["text"]


def test_published_note_of_two_signers_opens_for_each() -> None:
    both = SIGNED + NOTE["other_signature_line"]
    assert note.open_note(both, VKEY) == NOTE["text"]
    assert note.open_note(both, NOTE["other_vkey"]) == NOTE["text"]
    assert note.signers_of(both) == ["PeterNeumann+c74f20a3", "EnochRoot+af0cfe78"]


def test_published_note_does_not_open_for_another_key() -> None:
    with pytest.raises(NoteRefused, match="not signed by EnochRoot"):
        note.open_note(SIGNED, NOTE["other_vkey"])


@pytest.mark.parametrize(
    "text",
    [
        NOTE["text"],
        NOTE["text"] + "\n",
        SIGNED[:-1],
        "\x01" + SIGNED,
        SIGNED.replace("\n", "\r\n"),
        NOTE["text"]
        + "\n— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
        SIGNED + "Unexpected line.\n",
        NOTE["text"] + "\n" + NOTE["signature_line"] * 101,
        NOTE["text"] + "\n" + NOTE["signature_line"][:60] + "ABCD" + NOTE["signature_line"][60:],
        NOTE["text"] + "\n" + NOTE["signature_line"] + NOTE["signature_line"].replace("yyBw", "yyBx"),
        NOTE["text"] + "\n" + NOTE["signature_line"].replace("— ", "- "),
        NOTE["text"] + "\n" + NOTE["signature_line"].replace("=", ""),
        NOTE["text"] + "\n— PeterNeumann AAAA\n",
        NOTE["text"].replace("problem", "Problem") + "\n" + NOTE["signature_line"],
        "x" * note.LARGEST_NOTE + SIGNED,
        "\ud800" + SIGNED,
        "",
    ],
)
def test_other_texts_do_not_open(text: str) -> None:
    with pytest.raises(NoteRefused):
        note.open_note(text, VKEY)


def test_no_part_of_a_vkey_is_a_vkey() -> None:
    """As note_test.go has it: every shorter piece, and every letter raised by one."""
    pieces = {VKEY[begin:end] for begin in range(len(VKEY)) for end in range(begin + 1, len(VKEY) + 1)} - {VKEY}
    raised = {VKEY[:place] + chr(ord(VKEY[place]) + 1) + VKEY[place + 1 :] for place in range(len(VKEY))}
    for text in pieces | raised | set(NOTE["bad_vkeys"]):
        with pytest.raises(NoteRefused):
            note.open_note(SIGNED, text)


@given(st.integers(0, len(SIGNED.encode()) - 1), st.integers(1, 255))
def test_no_note_with_one_byte_changed_opens(place: int, change: int) -> None:
    raw = bytearray(SIGNED.encode())
    raw[place] ^= change
    with pytest.raises((NoteRefused, UnicodeDecodeError)):
        note.open_note(raw.decode(), VKEY)


@given(st.text(max_size=200), st.text(max_size=80))
def test_any_text_is_refused_in_words(text: str, vkey: str) -> None:
    for call in (
        lambda: note.open_note(text, VKEY),
        lambda: note.open_note(SIGNED, vkey),
        lambda: note.read_proof(text),
    ):
        with pytest.raises(NoteRefused):
            call()


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u00a0b", "a\nb", "\u2003"])
def test_key_names_without_spaces_and_plus(name: str) -> None:
    with pytest.raises(NoteRefused, match="not the name of a key"):
        note.vkey_of(name, KEY.public_key())
    with pytest.raises(NoteRefused, match="not the name of a key"):
        sealed(key_name=name)


@pytest.mark.parametrize("text", ["", "no newline", "a\tb\n", "a\x00\n", "a\r\n", "\ud800\n"])
def test_only_lines_of_text_are_signed(text: str) -> None:
    with pytest.raises(NoteRefused):
        note.sign_note(text, "PeterNeumann", KEY)


def test_checkpoint_is_signed_and_opened() -> None:
    text = sealed()
    assert text.split("\n")[:4] == [ORIGIN, "3", base64.b64encode(ROOT).decode(), ""]
    assert note.open_checkpoint(text, VKEY) == Checkpoint(ORIGIN, 3, ROOT)


def test_published_checkpoint_is_read() -> None:
    case = GOLDEN["checkpoint_text"]
    assert note.claimed_checkpoint(case["note"]) == Checkpoint(
        case["origin"], case["size"], bytes.fromhex(case["root"])
    )


def test_checkpoint_may_have_extension_lines() -> None:
    text = note.sign_note(f"{ORIGIN}\n3\n{base64.b64encode(ROOT).decode()}\nmore\n", "PeterNeumann", KEY)
    assert note.open_checkpoint(text, VKEY) == Checkpoint(ORIGIN, 3, ROOT)


@pytest.mark.parametrize(
    "body",
    ["a\n", "a\n1\n", "a\n01\n{root}\n", "a\n-1\n{root}\n", "a\n1 \n{root}\n", "a\n1\nAAAA\n", "a\n1\n{root}=\n", "\n1\n{root}\n",
     "a\n9999999999999999999\n{root}\n", "a\n1\n\n{root}\n", "a\n\u0661\n{root}\n"],
)  # fmt: skip
def test_other_bodies_are_no_checkpoint(body: str) -> None:
    text = note.sign_note(body.format(root=base64.b64encode(ROOT).decode()), "PeterNeumann", KEY)
    with pytest.raises(NoteRefused):
        note.open_checkpoint(text, VKEY)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 1, ROOT), ("a\nb", 1, ROOT), ("a", -1, ROOT), ("a", 2**63, ROOT), ("a", 1, ROOT[:31])],
)
def test_unfit_parts_are_not_signed(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(NoteRefused):
        sealed(origin, size, root)


@pytest.mark.parametrize("extra", [None, b"the entry"])
def test_proof_is_written_read_and_opened(extra: bytes | None) -> None:
    path = [merkle.node_hash(LEAVES[0], LEAVES[1])]
    text = note.proof_text(index=2, hashes=path, checkpoint=sealed(), extra=extra)
    assert text.startswith("c2sp.org/tlog-proof@v1\n" + ("extra dGhlIGVudHJ5\n" if extra else "") + "index 2\n")
    assert note.read_proof(text) == Proof(2, tuple(path), sealed(), extra)
    assert note.open_proof(text, VKEY, LEAVES[2]) == Checkpoint(ORIGIN, 3, ROOT)
    with pytest.raises(NoteRefused, match="does not lead"):
        note.open_proof(text, VKEY, LEAVES[1])


def test_proof_in_a_log_of_one_has_no_hashes() -> None:
    seal = sealed(size=1, root=LEAVES[0])
    text = note.proof_text(index=0, hashes=[], checkpoint=seal)
    assert text == f"c2sp.org/tlog-proof@v1\nindex 0\n\n{seal}"
    assert note.open_proof(text, VKEY, LEAVES[0]).size == 1


@pytest.mark.parametrize(
    "change",
    [("@v1", "@v2"), ("index 2", "index 02"), ("index 2", "index -1"), ("index 2", "inde 2"), ("index 2\n", ""),
     ("index 2\n", "extra !\nindex 2\n"), ("index 2\n", "index 2\nAAAA\n"), ("index 2\n", "index 2\n" * 2), ("\n\n", "\n")],
)  # fmt: skip
def test_other_texts_are_no_proof(change: tuple[str, str]) -> None:
    text = note.proof_text(index=2, hashes=[ROOT], checkpoint=sealed())
    with pytest.raises(NoteRefused):
        note.open_proof(text.replace(*change), VKEY, LEAVES[2])


def test_proof_of_more_than_63_hashes_is_refused() -> None:
    with pytest.raises(NoteRefused, match="at most 63"):
        note.read_proof(note.proof_text(index=0, hashes=[ROOT] * 64, checkpoint=sealed()))
