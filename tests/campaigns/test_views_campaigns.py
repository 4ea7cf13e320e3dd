"""Finding a campaign, and opening one: fill in, check, open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests import make
from tests.pages import client_of, hidden, links, said, words

from mufakat.campaigns.models import Campaign, Seat
from mufakat.people import actions as people
from mufakat.people.models import Organisation, Person, Region

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("campaigns:list"), reverse("campaigns:new")


@pytest.fixture
def opener(db: None) -> Person:
    person = make.person(name="Rina", language="en")
    people.affiliate(person=person, organisation=make.organisation(name="Dinas Contoh"), at=make.NOW)
    return person


def _answers(person: Person, **changed: Any) -> dict[str, Any]:
    host = Organisation.objects.get(name="Dinas Contoh")
    return {
        "once": str(uuid4()),
        "title": "Kota Bersih",
        "issue": "Sampah plastik.",
        "aim": "Sungai jernih.",
        "starts_on": "2026-12-01",
        "ends_on": "2027-12-01",
        "scope": "national",
        "languages": ["id", "en"],
        "brand": "#FFD84A",
        "host": str(host.pk),
        "stage": "check",
    } | changed


def test_list_shows_what_one_may_see(table: Any) -> None:
    table.show()
    make.campaign(title="Rahasia", visibility="parties")
    text = words(table.client("stranger").get(LIST))
    assert "Makin Cakap" in text
    assert "Rahasia" not in text
    assert "Open a campaign" not in text
    assert "Liaison · Dinas Tuan Rumah" in words(table.client("host").get(LIST))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=cakap", ["Makin Cakap"]),
        ("q=zzz", []),
        ("mine=mine", ["Makin Cakap"]),
        ("phase=action", []),
        ("mine=draft", ["Draf Lain"]),
        ("phase=nonsense", ["Draf Lain", "Makin Cakap"]),
        ("sort=name", ["Draf Lain", "Makin Cakap"]),
        ("q=%00", ["Draf Lain", "Makin Cakap"]),
    ],
)
def test_list_narrows_and_sorts(table: Any, asked: str, found: list[str]) -> None:
    make.campaign(host=table.campaign.host, opener=table.host, title="Draf Lain", visibility="draft")
    if asked == "mine=mine":
        table.show()
        found = [*found, "Draf Lain"]
    page = table.client("host").get(f"{LIST}?{asked}")
    assert page.status_code == 200
    assert sorted(t for t in ("Makin Cakap", "Draf Lain") if t in words(page)) == sorted(found)


@pytest.mark.parametrize("campaigns", [1, 30])
def test_list_asks_the_same_number_of_questions(opener: Person, campaigns: int, django_assert_num_queries: Any) -> None:
    host = Organisation.objects.get(name="Dinas Contoh")
    for _ in range(campaigns):
        make.campaign(host=host, opener=opener)
    client = client_of(opener)
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)


def test_new_is_for_who_works_for_a_host(table: Any) -> None:
    page = table.client("liaison").get(NEW)
    assert page.status_code == 403
    assert "verified organisation of a sector that may host" in words(page)
    assert client_of(None).get(NEW).url.startswith(reverse("account_login"))


def test_new_shows_the_answers_before_anything_is_opened(opener: Person) -> None:
    client = client_of(opener)
    number = hidden(client.get(NEW), "once")
    page = client.post(NEW, _answers(opener, once=number))
    text = words(page)
    assert page.status_code == 200
    assert "The whole country, 38 provinces" in text
    assert "You chose #ffd84a. On light screens we show #7a6824" in text
    assert "Bahasa Indonesia, English" in text
    assert hidden(page, "once") == number
    assert Campaign.objects.count() == 0


def test_new_opens_once_however_often_it_is_sent(opener: Person) -> None:
    client = client_of(opener)
    answers = _answers(opener, stage="open")
    first, second = client.post(NEW, answers), client.post(NEW, answers)
    campaign = Campaign.objects.get()
    assert first.url == second.url == reverse("campaigns:home", args=[campaign.slug])
    assert (campaign.title, campaign.brand, campaign.visibility) == ("Kota Bersih", "#ffd84a", "draft")
    assert campaign.regions.count() == 38
    assert Seat.objects.get().person == opener
    home = client.get(first.url)
    assert "The campaign is open as a draft." in said(home)
    assert 'data-draft-sent="campaign-new"' in home.content.decode()


def test_new_gives_the_answers_back_to_be_changed(opener: Person) -> None:
    some = [str(r.pk) for r in Region.objects.filter(code__in=["31", "32"], valid_to=None)]
    page = client_of(opener).post(NEW, _answers(opener, stage="edit", scope="some", regions=some))
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="Kota Bersih"' in text
    assert text.count('name="regions"') == 38
    assert all(f'value="{number}"' in text for number in some)
    assert text.count("checked") == 5  # two provinces, two languages, one scope


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"title": ""}, "Name of the campaign"),
        ({"ends_on": "2026-11-30"}, "The last day lies before the first day."),
        ({"scope": "some"}, "Tick at least one province"),
        ({"brand": "red"}, "Write the colour as #"),
        ({"languages": []}, "Languages of the campaign"),
        ({"once": "x"}, "This form is incomplete"),
        ({"host": "00000000-0000-4000-8000-000000000001"}, "Host"),
        ({"title": "a\x00b"}, "Name of the campaign"),
    ],
)
def test_new_says_what_is_wrong(opener: Person, changed: dict[str, Any], trouble: str) -> None:
    for stage in ("check", "open"):
        page = client_of(opener).post(NEW, _answers(opener, stage=stage) | changed)
        assert page.status_code == 422
        assert trouble in words(page)
    assert Campaign.objects.count() == 0


def test_new_refuses_the_number_of_someone_elses_campaign(table: Any, opener: Person) -> None:
    page = client_of(opener).post(NEW, _answers(opener, stage="open", once=str(table.campaign.pk)))
    assert page.status_code == 403
    assert "This number belongs to another campaign." in words(page)


def test_new_lets_one_choose_between_hosts(opener: Person) -> None:
    second = make.organisation(name="Dinas Kedua")
    people.affiliate(person=opener, organisation=second, at=make.NOW)
    page = client_of(opener).get(NEW)
    assert "Which of your organisations?" in words(page)
    client_of(opener).post(NEW, _answers(opener, stage="open", host=str(second.pk)))
    assert Campaign.objects.get().host == second


def test_list_pages_and_leads_to_the_campaign(opener: Person) -> None:
    host = Organisation.objects.get(name="Dinas Contoh")
    for n in range(26):
        make.campaign(host=host, opener=opener, title=f"Nomor {n:02d}", ends_on=date(2027, 12, 1) + timedelta(days=n))
    page = client_of(opener).get(f"{LIST}?sort=due&page=2")
    assert "Nomor 25" in words(page)
    assert "26–26 of 26" in words(page)
    assert reverse("campaigns:home", args=["nomor-25"]) in links(page)
