"""The record: read it, prove one entry, take it away and check it elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient
from tests import make
from tests.pages import is_missing, links, words

from mufakat.campaigns import actions
from mufakat.campaigns.models import Party
from mufakat.engines.chain import audit, note
from mufakat.ledger import queries as ledger

pytestmark = pytest.mark.django_db
FEW_OR_MANY = (12, 11)  # beyond sixty parties the choice of one is not offered


def test_activity_tells_every_act_with_its_proof(table: Any) -> None:
    page = table.client("liaison").get(table.url("activity"))
    text = words(page)
    assert f"{table.campaign.log.size + 5} entries" in text or "entries" in text
    assert "Dewi Penghubung took its first seat: Liaison." in text
    assert table.url("entry", 1) in links(page)
    assert "mufakat verify catatan-makin-cakap-" in text


@pytest.mark.parametrize(
    ("asked", "found", "left_out"),
    [
        ("kind=party", "Radio Contoh joined", "A neutral seat was taken"),
        ("kind=seat", "took a neutral seat", "Radio Contoh joined"),
        ("q=Radio", "Radio Contoh joined", "took a neutral seat"),
        ("since=2026-11-25", "No entry fits this search", "Radio Contoh joined"),
        ("until=2026-11-23", "No entry fits this search", "Radio Contoh joined"),
        ("since=2026-11-24&until=2026-11-24", "Radio Contoh joined", "No entry fits"),
        ("kind=nonsense&since=x&q=%00&party=x", "Radio Contoh joined", "No entry fits"),
    ],
)
def test_activity_narrows(table: Any, asked: str, found: str, left_out: str) -> None:
    text = words(table.client().get(f"{table.url('activity')}?{asked}")).replace("Clear the filters", "")
    assert found in text
    assert left_out not in text


def test_activity_of_one_party(table: Any) -> None:
    text = words(table.client().get(f"{table.url('activity')}?party={table.party.pk}"))
    assert "Radio Contoh joined" in text
    assert "took a neutral seat" not in text
    foreign = make.party(make.campaign())
    assert "took a neutral seat" in words(table.client().get(f"{table.url('activity')}?party={foreign.pk}"))


def test_activity_pages_by_place(table: Any) -> None:
    for n in range(30):
        actions.add_fact(campaign=table.campaign, by=table.seat(), at=make.NOW, label=f"Fakta {n:02d}", source="x")
    client, url = table.client(), table.url("activity")
    first = client.get(url)
    size = 30 + 6
    older = f"?sebelum={size - 24}"
    assert any(link.endswith(older) for link in links(first))
    second = client.get(url + older)
    assert "Fakta 00" in words(second)
    assert "Fakta 29" not in words(second)
    newer = f"?sesudah={size - 25}"
    assert any(link.endswith(newer) for link in links(second))
    assert "Fakta 29" in words(client.get(url + newer))
    for odd in ("?sebelum=x", "?sebelum=" + "9" * 30, "?sesudah=-1", "?sebelum=0"):
        assert client.get(url + odd).status_code == 200


@pytest.mark.parametrize("parties", [1, 30, 70])
def test_activity_asks_the_same_number_of_questions(table: Any, parties: int, django_assert_num_queries: Any) -> None:
    organisations = [make.organisation("swasta") for _ in range(parties)]
    Party.objects.bulk_create(Party(campaign=table.campaign, organisation=o, joined_at=make.NOW) for o in organisations)
    client = table.client()
    client.get(table.url("activity"))
    with django_assert_num_queries(FEW_OR_MANY[parties > 60]):
        client.get(table.url("activity"))


def test_entry_shows_what_was_said_and_proves_its_place(table: Any) -> None:
    page = table.client("liaison").get(table.url("entry", 3))
    text = words(page)
    log = type(table.campaign).objects.get(pk=table.campaign.pk).log
    entry = ledger.entry_at(log, 3)
    assert entry is not None
    proof = ledger.proof_of(entry, log.size)
    assert f"Entry 3 of {log.size}" in text
    assert bytes(entry.leaf).hex() in text
    assert proof.root.hex() in text
    assert all(step.hex() in text for step in proof.path)
    assert table.url("entry", 2) in links(page)
    assert table.url("entry", 4) in links(page)


def test_entry_that_is_not_there(table: Any) -> None:
    for seq in (0, 999, 2**62, 2**70):
        assert is_missing(table.client().get(table.url("entry", seq)))
        assert is_missing(table.client().get(table.url("proof", seq)))


def test_names_of_persons_are_withheld_from_the_public(table: Any) -> None:
    table.show()
    size = type(table.campaign).objects.get(pk=table.campaign.pk).log.size
    client = table.client("nobody")
    pages = [client.get(table.url("activity")), *(client.get(table.url("entry", n)) for n in range(1, size + 1))]
    texts = [page.content.decode() for page in pages]
    texts.append(b"".join(client.get(table.url("record")).streaming_content).decode())
    for text in texts:
        assert not any(name in text for name in ("Rina", "Dewi", "Maya"))
    assert "Names of persons are only shown to those who have a seat." in words(pages[0])


def test_record_is_a_file_that_verifies(table: Any, tmp_path: Any) -> None:
    page = table.client("liaison").get(table.url("record"))
    content = b"".join(page.streaming_content)
    size = type(table.campaign).objects.get(pk=table.campaign.pk).log.size
    assert page["Content-Disposition"] == f'attachment; filename="catatan-makin-cakap-{size}.txt"'
    assert page["Content-Length"] == str(len(content))
    assert "Dewi Penghubung" in content.decode()
    assert content.count(b"\n") > size
    kept = tmp_path / "catatan.txt"
    kept.write_bytes(content)
    report = audit.verify_file(kept)
    assert (report.ok, list(report.findings)) == (True, [])


def test_checkpoint_and_proof_are_text_that_opens(table: Any) -> None:
    table.show()
    client = table.client("nobody")
    log = type(table.campaign).objects.get(pk=table.campaign.pk).log
    page = client.get(table.url("checkpoint"))
    assert page["Content-Type"] == "text/plain; charset=utf-8"
    seal = note.open_checkpoint(page.content.decode(), ledger.vkey(log))
    assert (seal.origin, seal.size, seal.root) == (log.origin, log.size, ledger.root_of(log))
    proof = client.get(table.url("proof", 2))
    assert proof["Content-Disposition"] == 'attachment; filename="makin-cakap-2.tlog-proof"'
    assert log.origin in proof.content.decode()


@pytest.mark.parametrize("name", ["activity", "record", "checkpoint"])
def test_the_record_of_a_closed_table_is_for_the_seated(table: Any, name: str) -> None:
    for who in ("nobody", "stranger"):
        assert is_missing(table.client(who).get(table.url(name)))
    assert table.client("facilitator").get(table.url(name)).status_code == 200


def test_an_erased_person_is_said_to_be_erased(table: Any) -> None:
    from mufakat.ledger import actions as record

    record.erase(subject=table.liaison.pk, by="operator", at=make.NOW + timedelta(minutes=1))
    page = table.client("host").get(table.url("entry", 4))
    found = [page, *(table.client("host").get(table.url("entry", n)) for n in (2, 3, 5))]
    text = " ".join(words(p) for p in found)
    assert "Personal data was removed" in text
    assert "[erased]" in text


def test_brand_is_a_style_sheet_that_browsers_keep(table: Any) -> None:
    url = table.url("brand")
    page = table.client().get(url + "?v=ffd84a")
    assert page["Content-Type"] == "text/css; charset=utf-8"
    assert page.content.decode().startswith(":root{--campaign-brand:#7a6824;")
    assert page["Cache-Control"] == "private, max-age=31536000"
    assert table.client("nobody").get(url).status_code == 404
    table.show()
    public = table.client("nobody").get(url + "?v=ffd84a")
    assert public["Cache-Control"] == "public, max-age=31536000, immutable"
    assert table.client("nobody").get(url + "?v=0")["Cache-Control"] == "private, max-age=0"
    plain = make.campaign(visibility="public")
    table.campaign = plain
    assert table.client("nobody").get(table.url("brand")).status_code == 404


def test_files_come_in_pieces_where_the_server_asks_for_them(table: Any) -> None:
    """The way `mufakat serve` answers: an asynchronous server that never holds the whole file."""
    table.show()
    whole = b"".join(table.client("nobody").get(table.url("record")).streaming_content)

    async def fetched() -> bytes:
        page = await AsyncClient().get(table.url("record"))
        return b"".join([piece async for piece in page.streaming_content])

    assert async_to_sync(fetched)() == whole


def test_addresses_and_mandates_are_for_those_they_concern(table: Any, tmp_path: Any) -> None:
    make.invitation(
        table.campaign, make.organisation("swasta"), email="rahasia@kantor.example", message="Hanya untuk Anda"
    )
    seat = table.seat("liaison")
    actions.attach_mandate(seat=seat, by=seat, at=make.NOW, reference="ST-rahasia")
    size = type(table.campaign).objects.get(pk=table.campaign.pk).log.size
    readers = {
        "host": ({"rahasia@kantor.example"}, {"ST-rahasia"}),
        "liaison": ({"ST-rahasia"}, {"rahasia@kantor.example"}),
        "facilitator": ({"ST-rahasia"}, {"rahasia@kantor.example"}),
    }
    for who, (shown, hidden_ones) in readers.items():
        client = table.client(who)
        file = b"".join(client.get(table.url("record")).streaming_content).decode()
        page = " ".join(words(client.get(table.url("entry", n))) for n in (size - 1, size))
        for text in (file, page):
            assert [w for w in shown if w not in text] == [], who
            assert [w for w in hidden_ones if w in text] == [], who
        assert "Dewi Penghubung" in file
        kept = tmp_path / f"{who}.txt"
        kept.write_text(file)
        assert audit.verify_file(kept).ok
