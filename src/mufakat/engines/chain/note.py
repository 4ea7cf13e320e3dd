"""Signed statements about a log: C2SP signed note, checkpoint and proof texts, with Ed25519 keys.

Sources: c2sp.org/signed-note@v1.0.0, c2sp.org/tlog-checkpoint@v1.0.0, c2sp.org/tlog-proof@v1. A key is known by its
*vkey*, `<name>+<key id, 8 hex digits>+<base64(0x01 || public key)>`, with
key id = SHA-256(name || 0x0A || 0x01 || public key)[:4].
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mufakat.engines.chain import merkle

LARGEST_NOTE: Final = 64 * 1024
PROOF_LINE: Final = "c2sp.org/tlog-proof@v1"

_ED25519 = b"\x01"
_DASH = "\N{EM DASH} "
_MOST_SIGNATURES = 100
_LARGEST_SIZE = 2**63 - 1
_MOST_PROOF_HASHES = 63
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_VKEY = re.compile(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")


class NoteRefused(ValueError):
    """A text is not a note, checkpoint, proof or key of the right form, or its signature does not verify."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log signed: its origin, its size in entries and the 32 bytes of its Merkle root."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """A leaf's place (`index`, from 0) and its audit path to the root of a signed checkpoint, whose text is `note`."""

    index: int
    hashes: tuple[bytes, ...]
    note: str
    extra: bytes | None = None


def vkey_of(key_name: str, public_key: Ed25519PublicKey) -> str:
    """The text by which verifiers know a key; raises NoteRefused on a name that is empty or has a space or a plus."""
    public = _ED25519 + public_key.public_bytes_raw()
    return f"{_fit_name(key_name)}+{_key_id(key_name, public).hex()}+{base64.b64encode(public).decode()}"


def key_name_of(vkey: str) -> str:
    """A key as people compare it, `<name>+<key id>`; raises NoteRefused when the vkey is none.

    >>> key_name_of("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    'PeterNeumann+c74f20a3'
    """
    name, key_id, _ = _known(vkey)
    return f"{name}+{key_id.hex()}"


def sign_note(text: str, key_name: str, key: Ed25519PrivateKey) -> str:
    """The text with one signature line; `text` ends in a newline and has no other control characters."""
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteRefused("a note ends in a newline and has no other control characters")
    public = _ED25519 + key.public_key().public_bytes_raw()
    signature = _key_id(key_name, public) + key.sign(text.encode())
    return f"{text}\n{_DASH}{_fit_name(key_name)} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, vkey: str) -> str:
    """The text of a note that the key signed; raises NoteRefused when it is malformed or lacks a valid signature of it.

    Signatures of other keys are passed over, as the specification demands; one that claims to be of this key must
    verify.
    """
    text, signatures = _parted(note)
    name, key_id, public = _known(vkey)
    own = [raw[4:] for signer, raw in signatures if (signer, raw[:4]) == (name, key_id)]
    if not own:
        raise NoteRefused(f"not signed by {name}+{key_id.hex()}")
    for signature in own:
        try:
            public.verify(signature, text.encode())
        except InvalidSignature:
            raise NoteRefused(f"the signature of {name}+{key_id.hex()} does not verify") from None
    return text


def sign_checkpoint(*, origin: str, size: int, root: bytes, key_name: str, key: Ed25519PrivateKey) -> str:
    """The signed statement that the log `origin` has `size` entries with this root; NoteRefused on unfit parts."""
    if not origin or "\n" in origin or not 0 <= size <= _LARGEST_SIZE or len(root) != merkle.HASH_BYTES:
        raise NoteRefused("a checkpoint has an origin of one line, a size and a root of 32 bytes")
    return sign_note(f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n", key_name, key)


def open_checkpoint(text: str, vkey: str) -> Checkpoint:
    """The checkpoint in a note signed by the key; raises NoteRefused."""
    return _read_checkpoint(open_note(text, vkey))


def claimed_checkpoint(text: str) -> Checkpoint:
    """What a checkpoint *says*, whoever signed it: for naming it in a message, never for trust; raises NoteRefused."""
    return _read_checkpoint(_parted(text)[0])


def signers_of(text: str) -> list[str]:
    """The keys that a note claims to be signed by, as `<name>+<key id>`, unverified; raises NoteRefused."""
    return [f"{name}+{raw[:4].hex()}" for name, raw in _parted(text)[1]]


def proof_text(*, index: int, hashes: Sequence[bytes], checkpoint: str, extra: bytes | None = None) -> str:
    """The text of a `.tlog-proof` (c2sp.org/tlog-proof@v1): a leaf's place, its audit path, the signed checkpoint."""
    lines = [PROOF_LINE]
    if extra is not None:
        lines.append(f"extra {base64.b64encode(extra).decode()}")
    lines.append(f"index {index}")
    lines += [base64.b64encode(found).decode() for found in hashes]
    return "\n".join([*lines, "", checkpoint])


def read_proof(text: str) -> Proof:
    """The parts of a `.tlog-proof`, nothing verified; raises NoteRefused when it is malformed."""
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or len(text) > LARGEST_NOTE or lines.pop(0) != PROOF_LINE:
        raise NoteRefused("not a tlog-proof")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = _decoded(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise NoteRefused("a tlog-proof names the index of its entry")
    index = _number(lines.pop(0).removeprefix("index "))
    hashes = tuple(_decoded(line) for line in lines)
    if len(hashes) > _MOST_PROOF_HASHES or any(len(found) != merkle.HASH_BYTES for found in hashes):
        raise NoteRefused("a tlog-proof has at most 63 hashes of 32 bytes")
    return Proof(index, hashes, note, extra)


def open_proof(text: str, vkey: str, leaf: bytes) -> Checkpoint:
    """The checkpoint, signed by the key, in which a proof shows the leaf hash to stand; raises NoteRefused if not."""
    proof = read_proof(text)
    checkpoint = open_checkpoint(proof.note, vkey)
    if not merkle.verify_inclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root):
        raise NoteRefused(f"the proof does not lead from this entry to the root at {checkpoint.size} entries")
    return checkpoint


def _parted(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """A note's text (with its final newline) and its signatures (name, key id || signature)."""
    cut = note.rfind("\n\n")
    if cut < 0 or len(note) > LARGEST_NOTE or not note.endswith("\n") or _CONTROL.search(note):
        raise NoteRefused("not a signed note")
    lines = note[cut + 2 : -1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise NoteRefused(f"a note has at most {_MOST_SIGNATURES} signatures")
    return note[: cut + 1], [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise NoteRefused("a signature line is a dash, a name and a signature")
    raw = _decoded(encoded)
    if len(raw) < 5:
        raise NoteRefused("a signature is longer than its key id")
    return _fit_name(name), raw


def _known(vkey: str) -> tuple[str, bytes, Ed25519PublicKey]:
    parts = _VKEY.fullmatch(vkey)
    if not parts:
        raise NoteRefused("a verifier key is <name>+<8 hex digits>+<base64>")
    name, key_id, public = parts[1], bytes.fromhex(parts[2]), _decoded(parts[3])
    if public[:1] != _ED25519 or len(public) != 33:
        raise NoteRefused("only Ed25519 keys are known")
    if _key_id(name, public) != key_id:
        raise NoteRefused("the key id does not fit the key")
    return name, key_id, Ed25519PublicKey.from_public_bytes(public[1:])


def _read_checkpoint(text: str) -> Checkpoint:
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines):
        raise NoteRefused("a checkpoint has an origin, a size and a root")
    root = _decoded(lines[2])
    if len(root) != merkle.HASH_BYTES:
        raise NoteRefused("the root of a checkpoint has 32 bytes")
    return Checkpoint(lines[0], _number(lines[1]), root)


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text) or int(text) > _LARGEST_SIZE:
        raise NoteRefused("a size is a whole number without leading zeroes")
    return int(text)


def _decoded(text: str) -> bytes:
    """Strict base64 (RFC 4648, section 4): the one spelling of its bytes."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteRefused("not base64") from None
    if not raw or base64.b64encode(raw).decode() != text:
        raise NoteRefused("not base64 in its one spelling")
    return raw


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]


def _fit_name(name: str) -> str:
    if not name or "+" in name or any(letter.isspace() for letter in name) or _CONTROL.search(name):
        raise NoteRefused(f"{name!r} is not the name of a key: no spaces, no plus sign")
    return name
