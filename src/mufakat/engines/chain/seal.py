"""Does the signed checkpoint at the end of a record file seal exactly its entries, under the right key?"""

from __future__ import annotations

from mufakat.engines.chain import note
from mufakat.engines.chain.findings import Collected, Kind
from mufakat.engines.chain.note import Checkpoint, NoteRefused
from mufakat.engines.chain.scan import Scan


def check_seal(scan: Scan, vkey: str | None, found: Collected) -> Checkpoint | None:
    """The checkpoint that the key signed, with what does not fit it among the findings; None when it proves nothing.

    Without a `vkey` the key is taken from the file itself: then a seal shows only that the file is whole.
    """
    if scan.note is None:
        found.add(Kind.TRUNCATED, size=scan.size, had=max(scan.header.size, scan.size))
        return None
    checkpoint = open_seal(scan.note, vkey or scan.header.vkey, found)
    if checkpoint is None:
        return None
    if vkey and scan.header.vkey != vkey:
        found.add(Kind.OTHER_KEY, key=scan.header.vkey.rpartition("+")[0], expected=note.key_name_of(vkey))
    if checkpoint.origin != scan.header.origin:
        found.add(Kind.OTHER_LOG, origin=scan.header.origin, expected=checkpoint.origin)
    _check_size(scan, checkpoint, found)
    return checkpoint


def open_seal(text: str, vkey: str, found: Collected) -> Checkpoint | None:
    """The checkpoint in a note that the key signed, else None and a finding that says why not."""
    try:
        return note.open_checkpoint(text, vkey)
    except NoteRefused:
        pass
    try:
        signers = note.signers_of(text)
        note.claimed_checkpoint(text)
    except NoteRefused:
        found.add(Kind.UNSEALED, reason="malformed")
        return None
    try:
        expected = note.key_name_of(vkey)
    except NoteRefused:
        found.add(Kind.UNSEALED, reason="key")
        return None
    if expected in signers:
        found.add(Kind.SIGNATURE, key=expected)
    else:
        found.add(Kind.OTHER_KEY, key=", ".join(signers[:3]), expected=expected)
    return None


def _check_size(scan: Scan, checkpoint: Checkpoint, found: Collected) -> None:
    if checkpoint.size > scan.size:
        if scan.last_seq < checkpoint.size:
            found.add(Kind.TRUNCATED, size=scan.size, had=checkpoint.size)
    elif checkpoint.size < scan.size:
        found.add(Kind.SIZE, size=checkpoint.size, had=scan.size, of="entries")
    elif checkpoint.root != scan.root:
        found.add(Kind.ROOT, size=checkpoint.size)
    if scan.header.size != checkpoint.size:
        found.add(Kind.SIZE, size=checkpoint.size, had=scan.header.size, of="first_line")
