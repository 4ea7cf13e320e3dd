"""Groups that are more in touch within than without: the Louvain method (Blondel et al. 2008), the same result each time."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from mufakat.engines.mapping.graph import Graph, Ints, arranged

_LEVELS: Final = 40


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


def _moved(level: Graph, loops: np.ndarray, seed: int) -> Ints:  # type: ignore[type-arg]
    """Each node beside those where it adds most, until no move helps."""
    starts, heads, weights = level.starts.tolist(), level.heads.tolist(), level.weights.tolist()
    strength = (np.bincount(level.tails, level.weights, minlength=level.size) + loops).tolist()
    total = sum(strength)
    label, held = list(range(level.size)), list(strength)
    queue = deque(np.random.default_rng(seed).permutation(level.size).tolist())
    waiting = [True] * level.size
    while queue:
        node = queue.popleft()
        waiting[node] = False
        near: dict[int, float] = {label[node]: 0.0}
        for arc in range(starts[node], starts[node + 1]):
            other = label[heads[arc]]
            near[other] = near.get(other, 0.0) + weights[arc]
        mine, share = label[node], strength[node] / total if total else 0.0
        held[mine] -= strength[node]
        best, most = mine, near[mine] - share * held[mine]
        for other, tied in near.items():
            gain = tied - share * held[other]
            if gain > most + 1e-12:
                best, most = other, gain
        held[best] += strength[node]
        if best == mine:
            continue
        label[node] = best
        for head in heads[starts[node] : starts[node + 1]]:
            if label[head] != best and not waiting[head]:
                waiting[head] = True
                queue.append(head)
    return np.array(label, dtype=np.int64)


def _merged(level: Graph, loops: np.ndarray, found: Ints) -> tuple[Graph, np.ndarray]:  # type: ignore[type-arg]
    count = int(found.max()) + 1
    tails, heads = found[level.tails], found[level.heads]
    inside = tails == heads
    kept = np.bincount(found, loops, minlength=count) + np.bincount(
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
