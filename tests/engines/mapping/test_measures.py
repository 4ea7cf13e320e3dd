"""What holds for any network: names and order do not matter; nothing, little and wrong input."""

from __future__ import annotations

import json
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.mapping import naive

from mufakat.engines import mapping
from mufakat.engines.mapping import BadWeight, Network, RepeatedNode, SelfTie, Tie, UnknownNode

seeds = st.integers(0, 2**32)


@given(seeds)
def test_measures_of_does_not_depend_on_the_order(seed: int) -> None:
    chance = random.Random(seed)
    nodes, ties, groups = naive.network_of(chance, 25)
    found = mapping.measures_of(nodes, ties, groups=groups)
    swapped = [tie if tie.is_directed or chance.random() < 0.5 else Tie(tie.b, tie.a, tie.weight) for tie in ties]
    chance.shuffle(nodes)
    chance.shuffle(swapped)
    assert mapping.measures_of(nodes, swapped, groups=groups) == found


@given(seeds)
def test_measures_of_does_not_depend_on_the_names(seed: int) -> None:
    """But communities may, where several divisions are equally good: the first is taken."""
    chance = random.Random(seed)
    nodes, ties, groups = naive.network_of(chance, 25)
    names = dict(zip(nodes, chance.sample([f"organisasi {number}" for number in range(99)], len(nodes)), strict=True))
    found = mapping.measures_of(nodes, ties, groups=groups)
    other = mapping.measures_of(
        list(names.values()),
        [Tie(names[tie.a], names[tie.b], tie.weight, tie.is_directed, tie.kind) for tie in ties],
        groups={names[node]: group for node, group in groups.items()},
    )
    assert plain_figures(other) == pytest.approx(plain_figures(found))
    for node, actor in found.actors.items():
        assert of_actor(other.actors[names[node]]) == pytest.approx(of_actor(actor))


def plain_figures(found: Network) -> dict[str, float]:
    skipped = {"communities", "modularity", "actors", "failures"}
    return {name: value for name, value in found.as_json().items() if name not in skipped}


def of_actor(actor: mapping.Actor) -> list[float | None]:
    places = [actor.degree, actor.in_degree, actor.out_degree, actor.betweenness, actor.closeness, actor.constraint]
    return [*places, *(actor.brokerage[role] for role in mapping.ROLES), actor.is_cut]


@given(seeds)
def test_measures_of_stay_in_their_bounds(seed: int) -> None:
    nodes, ties, groups = naive.network_of(random.Random(seed), 25)
    found = mapping.measures_of(nodes, ties, groups=groups)
    for name in ("density", "reciprocity", "degree_centralisation", "betweenness_centralisation"):
        value = getattr(found, name)
        assert value is None or -1e-12 <= value <= 1 + 1e-12
    for name in ("assortativity", "ei_index", "modularity"):
        value = getattr(found, name)
        assert value is None or -1 - 1e-12 <= value <= 1
    assert all(0 <= actor.betweenness <= 1 and 0 <= actor.closeness <= 1 for actor in found.actors.values())
    numbers = [actor.community for actor in found.actors.values()]
    sizes = [numbers.count(number) for number in range(max(numbers) + 1)]
    assert sizes == sorted(sizes, reverse=True)
    assert found.communities == sum(size > 1 for size in sizes)


@given(seeds)
def test_network_goes_into_json_and_comes_back(seed: int) -> None:
    nodes, ties, groups = naive.network_of(random.Random(seed), 12)
    found = mapping.measures_of(nodes, ties, groups=groups)
    assert mapping.network_from_json(json.loads(json.dumps(found.as_json(), allow_nan=False))) == found


def test_modularity_is_no_less_than_that_of_the_parts() -> None:
    nodes = [f"n{number}" for number in range(12)]
    ties = [Tie(a, b) for a in nodes for b in nodes if a < b and int(a[1:]) % 3 == int(b[1:]) % 3]
    found = mapping.measures_of(nodes, ties, groups={})
    assert (found.communities, found.components, round(found.modularity, 6)) == (3, 3, 0.666667)
    assert {frozenset(n for n, a in found.actors.items() if a.community == c) for c in range(3)} == {
        frozenset(n for n in nodes if int(n[1:]) % 3 == rest) for rest in range(3)
    }


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_measures_of_nodes_without_ties(count: int) -> None:
    nodes = [f"n{number}" for number in range(count)]
    found = mapping.measures_of(nodes, [], groups={})
    nothing = mapping.Actor(0, 0, 0, 0.0, 0.0, None, dict.fromkeys(mapping.ROLES, 0), 0, is_cut=False)
    assert found == Network(
        nodes=count,
        edges=0,
        arcs=0,
        density=0.0 if count > 1 else None,
        reciprocity=None,
        degree_centralisation=0.0 if count > 2 else None,
        betweenness_centralisation=0.0 if count > 2 else None,
        assortativity=None,
        ei_index=None,
        components=count,
        largest_component=min(count, 1),
        isolates=count,
        mean_distance=None,
        communities=0,
        modularity=None,
        counted_from=count,
        actors={node: mapping.Actor(**{**vars(nothing), "community": place}) for place, node in enumerate(nodes)},
        failures=(),
    )


def test_measures_of_one_pair_and_an_isolate() -> None:
    found = mapping.measures_of(["a", "b", "c"], [Tie("a", "b", is_directed=True)], groups={"a": "x", "b": "x"})
    assert (found.density, found.reciprocity, found.components, found.isolates) == (1 / 6, 0, 2, 1)
    assert (found.assortativity, found.ei_index, found.communities, found.mean_distance) == (None, -1, 1, 1)
    assert (found.actors["a"].closeness, found.actors["a"].constraint, found.failures) == (0.5, 1, ())


def test_parallel_ties_are_one_with_the_sum_of_their_weights() -> None:
    groups = {"a": "x", "b": "x", "c": "y"}
    apart = [Tie("a", "b", 1, kind="data"), Tie("b", "a", 2, kind="dana"), Tie("b", "c", 5)]
    joined = [Tie("a", "b", 3), Tie("c", "b", 5)]
    assert mapping.measures_of("abc", apart, groups=groups) == mapping.measures_of("abc", joined, groups=groups)


@pytest.mark.parametrize(
    ("nodes", "tie", "trouble"),
    [
        ("ab", Tie("a", "z"), UnknownNode),
        ("ab", Tie("a", "a"), SelfTie),
        ("aba", Tie("a", "b"), RepeatedNode),
        ("ab", Tie("a", "b", 0), BadWeight),
        ("ab", Tie("a", "b", -1), BadWeight),
        ("ab", Tie("a", "b", math.nan), BadWeight),
        ("ab", Tie("a", "b", math.inf), BadWeight),
    ],
)
def test_measures_of_refuses(nodes: str, tie: Tie, trouble: type[ValueError]) -> None:
    with pytest.raises(trouble):
        mapping.measures_of(list(nodes), [tie], groups={})
    with pytest.raises(trouble):
        mapping.layout_of(list(nodes), [tie])


def test_layout_of_nothing_and_little() -> None:
    assert mapping.layout_of([], []) == {}
    assert mapping.layout_of(["a"], []) == {"a": (0.5, 0.5)}
    pair = mapping.layout_of(["a", "b"], [Tie("a", "b")])
    assert sorted(pair) == ["a", "b"]
    assert math.dist(pair["a"], pair["b"]) > 0.9


@given(seeds)
def test_layout_of_is_in_the_square_and_always_the_same(seed: int) -> None:
    chance = random.Random(seed)
    nodes, ties, _groups = naive.network_of(chance, 25)
    found = mapping.layout_of(nodes, ties)
    assert list(found) == sorted(nodes)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in found.values())
    assert len(set(found.values())) == len(nodes)
    chance.shuffle(nodes)
    chance.shuffle(ties)
    assert mapping.layout_of(nodes, ties) == found


@pytest.mark.parametrize("size", [120, 900])
def test_layout_of_puts_together_what_is_tied(size: int) -> None:
    """Six groups, ten times as many ties within as across: those tied are much nearer than any two are."""
    chance = random.Random(size)
    nodes = [f"n{number}" for number in range(size)]
    ties = []
    while len(ties) < size * 4:
        a, b = chance.sample(range(size), 2)
        if a % 6 == b % 6 or chance.random() < 0.02:
            ties.append(Tie(nodes[a], nodes[b]))
    at = mapping.layout_of([*nodes, "alone"], ties)
    tied = sum(math.dist(at[tie.a], at[tie.b]) for tie in ties) / len(ties)
    pairs = [chance.sample(nodes, 2) for _ in range(3000)]
    anyhow = sum(math.dist(at[a], at[b]) for a, b in pairs) / len(pairs)
    assert tied < anyhow / 3
    assert at["alone"][1] > max(at[node][1] for node in nodes)
