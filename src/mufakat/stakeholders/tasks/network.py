"""Measuring networks: never in a request, and again when ties or the register changed."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog

from mufakat.campaigns.models import Campaign
from mufakat.engines import mapping
from mufakat.engines.mapping import Network, Tie
from mufakat.stakeholders import actions, queries

log = structlog.get_logger(__name__)
AT_ONCE = 3
DRAWN_WHOLE = 150
CENTRAL = 60
CIRCLES = 30


def measure(*, at: datetime) -> int:
    """Measure a few campaigns whose ties changed, the longest outdated first; answers how many.

    Interrupted, it begins again: nothing is kept until all of a campaign is computed. A campaign that fails keeps its old
    measures, the others are measured all the same, and the worker tries again later.
    """
    done, trouble = 0, None
    for campaign, mark in queries.campaigns_to_measure():
        if done == AT_ONCE:
            break
        try:
            _measure_one(campaign, mark, at)
            done += 1
        except Exception as error:  # noqa: BLE001 - whatever it was, the other campaigns are measured, and then it is said
            log.warning("network.failed", campaign=str(campaign.pk), because=repr(error))
            trouble = trouble or error
    if trouble:
        raise trouble
    return done


def _measure_one(campaign: Campaign, mark: str, at: datetime) -> None:
    began = time.perf_counter()
    graph = queries.graph_of(campaign)
    network = mapping.measures_of(graph.nodes, graph.ties, groups=graph.groups)
    result = {
        "network": network.as_json(),
        "picture": picture_of(network, graph.ties),
        "ties": len(graph.ties),
    }
    actions.keep_measures(campaign=campaign, mark=mark, result=result, seconds=time.perf_counter() - began, at=at)


def picture_of(network: Network, ties: Sequence[Tie]) -> dict[str, Any]:
    """Where to draw whom: all who have ties, or of many the most central ones and their communities as circles."""
    tied = sorted(key for key, actor in network.actors.items() if actor.degree)
    if len(tied) <= DRAWN_WHOLE:
        return {"places": mapping.layout_of(tied, ties), "circles": [], "links": []}
    return _summarised(network, tied, ties)


def _summarised(network: Network, tied: Sequence[str], ties: Sequence[Tie]) -> dict[str, Any]:
    actors = network.actors
    central = sorted(tied, key=lambda key: (-actors[key].betweenness, -actors[key].degree, key))[:CENTRAL]
    members: dict[int, int] = defaultdict(int)
    for key in tied:
        members[actors[key].community] += 1
    drawn = sorted(members, key=lambda number: (-members[number], number))[:CIRCLES]
    between = _between(network, ties, set(drawn))
    pulls = [
        *(Tie(f"c{a}", f"c{b}") for a, b in between),
        *(Tie(key, f"c{actors[key].community}") for key in central if actors[key].community in members),
    ]
    nodes = [*(f"c{number}" for number in drawn), *central]
    places = mapping.layout_of(nodes, [tie for tie in pulls if {tie.a, tie.b} <= set(nodes)])
    return {
        "places": {key: places[key] for key in central},
        "circles": [{"community": n, "members": members[n], "at": places[f"c{n}"]} for n in drawn],
        "links": [{"a": a, "b": b, "ties": count} for (a, b), count in sorted(between.items())],
    }


def _between(network: Network, ties: Sequence[Tie], drawn: set[int]) -> dict[tuple[int, int], int]:
    """How many ties run between two communities."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for tie in ties:
        pair = sorted((network.actors[tie.a].community, network.actors[tie.b].community))
        if pair[0] != pair[1] and set(pair) <= drawn:
            counts[pair[0], pair[1]] += 1
    return counts
