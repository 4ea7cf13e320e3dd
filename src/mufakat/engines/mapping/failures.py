"""What if somebody drops out: the parts the network falls into, and how much farther apart the others are."""

from __future__ import annotations

from typing import Final

import numpy as np

from mufakat.engines.mapping import reach
from mufakat.engines.mapping.cuts import Parts
from mufakat.engines.mapping.graph import Floats, Graph, without
from mufakat.engines.mapping.network import Failure

_TESTED: Final = 5
_ALL: Final = 1024
_SAMPLE: Final = 256


def failures_of(both: Graph, parts: Parts, betweenness: Floats, seed: int) -> tuple[Failure, ...]:
    """What the loss of each of the most important nodes would do, taken out one at a time; worst first.

    Tested are those that lie between most others and those that cut off most. In networks of more than a thousand,
    distances are from a sample of nodes, the same before and after.
    """
    suspects = _first(both, -betweenness) | _first(both, np.array([-_cut_off(parts, v) for v in range(both.size)]))
    tested = [node for node in suspects if betweenness[node] > 0 or parts.is_cut(node)]
    sources = reach.sample_of(both.size, both.size if both.size <= _ALL else _SAMPLE, seed)
    before = reach.mean_steps(both, sources) if tested else None
    found = [
        Failure(
            node=both.names[node],
            components_after=parts.count - 1 + len(parts.pieces[node]),
            cut_off=_cut_off(parts, node),
            mean_distance_before=before,
            mean_distance_after=reach.mean_steps(without(both, node), sources),
        )
        for node in tested
    ]
    return tuple(sorted(found, key=lambda one: (-one.cut_off, -(one.mean_distance_after or 0), one.node)))


def _first(both: Graph, values: Floats) -> set[int]:
    return set(np.argsort(values, kind="stable")[:_TESTED].tolist()) if both.size else set()


def _cut_off(parts: Parts, node: int) -> int:
    """How many others are no longer with the main part, when the node belongs to it."""
    if parts.sizes[node] < parts.largest or not parts.pieces[node]:
        return 0
    return int(parts.sizes[node]) - 1 - parts.pieces[node][0]
