"""Ties as arrays: nodes in the order of their names, parallel ties as one, undirected ties as two arcs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mufakat.engines.mapping.network import BadWeight, RepeatedNode, SelfTie, Tie, UnknownNode

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Graph:
    """Arcs from `tails` to `heads` in rising order with the summed weight, `starts[v]:starts[v + 1]` those that leave v.

    `both` is the same graph with each arc also turned round, as for measures that ask only who is in touch with whom;
    its weight is what goes there and back.
    """

    names: tuple[str, ...]
    tails: Ints
    heads: Ints
    weights: Floats
    starts: Ints

    @property
    def size(self) -> int:
        """How many nodes."""
        return len(self.names)


def graph_of(nodes: Sequence[str], ties: Sequence[Tie]) -> Graph:
    """The ties as arcs. Refuses names that are unknown or repeated, ties with oneself, and weights that are not above 0."""
    names = tuple(sorted(nodes))
    places = {name: place for place, name in enumerate(names)}
    if len(places) != len(names):
        raise RepeatedNode(next(one for one, other in pairwise(names) if one == other))
    arcs = []
    for tie in ties:
        _check(tie, places)
        a, b = places[tie.a], places[tie.b]
        arcs.append((a, b, tie.weight))
        if not tie.is_directed:
            arcs.append((b, a, tie.weight))
    arcs.sort()
    tails = np.array([arc[0] for arc in arcs], dtype=np.int64)
    heads = np.array([arc[1] for arc in arcs], dtype=np.int64)
    return arranged(names, tails, heads, np.array([arc[2] for arc in arcs], dtype=np.float64))


def arranged(names: tuple[str, ...], tails: Ints, heads: Ints, weights: Floats) -> Graph:
    """A graph of arcs in any order; equal ones become one with the sum of their weights."""
    size = len(names)
    keys, inverse = np.unique(tails * size + heads, return_inverse=True)
    summed = np.bincount(inverse.ravel(), weights, minlength=len(keys)).astype(np.float64)
    tails, heads = keys // max(size, 1), keys % max(size, 1)
    return Graph(names, tails, heads, summed, np.searchsorted(tails, np.arange(size + 1)))


def both_ways(graph: Graph) -> Graph:
    """Who is in touch with whom, whichever way; an arc's weight is what goes there and back."""
    return arranged(
        graph.names,
        np.concatenate([graph.tails, graph.heads]),
        np.concatenate([graph.heads, graph.tails]),
        np.concatenate([graph.weights, graph.weights]),
    )


def _check(tie: Tie, places: dict[str, int]) -> None:
    for name in (tie.a, tie.b):
        if name not in places:
            raise UnknownNode(name)
    if tie.a == tie.b:
        raise SelfTie(tie.a)
    if not (tie.weight > 0 and math.isfinite(tie.weight)):
        raise BadWeight(f"{tie.a} - {tie.b}: {tie.weight}")


def places_of(tails: Ints, heads: Ints, all_tails: Ints, all_heads: Ints, size: int) -> Ints:
    """Where among the arcs (in rising order) each of these arcs is; -1 for one that is not there."""
    keys, wanted = all_tails * size + all_heads, tails * size + heads
    if not len(keys):
        return np.full(len(wanted), -1)
    found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[found] == wanted, found, -1)
