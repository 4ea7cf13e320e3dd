"""Who may do what: every policy against every place at the table. The default is no, and hosting gives no power over others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from tests import make

from mufakat.campaigns import actions, policies
from mufakat.campaigns.models import Campaign, Invitation, Party, Phase, Role, Seat, Visibility
from mufakat.people.models import Organisation, Sector

pytestmark = pytest.mark.django_db

EVERYONE = ["host", "deputy", "other", "signatory", "stand_in", "facilitator", "evaluator", "observer"]


@dataclass
class Table:
    """A campaign with every kind of seat: the host's liaison and deputy, a party's three, the neutral three, a stranger."""

    campaign: Campaign
    party: Party
    seats: dict[str, Seat | None]
    to_company: Invitation
    to_colleague: Invitation
    by_facilitator: Invitation

    def who_may(self, question: Callable[[Seat | None], bool]) -> list[str]:
        """Names of the seats that may; each seat knows its campaign as it is now."""
        may = []
        for name, seat in self.seats.items():
            if seat is not None and seat.campaign_id == self.campaign.pk:
                seat.campaign = self.campaign
            if question(seat):
                may.append(name)
        return may

    def seat(self, name: str) -> Seat:
        found = self.seats[name]
        assert found is not None
        return found


def stand_in_for(seat: Seat) -> Seat:
    offered = make.invitation(
        seat.campaign, seat.party and seat.party.organisation, by=seat, delegates=seat, ends_on=make.NOW.date()
    )
    return make.accept(offered)


@pytest.fixture
def table() -> Table:
    campaign = make.campaign()
    host, party = make.host_seat(campaign), make.party(campaign)
    other = make.liaison_of(party)
    facilitator = make.seat(campaign, Role.FACILITATOR)
    seats: dict[str, Seat | None] = {
        "host": host,
        "deputy": stand_in_for(host),
        "other": other,
        "signatory": make.seat(campaign, Role.SIGNATORY, party=party),
        "stand_in": stand_in_for(other),
        "facilitator": facilitator,
        "evaluator": make.seat(campaign, Role.EVALUATOR),
        "observer": make.seat(campaign, Role.OBSERVER),
        "stranger": make.host_seat(make.campaign()),
        "nobody": None,
    }
    return Table(
        campaign,
        party,
        seats,
        to_company=make.invitation(campaign, make.organisation("swasta")),
        to_colleague=make.invitation(campaign, party.organisation, by=other, role=Role.SIGNATORY),
        by_facilitator=make.invitation(campaign, make.organisation("media"), by=facilitator),
    )


def test_can_open_campaign_needs_a_verified_convening_organisation_of_ones_own() -> None:
    person = make.person()
    good = make.organisation(sector="pemerintah")
    assert policies.can_open_campaign(person, good, True)
    assert not policies.can_open_campaign(person, good, False)
    assert not policies.can_open_campaign(make.person(is_active=False), good, True)
    for status in (Organisation.Status.PROPOSED, Organisation.Status.INACTIVE):
        assert not policies.can_open_campaign(person, make.organisation(status=status), True)
    sector = Sector.objects.exclude(may_convene=True).first()
    assert sector is not None
    assert not policies.can_open_campaign(person, make.organisation(sector.pk), True)


def test_the_campaign_itself_is_the_hosts_business(table: Table) -> None:
    assert table.who_may(policies.is_host_seat) == ["host", "deputy", "stranger"]  # of their own campaign each
    hosts = ["host", "deputy", "stranger"]
    for question in (policies.can_change_campaign, policies.can_move_phase, policies.can_invite_neutral):
        assert table.who_may(question) == hosts, question.__name__
    assert table.who_may(policies.can_invite_party) == ["host", "deputy", "facilitator", "stranger"]
    assert table.who_may(policies.can_discard_campaign) == []


def test_nothing_of_the_campaign_changes_once_it_is_closed(table: Table) -> None:
    table.campaign.phase = Phase.CLOSED
    for question in (policies.can_change_campaign, policies.can_invite_neutral, policies.can_invite_party):
        assert table.who_may(question) == ["stranger"], question.__name__
    assert table.who_may(lambda s: policies.can_invite_colleague(s, table.party.organisation)) == []


@pytest.mark.parametrize(
    ("now", "wanted", "may"),
    [
        ("draft", "draft", False),
        ("draft", "parties", True),
        ("draft", "public", True),
        ("parties", "draft", False),
        ("parties", "parties", False),
        ("parties", "public", True),
        ("public", "draft", False),
        ("public", "parties", False),
        ("public", "public", False),
        ("draft", "semua", False),
    ],
)
def test_can_widen_visibility_one_way(now: str, wanted: str, *, may: bool) -> None:
    seat = make.host_seat(make.campaign(visibility=now))
    assert policies.can_widen_visibility(seat, wanted) is may


def test_can_widen_visibility_is_for_the_host(table: Table) -> None:
    may = table.who_may(lambda s: policies.can_widen_visibility(s, Visibility.PUBLIC))
    assert may == ["host", "deputy", "stranger"]


def test_a_draft_is_discarded_by_its_host_and_invites_nobody_from_outside() -> None:
    campaign = make.campaign(visibility=Visibility.DRAFT)
    host, facilitator = make.host_seat(campaign), make.seat(campaign, Role.FACILITATOR)
    assert [policies.can_discard_campaign(s) for s in (host, facilitator, None)] == [True, False, False]
    assert [policies.can_invite_party(s) for s in (host, facilitator, None)] == [False, False, False]
    assert policies.can_invite_neutral(host)
    assert policies.can_invite_colleague(host, campaign.host)


def test_a_party_fills_its_own_seats(table: Table) -> None:
    assert table.who_may(lambda s: policies.can_invite_colleague(s, table.party.organisation)) == ["other"]
    assert table.who_may(lambda s: policies.can_invite_colleague(s, table.campaign.host)) == ["host"]
    assert table.who_may(lambda s: policies.can_invite_colleague(s, None)) == []


def test_a_party_whose_organisation_was_merged_fills_its_seats_still(table: Table) -> None:
    rest = make.organisation("swasta")
    organisation = table.party.organisation
    organisation.merged_into, organisation.status = rest, Organisation.Status.INACTIVE
    organisation.save()
    table.seats["other"] = make.liaison_of(table.party)
    assert table.who_may(lambda s: policies.can_invite_colleague(s, rest)) == ["other"]


def test_their_own_side_answers_for_invitations(table: Table) -> None:
    offers = (table.to_company, table.to_colleague, table.by_facilitator)
    answering = [table.who_may(lambda s, o=o: policies.can_answer_for_invitation(s, o)) for o in offers]
    assert answering == [["host"], ["other"], ["host", "deputy", "facilitator"]]


def test_only_ones_own_side_ends_a_seat(table: Table) -> None:
    may = {name: table.who_may(lambda s, n=name: policies.can_end_seat(s, table.seat(n))) for name in EVERYONE}
    assert may == {
        "host": ["host"],
        "deputy": ["host", "deputy"],
        "other": ["other"],
        "signatory": ["other", "signatory"],
        "stand_in": ["other", "stand_in"],
        "facilitator": ["facilitator"],
        "evaluator": ["evaluator"],
        "observer": ["host", "deputy", "observer"],
    }


def test_a_seat_is_handed_over_or_lent_by_its_own_side(table: Table) -> None:
    over = {name: table.who_may(lambda s, n=name: policies.can_hand_over(s, table.seat(n))) for name in EVERYONE}
    lent = {name: table.who_may(lambda s, n=name: policies.can_delegate(s, table.seat(n))) for name in EVERYONE}
    nobody: dict[str, list[str]] = {name: [] for name in EVERYONE}
    assert over == nobody | {"host": ["host"], "other": ["other"], "signatory": ["other", "signatory"]}
    assert lent == nobody | {"host": ["host"], "other": ["other"], "signatory": ["signatory"]}


def test_a_mandate_is_added_by_its_own_side_and_read_by_it_and_the_facilitator(table: Table) -> None:
    add = {name: table.who_may(lambda s, n=name: policies.can_attach_mandate(s, table.seat(n))) for name in EVERYONE}
    read = {name: table.who_may(lambda s, n=name: policies.can_read_mandate(s, table.seat(n))) for name in EVERYONE}
    assert add == {
        "host": ["host"],
        "deputy": ["host", "deputy"],
        "other": ["other"],
        "signatory": ["other", "signatory"],
        "stand_in": ["other", "stand_in"],
        "facilitator": ["facilitator"],
        "evaluator": ["evaluator"],
        "observer": ["observer"],
    }
    assert read == {
        "host": ["host", "deputy", "facilitator"],
        "deputy": ["host", "deputy", "facilitator"],
        "other": ["other", "signatory", "stand_in", "facilitator"],
        "signatory": ["other", "signatory", "stand_in", "facilitator"],
        "stand_in": ["other", "signatory", "stand_in", "facilitator"],
        "facilitator": ["facilitator"],
        "evaluator": ["facilitator", "evaluator"],
        "observer": ["facilitator", "observer"],
    }


def test_a_party_leaves_by_its_own_liaison_and_the_host_never(table: Table) -> None:
    assert table.who_may(lambda s: policies.can_leave(s, table.party)) == ["other"]
    own = table.seat("host").party
    assert own is not None
    assert table.who_may(lambda s: policies.can_leave(s, own)) == []


def test_the_record_is_for_the_seated_and_public_campaigns_for_all_but_names_are_not(table: Table) -> None:
    assert table.who_may(lambda s: policies.can_read_record(s, table.campaign)) == EVERYONE
    table.campaign.visibility = Visibility.PUBLIC
    assert table.who_may(lambda s: policies.can_read_record(s, table.campaign)) == [*EVERYONE, "stranger", "nobody"]
    assert [policies.can_read_personal(s) for s in table.seats.values()] == [True] * 9 + [False]


def acts_of_the_host(table: Table) -> dict[str, Callable[[], Any]]:
    """Everything a host might try on another party's seats, invitations, mandates and place."""
    at, host, other = make.NOW + timedelta(hours=1), table.seat("host"), table.seat("other")
    return {
        "end": lambda: actions.end_seat(seat=other, by=host, at=at, reason="x"),
        "end signatory": lambda: actions.end_seat(seat=table.seat("signatory"), by=host, at=at, reason="x"),
        "end facilitator": lambda: actions.end_seat(seat=table.seat("facilitator"), by=host, at=at, reason="x"),
        "end evaluator": lambda: actions.end_seat(seat=table.seat("evaluator"), by=host, at=at, reason="x"),
        "hand over": lambda: make.invitation(table.campaign, table.party.organisation, replaces=other),
        "lend": lambda: make.invitation(
            table.campaign, table.party.organisation, delegates=other, ends_on=make.NOW.date()
        ),
        "fill a seat": lambda: make.invitation(table.campaign, table.party.organisation),
        "fill the signatory's": lambda: make.invitation(table.campaign, table.party.organisation, role=Role.SIGNATORY),
        "revoke": lambda: actions.revoke_invitation(invitation=table.to_colleague, by=host, at=at, reason="x"),
        "renew": lambda: actions.renew_invitation(invitation=table.to_colleague, by=host, at=at),
        "remind": lambda: actions.remind(invitation=table.to_colleague, by=host, at=at),
        "mandate": lambda: actions.attach_mandate(seat=other, by=host, at=at, reference="ST-1"),
        "withdraw": lambda: actions.leave_campaign(party=table.party, by=host, at=at, reason="x"),
    }


def test_the_host_has_no_power_over_another_partys_acts(table: Table) -> None:
    table.campaign.log.refresh_from_db()
    size = table.campaign.log.size
    for name, act in acts_of_the_host(table).items():
        with pytest.raises(actions.NotAllowed) as refusal:
            act()
        assert str(refusal.value).endswith("."), name
    table.campaign.log.refresh_from_db()
    assert table.campaign.log.size == size
    assert Seat.objects.filter(campaign=table.campaign, ended_at__isnull=False).count() == 0
