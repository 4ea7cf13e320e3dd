"""Small networks whose figures were published: Krackhardt's kite, the Florentine families, Zachary's karate club."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mufakat.engines import mapping
from mufakat.engines.mapping import Network, Tie

GOLDEN = json.loads((Path(__file__).parent / "golden" / "networks.json").read_text())


def measured(name: str, groups: dict[str, str] | None = None) -> Network:
    ties = [Tie(a, b) for a, b in GOLDEN[name]["ties"]]
    return mapping.measures_of(sorted({end for tie in ties for end in (tie.a, tie.b)}), ties, groups=groups or {})


def test_measures_of_the_kite() -> None:
    """Krackhardt 1990: Diane has the most ties, Heather lies between most, Fernando and Garth are closest to all."""
    found = measured("kite")
    assert {
        name: [actor.degree, round(actor.betweenness, 3), round(actor.closeness, 3)]
        for name, actor in found.actors.items()
    } == GOLDEN["kite"]["figures"]
    assert {name for name, actor in found.actors.items() if actor.is_cut} == {"Heather", "Ike"}
    assert [(one.node, one.components_after, one.cut_off) for one in found.failures[:2]] == [
        ("Heather", 2, 2),
        ("Ike", 2, 1),
    ]


def test_measures_of_the_florentine_families() -> None:
    """Jackson 2008: the Medici lie on half of all shortest ways, the Strozzi, richer, on a tenth."""
    found = measured("florentine")
    figures = {name: round(found.actors[name].betweenness, 3) for name in ("Medici", "Strozzi", "Guadagni", "Albizzi")}
    assert figures == {"Medici": 0.522, "Strozzi": 0.103, "Guadagni": 0.255, "Albizzi": 0.212}
    assert (found.nodes, found.edges, found.actors["Medici"].degree) == (15, 20, 6)
    assert (found.failures[0].node, found.failures[0].cut_off) == ("Medici", 3)


MR_HI = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 17, 18, 20, 22}


def test_measures_of_the_karate_club() -> None:
    """Zachary 1977; betweenness 231.07 and 160.55 for the two leaders; the best modularity there is: 0.4198."""
    found = measured("karate", {str(number): "Hi" if number in MR_HI else "Officer" for number in range(1, 35)})
    raw = {name: round(found.actors[name].betweenness * 33 * 32 / 2, 2) for name in ("1", "34", "33", "3", "32")}
    assert raw == {"1": 231.07, "34": 160.55, "33": 76.69, "3": 75.85, "32": 73.01}
    assert (found.nodes, found.edges, round(found.density, 3)) == (34, 78, 0.139)
    assert (found.communities, round(found.modularity, 4)) == (4, 0.4198)
    assert round(found.mean_distance, 3) == 2.408
    assert (found.reciprocity, found.counted_from, found.components) == (1, 34, 1)


@pytest.mark.parametrize("count", [3, 4, 10, 60])
def test_measures_of_a_star_and_a_ring(count: int) -> None:
    """Freeman 1979: centralisation is 1 in a star and 0 in a ring."""
    nodes = [f"n{number:02}" for number in range(count)]
    star = mapping.measures_of(nodes, [Tie(nodes[0], other) for other in nodes[1:]], groups={})
    ring = mapping.measures_of(nodes, [Tie(nodes[n], nodes[n - 1]) for n in range(count)], groups={})
    assert (star.degree_centralisation, star.betweenness_centralisation) == pytest.approx((1, 1))
    assert (ring.degree_centralisation, ring.betweenness_centralisation) == pytest.approx((0, 0))
    assert star.actors["n00"].betweenness == pytest.approx(1)
    assert (star.failures[0].node, star.failures[0].components_after) == ("n00", count - 1)


def test_brokerage_has_the_five_roles() -> None:
    """Gould & Fernandez 1989, figure 1: one broker in each role."""
    groups = {"a": "1", "b": "1", "c": "1", "x": "2", "y": "2", "z": "3"}
    cases = {
        "coordinator": ("a", "b", "c"),
        "consultant": ("a", "x", "b"),
        "gatekeeper": ("x", "a", "b"),
        "representative": ("a", "b", "x"),
        "liaison": ("a", "x", "z"),
    }
    for role, (begin, broker, end) in cases.items():
        ties = [Tie(begin, broker, is_directed=True), Tie(broker, end, is_directed=True)]
        found = mapping.measures_of(sorted(groups), ties, groups=groups)
        assert {
            name: dict(actor.brokerage) for name, actor in found.actors.items() if any(actor.brokerage.values())
        } == {broker: {**dict.fromkeys(mapping.ROLES, 0), role: 1}}
