"""Seats end: by their holder, by a colleague, by the calendar, with the party; and what hangs on them ends with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation
from tests import make

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Ending, Invitation, Party, Phase, Role, Seat
from mufakat.ledger import queries as record

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


# --- end -----------------------------------------------------------------------------------------------------------


def test_end_ones_own_seat() -> None:
    campaign = make.campaign()
    seat = make.seat(campaign, Role.OBSERVER)
    actions.end_seat(seat=seat, by=seat, at=make.NOW + DAY)
    seat.refresh_from_db()
    assert (seat.ended_at, seat.ending, seat.ended_because) == (make.NOW + DAY, Ending.ENDED, "")
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.entry.object, newest.entry.by) == (
        "seat.ended",
        f"seat:{seat.pk}",
        f"seat:{seat.pk}",
    )
    assert newest.payload == {
        "organisation": None,
        "organisation_name": None,
        "party": None,
        "role": "observer",
        "ended_seats": [],
        "revoked_invitations": [],
    }
    assert newest.personal == {str(seat.person_id): {"name": seat.person.name}}
    assert queries.seat_of(seat.person, campaign, make.NOW + DAY) is None


def test_end_a_colleagues_seat_with_a_reason() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison, seat = make.liaison_of(party), make.seat(campaign, Role.SIGNATORY, party=party)
    with pytest.raises(actions.NotPossible):
        actions.end_seat(seat=seat, by=liaison, at=make.NOW, reason="  ")
    actions.end_seat(seat=seat, by=liaison, at=make.NOW, reason="Pindah ke unit lain.")
    seat.refresh_from_db()
    assert (seat.ending, seat.ended_because) == (Ending.ENDED, "Pindah ke unit lain.")
    newest = make.told(campaign)[-1]
    assert (newest.payload["organisation_name"], newest.payload["role"], newest.personal) == (
        party.organisation.name,
        "signatory",
        {str(seat.person_id): {"name": seat.person.name, "reason": "Pindah ke unit lain."}},
    )
    with pytest.raises(actions.NotPossible):
        actions.end_seat(seat=seat, by=liaison, at=make.NOW, reason="lagi")


def test_a_seat_leaves_no_link_behind_by_which_its_holder_could_come_back() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison = make.liaison_of(party)
    second = make.accept(make.invitation(campaign, party.organisation, by=liaison))
    lent = make.accept(make.invitation(campaign, by=second, delegates=second, ends_on=make.NOW.date() + DAY))
    to_lend = make.invitation(campaign, by=second, delegates=second, ends_on=make.NOW.date())
    colleague = make.invitation(campaign, party.organisation, by=second, role=Role.SIGNATORY)
    successor = make.invitation(campaign, by=second, replaces=second)
    by_the_other = make.invitation(campaign, party.organisation, by=liaison)
    actions.end_seat(seat=second, by=liaison, at=make.NOW, reason="x")
    states = [i.state for i in Invitation.objects.in_bulk([to_lend.pk, colleague.pk, successor.pk]).values()]
    assert states == ["revoked", "revoked", "revoked"]
    by_the_other.refresh_from_db()
    lent.refresh_from_db()
    assert (by_the_other.state, lent.ending) == ("open", Ending.DELEGATOR_ENDED)
    newest = make.told(campaign)[-1].payload
    assert newest["ended_seats"] == [str(lent.pk)]
    assert set(newest["revoked_invitations"]) == {str(i.pk) for i in (to_lend, colleague, successor)}


def test_an_invitation_to_another_organisation_outlives_the_seat_that_sent_it() -> None:
    campaign = make.campaign()
    facilitator = make.seat(campaign, Role.FACILITATOR)
    offered = make.invitation(campaign, make.organisation("media"), by=facilitator)
    actions.end_seat(seat=facilitator, by=facilitator, at=make.NOW)
    assert make.accept(offered).party is not None


def test_the_last_liaison_hands_over_or_withdraws_the_party() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison, host = make.liaison_of(party), make.host_seat(campaign)
    lent = make.accept(make.invitation(campaign, by=liaison, delegates=liaison, ends_on=make.NOW.date()))
    before = make.verbs(campaign)
    with translation.override("en"), pytest.raises(actions.LastLiaison, match="withdraw the party"):
        actions.end_seat(seat=liaison, by=liaison, at=make.NOW)
    with translation.override("en"), pytest.raises(actions.LastLiaison, match="The host needs a liaison"):
        actions.end_seat(seat=host, by=host, at=make.NOW)
    assert make.verbs(campaign) == before
    actions.end_seat(seat=lent, by=lent, at=make.NOW)
    make.accept(make.invitation(campaign, party.organisation, by=liaison))
    actions.end_seat(seat=liaison, by=liaison, at=make.NOW)
    assert queries.liaisons_of(party, make.NOW).count() == 1


def test_a_liaison_with_a_last_day_does_not_stand_in_for_the_last_one_without() -> None:
    campaign = make.campaign()
    host = make.host_seat(campaign)
    short = make.accept(make.invitation(campaign, campaign.host, by=host, ends_on=make.NOW.date() + DAY))
    with pytest.raises(actions.LastLiaison):
        actions.end_seat(seat=host, by=host, at=make.NOW)
    with pytest.raises(actions.NotPossible):
        make.invitation(campaign, by=host, replaces=host, ends_on=make.NOW.date())
    actions.end_seat(seat=short, by=short, at=make.NOW)
    assert queries.liaisons_of(Party.objects.get(campaign=campaign), make.NOW).get() == host


def test_in_a_closed_campaign_every_seat_may_end() -> None:
    campaign = make.campaign()
    host = make.host_seat(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.CLOSED)
    actions.end_seat(seat=host, by=host, at=make.NOW)
    assert Seat.objects.get(campaign=campaign).ending == Ending.ENDED


def test_the_host_ends_an_observers_seat_but_no_other_neutral_one() -> None:
    campaign = make.campaign()
    host = make.host_seat(campaign)
    observer = make.seat(campaign, Role.OBSERVER)
    actions.end_seat(seat=observer, by=host, at=make.NOW, reason="Salah orang.")
    for role in (Role.FACILITATOR, Role.EVALUATOR):
        with pytest.raises(actions.NotAllowed):
            actions.end_seat(seat=make.seat(campaign, role), by=host, at=make.NOW, reason="x")


def test_a_seat_of_another_campaign_is_not_ended_here() -> None:
    one, other = make.campaign(), make.campaign()
    foreign = make.seat(other, Role.OBSERVER)
    with pytest.raises(actions.NotAllowed):
        actions.end_seat(seat=foreign, by=make.host_seat(one), at=make.NOW, reason="x")


# --- lapse ---------------------------------------------------------------------------------------------------------


def test_lapse_seat_after_its_last_day() -> None:
    campaign = make.campaign()
    seat = make.seat(campaign, Role.OBSERVER, ends_on=make.NOW.date())
    assert actions.lapse_seat(seat=seat, at=make.NOW) is False
    assert actions.lapse_seat(seat=seat, at=make.NOW + DAY) is True
    assert actions.lapse_seat(seat=seat, at=make.NOW + DAY) is False
    seat.refresh_from_db()
    assert (seat.ended_at, seat.ending) == (make.NOW + DAY, Ending.LAPSED)
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.entry.by, newest.payload["ends_on"]) == ("seat.lapsed", "worker", "2026-11-24")
    assert make.verbs(campaign).count("seat.lapsed") == 1


def test_a_last_day_lasts_until_midnight_where_the_server_lives() -> None:
    campaign = make.campaign()
    seat = make.seat(campaign, Role.OBSERVER, ends_on=make.NOW.date())
    midnight = make.NOW.replace(hour=17, minute=0)  # 00.00 WIB of the next day
    assert queries.seat_of(seat.person, campaign, midnight - timedelta(seconds=1)) == seat
    assert queries.seat_of(seat.person, campaign, midnight) is None
    assert actions.lapse_seat(seat=seat, at=midnight - timedelta(seconds=1)) is False
    assert actions.lapse_seat(seat=seat, at=midnight) is True


# --- leave ---------------------------------------------------------------------------------------------------------


def test_leave_campaign_ends_the_seats_and_invitations_of_the_party_and_nothing_else() -> None:
    campaign = make.campaign()
    party, other = make.party(campaign), make.party(campaign)
    liaison = make.liaison_of(party)
    signatory = make.seat(campaign, Role.SIGNATORY, party=party)
    own = make.invitation(campaign, party.organisation, by=liaison)
    foreign = make.invitation(campaign, make.organisation("media"))
    size = len(make.told(campaign))
    now = actions.leave_campaign(party=party, by=liaison, at=make.NOW + DAY, reason="Anggaran dipotong.")
    assert (now.left_at, now.left_because, now.is_active) == (make.NOW + DAY, "Anggaran dipotong.", False)
    ended = Seat.objects.filter(party=party)
    assert {(s.pk, s.ending, s.ended_at) for s in ended} == {
        (s.pk, Ending.PARTY_LEFT, make.NOW + DAY) for s in (liaison, signatory)
    }
    assert [Invitation.objects.get(pk=i.pk).state for i in (own, foreign)] == ["revoked", "open"]
    assert queries.liaisons_of(other, make.NOW + DAY).count() == 1
    (newest,) = make.told(campaign)[size:]
    assert (newest.entry.verb, newest.entry.object, newest.entry.by) == (
        "party.left",
        f"party:{party.pk}",
        f"seat:{liaison.pk}",
    )
    assert newest.payload["organisation_name"] == party.organisation.name
    assert set(newest.payload["ended_seats"]) == {str(liaison.pk), str(signatory.pk)}
    assert newest.payload["revoked_invitations"] == [str(own.pk)]
    assert newest.personal == {str(party.pk): {"reason": "Anggaran dipotong."}}
    assert [p.pk for p in queries.former_parties_of(campaign)] == [party.pk]
    assert record.fsck(campaign.log) == []


def test_leaving_needs_a_reason_and_happens_once() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison = make.liaison_of(party)
    for reason, trouble in ((" ", actions.NotPossible), ("a\x00", actions.Unwritable)):
        with pytest.raises(trouble):
            actions.leave_campaign(party=party, by=liaison, at=make.NOW, reason=reason)
    actions.leave_campaign(party=party, by=liaison, at=make.NOW, reason="x")
    with pytest.raises(actions.SeatEnded):
        actions.leave_campaign(party=party, by=liaison, at=make.NOW, reason="x")
    assert make.verbs(campaign).count("party.left") == 1


def test_leaving_is_for_the_partys_own_liaison_and_never_for_the_host() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison, host = make.liaison_of(party), make.host_seat(campaign)
    lent = make.accept(make.invitation(campaign, by=liaison, delegates=liaison, ends_on=make.NOW.date()))
    own = Party.objects.get(campaign=campaign, organisation=campaign.host)
    tries = [
        (party, host),
        (party, lent),
        (party, make.seat(campaign, Role.SIGNATORY, party=party)),
        (party, make.seat(campaign, Role.FACILITATOR)),
        (party, make.liaison_of(make.party(campaign))),
        (own, host),
    ]
    for leaving, seat in tries:
        with pytest.raises(actions.NotAllowed):
            actions.leave_campaign(party=leaving, by=seat, at=make.NOW, reason="x")
    assert Party.objects.filter(left_at__isnull=False).count() == 0
