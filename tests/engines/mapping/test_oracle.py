"""Every measure against its definition in so many words, and against networkx, on hundreds of small random networks."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from tests.engines.mapping import naive

from mufakat.engines import mapping
from mufakat.engines.mapping import Network, Tie, betweenness, reach
from mufakat.engines.mapping.graph import both_ways, graph_of

TRIALS = int(os.environ.get("MUFAKAT_TRIALS", "1")) * 150


def networks(seed: int) -> list[tuple[list[str], list[Tie], dict[str, str]]]:
    chance = random.Random(seed)
    return [naive.network_of(chance) for _ in range(TRIALS)]


def figures(found: Network, name: str) -> dict[str, float]:
    return {node: getattr(actor, name) for node, actor in found.actors.items()}


def test_measures_of_equal_their_definitions() -> None:
    for nodes, ties, groups in networks(1):
        found = mapping.measures_of(nodes, ties, groups=groups)
        arcs = naive.arcs_of(ties)
        both = naive.turned_too(arcs)
        parts = naive.parts_of(nodes, both)
        assert (found.nodes, found.arcs, found.edges) == (len(nodes), len(arcs), len(both) // 2)
        assert (found.components, found.largest_component) == (len(parts), len(parts[0]))
        assert figures(found, "betweenness") == pytest.approx(naive.betweenness_of(nodes, both))
        assert figures(found, "brokerage") == naive.brokerage_of(nodes, arcs, groups)
        for node in nodes:
            assert found.actors[node].constraint == pytest.approx(naive.constraint_of(nodes, both, node))
        assert figures(found, "out_degree") == {a: sum((a, b) in arcs for b in nodes) for a in nodes}
        assert figures(found, "in_degree") == {b: sum((a, b) in arcs for a in nodes) for b in nodes}
        if both:
            labels = figures(found, "community")
            assert found.modularity == pytest.approx(naive.modularity_of(nodes, both, labels))


def test_measures_of_groups_equal_their_definitions() -> None:
    for nodes, ties, groups in networks(2):
        found = mapping.measures_of(nodes, ties, groups=groups)
        both = naive.turned_too(naive.arcs_of(ties))
        known = [(a, b) for a, b in both if a < b and a in groups and b in groups]
        inner = sum(groups[a] == groups[b] for a, b in known)
        expected = (len(known) - 2 * inner) / len(known) if known else None
        assert found.ei_index == pytest.approx(expected)


def test_failures_equal_taking_the_node_out() -> None:
    for nodes, ties, groups in networks(3):
        found = mapping.measures_of(nodes, ties, groups=groups)
        largest = naive.parts_of(nodes, naive.turned_too(naive.arcs_of(ties)))[0]
        cuts = {node for node, actor in found.actors.items() if actor.is_cut}
        assert {one.node for one in found.failures} >= (cuts if len(cuts) <= 5 else set())
        for one in found.failures:
            rest = [node for node in nodes if node != one.node]
            both = naive.turned_too(naive.arcs_of([tie for tie in ties if one.node not in {tie.a, tie.b}]))
            parts = naive.parts_of(rest, both)
            far = [step for node in rest for step in naive.steps_of(rest, both, node).values() if step]
            assert one.components_after == len(parts)
            assert one.mean_distance_after == pytest.approx(sum(far) / len(far) if far else None)
            assert one.mean_distance_before == pytest.approx(found.mean_distance)
            if one.cut_off:
                assert one.node in largest or len(largest) == 1 + one.cut_off + len(parts[0])
        order = [one.cut_off for one in found.failures]
        assert order == sorted(order, reverse=True)


def plain_of(nodes: Sequence[str], ties: Sequence[Tie]) -> nx.DiGraph:
    plain = nx.DiGraph()
    plain.add_nodes_from(nodes)
    plain.add_weighted_edges_from((a, b, weight) for (a, b), weight in naive.arcs_of(list(ties)).items())
    return plain


def test_measures_of_agree_with_networkx() -> None:
    chance = random.Random(4)
    for _ in range(TRIALS):
        nodes, ties, groups = naive.network_of(chance, 16)
        found, plain = mapping.measures_of(nodes, ties, groups=groups), plain_of(nodes, ties)
        both = plain.to_undirected()
        assert figures(found, "betweenness") == pytest.approx(nx.betweenness_centrality(both))
        assert figures(found, "closeness") == pytest.approx(nx.closeness_centrality(both))
        assert figures(found, "degree") == dict(both.degree)
        constraint = nx.constraint(plain, weight="weight")  # nothing for those who only receive; the definition has one
        assert {node: figures(found, "constraint")[node] for node in nodes if plain[node]} == pytest.approx(
            {node: constraint[node] for node in nodes if plain[node]}
        )
        assert {node for node, actor in found.actors.items() if actor.is_cut} == set(nx.articulation_points(both))
        assert found.density == (pytest.approx(nx.density(plain)) if len(nodes) > 1 else None)
        if ties:
            assert found.reciprocity == pytest.approx(nx.overall_reciprocity(plain))
        assert found.components == nx.number_connected_components(both)
        compare_groups(found, plain, groups)


def compare_groups(found: Network, plain: nx.DiGraph, groups: dict[str, str]) -> None:
    inner = plain.subgraph(groups).copy()
    nx.set_node_attributes(inner, groups, "group")
    mixed = nx.attribute_mixing_matrix(inner, "group") if inner.number_of_edges() else np.ones((1, 1))
    chance = float((mixed.sum(0) * mixed.sum(1)).sum())
    if chance > 1 - 1e-12:
        assert found.assortativity is None
    else:
        assert found.assortativity == pytest.approx((np.trace(mixed) - chance) / (1 - chance))


def test_shares_from_many_starts_are_the_same_as_rustworkx_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    for _ in range(20):
        nodes, ties, _groups = naive.network_of(chance, 60)
        graph = graph_of(nodes, ties)
        small, starts = betweenness.betweenness_of(graph, 0)
        with monkeypatch.context() as patched:
            patched.setattr(betweenness, "_SMALL", -1)
            patched.setattr(betweenness, "_SMALL_AND_DEEP", -1)
            large, others = betweenness.betweenness_of(graph, 0)
        assert large == pytest.approx(small)
        assert starts == others == len(nodes)


def test_betweenness_from_a_sample_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = nx.barabasi_albert_graph(400, 3, seed=7)
    graph = graph_of([f"{n:03}" for n in plain], [Tie(f"{a:03}", f"{b:03}") for a, b in plain.edges])
    exact, _ = betweenness.betweenness_of(graph, 0)
    monkeypatch.setattr(betweenness, "_SMALL", -1)
    monkeypatch.setattr(betweenness, "_SMALL_AND_DEEP", -1)
    monkeypatch.setattr(betweenness, "_WORK", 200 * len(graph.tails))
    near, starts = betweenness.betweenness_of(graph, 0)
    assert starts == 200
    assert np.abs(near - exact).max() < 0.02
    assert set(np.argsort(-near)[:5]) == set(np.argsort(-exact)[:5])


def test_distances_of_deep_networks_agree() -> None:
    nodes = [f"n{number:03}" for number in range(150)]
    both = both_ways(graph_of(nodes, [Tie(a, b) for a, b in pairwise(nodes)]))
    assert reach.is_deep(both)
    found = reach.distances_of(both, 0)
    assert found.mean == reach.mean_steps(both, np.arange(150))
    assert found.mean == pytest.approx(151 / 3)
    assert reach.steps_of(both, np.array([0, 149]))[:, 0].tolist() == list(range(150))


def test_distances_of_vast_networks_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = nx.barabasi_albert_graph(300, 3, seed=7)
    both = both_ways(graph_of([f"{n:03}" for n in plain], [Tie(f"{a:03}", f"{b:03}") for a, b in plain.edges]))
    exact = reach.distances_of(both, 0)
    monkeypatch.setattr(reach, "_WORK", 0)
    monkeypatch.setattr(reach, "_SAMPLE", 100)
    near = reach.distances_of(both, 0)
    assert near.mean == pytest.approx(exact.mean, rel=0.05)
    sizes = np.full(300, 300)
    assert near.closeness(sizes) == pytest.approx(exact.closeness(sizes), rel=0.1)
