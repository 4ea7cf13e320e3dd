"""The list of ties and the network page: for every seat to read, for the team to keep, computed by the worker alone."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from tests import make
from tests import make_stakeholders as made
from tests.pages import hidden, is_missing, links, said, words
from tests.stakeholders.personas import PERSONAS, Room, furnish

from mufakat.campaigns.models import Campaign
from mufakat.stakeholders import queries, tasks
from mufakat.stakeholders.models import Measures, Relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Room:
    return furnish()


def send(room: Room, who: str = "host", **fields: Any) -> Any:
    client, url = room.client(who), room.url("add_tie")
    sent = {
        "once": hidden(client.get(url), "once"),
        "a": "radio contoh",
        "b": "Warga",
        "kind": "conflict",
        "strength": 4,
        "source": "Berita",
        "on": "2026-11-20",
    }
    return client.post(url, sent | fields, follow=True)


def test_add_tie_finds_both_by_their_names(room: Room) -> None:
    answer = send(room)
    assert said(answer) == ["Saved and recorded."]
    assert "Conflict 4 Berita 20 Nov 2026" in words(answer)
    [tie] = Relation.objects.all()
    assert {tie.a, tie.b} == {room.radio, room.village}
    assert (tie.kind, tie.strength, tie.is_directed, tie.source) == ("conflict", 4, False, "Berita")


@pytest.mark.parametrize(
    ("fields", "trouble"),
    [
        ({"a": "Siapa"}, "Nobody in the register is called that."),
        ({"a": "a"}, "Several are called that: Radio Contoh, Warga Desa. Write the whole name."),
        ({"b": "Radio Contoh"}, "A tie is between two different stakeholders."),
        ({"source": ""}, "This field is required."),
        ({"on": "2027-01-01"}, "A tie cannot be known in the future."),
        ({"a": "\u202e"}, "This field is required."),
    ],
    ids=["nobody", "several", "same", "source", "future", "unseen"],
)
def test_add_tie_says_what_is_wrong(room: Room, fields: dict[str, Any], trouble: str) -> None:
    answer = send(room, **fields)
    assert answer.status_code == 422
    assert trouble in words(answer)
    assert not Relation.objects.exists()


def test_add_tie_that_is_there_already_keeps_what_was_typed(room: Room) -> None:
    send(room)
    answer = send(room, source="Lain")
    assert answer.status_code == 422
    assert "These two have a tie of this kind already." in words(answer)
    assert 'value="Lain"' in answer.content.decode()


def test_change_and_remove_a_tie(room: Room) -> None:
    tie = made.tie(room.radio, room.village)
    client = room.client("facilitator")
    wrong = client.post(room.url("change_tie", tie.pk), {"strength": 9})
    assert wrong.status_code == 422
    answer = client.post(
        room.url("change_tie", tie.pk), {"strength": 1, "source": "Rapat", "on": "2026-11-01"}, follow=True
    )
    assert "Cooperation 1 Rapat 1 Nov 2026" in words(answer)
    assert "Remove the tie between" in words(client.get(room.url("remove_tie", tie.pk)))
    assert said(client.post(room.url("remove_tie", tie.pk), follow=True)) == ["The tie was removed. It is recorded."]
    assert is_missing(client.get(room.url("remove_tie", tie.pk)))
    assert is_missing(client.get(room.url("change_tie", uuid4())))


def test_ties_are_read_by_every_seat_and_kept_by_the_team(room: Room) -> None:
    tie = made.tie(room.radio, room.village, source="Laporan tahunan")
    for who in PERSONAS:
        page = room.get(who, "ties")
        assert "Laporan tahunan" in words(page)
        is_team = who in {"host", "facilitator"}
        assert (room.url("change_tie", tie.pk) in links(page)) == is_team
        for name, args in (("add_tie", []), ("change_tie", [tie.pk]), ("remove_tie", [tie.pk])):
            assert room.get(who, name, *args).status_code == (200 if is_team else 403)
    Campaign.objects.filter(pk=room.campaign.pk).update(visibility="public")
    for who in ("stranger", "elsewhere"):
        assert all(is_missing(room.get(who, name)) for name in ("ties", "network", "add_tie"))
    assert room.get("nobody", "network").status_code == 302


@pytest.mark.parametrize(
    ("asked", "found"),
    [("?q=desa", 2), ("?q=berita", 1), ("?kind=conflict", 1), ("?kind=x&q=%00", 3), ("?q=zz", 0)],
)
def test_ties_are_found(room: Room, asked: str, found: int) -> None:
    third = made.stakeholder(room.campaign, name="Kampus")
    made.tie(room.radio, room.village, "conflict", source="Berita")
    made.tie(room.village, third)
    made.tie(room.radio, third)
    text = words(room.get("observer", "ties", asked=asked))
    assert text.count("24 Nov 2026") == found


def test_network_is_computed_by_the_worker_alone(room: Room) -> None:
    assert "No ties yet" in words(room.get("liaison", "network"))
    third = made.stakeholder(room.campaign, name="Kampus")
    made.tie(room.radio, room.village)
    made.tie(room.radio, third, "conflict")
    assert "The network is being computed" in words(room.get("liaison", "network"))
    assert not Measures.objects.exists()
    tasks.measure(at=make.NOW)
    page = room.get("liaison", "network")
    text = words(page)
    assert "Computed 24 November 2026, 09:00 WIB, of 2 ties." in text
    assert "If Radio Contoh leaves, 1 stakeholder is cut off from the others." in text
    assert "Radio Contoh connects the others most often." in text
    assert "66.7 % of all possible ties exist." in text
    assert "1 Radio Contoh Media Single point of failure 2 1.000" in text
    assert "is being computed again" not in text
    assert page.content.decode().count('class="target t-bad"') == 1
    made.tie(room.village, third)
    assert "the network is being computed again" in words(room.get("liaison", "network"))


def test_network_leaves_out_who_was_removed_since(room: Room) -> None:
    third = made.stakeholder(room.campaign, name="Kampus")
    made.tie(room.radio, room.village)
    made.tie(room.radio, third)
    tasks.measure(at=make.NOW)
    type(third).objects.filter(pk=third.pk).update(removed_at=make.NOW, changed_at=make.NOW)
    page = room.get("host", "network")
    assert "Kampus" not in page.content.decode()
    assert "is being computed again" in words(page)


@pytest.mark.parametrize(
    ("sort", "first"), [("", "Radio"), ("name", "Kampus"), ("degree", "Radio"), ("brokerage", "Radio"), ("x", "Radio")]
)
def test_network_sorts_its_actors(room: Room, sort: str, first: str) -> None:
    third = made.stakeholder(room.campaign, name="Kampus")
    made.tie(room.radio, room.village)
    made.tie(room.radio, third)
    tasks.measure(at=make.NOW)
    table = words(room.get("host", "network", asked=f"?urut={sort}")).split("Brokerage Circle ")[1]
    assert table.split()[1] == first


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_of_ties_speak_both_languages(room: Room, language: str) -> None:
    made.tie(room.radio, room.village)
    tasks.measure(at=make.NOW)
    type(room.persons["host"]).objects.update(language=language)
    for name in ("ties", "network", "add_tie"):
        page = room.get("host", name)
        assert (page.status_code, f'<html lang="{language}"' in page.content.decode()) == (200, True)


@pytest.mark.parametrize("number", [1, 30])
def test_lists_ask_the_same_number_of_questions(room: Room, number: int, django_assert_num_queries: Any) -> None:
    middle = made.stakeholder(room.campaign)
    for _n in range(number):
        made.tie(middle, made.stakeholder(room.campaign))
    tasks.measure(at=make.NOW)
    client = room.client("host")
    for name, most in (("ties", 10), ("network", 13)):
        client.get(room.url(name))
        with django_assert_num_queries(most):
            client.get(room.url(name))


def test_stakeholders_called_prefers_the_whole_name(room: Room) -> None:
    made.stakeholder(room.campaign, name="Radio Contoh Desa")
    assert [s.name for s in queries.stakeholders_called(room.campaign, "RADIO contoh")] == ["Radio Contoh"]
    assert len(queries.stakeholders_called(room.campaign, "radio")) == 2
    assert queries.stakeholders_called(room.campaign, " \x00") == []
    assert queries.names_to_offer(room.campaign) == ["Radio Contoh", "Radio Contoh Desa", "Warga Desa"]


@pytest.mark.parametrize("name", make.HOSTILE)
def test_names_are_words_and_nothing_else(room: Room, name: str) -> None:
    hostile = made.stakeholder(room.campaign, name=name, interest=name)
    tie = made.tie(room.radio, hostile, source=name)
    made.assessment(hostile, room.seat("host"), reason=name, evidence=name)
    tasks.measure(at=make.NOW)
    shown = [
        ("grid", []),
        ("history", [hostile.pk]),
        ("assess", [hostile.pk]),
        ("assessments", []),
        ("network", []),
        ("ties", []),
        ("add_tie", []),
        ("change_tie", [tie.pk]),
        ("remove_tie", [tie.pk]),
    ]
    for page, args in shown:
        answer = room.get("host", page, *args, asked="?tab=sudah")
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "<script>alert" not in text
        assert "49" not in words(answer) or "{{ 7*7 }}" not in name
