"""Where to draw each node: a picture of the network that is the same each time.

A first sketch from the distances to some pivots (Brandes & Pich 2006), then ties pull and all push (Fruchterman & Reingold
1991). Many nodes push one another by way of a grid: their density, folded with the push of one node. Nodes without ties
stand in rows below.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from mufakat.engines.mapping.graph import Floats, Graph, both_ways, graph_of
from mufakat.engines.mapping.network import Tie
from mufakat.engines.mapping.reach import steps_of

_ROUNDS: Final = 60
_PIVOTS: Final = 48
_FEW: Final = 600
_CELLS: Final = 96
_IN_A_ROW: Final = 30
_STRIP: Final = 0.3

Push = Callable[[Floats], Floats]


def layout_of(nodes: Sequence[str], ties: Sequence[Tie], *, seed: int = 0) -> dict[str, tuple[float, float]]:
    """A place in the square from 0 to 1 for each node; those in touch are near one another, y grows downwards."""
    names = {name for tie in ties for name in (tie.a, tie.b)}
    graph_of(nodes, ties)  # refuses what measures_of refuses
    places: dict[str, tuple[float, float]] = {}
    rows = _rows(sorted(set(nodes) - names), bool(names))
    if names:
        both = both_ways(graph_of(sorted(names), ties))
        at = _settled(both, _sketch(both, seed), _push_of(both.size))
        bottom = min((y for _, y in rows.values()), default=1.0)
        room = 1.0 if not rows else bottom - 0.08
        for name, (x, y) in zip(both.names, _fitted(at, room).tolist(), strict=True):
            places[name] = (round(x, 5), round(y, 5))
    places |= rows
    return {name: places[name] for name in sorted(places)}


def _rows(names: Sequence[str], is_below: bool) -> dict[str, tuple[float, float]]:
    """Nodes without ties in rows: at the bottom, or over the whole square when there is nothing else."""
    if not names:
        return {}
    wide = min(len(names), max(_IN_A_ROW, math.isqrt(len(names) * 4)) if is_below else math.isqrt(len(names) - 1) + 1)
    deep = -(-len(names) // wide)
    high = min(_STRIP, deep * 0.04) if is_below else 1.0
    return {
        name: (
            round((number % wide + 0.5) / wide, 5),
            round(1 - high + high * (number // wide + (1 if is_below else 0.5)) / deep, 5),
        )
        for number, name in enumerate(names)
    }


def _sketch(both: Graph, seed: int) -> Floats:
    """The two directions in which the distances to the pivots differ most; a little noise parts those alike."""
    chance = np.random.default_rng(seed)
    pivots = np.sort(chance.permutation(both.size)[:_PIVOTS])
    steps = steps_of(both, pivots).astype(np.float64)
    steps[steps < 0] = steps.max() + 2
    square = steps**2
    centred = square.mean(0) + square.mean(1, keepdims=True) - square - square.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    at = centred @ vectors[:, ::-1][:, :2] if len(pivots) > 1 else np.zeros((both.size, 2))
    at *= np.where(at[np.abs(at).argmax(0), np.arange(2)] < 0, -1.0, 1.0)
    spread = np.maximum(at.std(0), 1e-9)
    return np.asarray(at / spread * math.sqrt(both.size) / 4 + chance.random((both.size, 2)) * 0.2)


def _settled(both: Graph, at: Floats, push: Push) -> Floats:
    """Let ties pull and nodes push until the picture is calm; the steps grow smaller. Tied nodes want to be 1 apart."""
    side = math.sqrt(both.size)
    for limit in np.geomspace(side / 6, side / 200, _ROUNDS):
        along = at[both.heads] - at[both.tails]
        pull = along * np.sqrt((along**2).sum(1))[:, None]
        force = push(at) - (at - at.mean(0)) * 0.05
        for axis in (0, 1):
            force[:, axis] += np.bincount(both.tails, pull[:, axis], minlength=both.size)
        size = np.maximum(np.sqrt((force**2).sum(1)), 1e-9)
        at = at + force * (np.minimum(size, limit) / size)[:, None]
    return at


def _push_of(size: int) -> Push:
    return _push_each if size <= _FEW else _grid_push()


def _push_each(at: Floats) -> Floats:
    apart = at[:, None] - at[None]
    return np.asarray((apart / np.maximum((apart**2).sum(2), 1e-4)[..., None]).sum(1))


def _grid_push() -> Push:
    """The push of all on each, from the density in cells: one folding instead of every pair."""
    offset = np.fft.fftfreq(2 * _CELLS, 1 / (2 * _CELLS))
    east, south = np.meshgrid(offset, offset, indexing="ij")
    far = np.maximum(east**2 + south**2, 1)
    folds = [np.fft.rfft2(axis / far) for axis in (east, south)]

    def push(at: Floats) -> Floats:
        low = at.min(0)
        cell = max(float((at.max(0) - low).max()), 1e-9) / (_CELLS - 2)
        spot = (at - low) / cell
        corner = spot.astype(np.int64)
        inside = spot - corner
        shares = [(x, y, np.abs(1 - x - inside[:, 0]) * np.abs(1 - y - inside[:, 1])) for x in (0, 1) for y in (0, 1)]
        where = [(corner[:, 0] + x) * 2 * _CELLS + corner[:, 1] + y for x, y, _ in shares]
        density = np.zeros(4 * _CELLS**2)
        for place, (_, _, part) in zip(where, shares, strict=True):
            density += np.bincount(place, part, minlength=len(density))
        folded = np.fft.rfft2(density.reshape(2 * _CELLS, 2 * _CELLS))
        fields = [np.fft.irfft2(folded * fold).ravel() / cell for fold in folds]
        return np.stack(
            [
                sum((field[place] * part for place, (_, _, part) in zip(where, shares, strict=True)), np.zeros(len(at)))
                for field in fields
            ],
            axis=1,
        )

    return push


def _fitted(at: Floats, room: float) -> Floats:
    """Into the square, or its upper part, as large as goes, proportions kept."""
    span = np.maximum(at.max(0) - at.min(0), 1e-9)
    scale = min(1 / span[0], room / span[1])
    return np.asarray((at - (at.max(0) + at.min(0)) / 2) * scale + np.array([0.5, room / 2]))
