"""Geometry: nothing overlaps within a cell, everything stays inside the frame, each class lies where its circles meet."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mufakat.engines import mapping
from mufakat.engines.mapping import Salience
from mufakat.stakeholders.queries import Standing
from mufakat.stakeholders.templatetags import grid_picture as grid
from mufakat.stakeholders.templatetags import network_picture as network
from mufakat.stakeholders.templatetags import salience_picture as salience

SECTORS = {
    "media": SimpleNamespace(tone="media", shape="diamond"),
    "swasta": SimpleNamespace(tone="private", shape="hexagon"),
}
scores = some.lists(some.integers(1, 5), min_size=1, max_size=4)


def standing(number: int, power: list[int], interest: list[int], sector: str = "media") -> Standing:
    summaries = [mapping.summary_of(values) for values in (power, interest, power, interest)]
    assert all(summaries)
    y, x = (float(s.median) for s in summaries[:2])
    return Standing(
        UUID(int=number),
        f"P{number}",
        sector,
        *summaries,
        x,
        y,
        mapping.quadrant_of(power=y, interest=x),
        Salience.NONE,
    )


rooms = some.lists(some.tuples(scores, scores, some.sampled_from(sorted(SECTORS))), max_size=60).map(
    lambda rows: [standing(n, *row) for n, row in enumerate(rows)]
)


@given(rooms)
def test_grid_holds_everybody_once(standings: list[Standing]) -> None:
    picture = grid.grid_geometry(standings, SECTORS)
    assert sum(cell.count for cell in picture.cells) == len(standings)
    assert Counter((cell.power, cell.interest) for cell in picture.cells).most_common(1)[:1] == (
        [((picture.cells[0].power, picture.cells[0].interest), 1)] if picture.cells else []
    )
    for cell in picture.cells:
        assert len(cell.marks) in {0, cell.count}
        assert (cell.only is not None) == (cell.count == 1)


@given(rooms)
def test_grid_draws_nothing_over_another_or_outside(standings: list[Standing]) -> None:
    picture = grid.grid_geometry(standings, SECTORS)
    boxes = []
    for cell in picture.cells:
        middle = cell.x / 100 * grid.NARROWEST
        half = grid.HALF_CELL
        assert picture.left / 100 * grid.NARROWEST <= middle - half
        assert middle + half <= grid.NARROWEST
        assert picture.top <= cell.y - half
        assert cell.y + half <= picture.bottom
        boxes.append((middle - half, cell.y - half, middle + half, cell.y + half))
        for mark in cell.marks:
            assert max(abs(mark.dx), abs(mark.dy)) + mark.size / 2 <= half
        for one, other in combinations(cell.marks, 2):
            assert max(abs(one.dx - other.dx), abs(one.dy - other.dy)) >= (one.size + other.size) / 2
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_grid_gathers_many_and_rings_the_disputed() -> None:
    picture = grid.grid_geometry(
        [standing(n, [3], [3]) for n in range(7)] + [standing(9, [1, 5], [5], "swasta")], SECTORS
    )
    assert [(c.count, len(c.marks), c.is_disputed, c.tone) for c in picture.cells] == [
        (7, 0, False, "media"),
        (1, 1, True, "private"),
    ]


def test_grid_path_joins_days_and_names_each_place_once() -> None:
    path = [(1.0, 1.0, "1 Nov"), (3.0, 4.0, "2 Nov"), (3.0, 4.0, "3 Nov"), (1.0, 1.0, "4 Nov")]
    picture = grid.grid_geometry([], {}, path)
    assert [(s.label, s.is_named) for s in picture.stops] == [
        ("1 Nov", False),
        ("2 Nov", False),
        ("3 Nov", True),
        ("4 Nov", True),
    ]
    assert len(picture.legs) == 2


def test_salience_classes_lie_where_their_circles_meet() -> None:
    held = {
        Salience.DORMANT: {"power"},
        Salience.DISCRETIONARY: {"legitimacy"},
        Salience.DEMANDING: {"urgency"},
        Salience.DOMINANT: {"power", "legitimacy"},
        Salience.DANGEROUS: {"power", "urgency"},
        Salience.DEPENDENT: {"legitimacy", "urgency"},
        Salience.DEFINITIVE: {"power", "legitimacy", "urgency"},
    }
    picture = salience.salience_geometry(dict.fromkeys(Salience, 2))
    assert {r.salience: salience.held_at(r.x, r.y) for r in picture.regions} == held
    assert all(r.count == 2 for r in picture.regions)
    for circle in picture.circles:
        assert abs(circle.x) + circle.r <= grid.NARROWEST / 2
        assert circle.y - circle.r + picture.top >= 0
        assert circle.y + circle.r + picture.top <= picture.height
        assert 0 <= circle.y_name + picture.top <= picture.height


unit = some.floats(0, 1, allow_nan=False)
spots = some.lists(some.tuples(unit, unit, unit), max_size=40).map(
    lambda rows: [
        network.Spot(str(n), x, y, f"Lembaga Nomor {n}", SECTORS["media"], b, n + 1) for n, (x, y, b) in enumerate(rows)
    ]
)


@given(spots)
def test_network_stays_inside_and_its_words_meet_nothing(drawn: list[network.Spot]) -> None:
    picture = network.network_geometry(drawn, [("0", "1", "conflict", 5), ("0", "gone", "data", 1)])
    assert len(picture.nodes) == len(drawn)
    boxes = []
    for node in picture.nodes:
        x = node.x / 100 * network.NARROWEST
        assert node.size / 2 <= x <= network.NARROWEST - node.size / 2
        assert node.size / 2 <= node.y <= picture.height - node.size / 2
        if node.label:
            left = x + node.dx - (network.LETTER * len(node.label) if node.anchor == "end" else 0)
            assert left >= 0
            assert left + network.LETTER * len(node.label) <= network.NARROWEST
            boxes.append((left, left + network.LETTER * len(node.label), node.y))
    for one, other in combinations(boxes, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or abs(one[2] - other[2]) >= network.LINE
    assert [edge.is_conflict for edge in picture.edges] == [True] * (len(drawn) > 1)


@given(some.lists(some.tuples(unit, unit, some.integers(1, 4000)), min_size=1, max_size=30))
def test_network_circles_stay_inside(rows: list[tuple[float, float, int]]) -> None:
    circles = [{"community": n, "members": m, "at": [x, y]} for n, (x, y, m) in enumerate(rows)]
    links = [{"a": 0, "b": len(rows) - 1, "ties": 3}, {"a": 0, "b": 99, "ties": 9}]
    picture = network.network_geometry([], [], circles, links)
    for circle in picture.circles:
        x = circle.x / 100 * network.NARROWEST
        assert circle.r <= x <= network.NARROWEST - circle.r
        assert circle.r <= circle.y <= picture.height - circle.r
    assert len(picture.links) == 1


@pytest.mark.parametrize("sectors", [{}, SECTORS])
def test_pictures_know_what_to_do_without_a_sector(sectors: dict[str, object]) -> None:
    [cell] = grid.grid_geometry([standing(1, [2], [2], "lain")], sectors).cells
    assert (cell.tone, cell.marks[0].tone) == ("other", "other")
