"""The Merkle tree of RFC 6962, section 2.1 (the same in RFC 9162): roots, growth, proofs of inclusion and consistency.

A *perfect subtree* (level, position) covers the 2**level leaves from position * 2**level on. Whoever keeps the hash of
every perfect subtree can answer each proof with about log2(size) look-ups; a `Frontier` needs only the peaks, at most
64 hashes. All hashes are SHA-256, 32 bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

Fetch = Callable[[int, int], bytes]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """The hash of a perfect subtree; `index` counts the subtrees of its level from the left."""

    level: int
    index: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that a log must remember in order to grow: its size and the hashes of its peaks.

    The peaks are the largest perfect subtrees, one for each 1 in the binary `size`, packed from left to right (largest
    first), 32 bytes each. Raises ValueError when `peaks` does not fit `size`.

    >>> grown, completed = Frontier().append(leaf_hash(b"a"))
    >>> grown.size, grown.root() == leaf_hash(b"a"), [(n.level, n.index) for n in completed]
    (1, True, [(0, 0)])
    """

    size: int = 0
    peaks: bytes = b""

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != HASH_BYTES * self.size.bit_count():
            raise ValueError(f"{len(self.peaks)} bytes of peaks do not fit a tree of {self.size} leaves")

    def append(self, leaf: bytes) -> tuple[Frontier, tuple[Node, ...]]:
        """The frontier with one more leaf hash, and the perfect subtrees that it completes, the leaf itself first."""
        _demand_hash(leaf)
        completed = [Node(0, self.size, leaf)]
        kept = len(self.peaks)
        top, level, index = leaf, 0, self.size
        while index & 1:
            top = node_hash(self.peaks[kept - HASH_BYTES : kept], top)
            kept -= HASH_BYTES
            level, index = level + 1, index >> 1
            completed.append(Node(level, index, top))
        return Frontier(self.size + 1, self.peaks[:kept] + top), tuple(completed)

    def root(self) -> bytes:
        """The Merkle tree hash of all leaves; of none, SHA-256 of nothing."""
        return join_peaks([self.peaks[i : i + HASH_BYTES] for i in range(0, len(self.peaks), HASH_BYTES)])


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The Merkle tree hash over leaf hashes, in memory of the order log2(size)."""
    peaks: list[bytes] = []
    for size, leaf in enumerate(leaves):
        top = leaf
        while size & 1:
            top = node_hash(peaks.pop(), top)
            size >>= 1  # noqa: PLW2901 - the bits of this size are consumed one by one
        peaks.append(top)
    return join_peaks(peaks)


def join_peaks(peaks: list[bytes]) -> bytes:
    """The Merkle tree hash over perfect subtrees of falling size, from left to right; of none, SHA-256 of nothing."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in peaks[-2::-1]:
        root = node_hash(peak, root)
    return root


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves (begin, end) whose hashes make the audit path of leaf `index`, from its sibling up."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    ranges, begin, end = [], 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    return ranges[::-1]


def inclusion_path(index: int, size: int) -> list[Place]:
    """The perfect subtrees (level, position) that `inclusion_proof` will fetch; ValueError unless 0 <= index < size."""
    return [place for begin, end in inclusion_ranges(index, size) for place in _cover(begin, end)]


def inclusion_proof(index: int, size: int, fetch: Fetch) -> list[bytes]:
    """The audit path of leaf `index` (from 0) in the tree of `size` leaves, from its sibling up (RFC 6962, 2.1.1)."""
    return [_fetched(begin, end, fetch) for begin, end in inclusion_ranges(index, size)]


def consistency_path(old: int, new: int) -> list[Place]:
    """The perfect subtrees that `consistency_proof` will fetch; raises ValueError unless 0 <= old <= new."""
    return [place for begin, end in _consistency_ranges(old, new) for place in _cover(begin, end)]


def consistency_proof(old: int, new: int, fetch: Fetch) -> list[bytes]:
    """The proof that the first `old` leaves of the tree of `new` leaves are the tree of `old` leaves (RFC 6962, 2.1.2).

    Empty when `old` is 0 or equals `new`: then the roots speak for themselves.
    """
    return [_fetched(begin, end, fetch) for begin, end in _consistency_ranges(old, new)]


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2); None when its shape does not fit."""
    if not 0 <= index < size or not _all_hashes((leaf, *proof)):
        return None
    here, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if here & 1 or here == last:
            root = node_hash(sibling, root)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        here, last = here >> 1, last >> 1
    return root if last == 0 else None


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Does the proof show that the leaf hash stands at `index` of the tree of `size` leaves with this root?

    >>> a, b = leaf_hash(b"a"), leaf_hash(b"b")
    >>> verify_inclusion(b, 1, 2, [a], node_hash(a, b))
    True
    """
    return root_from_inclusion(leaf, index, size, proof) == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Does the proof show that the tree of `new` leaves only grew from the tree of `old` leaves (RFC 9162, 2.1.4.2)?

    From the empty tree only its own root (SHA-256 of nothing) with an empty proof is accepted.
    """
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root and (new > 0 or new_root == EMPTY_ROOT)
    if not _all_hashes((old_root, new_root, *proof)):
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    return _grown_roots(old, new, path) == (old_root, new_root)


def _grown_roots(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The old and the new root that a consistency path leads to: steps 3 to 6 of RFC 9162, 2.1.4.2."""
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        here, last = here >> 1, last >> 1
    return (first, second) if last == 0 else None


def _consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves did not grow from one of {old}")
    if old in {0, new}:
        return []
    ranges, begin, end = [], 0, new
    while end != old:
        middle = begin + _split(end - begin)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    if begin > 0:
        ranges.append((begin, end))
    return ranges[::-1]


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _cover(begin: int, end: int) -> list[Place]:
    """The perfect subtrees that make up a range, left to right; `begin` is a multiple of the largest of them."""
    places = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        places.append((level, begin >> level))
        begin += 1 << level
    return places


def _fetched(begin: int, end: int, fetch: Fetch) -> bytes:
    return join_peaks([fetch(level, position) for level, position in _cover(begin, end)])


def _all_hashes(hashes: Iterable[bytes]) -> bool:
    return all(len(found) == HASH_BYTES for found in hashes)


def _demand_hash(found: bytes) -> None:
    if len(found) != HASH_BYTES:
        raise ValueError(f"a hash has {HASH_BYTES} bytes, not {len(found)}")
