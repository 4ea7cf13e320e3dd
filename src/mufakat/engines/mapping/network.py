"""What a network of organisations is made of, and what was found in it. Plain values: they go into JSON and come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

ROLES: Final = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


class UnknownNode(ValueError):
    """A tie names somebody who is not in the network."""


class SelfTie(ValueError):
    """A tie of somebody with themselves."""


class BadWeight(ValueError):
    """A tie whose weight is not a number above zero."""


class RepeatedNode(ValueError):
    """A node that is named twice."""


@dataclass(frozen=True)
class Tie:
    """Two organisations that have to do with one another; undirected ties count as going both ways."""

    a: str
    b: str
    weight: float = 1
    is_directed: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Actor:
    """One organisation's place. None: the figure does not exist for somebody without ties."""

    degree: int
    in_degree: int
    out_degree: int
    betweenness: float
    closeness: float
    constraint: float | None
    brokerage: Mapping[str, int]
    community: int
    is_cut: bool


@dataclass(frozen=True)
class Failure:
    """What happens when one organisation drops out. `cut_off`: how many others lose the largest component with it."""

    node: str
    components_after: int
    cut_off: int
    mean_distance_before: float | None
    mean_distance_after: float | None


@dataclass(frozen=True)
class Network:
    """All that was measured. None: the figure does not exist for such a network (too small, no ties, one group).

    `counted_from`: from how many nodes betweenness was counted; fewer than `nodes` in very large networks, where it is an
    estimate. `communities`: how many of two nodes or more; they have the first numbers.
    """

    nodes: int
    edges: int
    arcs: int
    density: float | None
    reciprocity: float | None
    degree_centralisation: float | None
    betweenness_centralisation: float | None
    assortativity: float | None
    ei_index: float | None
    components: int
    largest_component: int
    isolates: int
    mean_distance: float | None
    communities: int
    modularity: float | None
    counted_from: int
    actors: Mapping[str, Actor]
    failures: tuple[Failure, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values that `json.dumps` takes; `network_from_json` brings them back."""
        return asdict(self)


def network_from_json(plain: Mapping[str, Any]) -> Network:
    """The network that was put into JSON with `as_json`."""
    actors = {key: Actor(**actor) for key, actor in plain["actors"].items()}
    failures = tuple(Failure(**failure) for failure in plain["failures"])
    return Network(**{**plain, "actors": actors, "failures": failures})
