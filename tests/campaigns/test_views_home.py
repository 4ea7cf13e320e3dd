"""The first page of a campaign, for each role and for visitors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests import make
from tests.pages import is_missing, links, words

from mufakat.campaigns import actions

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("1")</script>&{{ 7*7 }}'


def test_home_says_to_the_host_what_comes_next_and_what_is_missing(table: Any) -> None:
    page = table.client("host").get(table.url("home"))
    text = words(page)
    assert "Next step Add your mandate" in text
    assert "3 of 6 conditions are met" in text or "conditions are met" in text
    assert "2 parties from 2 sectors. Not there yet: Private sector, Academia, Civil society and Community" in text
    assert table.url("invite") in links(page)
    assert table.url("settings") in links(page)


def test_home_of_another_party_has_no_settings(table: Any) -> None:
    page = table.client("liaison").get(table.url("home"))
    assert page.status_code == 200
    assert table.url("settings") not in links(page)
    assert table.url("invitations") in links(page)
    assert "Settings" not in words(page)


def test_home_is_not_there_for_who_may_not_see_it(table: Any) -> None:
    for who in ("nobody", "stranger"):
        assert is_missing(table.client(who).get(table.url("home")))


def test_home_of_a_public_campaign_needs_no_account_and_names_no_person(table: Any) -> None:
    table.show()
    page = table.client("nobody").get(table.url("home"))
    text = words(page)
    assert "What this campaign is about" in text
    assert "Radio Contoh joined as a party." in text
    assert not {"Rina", "Dewi", "Maya"} & set(text.split())
    assert "mufakat" not in page.cookies
    assert table.url("invitations") not in links(page)


def test_a_discarded_draft_is_gone_for_everyone(table: Any) -> None:
    draft = make.campaign(opener=make.person(), visibility="draft")
    seat = make.host_seat(draft)
    actions.discard_campaign(campaign=draft, by=seat, at=make.NOW)
    table.campaign = draft
    table.host = seat.person
    assert is_missing(table.client("host").get(table.url("home")))


def test_words_of_people_are_never_markup(table: Any) -> None:
    host = make.person(name=HOSTILE)
    campaign = make.campaign(
        host=make.organisation(name=HOSTILE), opener=host, title=HOSTILE, issue=HOSTILE, aim=HOSTILE
    )
    actions.add_fact(campaign=campaign, by=make.host_seat(campaign), at=make.NOW, label=HOSTILE, source=HOSTILE)
    table.campaign, table.host = campaign, host
    for name in ("home", "parties", "activity", "settings", "change", "facts", "invite"):
        text = table.client().get(table.url(name)).content.decode()
        assert "<script>alert" not in text, name
        assert "&{{ 7*7 }}" not in text or "&amp;{{ 7*7 }}" in text, name


def test_facts_are_drawn_with_their_source_and_the_break_is_named(table: Any) -> None:
    for year, value, frame in ((2020, "3.46", "1,670"), (2021, "3.49", "10,000"), (2022, "3.54", "10,000")):
        actions.add_fact(
            campaign=table.campaign,
            by=table.seat(),
            at=make.NOW,
            label="Index",
            series="Digital literacy",
            year=year,
            value=Decimal(value),
            frame=frame,
            source="Katadata",
        )
    text = words(table.client().get(table.url("home")))
    assert "From 3.46 (2020) to 3.54 (2022). It was measured differently from 2021 on" in text
    assert "Source: Katadata" in text


def test_further_facts_stand_in_a_table(table: Any) -> None:
    for n, name in enumerate(("Index", "Skill", "Safety")):
        for year in (2021, 2022):
            actions.add_fact(
                campaign=table.campaign,
                by=table.seat(),
                at=make.NOW,
                label=name,
                series=name,
                year=year,
                value=Decimal(n) + Decimal(year) / 1000,
                source="Katadata",
            )
    page = table.client().get(table.url("home"))
    assert page.content.decode().count('class="lines"') == 2
    assert "More figures, by year Series 2021 2022 Safety" in words(page)
    assert "4.021 4.022" in words(page)


@pytest.mark.parametrize("parties", [1, 30])
def test_home_asks_the_same_number_of_questions(table: Any, parties: int, django_assert_num_queries: Any) -> None:
    for _ in range(parties):
        make.party(table.campaign)
    client = table.client("host")
    client.get(table.url("home"))
    with django_assert_num_queries(29):
        client.get(table.url("home"))
