"""Three at a time: brokerage roles (Gould & Fernandez 1989) and structural constraint (Burt 1992).

Both rest on the triangles among those in touch; each triangle is found once, from its two least connected corners.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mufakat.engines.mapping.graph import Floats, Graph, Ints, places_of
from mufakat.engines.mapping.network import ROLES

_AT_ONCE: Final = 1_000_000
NOBODY: Final = -1

Bools = NDArray[np.bool_]


def triads_of(graph: Graph, both: Graph, groups: Ints) -> tuple[Floats, Ints]:
    """Of each node: its constraint, and how often it has each role (columns as in ROLES).

    Constraint says how far a node's contacts are in touch with one another anyway; it is not a number for those without
    contacts. A role is had between two that have no direct tie: a pair a -> v -> c counts once, c need not answer, and
    those without a group (NOBODY) take no part.
    """
    strength = np.bincount(both.tails, both.weights, minlength=both.size).astype(np.float64)
    share = both.weights / strength[both.tails]
    local, counts = share.copy(), _two_steps(graph, groups)
    there = places_of(both.tails, both.heads, graph.tails, graph.heads, graph.size) >= 0
    for triangles in _triangles_of(both):
        local += triangles.indirect(share)
        triangles.take_closed(counts, there, groups)
    constraint = np.bincount(both.tails, local**2, minlength=both.size).astype(np.float64)
    constraint[strength == 0] = np.nan
    return constraint, counts


@dataclass(frozen=True)
class _Triangles:
    """Rows of three nodes that are all in touch, and the place of the arc between each two of them."""

    corners: Ints
    arcs: Mapping[tuple[int, int], Ints]

    def indirect(self, share: Floats) -> Floats:
        """What each arc i -> j gains by the ways i -> q -> j."""
        found = np.zeros(len(share))
        for i, q, j in permutations(range(3)):
            found += np.bincount(self.arcs[i, j], share[self.arcs[i, q]] * share[self.arcs[q, j]], minlength=len(share))
        return found

    def take_closed(self, counts: Ints, there: Bools, groups: Ints) -> None:
        """Take back the roles between two that have a direct tie."""
        for a, v, c in permutations(range(3)):
            closed = there[self.arcs[a, v]] & there[self.arcs[v, c]] & there[self.arcs[a, c]]
            corners = self.corners[closed]
            role = _roles(groups[corners[:, a]], groups[corners[:, v]], groups[corners[:, c]])
            known = role >= 0
            places = corners[known, v] * len(ROLES) + role[known]
            counts -= np.bincount(places, minlength=counts.size).reshape(counts.shape)


def _triangles_of(both: Graph) -> Iterator[_Triangles]:
    """Each triangle once, in portions that memory bears."""
    degree = np.diff(both.starts)
    rank = np.empty(both.size, dtype=np.int64)
    rank[np.lexsort((np.arange(both.size), degree))] = np.arange(both.size)
    upward = rank[both.tails] < rank[both.heads]
    tails, heads = both.tails[upward], both.heads[upward]
    starts = np.searchsorted(tails, np.arange(both.size + 1))
    back = places_of(both.heads, both.tails, both.tails, both.heads, both.size)
    for first, last in _stretches(np.diff(starts)[heads]):
        one, middle = tails[first:last], heads[first:last]
        each, third = _fan(middle, starts, heads)
        closed = places_of(one[each], third, tails, heads, both.size) >= 0
        corners = np.stack([one[each], middle[each], third], axis=1)[closed]
        arcs: dict[tuple[int, int], Ints] = {}
        for x, y in ((0, 1), (1, 2), (0, 2)):
            arcs[x, y] = places_of(corners[:, x], corners[:, y], both.tails, both.heads, both.size)
            arcs[y, x] = back[arcs[x, y]]
        yield _Triangles(corners, arcs)


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
