"""The part of a Merkle tree over a stretch of leaves that need not begin at the first: parts are hashed apart, then joined."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from mufakat.engines.chain import merkle


class Span:
    """The leaves from `start` (counted from 0) up to but without `end`, as the perfect subtrees that lie wholly among them.

    `nodes` holds (level, position, hash) from left to right; no two of them are the halves of a larger subtree.

    >>> left, right = Span(), Span(3)
    >>> leaves = [merkle.leaf_hash(bytes([number])) for number in range(5)]
    >>> left.extend(leaves[:3])
    >>> right.extend(leaves[3:])
    >>> left.join(right)
    >>> left.root() == merkle.root_of(leaves)
    True
    """

    __slots__ = ("end", "nodes", "start")

    def __init__(self, start: int = 0) -> None:
        self.start = self.end = start
        self.nodes: list[tuple[int, int, bytes]] = []

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Take in further leaf hashes, level by level: about one hash a leaf."""
        hashes, level, position = list(leaves), 0, self.end
        left, right = [], []
        while hashes:
            if position & 1:
                left.append((level, position, hashes.pop(0)))
                position += 1
            if len(hashes) & 1:
                right.append((level, position + len(hashes) - 1, hashes.pop()))
            hashes = [
                sha256(b"\x01" + one + other).digest() for one, other in zip(hashes[0::2], hashes[1::2], strict=True)
            ]
            level, position = level + 1, position >> 1
        self.end += len(leaves)
        for node in (*left, *reversed(right)):
            self._push(node)

    def join(self, following: Span) -> None:
        """Take in the span that begins where this one ends; raises ValueError when it does not."""
        if following.start != self.end:
            raise ValueError(f"a span from {following.start} does not follow one up to {self.end}")
        self.end = following.end
        for node in following.nodes:
            self._push(node)

    def copy(self) -> Span:
        """A span over the same leaves that grows by itself."""
        twin = Span(self.start)
        twin.join(self)
        return twin

    def root(self) -> bytes:
        """The Merkle root of a span that begins at the first leaf; raises ValueError on another."""
        if self.start != 0:
            raise ValueError("only a span from the first leaf has a root")
        return merkle.join_peaks([node[2] for node in self.nodes])

    def _push(self, node: tuple[int, int, bytes]) -> None:
        level, position, found = node
        while position & 1 and self.nodes and self.nodes[-1][:2] == (level, position - 1):
            found = merkle.node_hash(self.nodes.pop()[2], found)
            level, position = level + 1, position >> 1
        self.nodes.append((level, position, found))
