"""Where to draw each node: a picture of the network that is the same each time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mufakat.engines.mapping.graph import both_ways, graph_of
from mufakat.engines.mapping.network import Tie


def layout_of(nodes: Sequence[str], ties: Sequence[Tie], *, seed: int = 0) -> dict[str, tuple[float, float]]:
    """A place in the square from 0 to 1 for each node; those in touch are near one another."""
    both = both_ways(graph_of(nodes, ties))
    if not both.size:
        return {}
    at = np.random.default_rng(seed).random((both.size, 2))
    ideal = 1 / np.sqrt(both.size)
    for step in np.linspace(0.1, 0.002, 50):
        apart = at[:, None] - at[None]
        far = np.maximum((apart**2).sum(2), 1e-9)
        push = (apart * (ideal**2 / far)[..., None]).sum(1)
        along = at[both.heads] - at[both.tails]
        pull = along * (np.sqrt((along**2).sum(1)) / ideal)[:, None]
        for axis in (0, 1):
            push[:, axis] += np.bincount(both.tails, pull[:, axis], minlength=both.size)
        at += push / np.maximum(np.sqrt((push**2).sum(1)), 1e-9)[:, None] * step
    at -= at.min(0)
    at /= max(float(at.max()), 1e-9)
    return {name: (float(x), float(y)) for name, (x, y) in zip(both.names, at.tolist(), strict=True)}
