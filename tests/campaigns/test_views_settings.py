"""What the host's liaison may set, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from tests import make
from tests.pages import hidden, is_missing, links, said, words

from mufakat.campaigns import actions
from mufakat.campaigns.models import Campaign, Fact, Role
from mufakat.ledger.models import Entry

pytestmark = pytest.mark.django_db
PAGES = ["settings", "change", "facts", "discard", "phase", "visibility"]


def _answers(**changed: Any) -> dict[str, Any]:
    return {
        "title": "Makin Cakap Lagi",
        "issue": "Masalah.",
        "aim": "Tujuan.",
        "starts_on": "2026-12-01",
        "ends_on": "2027-12-01",
        "scope": "national",
        "languages": ["id"],
        "brand": "",
        "version": "1",
    } | changed


@pytest.mark.parametrize("name", PAGES)
def test_settings_are_for_the_host(table: Any, name: str) -> None:
    for who in ("liaison", "facilitator"):
        page = table.client(who).get(table.url(name))
        assert page.status_code == 403
        assert "The settings are for the liaison of the host." in words(page)
    assert table.client("stranger").get(table.url(name)).status_code == 404
    assert table.client("nobody").get(table.url(name)).status_code == 302


def test_settings_show_what_is_set(table: Any) -> None:
    text = words(table.client().get(table.url("settings")))
    assert "You chose #ffd84a." in text
    assert "The parties Everyone with a seat; organisations can be invited. Now" in text
    assert "The public Everyone, without signing in; persons stay unnamed. Not yet" in text
    assert "Discard the draft" not in text


def test_change_saves_and_records(table: Any) -> None:
    client = table.client()
    page = client.get(table.url("change"))
    assert hidden(page, "version") == "1"
    answer = client.post(table.url("change"), _answers())
    assert answer.url == table.url("settings")
    assert Campaign.objects.get().title == "Makin Cakap Lagi"
    assert said(client.get(answer.url)) == ["Saved and recorded."]
    assert Entry.objects.filter(verb="campaign.changed").count() == 1


def test_change_says_when_someone_else_was_faster_and_keeps_the_words(table: Any) -> None:
    actions.change_campaign(campaign=table.campaign, by=table.seat(), at=make.NOW, aim="Tujuan orang lain.")
    client = table.client()
    page = client.post(table.url("change"), _answers(aim="Tujuan saya."))
    text = page.content.decode()
    assert page.status_code == 409
    assert "Someone changed the campaign while you were writing" in words(page)
    assert "Tujuan saya." in text
    assert hidden(page, "version") == "2"
    assert Campaign.objects.get().aim == "Tujuan orang lain."
    assert client.post(table.url("change"), _answers(aim="Tujuan saya.", version="2")).status_code == 302
    assert Campaign.objects.get().aim == "Tujuan saya."


def test_change_answers_422_to_wrong_words(table: Any) -> None:
    page = table.client().post(table.url("change"), _answers(title="", version="x"))
    assert page.status_code == 422
    assert "Name of the campaign: This field is required." in words(page)


def test_visibility_asks_before_it_opens_and_goes_one_way(table: Any) -> None:
    client = table.client()
    page = client.get(table.url("visibility") + "?ke=public")
    assert "Open the campaign to the public?" in words(page)
    assert "This cannot be taken back" in words(page)
    assert Campaign.objects.get().visibility == "parties"
    assert client.post(table.url("visibility"), {"to": "public"}).url == table.url("settings")
    assert Campaign.objects.get().visibility == "public"
    again = client.get(table.url("visibility") + "?ke=parties")
    assert again.status_code == 403
    assert "already at least that open" in words(again)


@pytest.mark.parametrize("wanted", ["draft", "", "everyone", "\x00"])
def test_visibility_knows_only_two_ways(table: Any, wanted: str) -> None:
    assert is_missing(table.client().get(table.url("visibility"), {"ke": wanted}))
    assert is_missing(table.client().post(table.url("visibility"), {"to": wanted}))


def test_phase_waits_for_its_gate(table: Any) -> None:
    client = table.client()
    text = words(client.get(table.url("phase")))
    assert "At least three parties sit at the table. Not yet" in text
    assert "Every party has a liaison. Met" in text
    page = client.post(table.url("phase"), {"to": "planning"})
    assert page.status_code == 409
    assert "The next phase cannot begin yet" in words(page)
    assert "At least three parties sit at the table." in words(page)
    assert Campaign.objects.get().phase == "initiation"


def test_phase_moves_through_an_open_gate_and_back_with_a_reason(table: Any) -> None:
    make.party(table.campaign)
    make.needs(table.campaign)
    client = table.client()
    assert "Move on to “Adaptive planning”" in words(client.get(table.url("phase")))
    assert client.post(table.url("phase"), {"to": "planning"}).url == table.url("home")
    assert Campaign.objects.get().phase == "planning"
    back = table.url("phase") + "?ke=initiation"
    assert "Why the campaign goes back" in words(client.get(back))
    assert client.post(back, {"to": "initiation", "reason": ""}).status_code == 422
    assert client.post(back, {"to": "initiation", "reason": "Sektor media belum ada."}).status_code == 302
    assert Campaign.objects.get().phase == "initiation"


@pytest.mark.parametrize("wanted", ["closed", "action", "x", "\x00"])
def test_phase_cannot_be_skipped(table: Any, wanted: str) -> None:
    assert table.client().get(table.url("phase"), {"ke": wanted}).status_code == 404
    assert table.client().post(table.url("phase"), {"to": wanted}).status_code in {404, 409}
    assert Campaign.objects.get().phase == "initiation"


def test_discard_is_for_drafts_only(table: Any) -> None:
    page = table.client().get(table.url("discard"))
    assert page.status_code == 403
    assert "others have seen this campaign" in words(page)
    assert table.client().post(table.url("discard")).status_code == 403
    draft = make.campaign(host=table.campaign.host, opener=table.host, title="Draf", visibility="draft")
    table.campaign = draft
    client = table.client()
    assert "“Draf” disappears for everyone" in words(client.get(table.url("discard")))
    answer = client.post(table.url("discard"))
    assert answer.status_code == 302
    assert said(client.get(answer.url)) == ["The draft was discarded."]
    assert client.get(table.url("home")).status_code == 404


def test_facts_are_added_once_and_removed_after_a_question(table: Any) -> None:
    client = table.client()
    fact = {"label": "Indeks", "series": "Indeks", "year": "2022", "value": "3.54", "frame": "", "source": "Katadata"}
    assert client.post(table.url("facts"), fact).url == table.url("facts")
    assert client.post(table.url("facts"), fact).status_code == 302
    assert Fact.objects.count() == 1
    page = client.get(table.url("facts"))
    assert "Indeks Indeks 2022 3.54 Katadata" in words(page)
    remove = table.url("remove_fact", Fact.objects.get().pk)
    assert remove in links(page)
    assert "Remove this fact?" in words(client.get(remove))
    assert client.post(remove).url == table.url("facts")
    assert client.post(remove).status_code == 404
    assert Fact.objects.count() == 0


def test_facts_need_a_source(table: Any) -> None:
    page = table.client().post(table.url("facts"), {"label": "x"})
    assert page.status_code == 422
    assert "Source: This field is required." in words(page)


def test_a_fact_of_another_campaign_is_not_there(table: Any) -> None:
    other = make.campaign()
    fact = actions.add_fact(campaign=other, by=make.host_seat(other), at=make.NOW, label="x", source="y")
    assert table.client().get(table.url("remove_fact", fact.pk)).status_code == 404
    assert table.client().post(table.url("remove_fact", fact.pk)).status_code == 404
    assert Fact.objects.count() == 1


def test_a_deputy_of_the_host_is_not_its_liaison(table: Any) -> None:
    host_party = table.seat().party
    deputy = make.seat(table.campaign, Role.SIGNATORY, make.person(language="en"), host_party)
    table.host = deputy.person
    assert "The settings are for the liaison of the host." in words(table.client().get(table.url("settings")))
