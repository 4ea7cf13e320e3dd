"""The definitions in so many words, as slow as they are: what the engine is compared with on small networks."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import permutations

from mufakat.engines.mapping import Tie

Arcs = dict[tuple[str, str], float]


def arcs_of(ties: list[Tie]) -> Arcs:
    found: Arcs = {}
    for tie in ties:
        for pair in [(tie.a, tie.b)] if tie.is_directed else [(tie.a, tie.b), (tie.b, tie.a)]:
            found[pair] = found.get(pair, 0) + tie.weight
    return found


def turned_too(arcs: Arcs) -> Arcs:
    found = dict(arcs)
    for (a, b), weight in arcs.items():
        found[b, a] = found.get((b, a), 0) + weight
    return found


def steps_of(nodes: list[str], arcs: Arcs, begin: str) -> dict[str, int]:
    far, wave = {begin: 0}, [begin]
    while wave:
        after = []
        for a in wave:
            for b in nodes:
                if (a, b) in arcs and b not in far:
                    far[b] = far[a] + 1
                    after.append(b)
        wave = after
    return far


def ways_of(nodes: list[str], arcs: Arcs, begin: str, end: str) -> list[list[str]]:
    """All shortest ways, each with its ends."""
    far = steps_of(nodes, arcs, begin)
    if end not in far:
        return []
    ways = [[begin]]
    for step in range(1, far[end] + 1):
        ways = [[*way, b] for way in ways for b in nodes if (way[-1], b) in arcs and far.get(b) == step]
    return [way for way in ways if way[-1] == end]


def betweenness_of(nodes: list[str], arcs: Arcs) -> dict[str, float]:
    shares = dict.fromkeys(nodes, Fraction())
    for begin, end in permutations(nodes, 2):
        ways = ways_of(nodes, arcs, begin, end)
        for way in ways:
            for between in way[1:-1]:
                shares[between] += Fraction(1, len(ways))
    pairs = (len(nodes) - 1) * (len(nodes) - 2)
    return {node: float(share / pairs) if pairs > 0 else 0.0 for node, share in shares.items()}


def parts_of(nodes: list[str], both: Arcs) -> list[set[str]]:
    left, parts = set(nodes), []
    while left:
        part = set(steps_of(nodes, both, min(left)))
        parts.append(part)
        left -= part
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def role_of(a: str, v: str, c: str) -> str:
    if a == v == c:
        return "coordinator"
    if a == c:
        return "consultant"
    if v == c:
        return "gatekeeper"
    return "representative" if a == v else "liaison"


def brokerage_of(nodes: list[str], arcs: Arcs, groups: dict[str, str]) -> dict[str, dict[str, int]]:
    roles = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")
    found = {node: dict.fromkeys(roles, 0) for node in nodes}
    for a, v, c in permutations([node for node in nodes if node in groups], 3):
        if (a, v) in arcs and (v, c) in arcs and (a, c) not in arcs:
            found[v][role_of(groups[a], groups[v], groups[c])] += 1
    return found


def constraint_of(nodes: list[str], both: Arcs, node: str) -> float | None:
    def share(i: str, j: str) -> float:
        return both.get((i, j), 0) / sum(both.get((i, q), 0) for q in nodes)

    contacts = [other for other in nodes if (node, other) in both]
    if not contacts:
        return None
    return sum((share(node, j) + sum(share(node, q) * share(q, j) for q in contacts if q != j)) ** 2 for j in contacts)


def modularity_of(nodes: list[str], both: Arcs, labels: dict[str, int]) -> float:
    total = sum(both.values())
    strength = {node: sum(weight for (a, _), weight in both.items() if a == node) for node in nodes}
    return sum(
        both.get((a, b), 0) / total - strength[a] * strength[b] / total**2
        for a in nodes
        for b in nodes
        if labels[a] == labels[b]
    )


def network_of(
    chance: random.Random, largest: int = 9, *, directed: float = 0.5
) -> tuple[list[str], list[Tie], dict[str, str]]:
    """A small random network, some of it in parts, some ties doubled, some nodes without a group."""
    nodes = [f"n{number}" for number in range(chance.randint(1, largest))]
    thick = chance.random() * 0.6
    ties = [
        Tie(a, b, chance.choice((1, 1, 2, 0.5)), chance.random() < directed, chance.choice("xy"))
        for a, b in permutations(nodes, 2)
        if chance.random() < thick
    ]
    chance.shuffle(ties)
    return nodes, ties, {node: chance.choice("abc") for node in nodes if chance.random() < 0.9}
