"""Ties: kept once, in whichever order they are named; the team's to keep; and the mark that says measures are outdated."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests import make
from tests import make_stakeholders as made
from tests.stakeholders.personas import PERSONAS, Room, furnish

from mufakat.campaigns.actions import NotAllowed, NotPossible
from mufakat.campaigns.models import Campaign
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.models import Relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Room:
    return furnish()


def add(room: Room, **fields: Any) -> Relation:
    said: dict[str, Any] = {
        "id": uuid4(),
        "a": room.radio,
        "b": room.village,
        "kind": "cooperation",
        "strength": 4,
        "is_directed": False,
        "source": "Wawancara",
        "on": make.NOW.date(),
        "by": room.seat("host"),
        "at": make.NOW,
    }
    return actions.add_tie(**said | fields)


def test_add_tie_keeps_a_mutual_one_once_in_either_order(room: Room) -> None:
    one = add(room)
    assert one.a_id < one.b_id
    for first, second, directed in (
        (room.village, room.radio, False),
        (room.radio, room.village, False),
        (room.radio, room.village, True),
        (room.village, room.radio, True),
    ):
        with pytest.raises(NotPossible):
            add(room, a=first, b=second, is_directed=directed)
    add(room, kind="conflict")
    assert Relation.objects.count() == 2


def test_add_tie_one_way_and_back_are_two(room: Room) -> None:
    add(room, is_directed=True)
    add(room, a=room.village, b=room.radio, is_directed=True)
    for directed in (True, False):
        with pytest.raises(NotPossible):
            add(room, is_directed=directed)
    assert {(t.a, t.b) for t in Relation.objects.all()} == {(room.radio, room.village), (room.village, room.radio)}


def test_add_tie_twice_by_the_same_form_is_once(room: Room) -> None:
    number = uuid4()
    assert [add(room, id=number).pk, add(room, id=number).pk] == [number, number]
    assert make.verbs(room.campaign).count("tie.added") == 1


def test_add_tie_again_after_it_was_removed(room: Room) -> None:
    actions.remove_tie(tie=add(room), by=room.seat("facilitator"), at=make.NOW)
    add(room)
    assert queries.live_ties(room.campaign).count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"strength": 0},
        {"strength": 6},
        {"source": " "},
        {"kind": "love"},
        {"on": make.NOW.date() + timedelta(days=1)},
    ],
    ids=["weak", "strong", "source", "kind", "tomorrow"],
)
def test_add_tie_refuses(room: Room, fields: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        add(room, **fields)
    assert not Relation.objects.exists()


def test_add_tie_needs_two_of_this_register(room: Room) -> None:
    foreign = made.stakeholder(make.campaign())
    for first, second in ((room.radio, room.radio), (room.radio, foreign)):
        with pytest.raises(NotPossible):
            add(room, a=first, b=second)
    with pytest.raises(NotAllowed):
        add(room, a=foreign)
    type(foreign).objects.filter(pk=room.village.pk).update(removed_at=make.NOW)
    with pytest.raises(NotPossible):
        add(room)


def test_ties_are_kept_by_the_team(room: Room) -> None:
    tie = add(room)
    said = {"strength": 1, "source": "x", "on": make.NOW.date(), "at": make.NOW}
    for who in set(PERSONAS) - {"host", "facilitator"}:
        seat = room.seat(who)
        for act in (
            lambda seat=seat: add(room, kind="data", by=seat),
            lambda seat=seat: actions.change_tie(tie=tie, by=seat, **said),
            lambda seat=seat: actions.remove_tie(tie=tie, by=seat, at=make.NOW),
        ):
            with pytest.raises(NotAllowed):
                act()
    Campaign.objects.filter(pk=room.campaign.pk).update(phase="closed")
    with pytest.raises(NotAllowed):
        add(room, kind="data")


def test_change_tie_and_remove_it(room: Room) -> None:
    tie = add(room)
    said = {"strength": 2, "source": "Laporan", "on": make.NOW.date() - timedelta(days=3)}
    for _again in range(2):
        actions.change_tie(tie=tie, by=room.seat("facilitator"), at=make.NOW, **said)
    tie.refresh_from_db()
    assert (tie.strength, tie.source, tie.by) == (2, "Laporan", room.seat("facilitator"))
    actions.remove_tie(tie=tie, by=room.seat("host"), at=make.NOW)
    for act in (
        lambda: actions.remove_tie(tie=tie, by=room.seat("host"), at=make.NOW),
        lambda: actions.change_tie(tie=tie, by=room.seat("host"), at=make.NOW, **said),
    ):
        with pytest.raises(NotPossible):
            act()
    assert make.verbs(room.campaign)[-3:] == ["tie.added", "tie.changed", "tie.removed"]
    told = make.told(room.campaign)[-3]
    assert told.payload == {
        "tie": str(tie.pk),
        "a": str(tie.a_id),
        "b": str(tie.b_id),
        "kind": "cooperation",
        "strength": 4,
        "is_directed": False,
    }
    assert {name for said in told.personal.values() for name in said.values()} == {
        "Radio Contoh",
        "Warga Desa",
        "Wawancara",
    }


def test_mark_follows_every_change(room: Room) -> None:
    marks = [queries.mark_of(room.campaign)]
    tie = add(room)
    marks.append(queries.mark_of(room.campaign))
    later = make.NOW + timedelta(seconds=1)
    actions.change_tie(tie=tie, strength=1, source="x", on=make.NOW.date(), by=room.seat("host"), at=later)
    marks.append(queries.mark_of(room.campaign))
    made.stakeholder(room.campaign)
    marks.append(queries.mark_of(room.campaign))
    actions.remove_tie(tie=tie, by=room.seat("host"), at=later)
    marks.append(queries.mark_of(room.campaign))
    add(room, is_directed=True, at=later)
    marks.append(queries.mark_of(room.campaign))
    assert marks[0] == ""
    assert len(set(marks)) == len(marks)
    assert queries.mark_of(room.campaign) == marks[-1]
