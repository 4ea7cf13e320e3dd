"""Coverage, capabilities, requirements and affected groups as pages."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests import make
from tests import make_stakeholders as made
from tests.pages import client_of, hidden, is_missing, links, said, words

from mufakat.campaigns.models import Campaign, Role, Seat
from mufakat.people.models import Region, Sector
from mufakat.stakeholders.models import AffectedGroup, Capability, Requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make.campaign(opener=make.person(language="en"))


@pytest.fixture
def host(campaign: Campaign) -> Seat:
    return make.host_seat(campaign)


@pytest.fixture
def client(host: Seat) -> Client:
    return client_of(host.person)


def url(campaign: Campaign, name: str, *args: Any) -> str:
    return reverse(f"stakeholders:{name}", args=[campaign.slug, *args])


def media() -> Sector:
    return Sector.objects.get(pk="media")


PAGES = ("coverage", "capabilities", "new_requirement", "starter", "groups", "new_group")


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_needs_are_for_the_table_and_changes_for_the_team(campaign: Campaign, name: str) -> None:
    address = url(campaign, name)
    observer = make.seat(campaign, Role.OBSERVER, make.person(language="en"))
    assert client_of(None).get(address).status_code == 302
    assert is_missing(client_of(make.person()).get(address))
    assert client_of(make.host_seat(campaign).person).get(address).status_code == 200
    assert client_of(make.seat(campaign, Role.FACILITATOR).person).get(address).status_code == 200
    answer = client_of(observer.person).get(address)
    assert answer.status_code == (200 if name in {"coverage", "groups"} else 403)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_of_needs_are_said_in_both_languages(language: str, name: str) -> None:
    campaign = make.campaign(opener=make.person(language=language))
    host = make.host_seat(campaign)
    made.requirement(campaign, host, sector=media(), capability=made.capability(campaign))
    group = AffectedGroup.objects.create(campaign=campaign, name="Lansia", people=10, source="BPS", set_at=make.NOW)
    group.voices.set([made.stakeholder(campaign)])
    page = client_of(host.person).get(url(campaign, name))
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()
    assert "%(" not in words(page)


def test_coverage_says_what_is_filled_missing_and_waived(campaign: Campaign, host: Seat, client: Client) -> None:
    wanted = made.capability(campaign, "Riset")
    made.requirement(campaign, host, sector=host.campaign.host.sector)
    made.requirement(campaign, host, sector=media(), capability=wanted, least=2, reason="Jangkauan")
    made.requirement(
        campaign, host, sector=Sector.objects.get(pk="swasta"), waived_at=make.NOW, waived_because="Tahun depan"
    )
    known = made.stakeholder(campaign, "media", name="Radio Contoh", capabilities=[wanted], state="engaged")
    body = make.organisation("media")
    made.stakeholder(campaign, "media", name="Koran Contoh", capabilities=[wanted], organisation=body)
    page = client.get(url(campaign, "coverage"))
    text = words(page)
    assert "75% of what the campaign needs is at the table: 1 of 2 requirements are met. 1 gap has to be filled" in text
    assert "Media · Riset 1 is known already but not engaged: Koran Contoh. Jangkauan 1 missing · mandatory" in text
    assert "Media 1/2 missing 1" in text
    assert "Private sector mandatory – Weight 1 0/1 waived Tahun depan" in text
    assert f"{known.name} Change" in text
    assert f"{reverse('campaigns:invite', args=[campaign.slug])}?organisasi={body.pk}" in links(page)


def test_coverage_of_one_region(campaign: Campaign, host: Seat, client: Client) -> None:
    java = Region.objects.get(code="32", valid_to=None)
    made.requirement(campaign, host, sector=media(), region=java)
    made.stakeholder(campaign, "media", state="engaged")
    address = url(campaign, "coverage")
    assert "Media 1/1 missing" in words(client.get(address))
    assert "Media 0/1 missing" in words(client.get(f"{address}?region=32"))
    assert client.get(f"{address}?region=99%00").status_code == 200


def test_a_party_nominates_where_nobody_fits(campaign: Campaign, host: Seat) -> None:
    made.requirement(campaign, host, sector=media())
    party = make.party(campaign, liaison=make.person(language="en"))
    page = client_of(make.liaison_of(party).person).get(url(campaign, "coverage"))
    assert f"{url(campaign, 'nominate')}?sector=media" in links(page)
    assert url(campaign, "new_requirement") not in links(page)


@pytest.mark.parametrize("number", [1, 30])
def test_coverage_asks_the_same_number_of_questions(
    campaign: Campaign, host: Seat, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        wanted = made.capability(campaign)
        made.requirement(campaign, host, capability=wanted)
        made.stakeholder(campaign, capabilities=[wanted])
    client.get(url(campaign, "coverage"))
    with django_assert_num_queries(18):
        client.get(url(campaign, "coverage"))


def test_capabilities_are_added_and_retired(campaign: Campaign, client: Client) -> None:
    address = url(campaign, "capabilities")
    assert client.post(address, {}).status_code == 422
    answer = client.post(address, {"name": "Peta", "suggested": ["funding", "regulation"]}, follow=True)
    assert said(answer) == ["3 capabilities added."]
    assert sorted(c.name for c in Capability.objects.all()) == ["Peta", "funding", "regulation"]
    first = Capability.objects.get(name="Peta")
    retire = url(campaign, "retire_capability", first.pk)
    assert "No longer look for “Peta”?" in words(client.get(retire))
    assert client.post(retire).status_code == 302
    assert "Peta" not in words(client.get(address))
    assert is_missing(client.get(url(campaign, "retire_capability", uuid4())))


def test_a_requirement_is_set_changed_waived_restored_and_removed(campaign: Campaign, client: Client) -> None:
    new = url(campaign, "new_requirement")
    sent = {
        "once": hidden(client.get(new), "once"),
        "sector": "media",
        "least": "2",
        "weight": "1",
        "is_mandatory": "on",
    }
    assert client.post(new, sent | {"sector": ""}).status_code == 422
    assert client.post(new, sent | {"least": "x"}).status_code == 422
    assert client.post(new, sent).url == url(campaign, "coverage")
    assert client.post(new, sent).status_code == 302
    kept = Requirement.objects.get()
    again = client.post(new, sent | {"once": str(uuid4())})
    assert (again.status_code, "This is required already" in words(again)) == (422, True)
    one = url(campaign, "requirement", kept.pk)
    assert client.post(one, {"least": "0", "weight": "1"}).status_code == 422
    assert client.post(one, {"least": "3", "weight": "2", "reason": "Perlu"}).status_code == 302
    waive, restore = url(campaign, "waive_requirement", kept.pk), url(campaign, "restore_requirement", kept.pk)
    assert client.post(waive, {"reason": ""}).status_code == 422
    assert client.post(waive, {"reason": "Tahun depan"}).status_code == 302
    assert "Waived Tahun depan Require it again" in words(client.get(one))
    assert "It was waived because: Tahun depan" in words(client.get(restore))
    assert client.post(restore).status_code == 302
    kept.refresh_from_db()
    assert (kept.least, kept.weight, kept.is_mandatory, kept.waived_at) == (3, 2, False, None)
    assert client.post(url(campaign, "remove_requirement", kept.pk)).status_code == 302
    assert is_missing(client.get(one))


def test_the_starter_set_is_shown_before_it_is_taken(campaign: Campaign, client: Client) -> None:
    made.capability(campaign, "Riset")
    address = url(campaign, "starter")
    assert "Riset 1 wanted" in words(client.get(address))
    assert not Requirement.objects.exists()
    assert said(client.post(address, follow=True)) == ["7 requirements are set."]
    assert "All of it is set already" in words(client.get(address))


def test_a_group_takes_the_population_of_its_region(campaign: Campaign, client: Client) -> None:
    new = url(campaign, "new_group")
    place, voice = Region.objects.get(code="31", valid_to=None), made.stakeholder(campaign)
    sent = {"once": hidden(client.get(new), "once"), "name": "Warga Jakarta", "region": place.pk, "voices": [voice.pk]}
    assert client.post(new, sent | {"region": ""}).status_code == 422
    assert client.post(new, sent | {"people": "12"}).status_code == 422
    assert client.post(new, sent).url == url(campaign, "groups")
    group = AffectedGroup.objects.get()
    assert (group.people, group.source) == (place.population, "Kepmendagri 300.2.2-2430 Tahun 2025")
    text = words(client.get(url(campaign, "groups")))
    assert "1 group has no voice at the table: Warga Jakarta." in text
    one = url(campaign, "group", group.pk)
    assert "Warga Jakarta" in words(client.get(one))
    again = client.post(new, {"once": str(uuid4()), "name": "warga jakarta", "region": place.pk})
    assert (again.status_code, "already listed" in words(again)) == (422, True)
    assert client.post(one, sent | {"name": "Warga", "people": "5", "source": "BPS"}).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.people, group.source) == ("Warga", 5, "BPS")
    assert client.post(url(campaign, "remove_group", group.pk)).status_code == 302
    assert is_missing(client.get(one))
