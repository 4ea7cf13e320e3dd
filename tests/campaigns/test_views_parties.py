"""Who is at the table: for the seated with names, for the public without."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from tests import make
from tests.pages import is_missing, links, said, words

from mufakat.campaigns.models import Party, Seat

pytestmark = pytest.mark.django_db


def test_parties_name_who_is_there_and_who_is_missing(table: Any) -> None:
    text = words(table.client().get(table.url("parties")))
    assert "2 parties from 2 sectors." in text
    assert "Dinas Tuan Rumah Host Your party Government 1 24 Nov 2026 At the table" in text
    assert "Radio Contoh Media 1 24 Nov 2026 At the table" in text
    assert "Independent facilitator Maya Fasilitator · since 24 November 2026 In place" in text
    assert "Evaluator Measures what changes, independent of every party. Missing" in text


def test_parties_name_no_person_in_public(table: Any) -> None:
    table.show()
    client = table.client("nobody")
    text = words(client.get(table.url("parties")))
    assert "Radio Contoh" in text
    assert "Maya" not in text
    assert "Invited" not in text
    assert "Invite" not in text
    page = client.get(table.url("party", table.party.pk))
    assert "Names of persons are shown to those who have a seat." in words(page)
    assert "Dewi" not in page.content.decode()
    assert not [link for link in links(page) if "/kursi/" in link]


def test_parties_that_were_invited_are_for_the_seated(table: Any, organisation: Any) -> None:
    make.invitation(table.campaign, organisation)
    invited = table.url("parties") + "?tab=invited"
    assert "Universitas Contoh Academia 24 Nov 2026 1 Dec 2026" in words(table.client("liaison").get(invited))
    table.show()
    assert "Universitas Contoh" not in words(table.client("nobody").get(invited))


@pytest.mark.parametrize(
    ("asked", "found"),
    [("q=radio", ["Radio"]), ("sector=pemerintah", ["Dinas"]), ("q=zz", []), ("sector=x", ["Dinas", "Radio"])],
)
def test_parties_are_found(table: Any, asked: str, found: list[str]) -> None:
    text = words(table.client().get(f"{table.url('parties')}?{asked}"))
    rows = text.split("Have left")[1]
    assert [name for name in ("Dinas", "Radio") if name in rows] == found


@pytest.mark.parametrize("parties", [1, 300])
def test_parties_ask_the_same_number_of_questions(table: Any, parties: int, django_assert_num_queries: Any) -> None:
    sector = make.organisation("swasta")
    if parties > 1:
        organisations = [make.organisation("swasta") for _ in range(parties)]
        Party.objects.bulk_create(
            Party(campaign=table.campaign, organisation=o, joined_at=make.NOW) for o in [sector, *organisations]
        )
    client = table.client()
    client.get(table.url("parties"))
    with django_assert_num_queries(15):
        client.get(table.url("parties"))


def test_party_shows_its_seats_and_history_to_the_seated(table: Any) -> None:
    page = table.client().get(table.url("party", table.party.pk))
    text = words(page)
    assert "Dewi Penghubung Liaison · since 24 November 2026 No mandate yet" in text
    assert "Radio Contoh joined as a party. Dewi Penghubung took its first seat: Liaison." in text
    assert "Leave the campaign" not in text
    assert "Invite a colleague" not in text
    own = words(table.client("liaison").get(table.url("party", table.party.pk)))
    assert "Leave the campaign" in own
    assert "Invite a colleague" in own


def test_a_party_of_another_campaign_is_not_there(table: Any) -> None:
    other = make.party(make.campaign())
    for number in (other.pk, uuid4()):
        assert is_missing(table.client().get(table.url("party", number)))
        assert is_missing(table.client().get(table.url("leave", number)))


def test_leave_asks_for_a_reason_and_ends_every_seat(table: Any) -> None:
    client, url = table.client("liaison"), table.url("leave", table.party.pk)
    assert "Leave the campaign with Radio Contoh?" in words(client.get(url))
    assert client.post(url, {"reason": " "}).status_code == 422
    assert Party.objects.filter(left_at=None).count() == 2
    answer = client.post(url, {"reason": "Anggaran berpindah."})
    assert answer.status_code == 302
    assert said(client.get(answer.url)) == ["Your organisation has left the campaign. It is recorded."]
    assert Seat.objects.get(person=table.liaison).ended_at is not None
    assert client.post(url, {"reason": "Lagi."}).status_code == 404
    left = words(table.client().get(table.url("parties") + "?tab=left"))
    assert "Radio Contoh Media 24 Nov 2026 Anggaran berpindah." in left
    assert "Anggaran berpindah." in words(table.client().get(table.url("party", table.party.pk)))


def test_the_reason_for_leaving_is_not_public(table: Any) -> None:
    table.client("liaison").post(table.url("leave", table.party.pk), {"reason": "Anggaran berpindah."})
    table.show()
    for url in (table.url("parties") + "?tab=left", table.url("party", table.party.pk), table.url("activity")):
        page = table.client("nobody").get(url)
        assert "Radio Contoh" in words(page)
        assert "Anggaran" not in page.content.decode()


def test_only_the_own_liaison_leaves_and_the_host_stays(table: Any) -> None:
    host_party = table.seat().party
    for who, party in (("host", table.party), ("facilitator", table.party), ("host", host_party)):
        page = table.client(who).post(table.url("leave", party.pk), {"reason": "x"})
        assert page.status_code == 403
    assert Party.objects.filter(left_at=None).count() == 2


@pytest.mark.parametrize("name", ["=1+1", "+62", "-x", "@SUM(A1)", "\tx", "＝1", " =1", "|calc", "%x"])
def test_csv_holds_no_formula(table: Any, name: str) -> None:
    make.party(table.campaign, make.organisation("swasta", name=name))
    page = table.client().get(table.url("parties_csv"))
    text = b"".join(page.streaming_content).decode()
    assert page["Content-Disposition"] == 'attachment; filename="makin-cakap-pihak.csv"'
    assert page["X-Content-Type-Options"] == "nosniff"
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert rows[0] == ["Organisation", "Short name", "Sector", "Kind", "Since", "Seats"]
    assert ["Dinas Tuan Rumah", "", "Government", "Other", "2026-11-24", "1"] in rows
    assert f"'{name}" in [row[0] for row in rows]
