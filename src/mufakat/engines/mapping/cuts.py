"""The parts of a network, and the nodes that hold a part together (articulation points, Hopcroft & Tarjan 1973)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mufakat.engines.mapping.graph import Graph, Ints


@dataclass(frozen=True)
class Parts:
    """Of each node: how many its part has, and the sizes of the pieces into which that falls without the node."""

    sizes: Ints
    count: int
    pieces: tuple[tuple[int, ...], ...]

    def is_cut(self, node: int) -> bool:
        """Whether some that are in touch would not be without this node."""
        return len(self.pieces[node]) > 1

    @property
    def largest(self) -> int:
        """How many the largest part has."""
        return int(self.sizes.max(initial=0))


def parts_of(both: Graph) -> Parts:
    """One walk through each part, deep first: a branch that knows no way round a node is a piece of its own without it."""
    sizes, count = np.zeros(both.size, dtype=np.int64), 0
    pieces: list[list[int]] = [[] for _ in range(both.size)]
    walk = _Walk(both)
    for root in range(both.size):
        if walk.entered[root] < 0:
            nodes = walk.explore(root, pieces)
            sizes[nodes] = len(nodes)
            count += 1
            for node in nodes:
                rest = len(nodes) - 1 - sum(pieces[node])
                if rest:
                    pieces[node].append(rest)
    return Parts(sizes, count, tuple(tuple(sorted(some, reverse=True)) for some in pieces))


class _Walk:
    """When each node was entered, the earliest that its branch touches, and how many its branch holds."""

    def __init__(self, both: Graph) -> None:
        self.starts, self.heads = both.starts.tolist(), both.heads.tolist()
        self.entered = [-1] * both.size
        self.earliest = [0] * both.size
        self.held = [1] * both.size
        self.clock = 0

    def explore(self, root: int, pieces: list[list[int]]) -> list[int]:
        """All nodes of a part; the pieces that hang on a node are noted with it."""
        self._enter(root)
        nodes, path, left = [root], [root], [self._followers(root)]
        while path:
            node = path[-1]
            child = next((head for head in left[-1] if self._is_new(node, head)), None)
            if child is not None:
                self._enter(child)
                nodes.append(child)
                path.append(child)
                left.append(self._followers(child))
                continue
            path.pop()
            left.pop()
            if path:
                self._close(path[-1], node, pieces)
        return nodes

    def _enter(self, node: int) -> None:
        self.entered[node] = self.earliest[node] = self.clock
        self.clock += 1

    def _followers(self, node: int) -> Iterator[int]:
        return iter(self.heads[self.starts[node] : self.starts[node + 1]])

    def _is_new(self, node: int, head: int) -> bool:
        if self.entered[head] < 0:
            return True
        self.earliest[node] = min(self.earliest[node], self.entered[head])
        return False

    def _close(self, parent: int, child: int, pieces: list[list[int]]) -> None:
        self.held[parent] += self.held[child]
        self.earliest[parent] = min(self.earliest[parent], self.earliest[child])
        if self.earliest[child] >= self.entered[parent]:
            pieces[parent].append(self.held[child])
