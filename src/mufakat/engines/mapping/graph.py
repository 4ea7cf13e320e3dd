"""Ties as arrays: nodes in the order of their names, parallel ties as one, undirected ties as two arcs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from mufakat.engines.mapping.network import BadWeight, RepeatedNode, SelfTie, Tie, UnknownNode

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Graph:
    """Arcs from `tails` to `heads` in rising order with the summed weight, `starts[v]:starts[v + 1]` those that leave v.

    Functions that take `both` want a graph that has each arc both ways (`both_ways`): who is in touch with whom.
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
    for tie in ties:
        _check(tie, places)
    one = np.array([places[tie.a] for tie in ties], dtype=np.int64)
    other = np.array([places[tie.b] for tie in ties], dtype=np.int64)
    weights = np.array([tie.weight for tie in ties], dtype=np.float64)
    back = np.array([not tie.is_directed for tie in ties], dtype=bool)
    tails, heads = np.concatenate([one, other[back]]), np.concatenate([other, one[back]])
    weights = np.concatenate([weights, weights[back]])
    order = np.lexsort((weights, heads, tails))  # sums of fractions must not depend on the order of the ties
    return arranged(names, tails[order], heads[order], weights[order])


def arranged(names: tuple[str, ...], tails: Ints, heads: Ints, weights: Floats) -> Graph:
    """A graph of arcs in any order; equal ones become one with the sum of their weights."""
    size = len(names)
    keys = tails * size + heads
    order = np.argsort(keys, kind="stable")
    keys, weights = keys[order], weights[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    if len(first) < len(keys):
        keys, weights = keys[first], np.add.reduceat(weights, first)
    tails, heads = keys // max(size, 1), keys % max(size, 1)
    return Graph(names, tails, heads, weights, np.searchsorted(tails, np.arange(size + 1)))


def both_ways(graph: Graph) -> Graph:
    """Who is in touch with whom, whichever way; an arc's weight is what goes there and back."""
    return arranged(
        graph.names,
        np.concatenate([graph.tails, graph.heads]),
        np.concatenate([graph.heads, graph.tails]),
        np.concatenate([graph.weights, graph.weights]),
    )


def turned(graph: Graph) -> Graph:
    """Each arc the other way."""
    return arranged(graph.names, graph.heads, graph.tails, graph.weights)


def without(graph: Graph, node: int) -> Graph:
    """The graph in which one node has no ties."""
    kept = (graph.tails != node) & (graph.heads != node)
    return arranged(graph.names, graph.tails[kept], graph.heads[kept], graph.weights[kept])


def plain_of(graph: Graph) -> rx.PyDiGraph[None, None]:
    """The graph as rustworkx knows it."""
    plain: rx.PyDiGraph[None, None] = rx.PyDiGraph()
    plain.add_nodes_from([None] * graph.size)
    plain.extend_from_edge_list(list(zip(graph.tails.tolist(), graph.heads.tolist(), strict=True)))
    return plain


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
