"""The first page: for visitors, for people without a campaign, with one, with many, and for administrators."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests import make
from tests.pages import client_of, links, words

from mufakat.campaigns.models import Role
from mufakat.people import actions as people
from mufakat.people.models import Organisation, Person

pytestmark = pytest.mark.django_db
HOME = "/"


def _host(**fields: Any) -> tuple[Person, Organisation]:
    person, organisation = make.person(language="en", **fields), make.organisation()
    people.affiliate(person=person, organisation=organisation, at=make.NOW)
    return person, organisation


def test_a_visitor_reads_what_this_is_and_sees_public_campaigns() -> None:
    make.campaign(title="Terbuka", visibility="public")
    make.campaign(title="Tertutup")
    page = client_of(None).get(HOME)
    text = words(page)
    assert "Mufakat is where a government and its partners plan, run and evaluate a public campaign together." in text
    assert "Terbuka Initiation" in text
    assert "1 party" in text
    assert "Tertutup" not in text
    assert reverse("account_login") in links(page)
    assert "mufakat verify" in text
    assert "Search for a campaign" not in text


def test_a_visitor_searches_when_there_are_many() -> None:
    for n in range(6):
        make.campaign(title=f"Gerakan {n}", visibility="public")
    client = client_of(None)
    assert "Search for a campaign" in words(client.get(HOME))
    assert "1 campaign" in words(client.get(f"{HOME}?q=gerakan 3"))
    assert "No campaign fits this search" in words(client.get(f"{HOME}?q=zzz%00"))


def test_an_empty_server_says_what_will_appear() -> None:
    assert "No campaign is open to the public yet" in words(client_of(None).get(HOME))


def test_without_a_seat_one_reads_how_to_be_invited() -> None:
    text = words(client_of(make.person(name="Sari", language="en")).get(HOME))
    assert "Welcome, Sari" in text
    assert "You have no seat in a campaign yet" in text
    assert "Open your first campaign" not in text


def test_who_may_host_is_asked_to_open_a_campaign() -> None:
    page = client_of(_host()[0]).get(HOME)
    assert "Open your first campaign" in words(page)
    assert reverse("campaigns:new") in links(page)


def test_invitations_to_a_proved_address_wait_on_the_first_page() -> None:
    campaign = make.campaign(title="Makin Cakap")
    invited = make.person(email="sari@contoh.example", language="en")
    other = make.person(email="budi@contoh.example", language="en")
    sent = make.invitation(campaign, make.organisation("media"), email="sari@contoh.example")
    page = client_of(invited).get(HOME)
    assert "You are invited Makin Cakap Liaison" in words(page)
    assert any("/undangan/" in link for link in links(page))
    assert "You are invited" not in words(client_of(other).get(HOME))
    invited.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    assert "You are invited" not in words(client_of(invited).get(HOME))
    invited.emailaddress_set.update(verified=True)  # type: ignore[attr-defined]
    type(sent).objects.filter(pk=sent.pk).update(expires_at=make.NOW - timedelta(days=1))
    assert "You are invited" not in words(client_of(invited).get(HOME))


def test_with_one_campaign_one_goes_straight_there() -> None:
    person, organisation = _host()
    campaign = make.campaign(host=organisation, opener=person)
    client = client_of(person)
    assert client.get(HOME).url == reverse("campaigns:home", args=[campaign.slug])
    page = client.get(f"{HOME}?semua")
    assert page.status_code == 200
    assert campaign.title in words(page)
    make.invitation(make.campaign(), make.organisation("media"), email=person.email or "")
    assert "You are invited" in words(client.get(HOME))


def test_many_campaigns_are_sorted_by_what_is_due() -> None:
    person, organisation = _host()
    calm = make.seat(make.campaign(title="Tenang"), Role.OBSERVER, person).campaign
    draft = make.campaign(host=organisation, opener=person, title="Draf", visibility="draft")
    page = client_of(person).get(HOME)
    text = words(page)
    assert text.index("Draf") < text.index("Tenang")
    assert "Show the campaign to the parties" in text
    assert "Observer" in text
    assert reverse("campaigns:home", args=[calm.slug]) in links(page)
    assert f"{reverse('campaigns:visibility', args=[draft.slug])}?ke=parties" in links(page)
    assert "Tenang" not in words(client_of(person).get(f"{HOME}?q=draf"))
    assert "No campaign fits this search" in words(client_of(person).get(f"{HOME}?q=zzz"))


@pytest.mark.parametrize("campaigns", [2, 30])
def test_the_desk_asks_the_same_number_of_questions(campaigns: int, django_assert_num_queries: Any) -> None:
    person, organisation = _host()
    for n in range(campaigns):
        make.campaign(host=organisation, opener=person, visibility="parties" if n % 2 else "draft")
    client = client_of(person)
    client.get(HOME)
    with django_assert_num_queries(14):
        client.get(HOME)


def test_an_administrator_sees_which_organisations_wait() -> None:
    make.organisation("media", name="Buletin Warga", status=Organisation.Status.PROPOSED, verified_at=None)
    administrator = make.person(is_administrator=True, language="en")
    page = client_of(administrator).get(HOME)
    assert "Organisations waiting for verification 1 organisation was proposed" in words(page)
    assert "Buletin Warga" in words(page)
    assert "Buletin Warga" not in words(client_of(_host()[0]).get(HOME))


def test_only_reading_is_answered() -> None:
    answer = client_of(None).post(HOME)
    assert answer["Allow"] == "GET, HEAD"
