"""Saying who is missing and answering it, as pages."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests import make
from tests import make_stakeholders as made
from tests.pages import client_of, hidden, is_missing, said, words

from mufakat.campaigns.models import Campaign, Role
from mufakat.stakeholders.models import Nomination, Stakeholder

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make.campaign(opener=make.person(language="en"))


@pytest.fixture
def client(campaign: Campaign) -> Client:
    return client_of(make.host_seat(campaign).person)


def url(campaign: Campaign, name: str, *args: Any) -> str:
    return reverse(f"stakeholders:{name}", args=[campaign.slug, *args])


def form(client: Client, campaign: Campaign, **fields: Any) -> dict[str, Any]:
    once = hidden(client.get(url(campaign, "nominate")), "once")
    return {"once": once, "name": "Radio Warga", "sector": "media", "reason": "Didengar di desa."} | fields


def test_a_party_nominates_and_reads_the_answer(campaign: Campaign, client: Client) -> None:
    party = make.party(campaign, make.organisation("swasta", name="PT Contoh"), make.person(language="en"))
    their = client_of(make.liaison_of(party).person)
    assert their.post(url(campaign, "nominate"), form(their, campaign, reason="")).status_code == 422
    answer = their.post(url(campaign, "nominate"), form(their, campaign), follow=True)
    assert said(answer) == ["Thank you. The team is told and answers you."]
    kept = Nomination.objects.get()
    one = url(campaign, "nomination", kept.pk)
    assert "Answer the nomination" not in words(their.get(one))
    assert their.post(one, {"state": "declined", "answer": "x"}).status_code == 403
    assert "Radio Warga Media Didengar di desa. PT Contoh" in words(client.get(url(campaign, "nominations")))
    assert client.post(one, {"state": "declined", "answer": ""}).status_code == 422
    assert client.post(one, {"state": "known"}).status_code == 422
    assert client.post(one, {"state": "declined", "answer": "Sudah ada radio."}).status_code == 302
    assert "Declined · 24 November 2026 Answer Sudah ada radio." in words(their.get(one))
    assert "Nothing" not in words(their.get(url(campaign, "nominations") + "?tab=answered"))
    assert client.post(one, {"state": "declined", "answer": "Lagi"}).status_code == 409


def test_nominate_asks_first_whether_they_are_known(campaign: Campaign, client: Client) -> None:
    made.stakeholder(campaign, "media", name="Radio Warga Contoh")
    sent = form(client, campaign, name="Radio Warga Contoh")
    page = client.post(url(campaign, "nominate"), sent)
    assert (page.status_code, "Are they in the register already? Radio Warga Contoh" in words(page)) == (422, True)
    assert not Nomination.objects.exists()
    assert client.post(url(campaign, "nominate"), sent | {"sure": "on"}).status_code == 302
    assert client.post(url(campaign, "nominate"), sent | {"sure": "on"}).status_code == 302
    kept = Nomination.objects.get()
    assert "Perhaps in the register already Radio Warga Contoh" in words(
        client.get(url(campaign, "nomination", kept.pk))
    )
    again = client.post(url(campaign, "nominate"), sent | {"sure": "on", "once": str(uuid4())})
    assert (again.status_code, "the answer is still open" in words(again)) == (422, True)


def test_whom_the_team_invites_enters_the_register_and_gets_the_invitation(campaign: Campaign, client: Client) -> None:
    host, body = make.host_seat(campaign), make.organisation("media", name="Radio Warga")
    known = made.nomination(campaign, host, name="Radio Warga")
    unknown = made.nomination(campaign, host, name="Tanpa Lembaga")
    invite = reverse("campaigns:invite", args=[campaign.slug])
    first = client.post(url(campaign, "nomination", known.pk), {"state": "invited"})
    second = client.post(url(campaign, "nomination", unknown.pk), {"state": "invited"})
    assert (first.url, second.url) == (f"{invite}?organisasi={body.pk}", f"{invite}?q=Tanpa+Lembaga")
    assert sorted(s.name for s in Stakeholder.objects.all()) == ["Radio Warga", "Tanpa Lembaga"]
    assert client.get(first.url).status_code == 200


def test_nominations_are_for_the_table(campaign: Campaign) -> None:
    kept = made.nomination(campaign, make.host_seat(campaign))
    pages = [url(campaign, "nominations"), url(campaign, "nominate"), url(campaign, "nomination", kept.pk)]
    observer = client_of(make.seat(campaign, Role.OBSERVER).person)
    assert [observer.get(p).status_code for p in pages] == [200, 403, 200]
    stranger = client_of(make.person())
    assert [is_missing(stranger.get(p)) for p in pages] == [True, True, True]
    assert [client_of(None).get(p).status_code for p in pages] == [302, 302, 302]
    other = make.campaign()
    assert is_missing(client_of(make.host_seat(other).person).get(url(other, "nomination", kept.pk)))


@pytest.mark.parametrize("language", ["id", "en"])
def test_nominations_are_said_in_both_languages(language: str) -> None:
    campaign = make.campaign(opener=make.person(language=language))
    client, host = client_of(make.host_seat(campaign).person), make.host_seat(campaign)
    kept = made.nomination(campaign, host)
    for page in (url(campaign, "nominations"), url(campaign, "nominate"), url(campaign, "nomination", kept.pk)):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "%(" not in words(answer)


@pytest.mark.parametrize("text", make.HOSTILE)
def test_what_was_typed_is_never_markup(campaign: Campaign, client: Client, text: str) -> None:
    kept = made.nomination(campaign, make.host_seat(campaign), name=text[:200], reason=text, way=text)
    for page in (url(campaign, "nominations"), url(campaign, "nomination", kept.pk), url(campaign, "missing")):
        assert "<script>alert(1)" not in client.get(page).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_nominations_ask_the_same_number_of_questions(
    campaign: Campaign, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        made.nomination(campaign, make.host_seat(campaign))
    page = url(campaign, "nominations")
    client.get(page)
    with django_assert_num_queries(10):
        answer = client.get(page)
    assert ("page=2" in answer.content.decode()) == (number > 25)
