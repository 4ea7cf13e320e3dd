"""The one next step, for each role and state: the most urgent first, and calm when nothing waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from tests import make

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Phase, Role, Seat, Visibility

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def step(seat: Seat | None, campaign: Campaign, at: datetime = make.NOW) -> tuple[str, str, str]:
    """Title, tone and the end of the address."""
    fresh = queries.seat_of(seat.person, campaign, at) if seat else None
    found = queries.next_step_for(fresh, campaign, at)
    return (found.title, found.tone, found.url.removeprefix(f"/kampanye/{campaign.slug}"))


def mandated(seat: Seat) -> Seat:
    actions.attach_mandate(seat=seat, by=seat, at=make.NOW, reference="ST-1")
    return seat


NOTHING = ("Nothing waits for you here.", "calm", "")


def test_the_host_is_led_from_the_draft_to_the_open_gate() -> None:
    campaign = make.campaign(visibility=Visibility.DRAFT)
    host = make.host_seat(campaign)
    assert step(host, campaign) == ("Show the campaign to the parties", "due", "/pengaturan/keterbukaan/?ke=parties")
    campaign = actions.widen_visibility(campaign=campaign, to="parties", by=host, at=make.NOW)
    assert step(host, campaign) == ("Add your mandate", "due", f"/kursi/{host.pk}/mandat/")
    mandated(host)
    assert step(host, campaign) == ("Invite the first organisation", "due", "/undangan/baru/")
    first = make.invitation(campaign, make.organisation("swasta"))
    assert step(host, campaign) == ("1 invitation waits for an answer", "due", "/undangan/")
    second = make.invitation(campaign, make.organisation("akademisi"))
    assert step(host, campaign, make.NOW + 5 * DAY) == ("2 invitations wait for an answer", "late", "/undangan/")
    for offered in (first, second):
        make.accept(offered)
    assert step(host, campaign) == ("Set the table for “Adaptive planning”", "due", "/undangan/")
    make.seat(campaign, Role.FACILITATOR)
    assert step(host, campaign) == ("Set the table for “Adaptive planning”", "due", "/pemetaan/cakupan/")
    make.needs(campaign)
    assert step(host, campaign) == (
        "The gate is open: move to “Adaptive planning”",
        "due",
        "/pengaturan/tahap/?ke=planning",
    )
    campaign = actions.move_phase(campaign=campaign, to=Phase.PLANNING, by=host, at=make.NOW)
    assert step(host, campaign) == NOTHING


def test_what_is_missing_is_said_with_the_step() -> None:
    campaign = make.campaign()
    mandated(make.host_seat(campaign))
    make.party(campaign)
    found = queries.next_step_for(make.host_seat(campaign), campaign, make.NOW)
    assert (found.when, found.then, found.label) == (
        "3 conditions are still missing.",
        "Still missing: At least three parties sit at the table.",
        "See what is missing",
    )


def test_a_party_is_led_to_its_mandate_its_colleagues_and_then_left_in_peace() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison = make.liaison_of(party)
    assert step(liaison, campaign) == ("Add your mandate", "due", f"/kursi/{liaison.pk}/mandat/")
    mandated(liaison)
    assert step(liaison, campaign) == ("Bring a colleague to the table", "calm", "/undangan/baru/")
    offered = make.invitation(campaign, party.organisation, by=liaison, role=Role.SIGNATORY)
    assert step(liaison, campaign) == ("1 invitation waits for an answer", "due", "/undangan/")
    signatory = make.accept(offered)
    assert step(liaison, campaign) == NOTHING
    assert step(signatory, campaign) == ("Add your mandate", "due", f"/kursi/{signatory.pk}/mandat/")
    assert step(mandated(signatory), campaign) == NOTHING


def test_a_deputy_is_asked_for_nothing_but_the_mandate() -> None:
    campaign = make.campaign()
    liaison = mandated(make.liaison_of(make.party(campaign)))
    deputy = make.accept(make.invitation(campaign, by=liaison, delegates=liaison, ends_on=make.NOW.date()))
    assert step(mandated(deputy), campaign) == NOTHING


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.EVALUATOR, Role.OBSERVER])
def test_a_neutral_role_is_left_in_peace(role: str) -> None:
    campaign = make.campaign()
    assert step(make.seat(campaign, role), campaign) == NOTHING


@pytest.mark.parametrize(("days", "when"), [(7, "In 7 days."), (1, "In 1 day."), (0, "Today is its last day.")])
def test_a_seat_that_ends_soon_comes_first(days: int, when: str) -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    seat = make.seat(campaign, Role.SIGNATORY, party=party, ends_on=make.NOW.date() + days * DAY)
    found = queries.next_step_for(make.seat_for(seat.person, campaign), campaign, make.NOW)
    assert (found.title, found.when, found.tone) == ("Your seat ends soon", when, "late")
    later = make.seat(campaign, Role.SIGNATORY, party=party, ends_on=make.NOW.date() + 8 * DAY)
    assert step(later, campaign)[0] == "Add your mandate"


def test_readers_and_closed_campaigns() -> None:
    campaign = make.campaign(visibility=Visibility.PUBLIC)
    host = make.host_seat(campaign)
    assert step(None, campaign) == ("You are reading along.", "calm", "")
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.CLOSED)
    campaign.refresh_from_db()
    for seat in (None, host):
        assert step(seat, campaign) == ("This campaign is closed.", "calm", "")


def test_every_step_is_said_in_both_languages() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    said = {}
    for language in ("en", "id"):
        with translation.override(language):
            found = queries.next_step_for(seat, campaign, make.NOW)
            said[language] = {found.title, found.then, found.label}
    assert said["en"] & said["id"] == set()


@pytest.mark.parametrize("number", [1, 20])
def test_many_seats_take_a_fixed_number_of_queries(number: int, django_assert_num_queries: Any) -> None:
    person = make.person()
    for _ in range(number):
        make.party(make.campaign(), None, person)
    seats = list(queries.seats_of(person, make.NOW))
    with django_assert_num_queries(4):
        steps = queries.next_steps_for(seats, make.NOW)
    assert {s.title for s in steps.values()} == {"Add your mandate"}
    assert len(steps) == number
