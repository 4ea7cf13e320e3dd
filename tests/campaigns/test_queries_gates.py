"""The gate to planning: what must hold, each condition by itself; beyond what is built there is no gate."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation
from tests import make

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Phase, Role, Visibility
from mufakat.people import actions as people

pytestmark = pytest.mark.django_db


def set_table() -> Campaign:
    campaign = make.campaign()
    make.party(campaign, make.organisation("swasta"))
    make.party(campaign, make.organisation("akademisi"))
    make.seat(campaign, Role.FACILITATOR)
    make.needs(campaign)
    return campaign


def missing(campaign: Campaign) -> list[str]:
    gate = queries.next_gate(campaign, make.NOW)
    assert gate is not None
    assert gate.is_open == (gate.missing == ())
    with translation.override("en"):
        return [str(c.words) for c in gate.missing]


def test_a_set_table_opens_the_gate() -> None:
    campaign = set_table()
    gate = queries.next_gate(campaign, make.NOW)
    assert gate is not None
    assert (gate.phase, gate.is_open, len(gate.conditions), missing(campaign)) == (Phase.PLANNING, True, 9, [])


def test_at_the_beginning_almost_everything_is_missing() -> None:
    assert missing(make.campaign(visibility=Visibility.DRAFT)) == [
        "The campaign is no longer a draft.",
        "At least three parties sit at the table.",
        "The parties come from at least two sectors.",
        "An independent facilitator is in place.",
        "The campaign has said whom it needs.",
    ]


def one_party_leaves(campaign: Campaign) -> None:
    party = queries.parties_of(campaign).exclude(organisation=campaign.host).first()
    assert party is not None
    actions.leave_campaign(party=party, by=make.liaison_of(party), at=make.NOW, reason="x")


def a_liaison_goes(campaign: Campaign) -> None:
    party = queries.parties_of(campaign).exclude(organisation=campaign.host).first()
    assert party is not None
    affiliation = make.liaison_of(party).person.affiliations.get()
    people.end_affiliation(affiliation=affiliation, by=make.person(is_administrator=True), at=make.NOW)


def the_facilitator_goes(campaign: Campaign) -> None:
    seat = queries.open_seats(make.NOW).get(campaign=campaign, role=Role.FACILITATOR)
    actions.end_seat(seat=seat, by=make.seat_for(seat.person, campaign), at=make.NOW)


def another_is_invited(campaign: Campaign) -> None:
    make.invitation(campaign, make.organisation("media"))


def two_become_one(campaign: Campaign) -> None:
    one, other = (p.organisation for p in queries.parties_of(campaign).exclude(organisation=campaign.host))
    people.merge_organisations(kept=one, merged=other, by=make.person(is_administrator=True), at=make.NOW)


@pytest.mark.parametrize(
    ("happens", "then"),
    [
        (one_party_leaves, ["At least three parties sit at the table."]),
        (a_liaison_goes, ["Every party has a liaison."]),
        (the_facilitator_goes, ["An independent facilitator is in place."]),
        (another_is_invited, ["No invitation to a party is still waiting for an answer."]),
        (two_become_one, ["At least three parties sit at the table.", "No organisation sits at the table twice."]),
    ],
)
def test_each_condition_closes_the_gate_by_itself(happens: Callable[[Campaign], None], then: list[str]) -> None:
    campaign = set_table()
    happens(campaign)
    assert missing(campaign) == then
    with pytest.raises(actions.GateClosed):
        actions.move_phase(campaign=campaign, to=Phase.PLANNING, by=make.host_seat(campaign), at=make.NOW)


def test_one_sector_is_not_enough() -> None:
    campaign = make.campaign()
    for _ in range(2):
        make.party(campaign, make.organisation("pemerintah"))
    make.seat(campaign, Role.FACILITATOR)
    make.needs(campaign)
    assert missing(campaign) == ["The parties come from at least two sectors."]


def test_no_party_holds_the_gate_by_inviting_its_own_colleagues() -> None:
    campaign = set_table()
    for party in queries.parties_of(campaign):
        make.invitation(campaign, party.organisation, by=make.liaison_of(party))
    make.invitation(campaign, role=Role.OBSERVER)
    assert missing(campaign) == []


def test_an_invitation_past_its_week_no_longer_holds_the_gate() -> None:
    campaign = set_table()
    offered = make.invitation(campaign, make.organisation("media"))
    gates = [queries.next_gate(campaign, at) for at in (make.NOW, offered.expires_at)]
    assert [len(gate.missing) for gate in gates if gate] == [1, 0]


@pytest.mark.parametrize("phase", [Phase.PLANNING, Phase.ACTION, Phase.MONITORING, Phase.CLOSED])
def test_beyond_what_is_built_there_is_no_gate(phase: str) -> None:
    assert queries.next_gate(Campaign(phase=phase), make.NOW) is None


@pytest.mark.parametrize(
    ("phase", "before"),
    [
        ("initiation", None),
        ("planning", "initiation"),
        ("action", "planning"),
        ("monitoring", "action"),
        ("closed", None),
    ],
)
def test_previous_phase(phase: str, before: str | None) -> None:
    assert queries.previous_phase(Campaign(phase=phase)) == before


def test_a_gate_without_conditions_is_shut() -> None:
    assert queries.Gate(Phase.ACTION, ()).is_open is False


def test_ask_at_gate_asks_once() -> None:
    before = queries.next_gate(set_table(), make.NOW)
    queries.ask_at_gate(Phase.PLANNING, queries.table_is_set)
    after = queries.next_gate(set_table(), make.NOW)
    assert before is not None
    assert after is not None
    assert len(before.conditions) == len(after.conditions)
