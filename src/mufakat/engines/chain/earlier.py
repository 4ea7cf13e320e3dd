"""A record file held against what a party kept from before: a copy of the file, a signed checkpoint, or a proof of one entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from mufakat.engines.chain import compare, merkle, note, parallel, record
from mufakat.engines.chain.findings import Collected, Earlier, Kind
from mufakat.engines.chain.note import Checkpoint, NoteRefused, Proof
from mufakat.engines.chain.record import BadLine
from mufakat.engines.chain.scan import Scan, Unreadable, opened
from mufakat.engines.chain.seal import check_seal, open_seal

_RECORD_STARTS = (b"{", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"PK")


@dataclass(frozen=True, slots=True)
class Prior:
    """What was kept: `size` and `root` as found in it, unverified; one of `scan` (a copy) and `text` (a note) is there."""

    path: Path
    size: int
    root: bytes
    scan: Scan | None = None
    text: str = ""
    proof: Proof | None = None

    @property
    def form(self) -> str:
        if self.scan:
            return "record"
        return "proof" if self.proof else "checkpoint"


def read_prior(path: Path) -> Prior:
    """What a party kept; raises Unreadable when it is neither a record file nor a checkpoint nor a proof."""
    with opened(path) as stream:
        raw = stream.read(note.LARGEST_NOTE + 1)
    if raw.startswith(_RECORD_STARTS) or not raw or b"\x00" in raw:
        scan = parallel.scan(path)
        return Prior(path, scan.size, scan.root, scan=scan)
    try:
        text = raw.decode()
        proof = note.read_proof(text) if text.startswith(note.PROOF_LINE) else None
        claimed = note.claimed_checkpoint(proof.note if proof else text)
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None
    except NoteRefused:
        raise Unreadable("kept") from None
    return Prior(path, claimed.size, claimed.root, text=proof.note if proof else text, proof=proof)


def check_against(
    prior: Prior, path: Path, scan: Scan, seal: Checkpoint | None, *, vkey: str | None, found: Collected
) -> Earlier:
    """Hold a record file (its scan marked at the prior's size, its seal if valid) against what was kept."""
    told = Earlier(prior.form, prior.size, prior.root.hex(), agrees=False)
    kept = _kept_seal(prior, scan, vkey, found)
    if kept and kept.origin != scan.header.origin:
        found.add(Kind.OTHER_LOG, origin=scan.header.origin, expected=kept.origin)
        return told
    agrees = prior.size <= scan.size and scan.marked.get(prior.size) == prior.root
    if not agrees:
        _add_verdict(prior, kept, scan, seal, found)
        if prior.scan:
            compare.add_differences(prior.path, path, found)
    told = replace(told, agrees=agrees and kept is not None)
    return _with_entry(told, prior, path, found) if prior.proof and prior.size <= scan.size else told


def _kept_seal(prior: Prior, scan: Scan, vkey: str | None, found: Collected) -> Checkpoint | None:
    """The prior's checkpoint when the key signed it; what is wrong with the prior itself becomes a finding."""
    own = Collected()
    here = scan.header.vkey
    if prior.scan:
        seal = check_seal(prior.scan, vkey, own)
        troubles = [*own.kept, *prior.scan.findings]
        if not troubles and not vkey and prior.scan.header.vkey != here:
            found.add(Kind.OTHER_KEY, key=_short(here), expected=_short(prior.scan.header.vkey))
    else:
        seal = open_seal(prior.text, vkey or here, own)
        troubles = own.kept
        if troubles and troubles[0].kind is Kind.OTHER_KEY and not vkey:
            found.add(Kind.OTHER_KEY, key=_short(here), expected=troubles[0].details["key"])
            return None
    if troubles:
        found.add(Kind.EARLIER_BROKEN, reason=troubles[0].kind.value)
    return seal


def _add_verdict(prior: Prior, kept: Checkpoint | None, scan: Scan, seal: Checkpoint | None, found: Collected) -> None:
    """What it means that the entries are not those of before, by who signed what."""
    if scan.size < prior.size:
        found.add(Kind.TRUNCATED, size=scan.size, had=prior.size)
        return
    is_sealed = seal is not None and seal.root == scan.root and seal.size == scan.size
    is_prior_broken = any(finding.kind is Kind.EARLIER_BROKEN for finding in found.kept)
    is_same_key = kept is not None and not any(finding.kind is Kind.OTHER_KEY for finding in found.kept)
    if is_sealed and is_same_key and not is_prior_broken:
        found.add(Kind.SPLIT_VIEW if scan.size == prior.size else Kind.RESEALED, size=prior.size)
    elif not prior.scan and not is_prior_broken:
        found.add(Kind.REWRITTEN, size=prior.size)


def _with_entry(told: Earlier, prior: Prior, path: Path, found: Collected) -> Earlier:
    """What a proof says of its own entry, and where among the others the difference lies."""
    proof = prior.proof
    assert proof is not None
    line = compare.lines_at(path, [proof.index]).get(proof.index)
    here = merkle.leaf_hash(line.leaf) if line else b""
    is_kept = merkle.root_from_inclusion(here, proof.index, prior.size, proof.hashes) == prior.root
    told = replace(told, entry=proof.index + 1, is_entry_kept=is_kept)
    if told.agrees and not is_kept:
        found.add(Kind.EARLIER_BROKEN, reason="path")
    leaf = here if is_kept else merkle.leaf_hash(proof.extra or b"")
    if told.agrees or merkle.root_from_inclusion(leaf, proof.index, prior.size, proof.hashes) != prior.root:
        return told
    if not is_kept:
        try:
            compare.add_change(proof.index + 1, record.read_line(proof.extra or b""), line, found)
        except BadLine:
            compare.add_change(proof.index + 1, None, line, found)
    _add_ranges(proof, prior.size, path, found)
    return told


def _add_ranges(proof: Proof, size: int, path: Path, found: Collected) -> None:
    """The stretches of entries whose hash in the audit path is no longer theirs."""
    ranges = merkle.inclusion_ranges(proof.index, size)
    grown = [merkle.Frontier() for _ in ranges]
    for place, leaf in enumerate(compare.leaves_of(path)):
        if place >= size:
            break
        for number, (begin, end) in enumerate(ranges):
            if begin <= place < end:
                grown[number], _ = grown[number].append(merkle.leaf_hash(leaf))
                break
    for (begin, end), frontier, before in sorted(zip(ranges, grown, proof.hashes, strict=True), key=lambda row: row[0]):
        if frontier.root() != before:
            found.add(Kind.WITHIN, begin + 1, last=end)


def _short(vkey: str) -> str:
    return vkey.rpartition("+")[0]
