"""Proofs that an entry stands in a log, and that a log only grew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mufakat.engines.chain import merkle, note
from mufakat.engines.chain.entry import entry_bytes
from mufakat.ledger.models import Entry, Log, Node
from mufakat.ledger.queries import logs


@dataclass(frozen=True)
class Inclusion:
    """The audit path of an entry's leaf to the root of the log when it had `size` entries."""

    entry: Entry
    size: int
    root: bytes
    path: tuple[bytes, ...]


def proof_of(entry: Entry, size: int) -> Inclusion:
    """The proof that `entry` is among the first `size` entries of its log, in two queries."""
    index = entry.seq - 1
    fetch = _fetch(entry.log, merkle.inclusion_path(index, size))
    path = tuple(merkle.inclusion_proof(index, size, fetch))
    root = merkle.root_from_inclusion(bytes(entry.leaf), index, size, path)
    if root is None:
        raise ValueError(f"the nodes of {entry.log} do not make a proof of entry {entry.seq}")
    return Inclusion(entry, size, root, path)


def proof_text(entry: Entry) -> str:
    """The `.tlog-proof` of an entry: its own words, its path to the head of the log, and the head signed."""
    log = Log.objects.get(pk=entry.log_id)
    proof = proof_of(entry, log.size)
    words = entry_bytes(entry.as_chain())
    return note.proof_text(index=entry.seq - 1, hashes=proof.path, checkpoint=logs.checkpoint_now(log), extra=words)


def growth_of(log: Log, old: int, new: int) -> list[bytes]:
    """The proof that the first `old` of `new` entries are what they were."""
    return merkle.consistency_proof(old, new, _fetch(log, merkle.consistency_path(old, new)))


def _fetch(log: Log, places: Iterable[merkle.Place]) -> merkle.Fetch:
    """The hashes of these subtrees, read at once. Levels and positions are asked for apart: a few too many, one index."""
    wanted = set(places)
    leaves = [position + 1 for level, position in wanted if level == 0]
    inner = [(level, position) for level, position in wanted if level > 0]
    known = {
        (0, seq - 1): bytes(leaf)
        for seq, leaf in Entry.objects.filter(log=log, seq__in=leaves).values_list("seq", "leaf")
    }
    nodes = Node.objects.filter(log=log, level__in={x for x, _ in inner}, position__in={x for _, x in inner})
    known |= {
        (level, position): bytes(found) for level, position, found in nodes.values_list("level", "position", "hash")
    }

    def fetch(level: int, position: int) -> bytes:
        return known[level, position]

    return fetch
