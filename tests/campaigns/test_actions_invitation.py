"""Offering a seat by a link: who may offer what to whom, reminding, revoking, renewing, expiring."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation
from tests import make

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Invitation, Phase, Role, Seat, Visibility
from mufakat.people import actions as people
from mufakat.people.models import Organisation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
State = Invitation.State


def merged(name: str = "Perusahaan Lama") -> tuple[Organisation, Organisation]:
    """An organisation that was merged, and the one that remains."""
    old, rest = make.organisation("swasta", name=name), make.organisation("swasta", name="Perusahaan Baru")
    people.merge_organisations(kept=rest, merged=old, by=make.person(is_administrator=True), at=make.NOW)
    old.refresh_from_db()
    return old, rest


# --- invite --------------------------------------------------------------------------------------------------------


def test_invite_offers_an_organisation_its_first_seat() -> None:
    campaign = make.campaign()
    seat, company = make.host_seat(campaign), make.organisation("swasta", name="PT Contoh")
    number = uuid4()
    offered = actions.invite(
        id=number,
        campaign=campaign,
        organisation=company,
        role=Role.LIAISON,
        may_sign=True,
        email="Ibu.Sari@Contoh.example",
        language="en",
        message="Mari bergabung.",
        by=seat,
        at=make.NOW,
    )
    offered.refresh_from_db()
    assert (offered.pk, offered.organisation, offered.role, offered.may_sign) == (number, company, Role.LIAISON, True)
    assert (offered.email, offered.language, offered.message) == ("ibu.sari@contoh.example", "en", "Mari bergabung.")
    assert (offered.state, offered.sent_at, offered.expires_at) == (State.OPEN, make.NOW, make.NOW + 7 * DAY)
    assert (offered.invited_by, offered.reminders, offered.seat) == (seat, 0, None)
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.entry.object, newest.entry.by) == (
        "invitation.sent",
        f"invitation:{number}",
        f"seat:{seat.pk}",
    )
    assert newest.payload == {
        "organisation": str(company.pk),
        "organisation_name": "PT Contoh",
        "role": "liaison",
        "may_sign": True,
        "replaces": None,
        "delegates": None,
        "ends_on": None,
        "expires_at": "2026-12-01T02:00:00+00:00",
    }
    assert newest.personal == {str(number): {"email": "ibu.sari@contoh.example"}}


def test_invite_keeps_only_the_hash_of_the_links_secret() -> None:
    offered = make.invitation(make.campaign(), role=Role.OBSERVER)
    secret = queries.secret_of(offered)
    assert len(secret) == 43
    assert offered.digest == hashlib.sha256(secret.encode()).hexdigest()
    row = Invitation.objects.filter(pk=offered.pk).values().get()
    assert secret not in str(row)
    assert queries.invitation_by_secret(secret) == offered


def test_invite_twice_with_one_number_makes_one() -> None:
    campaign = make.campaign()
    company, number = make.organisation("swasta"), uuid4()
    first = make.invitation(campaign, company, id=number)
    again = make.invitation(campaign, company, id=number, role=Role.LIAISON, email="lain@contoh.example")
    assert (again.pk, again.email) == (first.pk, "")
    assert make.verbs(campaign).count("invitation.sent") == 1
    with pytest.raises(actions.NotAllowed):
        make.invitation(make.campaign(), company, id=number)
    with pytest.raises(actions.NotAllowed):
        make.invitation(campaign, company, id=number, by=make.seat(campaign, Role.FACILITATOR))


def test_the_facilitator_proposes_parties_but_no_neutral_roles() -> None:
    campaign = make.campaign()
    facilitator = make.seat(campaign, Role.FACILITATOR)
    assert make.invitation(campaign, make.organisation("media"), by=facilitator).invited_by == facilitator
    with pytest.raises(actions.NotAllowed):
        make.invitation(campaign, role=Role.OBSERVER, by=facilitator)


@pytest.mark.parametrize("who", ["liaison", "signatory", "observer", "evaluator", "stand_in"])
def test_nobody_else_invites_organisations_or_neutral_roles(who: str) -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison = make.liaison_of(party)
    seats: dict[str, Any] = {
        "liaison": lambda: liaison,
        "signatory": lambda: make.seat(campaign, Role.SIGNATORY, party=party),
        "observer": lambda: make.seat(campaign, Role.OBSERVER),
        "evaluator": lambda: make.seat(campaign, Role.EVALUATOR),
        "stand_in": lambda: make.accept(
            make.invitation(campaign, by=liaison, delegates=liaison, ends_on=make.NOW.date())
        ),
    }
    seat: Seat = seats[who]()
    with pytest.raises(actions.NotAllowed):
        make.invitation(campaign, make.organisation("media"), by=seat)
    with pytest.raises(actions.NotAllowed):
        make.invitation(campaign, role=Role.FACILITATOR, by=seat)
    if who != "liaison":
        with pytest.raises(actions.NotAllowed):
            make.invitation(campaign, party.organisation, by=seat)


def test_a_draft_invites_nobody_from_outside_but_neutral_roles_and_colleagues() -> None:
    campaign = make.campaign(visibility=Visibility.DRAFT)
    with pytest.raises(actions.NotAllowed):
        make.invitation(campaign, make.organisation("swasta"))
    assert make.invitation(campaign, role=Role.FACILITATOR).organisation is None
    assert make.invitation(campaign, campaign.host).organisation == campaign.host


def test_from_outside_only_the_first_seat_of_a_party_is_filled() -> None:
    campaign = make.campaign()
    with pytest.raises(actions.NotAllowed):
        make.invitation(campaign, make.organisation("swasta"), role=Role.SIGNATORY)
    party = make.party(campaign)
    for role in (Role.LIAISON, Role.SIGNATORY):
        with pytest.raises(actions.NotAllowed) as refusal:
            make.invitation(campaign, party.organisation, role=role)
    assert str(party.organisation) in str(refusal.value)


def test_a_party_whose_last_liaison_is_gone_may_be_given_a_new_one_from_outside() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    gone = make.liaison_of(party).person
    people.end_affiliation(affiliation=gone.affiliations.get(), by=make.person(is_administrator=True), at=make.NOW)
    seat = make.accept(make.invitation(campaign, party.organisation))
    assert (seat.party, seat.role) == (party, Role.LIAISON)


def test_a_party_fills_its_own_seats() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    offered = make.invitation(campaign, party.organisation, by=make.liaison_of(party), role=Role.SIGNATORY)
    assert (offered.organisation, offered.may_sign) == (party.organisation, True)


def test_inviting_a_merged_organisation_invites_the_one_that_remains() -> None:
    old, rest = merged()
    offered = make.invitation(make.campaign(), old)
    assert offered.organisation == rest
    assert make.accept(offered).party is not None


def test_a_party_of_a_merged_organisation_is_at_the_table_under_both_names() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    rest = make.organisation("swasta")
    people.merge_organisations(kept=rest, merged=party.organisation, by=make.person(is_administrator=True), at=make.NOW)
    for organisation in (party.organisation, rest):
        with pytest.raises(actions.NotAllowed):
            make.invitation(campaign, organisation)
    seat = make.accept(make.invitation(campaign, rest, by=make.liaison_of(party), role=Role.SIGNATORY))
    assert seat.party == party
    assert seat.person.affiliations.get().organisation == rest


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [
        ({"role": "raja"}, actions.NotPossible),
        ({"language": "jv"}, actions.NotPossible),
        ({"email": "bukan alamat"}, actions.NotPossible),
        ({"email": "a@contoh.example\nBcc: b@contoh.example"}, actions.Unwritable),
        ({"message": "a\x00"}, actions.Unwritable),
        ({"message": "x" * 1001}, actions.Unwritable),
        ({"email": "x" * 250 + "@contoh.example"}, actions.Unwritable),
        ({"organisation": None}, actions.NotPossible),
        ({"ends_on": make.NOW.date() - DAY}, actions.NotPossible),
    ],
)
def test_invite_refuses_what_makes_no_sense(wrong: dict[str, Any], trouble: type[actions.Refused]) -> None:
    campaign = make.campaign()
    before = make.verbs(campaign)
    with pytest.raises(trouble):
        make.invitation(campaign, **({"organisation": make.organisation("swasta")} | wrong))
    assert (Invitation.objects.count(), make.verbs(campaign)) == (0, before)


def test_invite_refuses_an_inactive_organisation_and_a_closed_campaign() -> None:
    campaign = make.campaign()
    with pytest.raises(actions.NotPossible):
        make.invitation(campaign, make.organisation("swasta", status=Organisation.Status.INACTIVE))
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.CLOSED)
    for organisation, role in ((make.organisation("swasta"), Role.LIAISON), (None, Role.OBSERVER)):
        with pytest.raises(actions.NotAllowed):
            make.invitation(campaign, organisation, role=role)


@pytest.mark.parametrize("message", make.HOSTILE)
def test_invite_keeps_hostile_words_as_they_are(message: str) -> None:
    offered = make.invitation(make.campaign(), role=Role.OBSERVER, message=message)
    offered.refresh_from_db()
    assert offered.message == message


def test_one_open_invitation_an_address() -> None:
    campaign = make.campaign()
    first = make.invitation(campaign, role=Role.OBSERVER, email="a@contoh.example")
    with pytest.raises(actions.AlreadyInvited):
        make.invitation(campaign, make.organisation("swasta"), email="A@contoh.example")
    assert make.invitation(make.campaign(), role=Role.OBSERVER, email="a@contoh.example").state == State.OPEN
    later = first.expires_at
    again = make.invitation(campaign, make.organisation("swasta"), email="a@contoh.example", at=later)
    first.refresh_from_db()
    assert (first.state, again.state) == (State.EXPIRED, State.OPEN)
    assert make.verbs(campaign)[-2:] == ["invitation.expired", "invitation.sent"]


def test_who_sits_at_the_table_is_not_invited_again() -> None:
    campaign = make.campaign()
    seat = make.seat(campaign, Role.OBSERVER)
    with pytest.raises(actions.AlreadySeated):
        make.invitation(campaign, role=Role.EVALUATOR, email=seat.person.email)


# --- hand over and lend --------------------------------------------------------------------------------------------


def test_a_handed_over_or_lent_seat_keeps_party_and_role() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison = make.liaison_of(party)
    over = make.invitation(campaign, make.organisation("media"), by=liaison, role=Role.OBSERVER, replaces=liaison)
    lent = make.invitation(campaign, None, by=liaison, role=Role.SIGNATORY, delegates=liaison, ends_on=make.NOW.date())
    for offered in (over, lent):
        assert (offered.organisation, offered.role, offered.may_sign) == (party.organisation, Role.LIAISON, False)


def test_what_is_lent_is_no_more_than_what_there_is() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    signatory = make.seat(campaign, Role.SIGNATORY, party=party)
    today = make.NOW.date()
    with pytest.raises(actions.NotPossible):
        make.invitation(campaign, by=signatory, delegates=signatory, ends_on=today, may_sign=False)
    offered = make.invitation(campaign, by=signatory, delegates=signatory, ends_on=today, may_sign=True)
    assert (offered.role, offered.may_sign) == (Role.SIGNATORY, True)
    with pytest.raises(actions.NotPossible):
        make.invitation(campaign, by=signatory, delegates=signatory, may_sign=True)
    liaison = make.liaison_of(party)
    offered = make.invitation(campaign, by=liaison, delegates=liaison, ends_on=today, may_sign=True)
    assert offered.may_sign is False


def test_a_seat_is_not_lent_longer_than_it_lasts_nor_lent_on() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison, today = make.liaison_of(party), make.NOW.date()
    short = make.accept(make.invitation(campaign, party.organisation, by=liaison, ends_on=today + 3 * DAY))
    with pytest.raises(actions.NotPossible):
        make.invitation(campaign, by=short, delegates=short, ends_on=today + 4 * DAY)
    stand_in = make.accept(make.invitation(campaign, by=short, delegates=short, ends_on=today + 3 * DAY))
    for passed_on in ({"delegates": stand_in, "ends_on": today}, {"replaces": stand_in}):
        with pytest.raises(actions.NotAllowed):
            make.invitation(campaign, party.organisation, by=stand_in, **passed_on)


def test_a_seat_that_ended_is_not_passed_on() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison = make.liaison_of(party)
    gone = make.seat(campaign, Role.SIGNATORY, party=party)
    actions.end_seat(seat=gone, by=liaison, at=make.NOW, reason="x")
    with pytest.raises(actions.SeatEnded):
        make.invitation(campaign, party.organisation, by=liaison, replaces=gone)
    with pytest.raises(actions.SeatEnded):
        make.invitation(campaign, party.organisation, by=liaison, replaces=make.host_seat(make.campaign()))


# --- remind --------------------------------------------------------------------------------------------------------


def test_remind_once_a_day_and_three_times_in_all() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    offered = make.invitation(campaign, make.organisation("swasta"), email="a@contoh.example")
    with pytest.raises(actions.RemindedEnough):
        actions.remind(invitation=offered, by=seat, at=make.NOW + DAY - timedelta(seconds=1))
    for day in (1, 2, 3):
        now = actions.remind(invitation=offered, by=seat, at=make.NOW + day * DAY)
        assert (now.reminders, now.reminded_at) == (day, make.NOW + day * DAY)
        with pytest.raises(actions.RemindedEnough):
            actions.remind(invitation=offered, by=seat, at=make.NOW + day * DAY + timedelta(hours=23))
    with pytest.raises(actions.RemindedEnough):
        actions.remind(invitation=offered, by=seat, at=make.NOW + 5 * DAY)
    assert make.verbs(campaign).count("invitation.reminded") == 3
    assert make.told(campaign)[-1].payload["reminders"] == 3


def test_remind_needs_an_address_and_a_waiting_invitation() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    without = make.invitation(campaign, make.organisation("swasta"))
    with translation.override("en"), pytest.raises(actions.NotPossible, match="WhatsApp"):
        actions.remind(invitation=without, by=seat, at=make.NOW + DAY)
    offered = make.invitation(campaign, make.organisation("swasta"), email="a@contoh.example")
    with translation.override("en"), pytest.raises(actions.NotPossible, match="expired"):
        actions.remind(invitation=offered, by=seat, at=offered.expires_at)
    actions.revoke_invitation(invitation=offered, by=seat, at=make.NOW, reason="salah alamat")
    with pytest.raises(actions.NotPossible):
        actions.remind(invitation=offered, by=seat, at=make.NOW + DAY)


def test_call_last_once_by_the_server() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, make.organisation("swasta"), email="a@contoh.example")
    at = make.NOW + 5 * DAY
    assert actions.call_last(invitation=offered, at=at) is True
    assert actions.call_last(invitation=offered, at=at) is False
    offered.refresh_from_db()
    assert (offered.reminders, offered.reminded_at, offered.last_called_at) == (0, at, at)
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.entry.by) == ("invitation.reminded", "worker")


# --- revoke, renew, expire -----------------------------------------------------------------------------------------


def test_revoke_invitation_kills_the_link() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    offered = make.invitation(campaign, make.organisation("swasta", name="PT Contoh"))
    now = actions.revoke_invitation(invitation=offered, by=seat, at=make.NOW, reason="salah lembaga")
    assert (now.state, now.answered_at, now.reason) == (State.REVOKED, make.NOW, "salah lembaga")
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.payload["organisation_name"], newest.personal) == (
        "invitation.revoked",
        "PT Contoh",
        {str(seat.person_id): {"reason": "salah lembaga"}},
    )
    with pytest.raises(actions.LinkSpent):
        make.accept(offered)
    with pytest.raises(actions.NotPossible):
        actions.revoke_invitation(invitation=offered, by=seat, at=make.NOW)
    with pytest.raises(actions.NotPossible):
        actions.renew_invitation(invitation=offered, by=seat, at=make.NOW)


@pytest.mark.parametrize("days", [1, 8])
def test_renew_invitation_gives_a_new_link_and_the_old_one_dies(days: int) -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    offered = make.invitation(campaign, make.organisation("swasta"), email="a@contoh.example")
    old = queries.secret_of(offered)
    at = make.NOW + days * DAY
    actions.expire_invitation(invitation=offered, at=at)
    now = actions.renew_invitation(invitation=offered, by=seat, at=at)
    assert (now.pk, now.state, now.sent_at, now.expires_at, now.reminders) == (
        offered.pk,
        State.OPEN,
        at,
        at + 7 * DAY,
        0,
    )
    assert queries.secret_of(now) != old
    assert queries.invitation_by_secret(old) is None
    assert make.verbs(campaign)[-1] == "invitation.renewed"
    by = make.person(email="a@contoh.example")
    with pytest.raises(actions.LinkSpent):
        actions.accept_invitation(secret=old, by=by, at=at, confirm_authority=True)
    assert make.accept(now, by, at).person == by


def test_renew_invitation_asks_again_whether_it_may_be_offered() -> None:
    campaign = make.campaign()
    company = make.organisation("swasta")
    first, second = make.invitation(campaign, company), make.invitation(campaign, company)
    actions.expire_invitation(invitation=first, at=first.expires_at)
    make.accept(second)
    with pytest.raises(actions.NotAllowed):
        actions.renew_invitation(invitation=first, by=make.host_seat(campaign), at=first.expires_at)


def test_renew_invitation_to_an_address_that_was_invited_again_meanwhile() -> None:
    campaign = make.campaign()
    first = make.invitation(campaign, role=Role.OBSERVER, email="a@contoh.example")
    at = first.expires_at
    second = make.invitation(campaign, role=Role.EVALUATOR, email="a@contoh.example", at=at)
    with pytest.raises(actions.AlreadyInvited):
        actions.renew_invitation(invitation=first, by=make.host_seat(campaign), at=at)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.EXPIRED, State.OPEN)


def test_expire_invitation_once_its_week_is_over() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, make.organisation("swasta"))
    assert actions.expire_invitation(invitation=offered, at=offered.expires_at - timedelta(seconds=1)) is False
    assert actions.expire_invitation(invitation=offered, at=offered.expires_at) is True
    assert actions.expire_invitation(invitation=offered, at=offered.expires_at) is False
    offered.refresh_from_db()
    assert (offered.state, offered.answered_at) == (State.EXPIRED, offered.expires_at)
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.entry.by, make.verbs(campaign).count("invitation.expired")) == (
        "invitation.expired",
        "worker",
        1,
    )


def test_only_the_senders_side_answers_for_an_invitation() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    offered = make.invitation(campaign, make.organisation("media"), email="a@contoh.example")
    for seat in (make.liaison_of(party), make.seat(campaign, Role.OBSERVER), make.host_seat(make.campaign())):
        for act in (actions.remind, actions.revoke_invitation, actions.renew_invitation):
            with pytest.raises(actions.NotAllowed):
                act(invitation=offered, by=seat, at=make.NOW + DAY)
