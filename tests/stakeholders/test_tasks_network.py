"""The worker measures what changed, keeps the old where it fails, and may be killed at any point."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from tests import make
from tests import make_stakeholders as made

from mufakat.campaigns.models import Campaign
from mufakat.engines import mapping
from mufakat.stakeholders import actions, queries, tasks
from mufakat.stakeholders.models import Measures, Stakeholder
from mufakat.stakeholders.tasks import network

pytestmark = pytest.mark.django_db


def ring(size: int, campaign: Campaign | None = None) -> tuple[Campaign, list[Stakeholder]]:
    """A circle of ties with one more stakeholder that hangs on the first alone."""
    campaign = campaign or make.campaign()
    members = [made.stakeholder(campaign) for _n in range(size + 1)]
    for n in range(size):
        made.tie(members[n], members[(n + 1) % size])
    made.tie(members[0], members[size])
    return campaign, members


def test_measure_computes_once_for_each_change() -> None:
    campaign, members = ring(5)
    assert (tasks.measure(at=make.NOW), tasks.measure(at=make.NOW)) == (1, 0)
    found = queries.measured_of(campaign)
    assert found is not None
    graph = queries.graph_of(campaign)
    assert found.network == mapping.measures_of(graph.nodes, graph.ties, groups=graph.groups)
    assert (found.ties, found.computed_at, found.mark) == (6, make.NOW, queries.mark_of(campaign))
    assert found.network.actors[str(members[0].pk)].is_cut
    assert set(found.picture["places"]) == {str(m.pk) for m in members}
    made.tie(members[1], members[3], "data")
    later = make.NOW + timedelta(minutes=1)
    assert tasks.measure(at=later) == 1
    assert Measures.objects.get().computed_at == later


def test_measure_leaves_alone_who_has_no_ties() -> None:
    made.stakeholder(make.campaign())
    assert tasks.measure(at=make.NOW) == 0
    assert not Measures.objects.exists()


def test_measure_takes_a_few_at_a_time_and_the_longest_outdated_first() -> None:
    campaigns = [ring(3)[0] for _n in range(5)]
    assert [tasks.measure(at=make.NOW), tasks.measure(at=make.NOW), tasks.measure(at=make.NOW)] == [3, 2, 0]
    assert Measures.objects.count() == len(campaigns)


def test_measure_keeps_the_old_where_it_fails_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, members = ring(4)
    tasks.measure(at=make.NOW)
    before = Measures.objects.get().result
    made.tie(members[1], members[3], "data")
    good, _members = ring(3)
    computed = mapping.measures_of

    def fails_for_six_ties(nodes: Any, ties: Any, **more: Any) -> Any:
        if len(ties) == 6:
            raise ValueError("too many")
        return computed(nodes, ties, **more)

    monkeypatch.setattr(mapping, "measures_of", fails_for_six_ties)
    with pytest.raises(ValueError, match="too many"):
        tasks.measure(at=make.NOW)
    assert Measures.objects.get(campaign=bad).result == before
    assert Measures.objects.filter(campaign=good).exists()
    monkeypatch.undo()
    assert tasks.measure(at=make.NOW) == 1
    assert Measures.objects.get(campaign=bad).result != before


def test_measure_killed_before_it_keeps_anything_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    campaign, _members = ring(4)

    def killed(**_said: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, "keep_measures", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.measure(at=make.NOW)
    assert not Measures.objects.exists()
    monkeypatch.undo()
    assert tasks.measure(at=make.NOW) == 1
    once = Measures.objects.get(campaign=campaign).result
    Measures.objects.update(mark="old")
    assert tasks.measure(at=make.NOW) == 1
    assert Measures.objects.get(campaign=campaign).result == once


def test_measure_keeps_what_changes_meanwhile_outdated(monkeypatch: pytest.MonkeyPatch) -> None:
    campaign, members = ring(4)
    load = queries.graph_of

    def changes_first(asked: Campaign) -> Any:
        found = load(asked)
        made.tie(members[1], members[3], "data")
        return found

    monkeypatch.setattr(queries, "graph_of", changes_first)
    assert tasks.measure(at=make.NOW) == 1
    monkeypatch.undo()
    assert queries.campaigns_to_measure() == [(campaign, queries.mark_of(campaign))]


def test_measure_says_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    ring(3)

    def away(**_said: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(actions, "keep_measures", away)
    with pytest.raises(OperationalError):
        tasks.measure(at=make.NOW)


def test_picture_of_many_shows_circles_and_the_most_central() -> None:
    size = network.DRAWN_WHOLE + 30
    nodes = [f"n{n:03d}" for n in range(size)]
    ties = [mapping.Tie(nodes[n], nodes[n // 3]) for n in range(1, size)]
    measured = mapping.measures_of(nodes, ties, groups=dict.fromkeys(nodes, "x"))
    picture = network.picture_of(measured, ties)
    assert len(picture["places"]) == network.CENTRAL
    assert 1 < len(picture["circles"]) <= network.CIRCLES
    assert picture == network.picture_of(measured, ties)
    drawn = {one["community"] for one in picture["circles"]}
    assert {link[end] for link in picture["links"] for end in ("a", "b")} <= drawn
    assert sum(one["members"] for one in picture["circles"]) <= size


@pytest.mark.parametrize("number", [1, 30])
def test_campaigns_to_measure_asks_the_same_number_of_questions(number: int, django_assert_num_queries: Any) -> None:
    for _n in range(number):
        ring(3)
    with django_assert_num_queries(4):
        found = queries.campaigns_to_measure()
    assert len(found) == number
