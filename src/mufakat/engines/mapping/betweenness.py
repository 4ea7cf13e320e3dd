"""Who lies between the others: the share of shortest ways through each node (Freeman 1979, counted as Brandes 2001).

Exact as long as that is a matter of a second; beyond, from as many starting nodes as that allows, drawn with the seed
(Brandes & Pich 2007). How many they were is part of the answer.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import rustworkx as rx

from mufakat.engines.mapping import reach
from mufakat.engines.mapping.graph import Floats, Graph, Ints, plain_of
from mufakat.engines.mapping.reach import Steps, steps_of

_SMALL: Final = 4_000_000
_SMALL_AND_DEEP: Final = 100_000_000
_WORK: Final = 100_000_000
_FEWEST: Final = 64
_AT_ONCE: Final = 256


def betweenness_of(both: Graph, seed: int) -> tuple[Floats, int]:
    """Each node's share of the shortest ways between all others, from 0 to 1, and from how many starts it was counted."""
    work, deep = both.size * len(both.tails), reach.is_deep(both)
    if work <= (_SMALL_AND_DEEP if deep else _SMALL):
        found = rx.digraph_betweenness_centrality(plain_of(both), normalized=True, parallel_threshold=both.size + 1)
        return np.nan_to_num(np.array([found[place] for place in range(both.size)])), both.size
    most = _FEWEST if deep else max(_FEWEST, _WORK // max(len(both.tails), 1))
    chosen = reach.sample_of(both.size, most, seed)
    others = np.full(both.size, len(chosen))
    others[chosen] -= 1
    return shares_from(both, chosen) / np.maximum(others, 1) / max(both.size - 2, 1), len(chosen)


def shares_from(graph: Graph, sources: Ints) -> Floats:
    """How many shortest ways from these starts pass through each node; of several equally short ones each counts in part."""
    total = np.zeros(graph.size)
    for first in range(0, len(sources), _AT_ONCE):
        some = sources[first : first + _AT_ONCE]
        for source, far in zip(some.tolist(), np.ascontiguousarray(steps_of(graph, some).T), strict=True):
            total += _shares(graph, source, far)
    return total


def _shares(graph: Graph, source: int, far: Steps) -> Floats:
    """Count the ways from one start level by level, then hand the shares back.

    An arc lies on a shortest way when its head is one step farther than its tail.
    """
    from_tail = far.take(graph.tails)
    onward = np.flatnonzero((far.take(graph.heads) - from_tail == 1) & (from_tail >= 0))
    level_of = from_tail.take(onward)
    ways = np.zeros(graph.size)
    ways[source] = 1
    levels = []
    for level in range(int(far.max())):
        arcs = onward[level_of == level]
        tails, heads = graph.tails.take(arcs), graph.heads.take(arcs)
        ways += np.bincount(heads, ways.take(tails), minlength=graph.size)
        levels.append((tails, heads))
    alone = 1 / np.maximum(ways, 1)
    share = alone.copy()
    for tails, heads in reversed(levels[1:]):
        share += np.bincount(tails, share.take(heads), minlength=graph.size)
    return ways * (share - alone)
