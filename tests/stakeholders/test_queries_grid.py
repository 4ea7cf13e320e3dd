"""Medians over voices, paths over days, and the same number of questions for one and for many."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from tests import make
from tests import make_stakeholders as made
from tests.stakeholders.personas import Room, furnish

from mufakat.campaigns import actions as campaigns
from mufakat.engines import mapping
from mufakat.engines.mapping import Quadrant, Salience
from mufakat.stakeholders import queries
from mufakat.stakeholders.models import Consent

pytestmark = pytest.mark.django_db
DAY = make.NOW.date()


@pytest.fixture
def room(db: None) -> Room:
    return furnish()


def test_standings_are_medians_of_the_voices_that_count(room: Room) -> None:
    made.assessment(room.village, room.seat("host"), "1111", is_newest=False)
    made.assessment(room.village, room.seat("host"), "5243")
    made.assessment(room.village, room.seat("liaison"), "4445")
    made.assessment(room.village, room.seat("evaluator"), "2341")
    made.assessment(room.village, room.seat("other"), "1111", is_newest=False, withdrawn_at=make.NOW)
    [one] = queries.standings_of(room.campaign)
    assert (one.key, one.name, one.sector, one.n) == (room.village.pk, "Warga Desa", "masyarakat_sipil", 3)
    assert [(n, s.median, s.low, s.high) for n, s in one.scores] == [
        ("power", Fraction(4), 2, 5),
        ("interest", Fraction(3), 2, 4),
        ("legitimacy", Fraction(4), 4, 4),
        ("urgency", Fraction(3), 1, 5),
    ]
    assert (one.x, one.y, one.quadrant, one.salience) == (3.0, 4.0, Quadrant.MANAGE_CLOSELY, Salience.DOMINANT)
    assert one.disputed == ("power", "interest", "urgency")
    assert queries.standing_of(room.village) == one


def test_standings_of_one_voice(room: Room) -> None:
    made.assessment(room.village, room.seat("host"), "5555")
    made.assessment(room.village, room.seat("liaison"), "2222")
    made.assessment(room.radio, room.seat("evaluator"), "3333")
    asked = {who: queries.standings_of(room.campaign, room.seat(who)) for who in ("liaison", "signatory", "evaluator")}
    assert {who: [(s.name, s.y) for s in found] for who, found in asked.items()} == {
        "liaison": [("Warga Desa", 2.0)],
        "signatory": [("Warga Desa", 2.0)],
        "evaluator": [("Radio Contoh", 3.0)],
    }
    assert queries.standings_of(room.campaign, room.seat("observer")) == []
    assert [s.name for s in queries.standings_of(room.campaign, sector="media")] == ["Radio Contoh"]


def test_standings_leave_out_what_was_removed(room: Room) -> None:
    made.assessment(room.village, room.seat("host"))
    type(room.village).objects.filter(pk=room.village.pk).update(removed_at=make.NOW)
    assert queries.standings_of(room.campaign) == []


def test_standings_agree_with_the_engine(room: Room) -> None:
    for n in range(40):
        one = made.stakeholder(room.campaign)
        for who, digits in (("host", n), ("liaison", n * 7), ("other", n * 11 + 3)):
            made.assessment(one, room.seat(who), "".join(str(1 + (digits // 5**k) % 5) for k in range(4)))
    for one in queries.standings_of(room.campaign):
        voices = list(queries.assessments_of(type(room.village).objects.get(pk=one.key)))
        assert one.power == mapping.summary_of([a.power for a in voices])
        assert one.urgency == mapping.summary_of([a.urgency for a in voices])
        medians = {name: float(summary.median) for name, summary in one.scores}
        assert one.quadrant == mapping.quadrant_of(power=medians["power"], interest=medians["interest"])
        assert one.salience == mapping.salience_of(**{k: v for k, v in medians.items() if k != "interest"})


@pytest.mark.parametrize("number", [1, 30])
def test_standings_are_one_question(room: Room, number: int, django_assert_num_queries: Any) -> None:
    for _n in range(number):
        one = made.stakeholder(room.campaign)
        for who in ("host", "liaison", "other"):
            made.assessment(one, room.seat(who))
    with django_assert_num_queries(1):
        found = queries.standings_of(room.campaign)
    assert len(found) == number


def test_path_takes_each_voice_as_it_was_on_each_day(room: Room) -> None:
    host, liaison = room.seat("host"), room.seat("liaison")
    made.assessment(room.village, host, "1111", on=DAY - timedelta(days=9), is_newest=False)
    made.assessment(room.village, liaison, "3311", on=DAY - timedelta(days=5))
    made.assessment(
        room.village, room.seat("other"), "5555", on=DAY - timedelta(days=4), is_newest=False, withdrawn_at=make.NOW
    )
    made.assessment(room.village, host, "4511", on=DAY, is_newest=False, at=make.NOW - timedelta(hours=1))
    made.assessment(room.village, host, "5511", on=DAY)
    steps = queries.path_of(room.village, queries.assessments_of(room.village))
    assert [(s.on, s.standing.y, s.standing.x, s.standing.n) for s in steps] == [
        (DAY - timedelta(days=9), 1.0, 1.0, 1),
        (DAY - timedelta(days=5), 2.0, 2.0, 2),
        (DAY, 4.0, 4.0, 2),
    ]
    own = queries.path_of(room.village, queries.assessments_of(room.village, liaison))
    assert [(s.on, s.standing.y) for s in own] == [(DAY - timedelta(days=5), 3.0)]


def test_unassessed_is_what_ones_own_voice_has_not_said(room: Room) -> None:
    made.assessment(room.village, room.seat("liaison"))
    made.assessment(room.radio, room.seat("host"))
    found = {who: [s.name for s in queries.unassessed_by(room.seat(who))] for who in ("liaison", "signatory", "host")}
    assert found == {"liaison": ["Radio Contoh"], "signatory": ["Radio Contoh"], "host": ["Warga Desa"]}
    assert [a.stakeholder.name for a in queries.own_assessments(room.seat("signatory"))] == ["Warga Desa"]
    assert list(queries.unassessed_by(room.seat("other"), words="radio", sector="swasta")) == []
    assert [s.name for s in queries.unassessed_by(room.seat("other"), words="RADIO\x00")] == ["Radio Contoh"]


def test_consent_holds_while_the_party_is_at_the_table(room: Room) -> None:
    seat = room.seat("liaison")
    Consent.objects.create(stakeholder=room.radio, party=room.party, given_by=seat, given_at=make.NOW)
    assert [s.name for s in queries.consented_in(room.campaign)] == ["Radio Contoh"]
    assert queries.consent_of(room.radio) is not None
    assert queries.party_assessed(room.radio) == room.party
    entry = type(room.radio).objects.filter(pk=room.radio.pk)
    entry.update(organisation=make.organisation())
    assert queries.consent_of(room.radio) is None
    entry.update(organisation=None)
    assert list(queries.consented_in(room.campaign)) == []
    entry.update(organisation=room.party.organisation)
    assert queries.consent_of(room.radio) is not None
    campaigns.leave_campaign(party=room.party, by=seat, at=make.NOW, reason="x")
    assert list(queries.consented_in(room.campaign)) == []
    assert queries.consent_of(room.radio) is None


def test_counts_of_nobody() -> None:
    assert queries.counted_by_quadrant([]) == dict.fromkeys(Quadrant, 0)
    assert queries.counted_by_salience([]) == dict.fromkeys(Salience, 0)
