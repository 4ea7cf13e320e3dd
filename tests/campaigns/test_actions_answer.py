"""What the invited does with the link: reading changes nothing, accepting seats one person once, declining says no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests import make

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Ending, Invitation, Party, Phase, Role, Seat, Visibility
from mufakat.ledger import queries as record
from mufakat.people import actions as people
from mufakat.people.models import Organisation, Person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
State = Invitation.State


def take(offered: Invitation, by: Person | None = None, **fields: Any) -> Seat:
    defaults: dict[str, Any] = {"at": make.NOW, "confirm_authority": True}
    return actions.accept_invitation(secret=queries.secret_of(offered), by=by or make.person(), **(defaults | fields))


def state_of(campaign: Campaign) -> tuple[Any, ...]:
    """Everything an act in a campaign could have changed."""
    return (
        list(Party.objects.filter(campaign=campaign).order_by("pk").values()),
        list(Seat.objects.filter(campaign=campaign).order_by("pk").values()),
        list(Invitation.objects.filter(campaign=campaign).order_by("pk").values()),
        make.verbs(campaign),
    )


# --- accept --------------------------------------------------------------------------------------------------------


def test_accepting_makes_the_party_the_seat_and_the_affiliation() -> None:
    campaign = make.campaign()
    company, person = make.organisation("swasta", name="PT Contoh"), make.person(name="Sari")
    offered = make.invitation(campaign, company, may_sign=True, ends_on=make.NOW.date() + 90 * DAY)
    at = make.NOW + DAY
    seat = take(offered, person, at=at, mandate_reference="ST-114/2026")
    party = Party.objects.get(campaign=campaign, organisation=company)
    offered.refresh_from_db()
    assert (party.joined_at, party.is_active) == (at, True)
    assert (seat.person, seat.party, seat.role, seat.may_sign) == (person, party, Role.LIAISON, True)
    assert (seat.starts_on, seat.ends_on, seat.taken_at) == (at.date(), make.NOW.date() + 90 * DAY, at)
    assert (seat.mandate_reference, seat.delegated_by, seat.ended_at) == ("ST-114/2026", None, None)
    assert (offered.state, offered.answered_at, offered.seat) == (State.ACCEPTED, at, seat)
    assert person.affiliations.get().organisation == company
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.entry.object, newest.entry.by) == (
        "party.joined",
        f"seat:{seat.pk}",
        f"person:{person.pk}",
    )
    assert newest.payload == {
        "organisation": str(company.pk),
        "organisation_name": "PT Contoh",
        "role": "liaison",
        "may_sign": True,
        "replaces": None,
        "delegates": None,
        "ends_on": "2027-02-22",
        "expires_at": "2026-12-01T02:00:00+00:00",
        "invitation": str(offered.pk),
        "party": str(party.pk),
        "ended_seats": [],
        "revoked_invitations": [],
    }
    assert newest.personal == {str(person.pk): {"name": "Sari", "mandate_reference": "ST-114/2026"}}
    assert record.fsck(campaign.log) == []


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.EVALUATOR, Role.OBSERVER])
def test_accepting_a_neutral_role_makes_a_seat_without_a_party(role: str) -> None:
    campaign = make.campaign(visibility=Visibility.DRAFT)
    person = make.person()
    seat = take(make.invitation(campaign, role=role), person)
    assert (seat.role, seat.party, seat.may_sign, person.affiliations.count()) == (role, None, False, 0)
    assert Party.objects.filter(campaign=campaign).count() == 1
    assert make.verbs(campaign)[-1] == "seat.taken"


def test_looking_at_the_link_changes_nothing() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, make.organisation("swasta"))
    before = state_of(campaign)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = queries.invitation_by_secret(queries.secret_of(offered))
        assert found is not None
        assert (queries.link_of(found), queries.may_accept_by_address(found, make.person())) != ("", False)
        assert queries.share_text(found)
    written = [
        q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and "campaigns_" in q["sql"]
    ]
    assert written == []
    assert state_of(campaign) == before


def test_a_link_works_once_and_again_only_for_who_took_the_seat() -> None:
    campaign = make.campaign()
    offered, person = make.invitation(campaign, make.organisation("swasta")), make.person()
    seat = take(offered, person)
    before = state_of(campaign)
    assert take(offered, person) == seat
    with pytest.raises(actions.LinkSpent):
        take(offered, make.person())
    assert state_of(campaign) == before
    actions.leave_campaign(party=seat.party, by=make.seat_for(person, campaign), at=make.NOW, reason="x")
    with pytest.raises(actions.LinkSpent):
        take(offered, person)


@pytest.mark.parametrize("secret", ["", "x", "\x00", "\ud800", "a" * 10_000, "../../etc/passwd", "0" * 43])
def test_an_unknown_link_is_refused(secret: str) -> None:
    with pytest.raises(actions.LinkSpent):
        actions.accept_invitation(secret=secret, by=make.person(), at=make.NOW, confirm_authority=True)
    with pytest.raises(actions.LinkSpent):
        actions.decline_invitation(secret=secret, at=make.NOW)


def test_an_expired_link_is_refused_and_closed_at_once() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, make.organisation("swasta"))
    with pytest.raises(actions.LinkSpent):
        take(offered, at=offered.expires_at)
    offered.refresh_from_db()
    assert (offered.state, make.verbs(campaign)[-1]) == (State.EXPIRED, "invitation.expired")
    before = state_of(campaign)
    with pytest.raises(actions.LinkSpent):
        actions.decline_invitation(secret=queries.secret_of(offered), at=offered.expires_at)
    assert state_of(campaign) == before


def test_a_link_of_a_discarded_or_closed_campaign_is_refused() -> None:
    draft = make.campaign(visibility=Visibility.DRAFT)
    offered = make.invitation(draft, role=Role.FACILITATOR)
    actions.discard_campaign(campaign=draft, by=make.host_seat(draft), at=make.NOW)
    closed = make.campaign()
    late = make.invitation(closed, role=Role.FACILITATOR)
    Campaign.objects.filter(pk=closed.pk).update(phase=Phase.CLOSED)
    for link in (offered, late):
        with pytest.raises(actions.LinkSpent):
            take(link)
        with pytest.raises(actions.LinkSpent):
            actions.decline_invitation(secret=queries.secret_of(link), at=make.NOW)


def test_accepting_needs_the_word_that_one_may() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, make.organisation("swasta"))
    before = state_of(campaign)
    with pytest.raises(actions.NotPossible):
        take(offered, confirm_authority=False)
    with pytest.raises(actions.Unwritable):
        take(offered, mandate_reference="ST\x00")
    with pytest.raises(actions.LinkSpent):
        take(offered, make.person(is_active=False))
    assert state_of(campaign) == before


# --- the address ---------------------------------------------------------------------------------------------------


def test_a_link_sent_to_an_address_is_for_who_proved_that_address() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, make.organisation("swasta"), email="sari@contoh.example")
    holder = make.person()
    EmailAddress.objects.create(user=holder, email="sari@contoh.example", verified=False, primary=False)
    with pytest.raises(actions.WrongAddress) as refusal:
        take(offered, holder)
    assert "s•••@contoh.example" in str(refusal.value)
    assert "sari@contoh.example" not in str(refusal.value)
    EmailAddress.objects.filter(user=holder, email="sari@contoh.example").update(
        verified=True, email="Sari@Contoh.Example"
    )
    assert take(offered, holder).person == holder


# --- one seat a person ---------------------------------------------------------------------------------------------


def test_nobody_takes_a_second_seat_in_a_campaign() -> None:
    campaign = make.campaign()
    facilitator = make.seat(campaign, Role.FACILITATOR)
    offered = make.invitation(campaign, make.organisation("swasta"))
    before = state_of(campaign)
    with pytest.raises(actions.AlreadySeated):
        take(offered, facilitator.person)
    assert state_of(campaign) == before
    assert take(make.invitation(make.campaign(), make.organisation("swasta")), facilitator.person).ended_at is None


def test_a_seat_past_its_last_day_makes_room_for_the_next() -> None:
    campaign = make.campaign()
    old = make.seat(campaign, Role.OBSERVER, ends_on=make.NOW.date())
    offered = make.invitation(campaign, make.organisation("swasta"))
    seat = take(offered, old.person, at=make.NOW + DAY)
    old.refresh_from_db()
    assert (old.ended_at, old.ending) == (make.NOW + DAY, Ending.LAPSED)
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.payload["ended_seats"]) == ("party.joined", [str(old.pk)])
    assert seat.person == old.person


def test_a_seat_offered_until_a_day_that_has_passed_is_not_taken() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, role=Role.OBSERVER, ends_on=make.NOW.date())
    with pytest.raises(actions.LinkSpent):
        take(offered, at=make.NOW + DAY)


# --- one party an organisation -------------------------------------------------------------------------------------


def test_two_invitations_to_one_organisation_make_one_party_and_the_other_link_dies() -> None:
    campaign = make.campaign()
    company = make.organisation("swasta")
    first, second = make.invitation(campaign, company), make.invitation(campaign, company)
    seat = take(second)
    first.refresh_from_db()
    assert first.state == State.REVOKED
    assert make.told(campaign)[-1].payload["revoked_invitations"] == [str(first.pk)]
    with pytest.raises(actions.LinkSpent):
        take(first)
    assert [p.pk for p in Party.objects.filter(organisation=company)] == [seat.party_id]


def test_an_organisation_merged_after_it_was_invited_joins_as_the_one_that_remains() -> None:
    campaign = make.campaign()
    old, rest = make.organisation("swasta"), make.organisation("swasta")
    admin = make.person(is_administrator=True)
    offered, other = make.invitation(campaign, old), make.invitation(campaign, rest)
    people.merge_organisations(kept=rest, merged=old, by=admin, at=make.NOW)
    seat = take(offered)
    assert seat.party is not None
    assert (seat.party.organisation, seat.person.affiliations.get().organisation) == (rest, rest)
    with pytest.raises(actions.LinkSpent):
        take(other)
    assert Party.objects.filter(campaign=campaign).count() == 2


def test_an_organisation_retired_after_it_was_invited_does_not_join() -> None:
    campaign = make.campaign()
    company = make.organisation("swasta")
    offered = make.invitation(campaign, company)
    Organisation.objects.filter(pk=company.pk).update(status=Organisation.Status.INACTIVE)
    with pytest.raises(actions.LinkSpent):
        take(offered)


def test_a_party_that_left_comes_back_as_a_new_party() -> None:
    campaign = make.campaign()
    first = make.party(campaign)
    actions.leave_campaign(party=first, by=make.liaison_of(first), at=make.NOW, reason="pindah")
    again = take(make.invitation(campaign, first.organisation)).party
    assert again is not None
    assert again.pk != first.pk
    assert sorted(p.is_active for p in Party.objects.filter(organisation=first.organisation)) == [False, True]


# --- hand over -----------------------------------------------------------------------------------------------------


def test_handing_over_ends_the_old_seat_with_what_hangs_on_it_in_the_same_act() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    old = make.liaison_of(party)
    lent = take(make.invitation(campaign, by=old, delegates=old, ends_on=make.NOW.date()))
    hanging = make.invitation(campaign, party.organisation, by=old, role=Role.SIGNATORY)
    offered = make.invitation(campaign, by=old, replaces=old)
    size = len(make.told(campaign))
    seat = take(offered)
    for row in (old, lent, hanging):
        row.refresh_from_db()
    assert [(s.ended_at, s.ending) for s in (old, lent)] == [
        (make.NOW, Ending.HANDED_OVER),
        (make.NOW, Ending.DELEGATOR_ENDED),
    ]
    assert (hanging.state, seat.party, seat.role, seat.delegated_by) == (State.REVOKED, party, Role.LIAISON, None)
    told = make.told(campaign)[size:]
    assert [(t.entry.verb, t.payload["ended_seats"], t.payload["revoked_invitations"]) for t in told] == [
        ("seat.handed_over", [str(old.pk), str(lent.pk)], [str(hanging.pk)])
    ]
    with pytest.raises(actions.SeatEnded):
        make.invitation(campaign, party.organisation, by=old)


def test_a_deputy_may_take_over_the_seat_they_stood_in_for() -> None:
    campaign = make.campaign()
    old = make.liaison_of(make.party(campaign))
    lent = take(make.invitation(campaign, by=old, delegates=old, ends_on=make.NOW.date()))
    offered = make.invitation(campaign, by=old, replaces=old, email=lent.person.email)
    seat = take(offered, lent.person)
    assert (seat.person, seat.delegated_by) == (lent.person, None)
    assert queries.open_seats(make.NOW).filter(party=seat.party).get() == seat


def test_a_successor_still_comes_when_the_seat_ended_meanwhile_by_itself() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison = make.liaison_of(party)
    short = take(make.invitation(campaign, party.organisation, by=liaison, ends_on=make.NOW.date()))
    offered = make.invitation(campaign, by=short, replaces=short)
    actions.lapse_seat(seat=short, at=make.NOW + DAY)
    seat = take(offered, at=make.NOW + DAY)
    short.refresh_from_db()
    assert (short.ending, seat.party) == (Ending.LAPSED, party)
    assert queries.liaisons_of(party, make.NOW + DAY).count() == 2


# --- lend ----------------------------------------------------------------------------------------------------------


def test_a_lent_seat_names_its_lender_and_its_last_day() -> None:
    campaign = make.campaign()
    lender = make.liaison_of(make.party(campaign))
    until = make.NOW.date() + 14 * DAY
    seat = take(make.invitation(campaign, by=lender, delegates=lender, ends_on=until))
    assert (seat.delegated_by, seat.party, seat.role, seat.may_sign, seat.ends_on) == (
        lender,
        lender.party,
        Role.LIAISON,
        False,
        until,
    )
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.payload["delegates"], newest.payload["ends_on"]) == (
        "seat.delegated",
        str(lender.pk),
        "2026-12-08",
    )
    assert make.seat_for(lender.person, campaign) == lender


def test_a_seat_whose_lender_is_gone_is_not_lent() -> None:
    campaign = make.campaign()
    lender = make.liaison_of(make.party(campaign))
    offered = make.invitation(campaign, by=lender, delegates=lender, ends_on=make.NOW.date())
    take(make.invitation(campaign, by=lender, replaces=lender))
    with pytest.raises(actions.LinkSpent):
        take(offered)


# --- decline -------------------------------------------------------------------------------------------------------


def test_declining_needs_no_account() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, make.organisation("swasta", name="PT Contoh"))
    now = actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW, reason="Sedang restrukturisasi.")
    assert (now.state, now.answered_at, now.reason) == (State.DECLINED, make.NOW, "Sedang restrukturisasi.")
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.entry.by, newest.payload["organisation_name"], newest.personal) == (
        "invitation.declined",
        f"invitation:{offered.pk}",
        "PT Contoh",
        {str(offered.pk): {"reason": "Sedang restrukturisasi."}},
    )
    with pytest.raises(actions.LinkSpent):
        take(offered)
    with pytest.raises(actions.LinkSpent):
        actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW)


def test_declining_with_an_account_says_who() -> None:
    campaign = make.campaign()
    person = make.person()
    offered = make.invitation(campaign, role=Role.EVALUATOR)
    actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW, reason="Penuh.", by=person)
    newest = make.told(campaign)[-1]
    assert (newest.entry.by, newest.personal) == (f"person:{person.pk}", {str(person.pk): {"reason": "Penuh."}})


def test_declining_a_taken_seat_is_refused() -> None:
    offered = make.invitation(make.campaign(), role=Role.OBSERVER)
    take(offered)
    with pytest.raises(actions.LinkSpent):
        actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW)


@pytest.mark.parametrize("reason", ["a\x00", "\udcff", "x" * 1001])
def test_declining_with_words_that_cannot_be_kept_changes_nothing(reason: str) -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, role=Role.OBSERVER)
    before = state_of(campaign)
    with pytest.raises(actions.Unwritable):
        actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW, reason=reason)
    assert state_of(campaign) == before


def test_a_refusal_is_said_in_the_readers_language() -> None:
    with translation.override("en"), pytest.raises(actions.LinkSpent) as refusal:
        actions.decline_invitation(secret="x", at=make.NOW)
    assert str(refusal.value) == "This link is unknown. Ask whoever sent it for a new one."
