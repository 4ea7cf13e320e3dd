"""Groups that are more in touch within than without: the Louvain method (Blondel et al. 2008), the same result each time."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import Final

import numpy as np

from mufakat.engines.mapping.graph import Floats, Graph, Ints, arranged

_LEVELS: Final = 40
_LEAST: Final = 1e-12
_TRIES: Final = 10
_SMALL: Final = 10_000


def communities_of(both: Graph, seed: int) -> Ints:
    """The community of each node, numbered from 0, the largest first (equals by their first node).

    Small networks are tried in several orders of the nodes, and the best is taken.
    """
    tries = _TRIES if len(both.tails) <= _SMALL else 1
    found = [_numbered(_once(both, seed + number, is_polished=tries > 1)) for number in range(tries)]
    return max(found, key=lambda labels: round(modularity_of(both, labels) or 0, 9))


def _once(both: Graph, seed: int, *, is_polished: bool) -> Ints:
    """Move nodes, then whole communities, until nothing moves; polished: then nodes again, as long as that helps."""
    labels, best = _climbed(both, np.arange(both.size), seed), -1.0
    while is_polished and (reached := modularity_of(both, labels) or 0) > best + _LEAST:
        best = reached
        labels = _climbed(both, labels, seed)
    return labels


def _climbed(both: Graph, labels: Ints, seed: int) -> Ints:
    level, loops, found = both, np.zeros(both.size), _moved(both, np.zeros(both.size), labels, seed)
    _, labels = np.unique(found, return_inverse=True)
    found = labels
    for _ in range(_LEVELS):
        level, loops = _merged(level, loops, found)
        found = _moved(level, loops, np.arange(level.size), seed)
        values, found = np.unique(found, return_inverse=True)
        if len(values) == level.size:
            break
        labels = found[labels]
    return labels


def modularity_of(both: Graph, labels: Ints) -> float | None:
    """The share of ties within communities above what chance would give (Newman 2004); None without ties."""
    total = both.weights.sum()
    if not total:
        return None
    inner = both.weights[labels[both.tails] == labels[both.heads]].sum()
    strength = np.bincount(labels[both.tails], both.weights)
    return float(inner / total - ((strength / total) ** 2).sum())


def _moved(level: Graph, loops: Floats, begun: Ints, seed: int) -> Ints:
    """Each node beside those where it adds most, until no move helps."""
    starts, arcs = level.starts.tolist(), list(zip(level.heads.tolist(), level.weights.tolist(), strict=True))
    tied = [arcs[first:last] for first, last in pairwise(starts)]
    strength = (np.bincount(level.tails, level.weights, minlength=level.size) + loops).tolist()
    total = sum(strength) or 1.0
    label, held = begun.tolist(), np.bincount(begun, strength, minlength=level.size).tolist()
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
    count = int(found.max(initial=-1)) + 1
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
