"""Groups that are more in touch within than without: the Louvain method (Blondel et al. 2008), the same result each time."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import Final

import numpy as np

from mufakat.engines.mapping.graph import Floats, Graph, Ints, arranged

_LEVELS: Final = 40
_LEAST: Final = 1e-12


def communities_of(both: Graph, seed: int) -> Ints:
    """The community of each node, numbered from 0, the largest first (equals by their first node)."""
    labels = np.arange(both.size)
    level, loops = both, np.zeros(both.size)
    for _ in range(_LEVELS):
        found = _moved(level, loops, seed)
        if len(np.unique(found)) == level.size:
            break
        _, found = np.unique(found, return_inverse=True)
        labels = found[labels]
        level, loops = _merged(level, loops, found)
    return _numbered(labels)


def modularity_of(both: Graph, labels: Ints) -> float | None:
    """The share of ties within communities above what chance would give (Newman 2004); None without ties."""
    total = both.weights.sum()
    if not total:
        return None
    inner = both.weights[labels[both.tails] == labels[both.heads]].sum()
    strength = np.bincount(labels[both.tails], both.weights)
    return float(inner / total - ((strength / total) ** 2).sum())


def _moved(level: Graph, loops: Floats, seed: int) -> Ints:
    """Each node beside those where it adds most, until no move helps."""
    starts, arcs = level.starts.tolist(), list(zip(level.heads.tolist(), level.weights.tolist(), strict=True))
    tied = [arcs[first:last] for first, last in pairwise(starts)]
    strength = (np.bincount(level.tails, level.weights, minlength=level.size) + loops).tolist()
    total = sum(strength) or 1.0
    label, held = list(range(level.size)), list(strength)
    queue = deque(np.random.default_rng(seed).permutation(level.size).tolist())
    waiting = [True] * level.size
    while queue:
        node = queue.popleft()
        waiting[node] = False
        mine, share = label[node], strength[node] / total
        held[mine] -= strength[node]
        best = _best(tied[node], label, held, mine, share)
        held[best] += strength[node]
        if best == mine:
            continue
        label[node] = best
        for head, _ in tied[node]:
            if not waiting[head] and label[head] != best:
                waiting[head] = True
                queue.append(head)
    return np.array(label, dtype=np.int64)


def _best(tied: list[tuple[int, float]], label: list[int], held: list[float], mine: int, share: float) -> int:
    """The community that gains most by a node with these ties; its own unless another is better."""
    near = {mine: 0.0}
    for head, weight in tied:
        other = label[head]
        if other in near:
            near[other] += weight
        else:
            near[other] = weight
    best, most = mine, near[mine] - share * held[mine] + _LEAST
    for other, weight in near.items():
        gain = weight - share * held[other]
        if gain > most:
            best, most = other, gain
    return best


def _merged(level: Graph, loops: Floats, found: Ints) -> tuple[Graph, Floats]:
    count = int(found.max()) + 1
    tails, heads = found[level.tails], found[level.heads]
    inside = tails == heads
    kept: Floats = np.bincount(found, loops, minlength=count).astype(np.float64) + np.bincount(
        tails[inside], level.weights[inside], minlength=count
    )
    names = tuple(str(number) for number in range(count))
    return arranged(names, tails[~inside], heads[~inside], level.weights[~inside]), kept


def _numbered(labels: Ints) -> Ints:
    values, first, inverse, counts = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -counts))
    number = np.empty(len(values), dtype=np.int64)
    number[order] = np.arange(len(values))
    return number[inverse.ravel()]
