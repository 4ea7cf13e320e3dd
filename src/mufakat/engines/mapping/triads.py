"""Three at a time: brokerage roles (Gould & Fernandez 1989) and structural constraint (Burt 1992).

Both rest on the triangles among those in touch; each triangle is found once, from its two least connected corners.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Final

import numpy as np

from mufakat.engines.mapping.graph import Floats, Graph, Ints, places_of
from mufakat.engines.mapping.network import ROLES

_AT_ONCE: Final = 4_000_000
NOBODY: Final = -1


def triangles_of(both: Graph) -> Ints:
    """Rows of three nodes that are all in touch with one another."""
    degree = np.diff(both.starts)
    rank = np.empty(both.size, dtype=np.int64)
    rank[np.lexsort((np.arange(both.size), degree))] = np.arange(both.size)
    upward = rank[both.tails] < rank[both.heads]
    tails, heads = both.tails[upward], both.heads[upward]
    starts = np.searchsorted(tails, np.arange(both.size + 1))
    found = [np.empty((0, 3), dtype=np.int64)]
    for first, last in _stretches(np.diff(starts)[heads]):
        one, middle = tails[first:last], heads[first:last]
        each, third = _fan(middle, starts, heads)
        closed = places_of(one[each], third, tails, heads, both.size) >= 0
        found.append(np.stack([one[each], middle[each], third], axis=1)[closed])
    return np.concatenate(found)


def brokerage_of(graph: Graph, triangles: Ints, groups: Ints) -> Ints:
    """How often each node stands between two that have no direct tie, by role (columns as in ROLES).

    A pair a -> v -> c counts once; c need not answer. Those without a group (NOBODY) take no part.
    """
    counts = _two_steps(graph, groups)
    if not len(triangles):
        return counts
    sides = {
        (x, y): places_of(triangles[:, x], triangles[:, y], graph.tails, graph.heads, graph.size) >= 0
        for x, y in permutations(range(3), 2)
    }
    for a, v, c in permutations(range(3)):
        closed = triangles[sides[a, v] & sides[v, c] & sides[a, c]]
        role = _roles(groups[closed[:, a]], groups[closed[:, v]], groups[closed[:, c]])
        known = role >= 0
        np.subtract.at(counts, (closed[known, v], role[known]), 1)
    return counts


def constraint_of(both: Graph, triangles: Ints) -> Floats:
    """How far each node's contacts are in touch with one another anyway; not a number for those without contacts."""
    strength = np.bincount(both.tails, both.weights, minlength=both.size)
    share = both.weights / strength[both.tails]
    local = share.copy()
    for one, other, third in permutations(range(3)):  # one's tie to third, by way of other
        i, q, j = triangles[:, one], triangles[:, other], triangles[:, third]
        straight = places_of(i, j, both.tails, both.heads, both.size)
        there = places_of(i, q, both.tails, both.heads, both.size)
        on = places_of(q, j, both.tails, both.heads, both.size)
        local += np.bincount(straight, share[there] * share[on], minlength=len(local))
    found = np.bincount(both.tails, local**2, minlength=both.size).astype(np.float64)
    found[strength == 0] = np.nan
    return found


def _two_steps(graph: Graph, groups: Ints) -> Ints:
    """Ways a -> v -> c by role of v, those that end where they began left out."""
    counts = np.zeros((graph.size, len(ROLES)), dtype=np.int64)
    kinds = int(groups.max(initial=NOBODY)) + 1
    known = (groups[graph.tails] >= 0) & (groups[graph.heads] >= 0)
    tails, heads = graph.tails[known], graph.heads[known]
    coming = _by_group(heads, groups[tails], graph.size, kinds)
    going = _by_group(tails, groups[heads], graph.size, kinds)
    back = known & (places_of(graph.heads, graph.tails, graph.tails, graph.heads, graph.size) >= 0)
    returning = _by_group(graph.tails[back], groups[graph.heads[back]], graph.size, kinds)
    own = np.where(groups >= 0, groups, 0)
    rows = np.arange(graph.size)
    if not kinds:
        return counts
    same_in, same_out, same_back = coming[rows, own], going[rows, own], returning[rows, own]
    other_in, other_out = coming.sum(1) - same_in, going.sum(1) - same_out
    pairs_of_a_group = (coming * going).sum(1) - same_in * same_out
    counts[:, 0] = same_in * same_out - same_back
    counts[:, 1] = pairs_of_a_group - (returning.sum(1) - same_back)
    counts[:, 2] = other_in * same_out
    counts[:, 3] = same_in * other_out
    counts[:, 4] = other_in * other_out - pairs_of_a_group
    counts[groups < 0] = 0
    return counts


def _by_group(places: Ints, groups: Ints, size: int, kinds: int) -> Ints:
    return np.bincount(places * max(kinds, 1) + groups, minlength=size * kinds).reshape(size, kinds)


def _roles(a: Ints, v: Ints, c: Ints) -> Ints:
    """The role of v between a and c, as a column of ROLES; NOBODY where a group is not known."""
    role = np.select([(a == v) & (v == c), a == c, v == c, a == v], [0, 1, 2, 3], 4)
    return np.where((a >= 0) & (v >= 0) & (c >= 0), role, NOBODY)


def _fan(middle: Ints, starts: Ints, heads: Ints) -> tuple[Ints, Ints]:
    """For each of these nodes all that follow it: the number of the node in the list, and who follows."""
    counts = starts[middle + 1] - starts[middle]
    each = np.repeat(np.arange(len(middle)), counts)
    before = np.cumsum(counts) - counts
    return each, heads[np.arange(len(each)) - before[each] + starts[middle][each]]


def _stretches(costs: Ints) -> Iterator[tuple[int, int]]:
    """Stretches of a list that cost no more than what memory bears at once."""
    total = np.cumsum(costs)
    first = 0
    while first < len(costs):
        spent = total[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(total, spent + _AT_ONCE, side="right")))
        yield first, last
        first = last


def role_counts(row: Ints) -> Mapping[str, int]:
    """One node's roles by name."""
    return {role: int(count) for role, count in zip(ROLES, row, strict=True)}
