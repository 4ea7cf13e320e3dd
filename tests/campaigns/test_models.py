"""What must never happen is refused by the database itself: each constraint and each guard, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from tests import make

from mufakat.campaigns.models import (
    NEUTRAL_ROLES,
    PARTY_ROLES,
    Campaign,
    Ending,
    Fact,
    Invitation,
    Mandate,
    Party,
    Role,
    Seat,
    Visibility,
)
from mufakat.ledger import actions as ledger

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@contextmanager
def refused(*names: str) -> Iterator[None]:
    """The database refuses it: by the name of the constraint or by the words of a guard."""
    with pytest.raises(IntegrityError, match="|".join(names)), transaction.atomic():
        yield


def invitation_row(campaign: Campaign, by: Seat, **fields: Any) -> Invitation:
    n = uuid4().hex
    defaults: dict[str, Any] = {
        "role": Role.FACILITATOR,
        "serial": n,
        "digest": n,
        "sent_at": make.NOW,
        "expires_at": make.NOW + timedelta(days=7),
    }
    return Invitation.objects.create(campaign=campaign, invited_by=by, **(defaults | fields))


def seat_row(campaign: Campaign, **fields: Any) -> Seat:
    defaults: dict[str, Any] = {"role": Role.OBSERVER, "starts_on": TODAY, "taken_at": make.NOW}
    person = fields.pop("person", None) or make.person()
    return Seat.objects.create(campaign=campaign, person=person, **(defaults | fields))


# --- campaigns -----------------------------------------------------------------------------------------------------


def test_campaign_ends_after_it_starts() -> None:
    campaign = make.campaign()
    with refused("campaigns_campaign_period"):
        Campaign.objects.filter(pk=campaign.pk).update(ends_on=campaign.starts_on - timedelta(days=1))


def test_only_a_draft_is_discarded() -> None:
    campaign = make.campaign(visibility=Visibility.PARTIES)
    with refused("campaigns_only_drafts_are_discarded"):
        Campaign.objects.filter(pk=campaign.pk).update(discarded_at=make.NOW)


@pytest.mark.parametrize("back", [Visibility.DRAFT, Visibility.PARTIES])
def test_visibility_only_widens(back: str) -> None:
    campaign = make.campaign(visibility=Visibility.PUBLIC)
    with refused("what others have seen is not hidden again"):
        Campaign.objects.filter(pk=campaign.pk).update(visibility=back)


def test_a_campaign_keeps_its_host_and_log() -> None:
    campaign = make.campaign()
    with refused("a campaign keeps its host and its log"):
        Campaign.objects.filter(pk=campaign.pk).update(host=make.organisation())
    with refused("a campaign keeps its host and its log"):
        Campaign.objects.filter(pk=campaign.pk).update(log=ledger.open_log(name="lain", at=make.NOW))


def test_a_discarded_draft_does_not_come_back() -> None:
    campaign = make.campaign(visibility=Visibility.DRAFT)
    Campaign.objects.filter(pk=campaign.pk).update(discarded_at=make.NOW)
    with refused("a discarded draft does not come back"):
        Campaign.objects.filter(pk=campaign.pk).update(discarded_at=None)


def test_a_fact_stands_once() -> None:
    campaign = make.campaign()
    Fact.objects.create(campaign=campaign, label="Indeks", source="Kominfo")
    with refused("campaigns_fact_once"):
        Fact.objects.create(campaign=campaign, label="Indeks", source="lain")
    assert Fact.objects.create(campaign=campaign, label="Indeks", source="Kominfo", year=2022).year == 2022


# --- parties -------------------------------------------------------------------------------------------------------


def test_one_party_an_organisation() -> None:
    party = make.party(make.campaign())
    with refused("campaigns_party_once", "campaigns_party.campaign_id, campaigns_party.organisation_id"):
        Party.objects.create(campaign=party.campaign, organisation=party.organisation, joined_at=make.NOW)


@pytest.mark.parametrize(
    "fields", [{"left_at": make.NOW}, {"left_because": "pindah"}], ids=["left-without-reason", "reason-without-leaving"]
)
def test_a_party_leaves_with_a_reason(fields: dict[str, Any]) -> None:
    party = make.party(make.campaign())
    with refused("campaigns_party_leaves_with_reason"):
        Party.objects.filter(pk=party.pk).update(**fields)


def test_a_party_that_left_comes_back_as_a_new_one() -> None:
    party = make.party(make.campaign())
    Party.objects.filter(pk=party.pk).update(left_at=make.NOW, left_because="pindah")
    with refused("comes back as a new party"):
        Party.objects.filter(pk=party.pk).update(left_at=None, left_because="")
    again = Party.objects.create(campaign=party.campaign, organisation=party.organisation, joined_at=make.NOW)
    assert again.is_active


def test_the_host_stays() -> None:
    campaign = make.campaign()
    with refused("the host stays"):
        Party.objects.filter(campaign=campaign, organisation=campaign.host).update(left_at=make.NOW, left_because="x")


def test_a_party_keeps_its_campaign_and_organisation() -> None:
    party = make.party(make.campaign())
    for change in ({"organisation": make.organisation()}, {"campaign": make.campaign()}):
        with refused("a party keeps its campaign and organisation"):
            Party.objects.filter(pk=party.pk).update(**change)


# --- seats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [Role.FACILITATOR, Role.EVALUATOR, Role.OBSERVER])
@pytest.mark.parametrize("second", [Role.LIAISON, Role.SIGNATORY, Role.FACILITATOR])
def test_one_open_seat_a_person_so_no_neutral_role_beside_a_party_seat(first: str, second: str) -> None:
    party = make.party(make.campaign())
    neutral = seat_row(party.campaign, role=first)
    of_party = {"party": party, "may_sign": second == Role.SIGNATORY} if second in PARTY_ROLES else {}
    with refused("campaigns_one_open_seat_a_person", "campaigns_seat.campaign_id, campaigns_seat.person_id"):
        seat_row(party.campaign, role=second, person=neutral.person, **of_party)
    Seat.objects.filter(pk=neutral.pk).update(ended_at=make.NOW, ending=Ending.ENDED)
    assert seat_row(party.campaign, role=second, person=neutral.person, **of_party).role == second


def test_nobody_acts_for_two_parties() -> None:
    campaign = make.campaign()
    one, other = make.party(campaign), make.party(campaign)
    with refused("campaigns_one_open_seat_a_person", "campaigns_seat.campaign_id, campaigns_seat.person_id"):
        seat_row(campaign, role=Role.LIAISON, party=other, person=make.liaison_of(one).person)


@pytest.mark.parametrize("role", NEUTRAL_ROLES)
def test_a_neutral_role_has_no_party_and_never_signs(role: str) -> None:
    party = make.party(make.campaign())
    for fields in ({"party": party}, {"may_sign": True}):
        with refused("campaigns_neutral_roles_have_no_party"):
            seat_row(party.campaign, role=role, **fields)


@pytest.mark.parametrize("role", PARTY_ROLES)
def test_a_party_role_has_a_party(role: str) -> None:
    with refused("campaigns_neutral_roles_have_no_party"):
        seat_row(make.campaign(), role=role, may_sign=True)


def test_a_signatory_signs() -> None:
    party = make.party(make.campaign())
    with refused("campaigns_signatory_signs"):
        seat_row(party.campaign, role=Role.SIGNATORY, party=party)


def test_a_seat_ends_after_it_begins() -> None:
    with refused("campaigns_seat_period"):
        seat_row(make.campaign(), ends_on=TODAY - timedelta(days=1))


def test_an_ended_seat_says_how() -> None:
    seat = seat_row(make.campaign())
    for change in ({"ended_at": make.NOW}, {"ending": Ending.ENDED}):
        with refused("campaigns_ended_seat_says_how"):
            Seat.objects.filter(pk=seat.pk).update(**change)


def test_a_delegation_has_a_last_day() -> None:
    lender = make.liaison_of(make.party(make.campaign()))
    with refused("campaigns_delegation_ends", "a delegation lends"):
        seat_row(lender.campaign, role=Role.LIAISON, party=lender.party, delegated_by=lender)


def test_a_seat_belongs_to_a_party_of_its_own_campaign() -> None:
    party = make.party(make.campaign())
    with refused("a seat belongs to a party at the table of its own campaign"):
        seat_row(make.campaign(), role=Role.LIAISON, party=party)


def test_a_party_that_left_gets_no_seat() -> None:
    party = make.party(make.campaign())
    Party.objects.filter(pk=party.pk).update(left_at=make.NOW, left_because="pindah")
    with refused("a seat belongs to a party at the table of its own campaign"):
        seat_row(party.campaign, role=Role.LIAISON, party=party)


@pytest.mark.parametrize(
    "twist",
    ["other party", "other role", "more rights", "longer than the lender", "lent on", "lender gone", "other campaign"],
)
def test_a_delegation_lends_no_more_than_there_is(twist: str) -> None:
    campaign = make.campaign()
    lender = make.liaison_of(make.party(campaign))
    ends_on = TODAY + timedelta(days=7)
    fields: dict[str, Any] = {"role": Role.LIAISON, "party": lender.party, "delegated_by": lender, "ends_on": ends_on}
    if twist == "other party":
        fields["party"] = make.party(campaign)
    elif twist == "other role":
        fields |= {"role": Role.SIGNATORY, "may_sign": True}
    elif twist == "more rights":
        fields["may_sign"] = True
    elif twist == "longer than the lender":
        short = seat_row(campaign, role=Role.LIAISON, party=lender.party, ends_on=ends_on - timedelta(days=1))
        fields["delegated_by"] = short
    elif twist == "lent on":
        fields["delegated_by"] = seat_row(campaign, **fields)
    elif twist == "lender gone":
        Seat.objects.filter(pk=lender.pk).update(ended_at=make.NOW, ending=Ending.ENDED)
    else:
        campaign = make.campaign()
        fields["party"] = make.party(campaign)
    with refused("a delegation lends an open seat of the same party"):
        seat_row(campaign, **fields)


def test_a_seat_keeps_its_holder_party_and_role() -> None:
    campaign = make.campaign()
    seat, other = make.liaison_of(make.party(campaign)), make.party(campaign)
    changes: list[dict[str, Any]] = [
        {"person": make.person()},
        {"party": other},
        {"role": Role.SIGNATORY, "may_sign": True},
        {"may_sign": True},
        {"ends_on": TODAY},
        {"starts_on": TODAY - timedelta(days=1)},
        {"delegated_by": make.host_seat(campaign), "ends_on": TODAY},
    ]
    for change in changes:
        with refused("a seat keeps its holder, party and role"):
            Seat.objects.filter(pk=seat.pk).update(**change)


def test_a_seat_that_ended_stays_ended() -> None:
    seat = seat_row(make.campaign())
    Seat.objects.filter(pk=seat.pk).update(ended_at=make.NOW, ending=Ending.ENDED, ended_because="cuti panjang")
    for change in ({"ended_at": None, "ending": ""}, {"ended_at": make.NOW + timedelta(1)}, {"ending": Ending.LAPSED}):
        with refused("a seat that ended stays ended"):
            Seat.objects.filter(pk=seat.pk).update(**change)
    assert Seat.objects.filter(pk=seat.pk).update(ended_because="") == 1


def mandate_row(seat: Seat, **fields: Any) -> Mandate:
    defaults: dict[str, Any] = {"file_name": "a.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    return Mandate.objects.create(campaign=seat.campaign, seat=seat, added_at=make.NOW, **(defaults | fields))


def test_a_mandate_is_of_its_own_seat() -> None:
    campaign = make.campaign()
    seat, other = make.liaison_of(make.party(campaign)), make.liaison_of(make.party(campaign))
    with refused("a mandate is of this seat"):
        Seat.objects.filter(pk=other.pk).update(mandate=mandate_row(seat))


def test_a_mandate_document_is_not_exchanged() -> None:
    mandate = mandate_row(make.host_seat(make.campaign()))
    with refused("a mandate document is not exchanged"):
        Mandate.objects.filter(pk=mandate.pk).update(sha256="1" * 64)
    with refused("campaigns_removed_mandate_has_no_name"):
        Mandate.objects.filter(pk=mandate.pk).update(removed_at=make.NOW)
    Mandate.objects.filter(pk=mandate.pk).update(removed_at=make.NOW, file_name="")
    with refused("a mandate document is not exchanged"):
        Mandate.objects.filter(pk=mandate.pk).update(removed_at=None)


# --- invitations ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_an_invitation_is_to_an_organisation_or_to_a_neutral_role(role: str) -> None:
    campaign = make.campaign()
    wrong = None if role in PARTY_ROLES else make.organisation()
    with refused("campaigns_invitation_to_party_or_neutral"):
        invitation_row(
            campaign, make.host_seat(campaign), role=role, organisation=wrong, may_sign=role == Role.SIGNATORY
        )


def test_an_invitation_gives_the_right_to_sign_to_parties_only() -> None:
    campaign = make.campaign()
    with refused("campaigns_invitation_neutral_never_signs"):
        invitation_row(campaign, make.host_seat(campaign), may_sign=True)
    with refused("campaigns_invitation_signatory_signs"):
        invitation_row(campaign, make.host_seat(campaign), role=Role.SIGNATORY, organisation=make.organisation())


def test_accepted_means_seated() -> None:
    campaign = make.campaign()
    offered = invitation_row(campaign, make.host_seat(campaign))
    with refused("campaigns_accepted_invitation_has_seat"):
        Invitation.objects.filter(pk=offered.pk).update(state="accepted", answered_at=make.NOW)
    with refused("campaigns_accepted_invitation_has_seat"):
        Invitation.objects.filter(pk=offered.pk).update(seat=seat_row(campaign, role=Role.FACILITATOR))


def test_an_answer_has_its_time() -> None:
    campaign = make.campaign()
    offered = invitation_row(campaign, make.host_seat(campaign))
    for change in ({"state": "declined"}, {"answered_at": make.NOW}):
        with refused("campaigns_answered_invitation_when"):
            Invitation.objects.filter(pk=offered.pk).update(**change)


def test_one_seat_answers_one_invitation_and_a_link_finds_one_row() -> None:
    campaign = make.campaign()
    seat = make.seat(campaign, Role.OBSERVER)
    known = seat.invitation
    offered = invitation_row(campaign, make.host_seat(campaign), role=Role.OBSERVER)
    with refused("campaigns_invitation_seat_id", "campaigns_invitation.seat_id"):
        Invitation.objects.filter(pk=offered.pk).update(seat=seat, state="accepted", answered_at=make.NOW)
    for same in ({"digest": known.digest}, {"serial": known.serial}):
        with refused("campaigns_invitation_(digest|serial)", "campaigns_invitation.(digest|serial)"):
            invitation_row(campaign, make.host_seat(campaign), **same)


def test_one_open_invitation_an_address() -> None:
    campaign = make.campaign()
    first = invitation_row(campaign, make.host_seat(campaign), email="a@contoh.example")
    with refused("campaigns_one_open_invitation_an_address", "campaigns_invitation.email"):
        invitation_row(campaign, make.host_seat(campaign), email="a@contoh.example")
    Invitation.objects.filter(pk=first.pk).update(state="revoked", answered_at=make.NOW)
    assert invitation_row(campaign, make.host_seat(campaign), email="a@contoh.example").state == "open"
    assert invitation_row(campaign, make.host_seat(campaign)).email == ""
    assert invitation_row(campaign, make.host_seat(campaign)).email == ""


def test_three_reminders_at_most() -> None:
    campaign = make.campaign()
    offered = invitation_row(campaign, make.host_seat(campaign))
    with refused("campaigns_invitation_three_reminders"):
        Invitation.objects.filter(pk=offered.pk).update(reminders=4)


def test_an_invitation_to_stand_in_has_a_last_day() -> None:
    lender = make.liaison_of(make.party(make.campaign()))
    fields = {"role": Role.LIAISON, "organisation": lender.party and lender.party.organisation, "delegates": lender}
    with refused("campaigns_invitation_to_delegate_ends"):
        invitation_row(lender.campaign, lender, **fields)
    with refused("campaigns_invitation_to_delegate_ends"):
        invitation_row(lender.campaign, lender, **fields, ends_on=TODAY, replaces=lender)


def test_an_invitation_stays_within_its_campaign() -> None:
    campaign, other = make.campaign(), make.campaign()
    foreign = make.host_seat(other)
    with refused("an invitation stays within its campaign"):
        invitation_row(campaign, foreign)
    own = make.host_seat(campaign)
    for passed_on in ({"replaces": foreign}, {"delegates": foreign, "ends_on": TODAY}):
        with refused("an invitation stays within its campaign"):
            invitation_row(campaign, own, role=Role.LIAISON, organisation=campaign.host, **passed_on)


def test_an_invitation_passes_a_seat_on_as_it_is() -> None:
    campaign = make.campaign()
    own, party = make.host_seat(campaign), make.party(campaign)
    liaison = make.liaison_of(party)
    with refused("passes on a seat as it is"):
        invitation_row(
            campaign, liaison, role=Role.SIGNATORY, may_sign=True, organisation=party.organisation, replaces=liaison
        )
    with refused("passes on a seat as it is"):
        invitation_row(
            campaign, own, role=Role.LIAISON, organisation=party.organisation, delegates=liaison, ends_on=TODAY
        )


def test_what_was_offered_is_not_changed() -> None:
    campaign = make.campaign()
    own = make.host_seat(campaign)
    offered = invitation_row(campaign, own, role=Role.LIAISON, organisation=make.organisation())
    changes: list[dict[str, Any]] = [
        {"organisation": make.organisation()},
        {"role": Role.SIGNATORY, "may_sign": True},
        {"may_sign": True},
        {"campaign": make.campaign()},
        {"replaces": own},
        {"delegates": own, "ends_on": TODAY},
        {"ends_on": TODAY},
        {"invited_by": make.seat(campaign, Role.OBSERVER)},
    ]
    for change in changes:
        with refused("what was offered is not changed"):
            Invitation.objects.filter(pk=offered.pk).update(**change)


@pytest.mark.parametrize("state", ["accepted", "declined", "revoked"])
@pytest.mark.parametrize("other", ["open", "accepted", "declined", "revoked", "expired"])
def test_an_answer_is_final(state: str, other: str) -> None:
    campaign = make.campaign()
    offered = invitation_row(campaign, make.host_seat(campaign), role=Role.OBSERVER)
    if state == "accepted":
        make.accept(Invitation.objects.get(pk=make.invitation(campaign, role=Role.OBSERVER).pk))
        offered = Invitation.objects.get(state="accepted")
    else:
        Invitation.objects.filter(pk=offered.pk).update(state=state, answered_at=make.NOW)
    if other == state:
        return
    fields: dict[str, Any] = {"state": other, "seat": None, "answered_at": None if other == "open" else make.NOW}
    if other == "accepted":
        fields["seat"] = seat_row(campaign)
    with refused("an answer is final"):
        Invitation.objects.filter(pk=offered.pk).update(**fields)


def test_an_expired_link_is_not_revived() -> None:
    campaign = make.campaign()
    offered = invitation_row(campaign, make.host_seat(campaign))
    Invitation.objects.filter(pk=offered.pk).update(state="expired", answered_at=make.NOW)
    with refused("an expired link is not revived"):
        Invitation.objects.filter(pk=offered.pk).update(state="open", answered_at=None)
    with refused("an answer is final"):
        Invitation.objects.filter(pk=offered.pk).update(state="declined")
    assert Invitation.objects.filter(pk=offered.pk).update(state="open", answered_at=None, digest="neu") == 1


def test_an_invitation_is_accepted_with_the_seat_it_offered() -> None:
    campaign = make.campaign()
    offered = invitation_row(campaign, make.host_seat(campaign), role=Role.FACILITATOR)
    for seat in (seat_row(campaign, role=Role.OBSERVER), seat_row(make.campaign(), role=Role.FACILITATOR)):
        with refused("an invitation is accepted with the seat it offered"):
            Invitation.objects.filter(pk=offered.pk).update(seat=seat, state="accepted", answered_at=make.NOW)


def test_every_constraint_and_guard_is_tried_here() -> None:
    """A new rule of the database comes with a test that sees it refuse."""
    text = Path(__file__).read_text()
    named = {c.name for m in apps.get_app_config("campaigns").get_models() for c in m._meta.constraints}
    assert {name for name in named if name not in text} == set()
    guards = import_module("mufakat.campaigns.migrations.0002_guards").GUARDS
    untried = {words for _event, _refuses, words in guards.values() if not _is_tried(words, text)}
    assert untried == set()


def _is_tried(words: str, text: str) -> bool:
    """Some part of the guard's words, long enough to be no accident, is expected in a test."""
    pieces = [words[i : i + 20] for i in range(max(1, len(words) - 19))]
    return any(piece in text for piece in pieces)


def test_every_guard_is_in_place() -> None:
    guards = import_module("mufakat.campaigns.migrations.0002_guards").GUARDS
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        placed = {name for (name,) in cursor.fetchall()}
    assert set(guards) - placed == set()


def test_a_row_says_what_it_is() -> None:
    campaign = make.campaign(title="Makin Cakap")
    party = make.party(campaign)
    seat = make.liaison_of(party)
    assert [str(campaign), str(party), str(seat), str(seat.invitation)] == [
        "Makin Cakap",
        party.organisation.name,
        f"liaison {seat.pk}",
        "liaison accepted",
    ]
    assert str(Fact(label="Indeks")) == "Indeks"
    assert str(Mandate(file_name="surat.pdf")) == "surat.pdf"


def test_is_past_only_while_open() -> None:
    offered = make.invitation(make.campaign(), role=Role.OBSERVER)
    late = offered.expires_at
    assert [offered.is_past(late - timedelta(seconds=1)), offered.is_past(late)] == [False, True]
    offered.state = Invitation.State.EXPIRED
    assert offered.is_past(late) is False
