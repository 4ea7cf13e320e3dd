"""All that is measured about a network, in one go."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from mufakat.engines.mapping import communities, failures, triads
from mufakat.engines.mapping.betweenness import betweenness_of
from mufakat.engines.mapping.cuts import Parts, parts_of
from mufakat.engines.mapping.graph import Floats, Graph, Ints, both_ways, graph_of, places_of
from mufakat.engines.mapping.network import Actor, Network, Tie
from mufakat.engines.mapping.reach import Distances, distances_of


def measures_of(nodes: Sequence[str], ties: Sequence[Tie], *, groups: Mapping[str, str], seed: int = 0) -> Network:
    """Every figure about a network and each of its nodes. The order of nodes and ties makes no difference.

    Density, reciprocity, brokerage and assortativity follow the direction of ties. Distances, betweenness, closeness,
    constraint, parts and failures ask only who is in touch with whom: whoever gives money is known to who gets it.
    Nodes without a group are left out of the figures that compare groups. Refuses ties with oneself, unknown or
    repeated nodes and weights that are not above zero.
    """
    graph = graph_of(nodes, ties)
    both = both_ways(graph)
    kinds, parts = _numbers_of(graph.names, groups), parts_of(both)
    label = communities.communities_of(both, seed)
    apart = distances_of(both, seed)
    between, starts = betweenness_of(both, seed)
    degree = np.diff(both.starts)
    possible = graph.size * (graph.size - 1)
    return Network(
        nodes=graph.size,
        edges=len(both.tails) // 2,
        arcs=len(graph.tails),
        density=len(graph.tails) / possible if possible else None,
        reciprocity=_reciprocity(graph),
        degree_centralisation=_centralisation(degree, graph.size - 2),
        betweenness_centralisation=_centralisation(between, 1),
        assortativity=assortativity_of(graph, kinds),
        ei_index=ei_index_of(both, kinds),
        components=parts.count,
        largest_component=parts.largest,
        isolates=int((degree == 0).sum()),
        mean_distance=apart.mean,
        communities=int((np.bincount(label) > 1).sum()),
        modularity=communities.modularity_of(both, label),
        counted_from=starts,
        actors=_actors(graph, both, kinds=kinds, parts=parts, between=between, apart=apart, label=label),
        failures=failures.failures_of(both, parts, between, seed),
    )


def assortativity_of(graph: Graph, kinds: Ints) -> float | None:
    """Whether ties stay within groups: 1 wholly, 0 as by chance, below 0 rather across (Newman 2003)."""
    known = (kinds[graph.tails] >= 0) & (kinds[graph.heads] >= 0)
    count = int(kinds.max(initial=-1)) + 1
    total = int(known.sum())
    if not total:
        return None
    mixed = np.bincount(kinds[graph.tails[known]] * count + kinds[graph.heads[known]], minlength=count * count)
    mixed = mixed.reshape(count, count)
    chance = int((mixed.sum(0) * mixed.sum(1)).sum())
    if chance == total * total:
        return None
    return (int(np.trace(mixed)) * total - chance) / (total * total - chance)


def ei_index_of(both: Graph, kinds: Ints) -> float | None:
    """External minus internal ties over all ties: -1 wholly within groups, 1 wholly across (Krackhardt & Stern 1988)."""
    known = (kinds[both.tails] >= 0) & (kinds[both.heads] >= 0)
    total = int(known.sum())
    inner = int((known & (kinds[both.tails] == kinds[both.heads])).sum())
    return (total - 2 * inner) / total if total else None


def _reciprocity(graph: Graph) -> float | None:
    if not len(graph.tails):
        return None
    answered = places_of(graph.heads, graph.tails, graph.tails, graph.heads, graph.size) >= 0
    return float(answered.mean())


def _centralisation(values: Ints | Floats, most: float) -> float | None:
    """How far one stands out (Freeman 1979): the distances to the first, over what they are in a star."""
    if len(values) < 3:
        return None
    return float((values.max() - values).sum() / ((len(values) - 1) * most))


def _numbers_of(names: Sequence[str], groups: Mapping[str, str]) -> Ints:
    known = {group: number for number, group in enumerate(sorted({groups[name] for name in names if name in groups}))}
    return np.array([known[groups[name]] if name in groups else triads.NOBODY for name in names], dtype=np.int64)


def _actors(
    graph: Graph, both: Graph, *, kinds: Ints, parts: Parts, between: Floats, apart: Distances, label: Ints
) -> dict[str, Actor]:
    closeness = apart.closeness(parts.sizes)
    constraint, roles = triads.triads_of(graph, both, kinds)
    degree, out_degree = np.diff(both.starts).tolist(), np.diff(graph.starts).tolist()
    in_degree = np.bincount(graph.heads, minlength=graph.size).tolist()
    return {
        name: Actor(
            degree=degree[place],
            in_degree=in_degree[place],
            out_degree=out_degree[place],
            betweenness=float(between[place]),
            closeness=float(closeness[place]),
            constraint=None if math.isnan(constraint[place]) else float(constraint[place]),
            brokerage=triads.role_counts(roles[place]),
            community=int(label[place]),
            is_cut=parts.is_cut(place),
        )
        for place, name in enumerate(graph.names)
    }
