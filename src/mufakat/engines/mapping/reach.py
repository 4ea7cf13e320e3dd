"""How far it is from each to each. Many walks at once: a node holds one bit for each start that has reached it.

Every tie is one step, whatever its weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from mufakat.engines.mapping.graph import Floats, Graph, Ints, plain_of, turned

_WORK: Final = 4_000_000_000
_SAMPLE: Final = 2048
_FEWEST: Final = 64
_AT_ONCE: Final = 512
_DEEP: Final = 64
_LARGEST_MATRIX: Final = 6000

Bits = NDArray[np.uint8]
Steps = NDArray[np.int16]


@dataclass(frozen=True)
class Distances:
    """Of each node: from how many starts there is a way to it, and how many steps those ways have in all."""

    counts: Ints
    sums: Ints

    @property
    def mean(self) -> float | None:
        """The mean over pairs that reach one another; None when there is no such pair."""
        pairs = int(self.counts.sum())
        return int(self.sums.sum()) / pairs if pairs else None

    def closeness(self, parts: Ints) -> Floats:
        """One over the mean distance, times the share of the network that is within reach (Wasserman & Faust 1994).

        `parts` is how many nodes each node's part of the network has.
        """
        near = np.divide(self.counts, self.sums, out=np.zeros(len(parts)), where=self.sums > 0)
        return near * (parts - 1) / max(len(parts) - 1, 1)


def distances_of(graph: Graph, seed: int) -> Distances:
    """Steps from all nodes to all; from a sample of starts where that would take more than some seconds."""
    deep = is_deep(graph)
    if deep and graph.size <= _LARGEST_MATRIX:
        steps = rx.digraph_distance_matrix(plain_of(graph), null_value=0.0)
        return Distances((steps > 0).sum(0), steps.sum(0).astype(np.int64))
    is_vast = graph.size * len(graph.tails) > _WORK
    sources = sample_of(graph.size, _FEWEST if deep else _SAMPLE if is_vast else graph.size, seed)
    counts, sums = np.zeros(graph.size, dtype=np.int64), np.zeros(graph.size, dtype=np.int64)
    back = turned(graph)
    for some in _portions(sources):
        for level, fresh in enumerate(_waves(back, some), 1):
            found = np.bitwise_count(fresh.view(np.uint64)).sum(1, dtype=np.int64)
            counts += found
            sums += found * level
    return Distances(counts, sums)


def sample_of(size: int, most: int, seed: int) -> Ints:
    """All nodes, or as many as there may be, drawn with the seed; in rising order."""
    if size <= most:
        return np.arange(size)
    return np.sort(np.random.default_rng(seed).permutation(size)[:most])


def is_deep(graph: Graph) -> bool:
    """Whether somebody is so far from somebody that walking in waves does not pay (a look at some starts)."""
    some, back = sample_of(graph.size, _FEWEST, 0), turned(graph)
    return any(level > _DEEP for level, _ in enumerate(_waves(back, some), 1))


def mean_steps(graph: Graph, sources: Ints) -> float | None:
    """The mean distance from the sources to all that they reach; None when they reach nobody."""
    if graph.size <= _LARGEST_MATRIX and is_deep(graph):
        steps = rx.digraph_distance_matrix(plain_of(graph), null_value=0.0)[sources]
        reached = int((steps > 0).sum())
        return float(steps.sum()) / reached if reached else None
    pairs = total = 0
    back = turned(graph)
    for level, fresh in enumerate(_waves(back, sources), 1):
        count = int(np.bitwise_count(fresh.view(np.uint64)).sum(dtype=np.int64))
        pairs, total = pairs + count, total + count * level
    return total / pairs if pairs else None


def steps_of(graph: Graph, sources: Ints) -> Steps:
    """How many steps from each of the sources (columns) to each node (rows); -1 where there is no way."""
    steps, back = np.full((graph.size, len(sources)), -1, dtype=np.int16), turned(graph)
    steps[sources, np.arange(len(sources))] = 0
    for level, fresh in enumerate(_waves(back, sources), 1):
        steps[np.unpackbits(fresh, axis=1, count=len(sources)).view(bool)] = level
    return steps


def _portions(sources: Ints) -> Iterator[Ints]:
    return (sources[first : first + _AT_ONCE] for first in range(0, len(sources), _AT_ONCE))


def _waves(back: Graph, sources: Ints) -> Iterator[Bits]:
    """Which starts reach each node for the first time, step after step; wants the arcs turned round."""
    taking = np.flatnonzero(np.diff(back.starts))
    width = -(-len(sources) // 64) * 8
    reached = np.zeros((back.size, width), dtype=np.uint8)
    place = np.arange(len(sources))
    reached[sources, place // 8] = 128 >> (place % 8)
    fresh = reached.copy()
    while len(taking):
        coming = fresh.view(np.uint64)[back.heads]
        wave = np.zeros_like(reached)
        wave.view(np.uint64)[taking] = np.bitwise_or.reduceat(coming, back.starts[taking], axis=0)
        fresh = np.bitwise_and(wave, ~reached, dtype=np.uint8)
        if not fresh.any():
            return
        reached |= fresh
        yield fresh
