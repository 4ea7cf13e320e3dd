"""Coverage, representation, the gate and the next step, in the same few queries however much there is."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation
from tests import make
from tests import make_stakeholders as made

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Campaign, Role
from mufakat.people import actions as people
from mufakat.people.models import Region, Sector
from mufakat.stakeholders import queries
from mufakat.stakeholders.models import AffectedGroup, Measures, Stakeholder

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make.campaign()


def sector(code: str) -> Sector:
    return Sector.objects.get(pk=code)


def region(code: str) -> Region:
    return Region.objects.get(code=code, valid_to=None)


def figures(campaign: Campaign) -> list[tuple[str, int, int]]:
    with translation.override("en"):
        return [(str(r.requirement), r.found, r.missing) for r in queries.coverage_for(campaign).rows]


def group(campaign: Campaign, name: str, people: int, *voices: Stakeholder) -> AffectedGroup:
    made_group = AffectedGroup.objects.create(
        campaign=campaign, name=name, people=people, source="BPS", set_at=make.NOW
    )
    made_group.voices.set(voices)
    return made_group


def test_coverage_counts_who_is_engaged_or_at_the_table(campaign: Campaign) -> None:
    host = make.host_seat(campaign)
    for code in ("media", "swasta", "pemerintah"):
        made.requirement(campaign, host, sector=sector(code), least=2)
    for state in ("engaged", "committed", "contacted", "identified"):
        made.stakeholder(campaign, "media", state=state, name=state)
    made.stakeholder(campaign, "media", state="withdrawn", state_because="x", name="withdrawn")
    party = make.party(campaign, make.organisation("swasta"))
    made.stakeholder(campaign, "swasta", organisation=party.organisation, state="withdrawn", state_because="x")
    assert figures(campaign) == [("Government", 1, 1), ("Private sector", 1, 1), ("Media", 2, 0)]
    covered = queries.coverage_for(campaign)
    assert covered.score == Fraction(2, 3)
    assert sorted(f.name for f in covered.rows[2].known) == ["contacted", "identified"]
    assert [f.organisation for f in covered.strangers] == [campaign.host_id]
    assert [r.requirement.sector_id for r in covered.gaps] == ["pemerintah", "swasta"]


def test_coverage_asks_for_capability_and_region_together(campaign: Campaign) -> None:
    host, wanted = make.host_seat(campaign), made.capability(campaign, "Riset")
    made.requirement(campaign, host, sector=sector("media"), capability=wanted, region=region("31"))
    made.requirement(campaign, host, region=region("32"))
    made.stakeholder(campaign, "media", state="engaged", capabilities=[wanted])
    made.stakeholder(campaign, "media", state="engaged", regions=[region("31")])
    assert [row[1:] for row in figures(campaign)] == [(0, 1), (0, 1)]
    made.stakeholder(campaign, "media", state="engaged", capabilities=[wanted], regions=[region("00")])
    assert [row[1:] for row in figures(campaign)] == [(1, 0), (1, 0)]


def test_a_waived_requirement_is_listed_but_does_not_count(campaign: Campaign) -> None:
    host = make.host_seat(campaign)
    made.requirement(campaign, host, sector=sector("pemerintah"))
    made.requirement(campaign, host, sector=sector("media"), waived_at=make.NOW, waived_because="Nanti")
    covered = queries.coverage_for(campaign)
    assert (covered.score, covered.gaps, len(covered.rows)) == (Fraction(1), (), 2)


def test_gaps_put_first_what_must_be_filled(campaign: Campaign) -> None:
    host = make.host_seat(campaign)
    made.requirement(campaign, host, sector=sector("media"), weight=9, is_mandatory=False)
    made.requirement(campaign, host, sector=sector("swasta"), weight=1)
    made.requirement(campaign, host, sector=sector("akademisi"), weight=5)
    gaps = queries.coverage_for(campaign).gaps
    assert [r.requirement.sector_id for r in gaps] == ["akademisi", "swasta", "media"]


def test_an_organisation_merged_meanwhile_still_counts(campaign: Campaign) -> None:
    party = make.party(campaign, make.organisation("media"))
    made.stakeholder(campaign, "media", organisation=party.organisation)
    made.requirement(campaign, make.host_seat(campaign), sector=sector("media"))
    kept = make.organisation("media")
    people.merge_organisations(kept=kept, merged=party.organisation, by=make.person(is_administrator=True), at=make.NOW)
    assert [row[1:] for row in figures(campaign)] == [(1, 0)]
    assert [f.organisation for f in queries.coverage_for(campaign).strangers] == [campaign.host_id]


@pytest.mark.parametrize("number", [1, 30])
def test_coverage_and_representation_take_a_fixed_number_of_queries(
    campaign: Campaign, number: int, django_assert_num_queries: Any
) -> None:
    host = make.host_seat(campaign)
    for n in range(number):
        wanted = made.capability(campaign)
        made.requirement(campaign, host, capability=wanted)
        who = made.stakeholder(
            campaign, organisation=make.organisation(), capabilities=[wanted], regions=[region("31")]
        )
        group(campaign, f"Kelompok {n}", 10, who)
    with django_assert_num_queries(8):
        figures(campaign)
    with django_assert_num_queries(4):
        queries.representation_for(campaign)


def test_representation_compares_seats_with_people(campaign: Campaign) -> None:
    first, second = (make.party(campaign, make.organisation("komunitas")) for _ in range(2))
    one, two = (made.stakeholder(campaign, organisation=p.organisation) for p in (first, second))
    lone = made.stakeholder(campaign, is_group=True, proxy=two)
    group(campaign, "Besar", 600, made.stakeholder(campaign))
    group(campaign, "Kecil", 100, one, two, lone)
    group(campaign, "Sedang", 300, lone)
    heard = queries.representation_for(campaign)
    assert [(h.group.name, h.parties, h.ratio.ratio, h.ratio.verdict, h.is_silent) for h in heard] == [
        ("Besar", 0, Fraction(0), "under", True),
        ("Sedang", 1, Fraction(10, 9), "fair", False),
        ("Kecil", 2, Fraction(20, 3), "over", False),
    ]
    assert list(queries.voiceless_in(campaign)) == []
    assert queries.voiceless_in(campaign).count() == 0


def test_missing_in_finds_the_forgotten_the_disputed_and_the_bridges(campaign: Campaign) -> None:
    old, party = make.NOW - timedelta(days=31), make.party(campaign)
    forgotten = made.stakeholder(campaign, state_since=old, name="Lama")
    made.stakeholder(campaign, state_since=old, organisation=party.organisation)
    made.stakeholder(campaign, state_since=make.NOW - timedelta(days=29))
    made.stakeholder(campaign, state_since=old, state="contacted")
    host = make.host_seat(campaign)
    for scores, seat in (("3333", host), ("3353", make.liaison_of(party))):
        made.assessment(forgotten, seat, scores)
    Measures.objects.create(
        campaign=campaign,
        mark="x",
        computed_at=make.NOW,
        seconds=1,
        result={"failures": [{"node": str(forgotten.pk), "cut_off": 2}, {"node": "x", "cut_off": 0}]},
    )
    found = queries.missing_in(campaign, make.NOW)
    assert (found.forgotten.number, found.forgotten.first) == (1, (forgotten,))
    assert (found.unassessed, found.disputed, found.stakeholders, found.ties) == (3, 1, 4, 0)
    assert [(f.name, f.cut_off) for f in found.failures] == [("Lama", 2)]


def gate(campaign: Campaign) -> list[tuple[str, bool]]:
    with translation.override("en"):
        return [(str(c.words), c.is_met) for c in queries.coverage_is_complete(campaign, make.NOW)]


def test_the_gate_waits_for_needs_gaps_and_answers(campaign: Campaign) -> None:
    said = "The campaign has said whom it needs."
    filled = "Every mandatory gap is filled or waived with a reason."
    answered = "Every nomination is answered."
    host = make.host_seat(campaign)
    assert gate(campaign) == [(said, False), (filled, True), (answered, True)]
    wanted = made.requirement(campaign, host, sector=sector("media"))
    made.requirement(campaign, host, sector=sector("swasta"), is_mandatory=False)
    made.nomination(campaign, host)
    assert gate(campaign) == [(said, True), (filled, False), (answered, False)]
    type(wanted).objects.update(waived_at=make.NOW, waived_because="Nanti")
    assert gate(campaign) == [(said, True), (filled, True), (answered, False)]


def test_the_team_is_led_to_nominations_then_to_gaps(campaign: Campaign) -> None:
    host, facilitator = make.host_seat(campaign), make.seat(campaign, Role.FACILITATOR)
    party = make.liaison_of(make.party(campaign))
    seats = [host, facilitator, party]
    assert queries.next_for_team(seats, make.NOW) == {}
    made.requirement(campaign, host, sector=sector("media"), least=2)
    with translation.override("en"):
        steps = queries.next_for_team(seats, make.NOW)
        assert {steps[s.pk].title for s in (host, facilitator)} == {"2 places at the table are still empty"}
        assert steps[host.pk].then == "Most needed: Media"
        assert party.pk not in steps
        made.nomination(campaign, party)
        assert queries.next_for_team(seats, make.NOW)[host.pk].title == "1 nomination waits for an answer"


@pytest.mark.parametrize("number", [1, 30])
def test_the_next_step_of_many_campaigns_takes_a_fixed_number_of_queries(
    number: int, django_assert_num_queries: Any
) -> None:
    seats = [make.host_seat(make.campaign()) for _ in range(number)]
    for seat in seats:
        made.requirement(seat.campaign, seat, sector=sector("media"))
    with django_assert_num_queries(9):
        assert len(queries.next_for_team(seats, make.NOW)) == number
    assert campaigns.upcoming(seats, make.NOW)


def test_starter_leaves_out_what_is_asked(campaign: Campaign) -> None:
    made.capability(campaign, "Riset")
    made.requirement(campaign, make.host_seat(campaign), sector=sector("media"))
    wanted = queries.starter_for(campaign)
    assert len(wanted) == 6
    assert "media" not in {r.sector_id for r in wanted}
    assert [(r.capability.name, r.is_mandatory) for r in wanted if r.capability] == [("Riset", False)]


def test_suggested_capabilities_are_those_not_yet_there(campaign: Campaign) -> None:
    with translation.override("en"):
        assert len(queries.suggested_capabilities(campaign)) == 10
        made.capability(campaign, "FUNDING")
        assert "funding" not in queries.suggested_capabilities(campaign)


@pytest.mark.parametrize(("words", "found"), [("desa", ["Desa"]), ("alasan", ["Kota", "Desa"]), ("\x00zz", [])])
def test_nominations_are_found(campaign: Campaign, words: str, found: list[str]) -> None:
    host = make.host_seat(campaign)
    for n, name in enumerate(("Kota", "Desa")):
        made.nomination(campaign, host, name=name, reason="Alasan", at=make.NOW + timedelta(seconds=n))
    declined = {"state": "declined", "answer": "x", "answered_at": make.NOW, "answered_by": host}
    made.nomination(campaign, host, name="Desa lama", **declined)
    assert [n.name for n in queries.nominations_matching(campaign, words=words)] == found
    assert [n.name for n in queries.nominations_matching(campaign, answered=True, words="desa")] == ["Desa lama"]
    counted = queries.nominations_counted(campaign)
    assert (counted.open, counted.answered) == (2, 1)
