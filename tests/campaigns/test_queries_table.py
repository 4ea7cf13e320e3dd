"""Who may see which campaign, who sits at the table, and the long lists: each question in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests import make

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Party, Phase, Role, Seat, Visibility
from mufakat.people import actions as people
from mufakat.people.models import Organisation, Person, Sector

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def crowd(campaign: Campaign, number: int) -> None:
    """Many parties with a liaison each, written at once: what counts here is how many there are."""
    sectors = list(Sector.objects.order_by("place"))
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"Lembaga {n:03}", sector=sectors[n % 6], kind="other", proposed_at=make.NOW, short_name=f"L{n}"
        )
        for n in range(number)
    )
    persons = Person.objects.bulk_create(
        Person(email=f"banyak{n}@contoh.example", name=f"Orang {n}") for n in range(number)
    )
    parties = Party.objects.bulk_create(
        Party(campaign=campaign, organisation=o, joined_at=make.NOW + timedelta(seconds=n))
        for n, o in enumerate(organisations)
    )
    Seat.objects.bulk_create(
        Seat(
            campaign=campaign,
            party=party,
            person=person,
            role=Role.LIAISON,
            starts_on=make.NOW.date(),
            taken_at=make.NOW,
        )
        for party, person in zip(parties, persons, strict=True)
    )


# --- who sees which campaign ---------------------------------------------------------------------------------------


def test_campaigns_are_seen_by_who_has_a_seat_and_public_ones_by_all() -> None:
    made = {v: make.campaign(visibility=v) for v in Visibility.values}
    member = make.person()
    for campaign in made.values():
        make.seat(campaign, Role.OBSERVER, person=member)
    discarded = make.campaign(visibility=Visibility.DRAFT)
    owner = make.host_seat(discarded).person
    actions.discard_campaign(campaign=discarded, by=make.host_seat(discarded), at=make.NOW)

    def seen_by(person: Person | None) -> set[str]:
        return {c.visibility for c in queries.campaigns_visible_to(person, make.NOW)}

    assert seen_by(None) == {"public"}
    assert seen_by(make.person()) == {"public"}
    assert seen_by(member) == {"draft", "parties", "public"}
    assert seen_by(make.host_seat(made["draft"]).person) == {"draft", "public"}
    assert discarded not in queries.campaigns_visible_to(owner, make.NOW)
    assert queries.campaign_for(None, made["parties"].slug, make.NOW) is None
    assert queries.campaign_for(member, made["parties"].slug, make.NOW) == made["parties"]


def test_who_lost_the_seat_no_longer_sees_the_campaign() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison = make.liaison_of(party)
    short = make.seat(campaign, Role.OBSERVER, ends_on=make.NOW.date())
    people_ = [liaison.person, short.person]
    assert [queries.campaign_for(p, campaign.slug, make.NOW) for p in people_] == [campaign, campaign]
    actions.leave_campaign(party=party, by=liaison, at=make.NOW, reason="x")
    assert [queries.campaign_for(p, campaign.slug, make.NOW + DAY) for p in people_] == [None, None]


def test_a_seat_acts_from_its_first_day_to_its_last() -> None:
    campaign = make.campaign()
    seat = make.seat(campaign, Role.OBSERVER, ends_on=make.NOW.date() + DAY)
    days = [make.NOW + n * DAY for n in (-1, 0, 1, 2)]
    assert [queries.seat_of(seat.person, campaign, at) == seat for at in days] == [False, True, True, False]


def test_seat_of_nobody_is_none() -> None:
    campaign = make.campaign()
    assert queries.seat_of(None, campaign, make.NOW) is None
    assert queries.seat_of(make.person(), campaign, make.NOW) is None


def test_seats_of_a_person_in_all_campaigns_soonest_to_end_first() -> None:
    person = make.person()
    late = make.campaign(ends_on=make.NOW.date() + 300 * DAY)
    soon = make.campaign(ends_on=make.NOW.date() + 30 * DAY)
    seats = [make.seat(c, Role.OBSERVER, person=person) for c in (late, soon)]
    assert list(queries.seats_of(person, make.NOW)) == seats[::-1]


def test_seat_by_number_is_of_this_campaign_open_or_ended() -> None:
    campaign = make.campaign()
    seat = make.seat(campaign, Role.OBSERVER)
    actions.end_seat(seat=seat, by=seat, at=make.NOW)
    assert queries.seat_by_number(campaign, seat.pk) == seat
    assert queries.seat_by_number(make.campaign(), seat.pk) is None


# --- parties -------------------------------------------------------------------------------------------------------


def test_parties_those_who_left_and_sectors() -> None:
    campaign = make.campaign()
    stays, leaves = make.party(campaign), make.party(campaign, make.organisation("media"))
    actions.leave_campaign(party=leaves, by=make.liaison_of(leaves), at=make.NOW, reason="x")
    assert {p.organisation for p in queries.parties_of(campaign)} == {campaign.host, stays.organisation}
    assert list(queries.former_parties_of(campaign)) == [leaves]
    counted = {s.sector.pk: s.parties for s in queries.sectors_at(campaign)}
    assert counted == {s.pk: 0 for s in Sector.objects.filter(is_active=True)} | {"pemerintah": 1, "swasta": 1}


def test_a_retired_sector_is_listed_as_long_as_a_party_is_of_it() -> None:
    campaign = make.campaign()
    make.party(campaign, make.organisation("media"))
    Sector.objects.filter(pk__in=["media", "akademisi"]).update(is_active=False)
    assert {"media"} == {s.sector.pk for s in queries.sectors_at(campaign)} & {"media", "akademisi"}


def test_party_of_an_organisation_also_under_its_new_name() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    rest = make.organisation("swasta")
    assert queries.party_of(campaign, rest) is None
    people.merge_organisations(kept=rest, merged=party.organisation, by=make.person(is_administrator=True), at=make.NOW)
    assert queries.party_of(campaign, rest) == queries.party_of(campaign, party.organisation) == party
    assert queries.party_of(make.campaign(), rest) is None


def test_parties_matching_words_sector_and_order() -> None:
    campaign = make.campaign(host=make.organisation(name="Kementerian Contoh"))
    zeta = make.organisation("swasta", name="zeta telekom", short_name="ZT")
    first = make.party(campaign, zeta, at=make.NOW + timedelta(hours=1))
    second = make.party(campaign, make.organisation("media", name="Alfa Media"), at=make.NOW + DAY)
    late = make.NOW + 2 * DAY

    def found(**asked: Any) -> list[str]:
        return [p.organisation.name for p in queries.parties_matching(campaign, late, **asked)]

    assert found() == ["Kementerian Contoh", "zeta telekom", "Alfa Media"]
    assert found(sort="new") == ["Alfa Media", "zeta telekom", "Kementerian Contoh"]
    assert found(sort="name") == ["Alfa Media", "Kementerian Contoh", "zeta telekom"]
    assert found(sort="; DROP") == found()
    assert found(sector="media") == ["Alfa Media"]
    assert found(words="TELEKOM") == found(words="zt") == ["zeta telekom"]
    assert found(words="%") == found(words="a\x00b") == found(words="a\udcffb") == found(sector="x\x00") == []
    actions.leave_campaign(party=second, by=make.liaison_of(second, late), at=late, reason="x")
    assert (found(left=True), found()) == (["Alfa Media"], ["Kementerian Contoh", "zeta telekom"])
    rest = make.organisation("swasta", name="Omega")
    people.merge_organisations(kept=rest, merged=first.organisation, by=make.person(is_administrator=True), at=late)
    assert found(words="omega") == ["zeta telekom"]


def test_parties_matching_says_how_many_seats_and_whether_a_liaison_acts() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    make.seat(campaign, Role.SIGNATORY, party=party)
    gone = make.party(campaign, at=make.NOW)
    people.end_affiliation(
        affiliation=make.liaison_of(gone).person.affiliations.get(), by=make.person(is_administrator=True), at=make.NOW
    )
    found = {p.pk: (p.seats_now, p.has_liaison) for p in queries.parties_matching(campaign, make.NOW)}
    host = Party.objects.get(campaign=campaign, organisation=campaign.host)
    assert found == {host.pk: (1, True), party.pk: (2, True), gone.pk: (0, False)}


def test_campaigns_matching_words_phase_seat_and_order() -> None:
    person = make.person()
    campaigns = [
        make.campaign(title="Cegah Stunting", visibility="public", ends_on=make.NOW.date() + 90 * DAY),
        make.campaign(title="Makin Cakap", visibility="public", ends_on=make.NOW.date() + 30 * DAY, at=make.NOW),
        make.campaign(title="Rahasia", visibility="parties", issue="Stunting juga."),
    ]
    make.seat(campaigns[1], Role.OBSERVER, person=person)
    Campaign.objects.filter(pk=campaigns[0].pk).update(phase=Phase.PLANNING)

    def found(**asked: Any) -> set[str]:
        return {c.title for c in queries.campaigns_matching(person, make.NOW, **asked)}

    assert found() == {"Cegah Stunting", "Makin Cakap"}
    assert found(words="stunting") == {"Cegah Stunting"}
    assert found(words="\x00") == found()
    assert found(phase="planning") == {"Cegah Stunting"}
    assert found(which="mine") == {"Makin Cakap"}
    assert found(which="parties") == set()
    by_due = [c.title for c in queries.campaigns_matching(person, make.NOW, sort="due")]
    by_name = [c.title for c in queries.campaigns_matching(person, make.NOW, sort="name")]
    assert (by_due, by_name) == (["Makin Cakap", "Cegah Stunting"], ["Cegah Stunting", "Makin Cakap"])
    assert [c.parties_now for c in queries.campaigns_matching(person, make.NOW)] == [1, 1]


@pytest.mark.parametrize("number", [1, 300])
def test_the_table_is_read_in_a_fixed_number_of_queries(number: int, django_assert_num_queries: Any) -> None:
    campaign = make.campaign()
    crowd(campaign, number)
    seat = make.host_seat(campaign)
    with django_assert_num_queries(1):
        rows = list(queries.parties_matching(campaign, make.NOW)[:25])
        said = [f"{p.organisation.current.name} {p.organisation.sector} {p.seats_now}" for p in rows]
        assert {words[-1] for words in said} == {"1"}
    with django_assert_num_queries(1):
        seats = queries.seats_at(campaign, make.NOW)
        assert len([f"{s.person} {s.party and s.party.organisation.sector}" for s in seats]) == number + 1
    with django_assert_num_queries(2):
        assert sum(s.parties for s in queries.sectors_at(campaign)) == number + 1
    with django_assert_num_queries(8):
        gate = queries.next_gate(campaign, make.NOW)
        assert gate is not None
        assert len(gate.conditions) == 9
    with django_assert_num_queries(1):
        assert queries.seat_of(seat.person, campaign, make.NOW) == seat
    with django_assert_num_queries(1):
        assert [c.parties_now for c in queries.campaigns_matching(seat.person, make.NOW)] == [number + 1]


def test_fields_changed_since_names_what_is_new() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    for change in ({"title": "A"}, {"aim": "B", "brand": "#112233"}, {"title": "C"}):
        now = actions.change_campaign(campaign=campaign, by=seat, at=make.NOW, **change)
    assert [queries.fields_changed_since(now, v) for v in (1, 2, 3, 4)] == [
        ["aim", "brand", "title"],
        ["aim", "brand", "title"],
        ["title"],
        [],
    ]
    assert queries.field_label("regions") == str(Campaign._meta.get_field("regions").verbose_name)
