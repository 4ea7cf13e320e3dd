"""How far it is from each to each, and who lies between (Freeman 1979). Every tie is one step, whatever its weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import rustworkx as rx

from mufakat.engines.mapping.graph import Floats, Graph


@dataclass(frozen=True)
class Distances:
    """The mean over all pairs that reach one another (None: no such pair), and each node's closeness."""

    mean: float | None
    closeness: Floats


def distances_of(both: Graph) -> Distances:
    """Mean distance and closeness; in a network of several parts closeness counts only as much as the part reaches."""
    matrix = rx.distance_matrix(_plain(both), null_value=-1.0) if both.size else np.zeros((0, 0))
    reached = matrix > 0
    counts, sums = reached.sum(1), np.where(reached, matrix, 0).sum(1)
    closeness = np.divide(counts, sums, out=np.zeros(both.size), where=sums > 0) * counts / max(both.size - 1, 1)
    return Distances(float(sums.sum() / counts.sum()) if counts.sum() else None, closeness)


def betweenness_of(graph: Graph) -> Floats:
    """Each node's share of the shortest ways between all others, from 0 to 1."""
    found = rx.digraph_betweenness_centrality(_plain_directed(graph), normalized=True)
    return np.array([found[place] for place in range(graph.size)])


def _plain(both: Graph) -> rx.PyGraph[None, None]:
    plain: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    plain.add_nodes_from([None] * both.size)
    plain.extend_from_edge_list(list(zip(both.tails.tolist(), both.heads.tolist(), strict=True)))
    return plain


def _plain_directed(graph: Graph) -> rx.PyDiGraph[None, None]:
    plain: rx.PyDiGraph[None, None] = rx.PyDiGraph(multigraph=False)
    plain.add_nodes_from([None] * graph.size)
    plain.extend_from_edge_list(list(zip(graph.tails.tolist(), graph.heads.tolist(), strict=True)))
    return plain
