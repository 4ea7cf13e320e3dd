"""What if somebody drops out: the parts the network falls into, and how much farther apart the others are."""

from __future__ import annotations

from typing import Final

import numpy as np
import rustworkx as rx

from mufakat.engines.mapping.graph import Floats, Graph, arranged
from mufakat.engines.mapping.network import Failure
from mufakat.engines.mapping.paths import distances_of

_TESTED: Final = 5


def parts_of(both: Graph) -> list[int]:
    """The sizes of the parts that are not in touch, the largest first."""
    return sorted((len(part) for part in rx.connected_components(_plain(both))), reverse=True)


def cuts_of(both: Graph) -> frozenset[int]:
    """Nodes without which some that are in touch would not be (articulation points)."""
    return frozenset(rx.articulation_points(_plain(both)))


def failures_of(both: Graph, betweenness: Floats, mean: float | None) -> tuple[Failure, ...]:
    """The worst cases, each node taken out alone, worst first."""
    order = sorted(cuts_of(both) | set(np.argsort(-betweenness, kind="stable")[:_TESTED].tolist()))
    tested = [_without(both, node, mean) for node in order if both.starts[node + 1] > both.starts[node]]
    return tuple(
        sorted(tested, key=lambda failure: (-failure.cut_off, -(failure.mean_distance_after or 0), failure.node))
    )


def _without(both: Graph, node: int, mean: float | None) -> Failure:
    kept = (both.tails != node) & (both.heads != node)
    names = both.names[:node] + both.names[node + 1 :]
    tails, heads = both.tails[kept], both.heads[kept]
    rest = arranged(names, tails - (tails > node), heads - (heads > node), both.weights[kept])
    components = rx.connected_components(_plain(both))
    home = next(part for part in components if node in part)
    parts = parts_of(rest)
    before = max(len(part) for part in components)
    lost = before - 1 - parts[0] if len(home) == before and parts else 0
    return Failure(both.names[node], len(parts), max(0, lost), mean, distances_of(rest).mean)


def _plain(both: Graph) -> rx.PyGraph[None, None]:
    plain: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    plain.add_nodes_from([None] * both.size)
    plain.extend_from_edge_list(list(zip(both.tails.tolist(), both.heads.tolist(), strict=True)))
    return plain
