"""One page says what to do next, in words; the public reads a sentence and who has committed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests import make
from tests import make_stakeholders as made
from tests.pages import client_of, links, words

from mufakat.campaigns.models import Campaign, Role, Visibility
from mufakat.people.models import Sector

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    opener = make.person(name="Rina Tuan Rumah", language="en")
    return make.campaign(host=make.organisation(name="Dinas Tuan Rumah"), opener=opener)


def page(campaign: Campaign, person: Any = None, name: str = "missing") -> Any:
    client = client_of(person or make.host_seat(campaign).person)
    return client.get(reverse(f"stakeholders:{name}", args=[campaign.slug]))


def test_missing_begins_with_whom_the_campaign_needs(campaign: Campaign) -> None:
    text = words(page(campaign))
    assert "The campaign has not said yet whom it needs." in text
    assert "Do this first Say whom the campaign needs" in text


def test_missing_names_everything_in_order_of_urgency(campaign: Campaign) -> None:
    seat = make.host_seat(campaign)
    old = make.NOW - timedelta(days=31)
    made.requirement(campaign, seat, sector=Sector.objects.get(pk="media"))
    made.requirement(campaign, seat, sector=Sector.objects.get(pk="pemerintah"))
    radio = made.stakeholder(campaign, "media", name="Radio Contoh", organisation=make.organisation("media"))
    made.stakeholder(campaign, name="Lama Contoh", state_since=old, wanted="involve")
    made.stakeholder(campaign, name="Warga Contoh", is_group=True)
    made.nomination(campaign, seat)
    response = page(campaign)
    text = words(response)
    wanted = [
        "50% of what the campaign needs is at the table: 1 of 2 requirements are met. "
        "1 gap has to be filled before planning.",
        "Do this first Media: 1 missing 1 is known already but not engaged: Radio Contoh.",
        "Invite Radio Contoh",
        "1 unorganised group has nobody who speaks for it Warga Contoh.",
        "1 nomination waits for an answer",
        "1 stakeholder was identified long ago and never contacted For more than 30 days: Lama Contoh.",
        "1 stakeholder takes part less than the campaign wants Lama Contoh.",
        "1 party is not in the register",
        "3 stakeholders are not assessed yet",
        "No ties are known yet",
    ]
    places = [text.find(w) for w in wanted]
    assert -1 not in places, [w for w, p in zip(wanted, places, strict=True) if p < 0] + [text]
    assert places == sorted(places)
    invite = reverse("campaigns:invite", args=[campaign.slug])
    assert f"{invite}?organisasi={radio.organisation_id}" in links(response)


def test_missing_in_public_says_how_far_and_who_committed(campaign: Campaign) -> None:
    made.stakeholder(campaign, "media", name="Diam Contoh")
    made.stakeholder(campaign, "media", name="Janji Contoh", state="committed")
    made.requirement(campaign, make.host_seat(campaign), sector=Sector.objects.get(pk="swasta"), reason="Rahasia")
    assert page(campaign, make.person()).status_code == 404
    Campaign.objects.filter(pk=campaign.pk).update(visibility=Visibility.PUBLIC)
    for reader in (make.person(language="en"), None):
        response = client_of(reader).get(reverse("stakeholders:missing", args=[campaign.slug]))
        text = words(response)
        assert "0% of what the campaign needs" in text
        assert "Janji Contoh Media" in text
        assert "Diam" not in text
        assert "Rahasia" not in text


def test_missing_shows_no_scores_to_a_party(campaign: Campaign) -> None:
    party = make.party(campaign, liaison=make.person(language="en"))
    made.stakeholder(campaign)
    text = words(page(campaign, make.liaison_of(party).person))
    assert "assessed" not in text
    assert "Say who is missing" in text


@pytest.mark.parametrize("rows", [1, 30])
def test_missing_asks_the_same_number_of_questions(
    campaign: Campaign, rows: int, django_assert_num_queries: Any
) -> None:
    seat = make.host_seat(campaign)
    made.requirement(campaign, seat, sector=Sector.objects.get(pk="media"))
    for _ in range(rows):
        made.stakeholder(
            campaign, "media", organisation=make.organisation("media"), state_since=make.NOW - timedelta(99)
        )
        made.nomination(campaign, seat)
    client = client_of(seat.person)
    url = reverse("stakeholders:missing", args=[campaign.slug])
    client.get(url)
    with django_assert_num_queries(30):
        client.get(url)


def test_the_facilitator_belongs_to_the_team(campaign: Campaign) -> None:
    facilitator = make.seat(campaign, Role.FACILITATOR, make.person(language="en"))
    made.stakeholder(campaign)
    assert "1 stakeholder is not assessed yet" in words(page(campaign, facilitator.person))
