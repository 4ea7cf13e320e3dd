"""What happens because something happened: letters, notices, expiry, the last call, the sweep."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from tests import make

from mufakat.campaigns import actions, queries, tasks
from mufakat.campaigns.models import Campaign, Ending, Invitation, Phase, Role, Seat, Visibility
from mufakat.ledger.models import Cursor
from mufakat.notices.models import Mail, Notice
from mufakat.people import actions as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class Table:
    """The host, a party with liaison and signatory, a second party and a facilitator, all told so far."""

    def __init__(self) -> None:
        self.campaign = make.campaign(title="Makin Cakap", host=make.organisation(name="Kementerian Contoh"))
        self.host = make.host_seat(self.campaign)
        self.party = make.party(self.campaign, make.organisation("swasta", name="PT Contoh"))
        self.liaison = make.liaison_of(self.party)
        self.signatory = make.seat(self.campaign, Role.SIGNATORY, party=self.party)
        self.other = make.liaison_of(make.party(self.campaign, make.organisation("akademisi", name="Universitas")))
        self.facilitator = make.seat(self.campaign, Role.FACILITATOR)
        make.needs(self.campaign)
        self.names = {
            self.host.person_id: "host",
            self.liaison.person_id: "liaison",
            self.signatory.person_id: "signatory",
            self.other.person_id: "other",
            self.facilitator.person_id: "facilitator",
        }
        tasks.tell(at=make.NOW)
        Notice.objects.all().delete()
        Mail.objects.all().delete()

    def told(self, at: Any = make.NOW) -> dict[str, tuple[str, str]]:
        """Who is told what since the last time: urgency and the words in English."""
        tasks.tell(at=at)
        with translation.override("en"):
            found = {
                self.names.get(n.person_id, "new"): (n.urgency, n.heading)
                for n in Notice.objects.select_related("person").order_by("person", "key")
            }
        Notice.objects.all().delete()
        return found


@pytest.fixture
def table() -> Table:
    return Table()


def everyone(but: str, words: str, urgency: str = "digest", **otherwise: tuple[str, str]) -> dict[str, tuple[str, str]]:
    names = {"host", "liaison", "signatory", "other", "facilitator"} - set(but.split())
    return dict.fromkeys(names, (urgency, words)) | otherwise


# --- who is told what ----------------------------------------------------------------------------------------------


def test_a_change_is_told_to_all_but_who_made_it(table: Table) -> None:
    actions.change_campaign(campaign=table.campaign, by=table.host, at=make.NOW, aim="Lain")
    assert table.told() == everyone("host", "What “Makin Cakap” says of itself was changed")
    actions.widen_visibility(campaign=table.campaign, to=Visibility.PUBLIC, by=table.host, at=make.NOW)
    assert table.told() == everyone("host", "“Makin Cakap” can now be seen by more people")
    fact = actions.add_fact(campaign=table.campaign, by=table.host, at=make.NOW, label="Indeks 3,54", source="Kominfo")
    assert table.told() == everyone("host", "A fact was documented in “Makin Cakap”: Indeks 3,54")
    actions.remove_fact(fact=fact, by=table.host, at=make.NOW)
    assert table.told() == everyone("host", "A documented fact was removed from “Makin Cakap”: Indeks 3,54")


def test_a_move_is_told_at_once(table: Table) -> None:
    actions.move_phase(campaign=table.campaign, to=Phase.PLANNING, by=table.host, at=make.NOW)
    assert table.told() == everyone("host", "“Makin Cakap” has moved on to its next phase", "now")
    actions.move_phase(campaign=table.campaign, to=Phase.INITIATION, by=table.host, at=make.NOW, reason="x")
    assert table.told() == everyone("host", "“Makin Cakap” has gone back one phase", "now")


def test_a_discarded_draft_is_told_to_who_had_a_seat() -> None:
    campaign = make.campaign(title="Rancangan", visibility=Visibility.DRAFT)
    facilitator = make.seat(campaign, Role.FACILITATOR)
    tasks.tell(at=make.NOW)
    Notice.objects.all().delete()
    actions.discard_campaign(campaign=campaign, by=make.host_seat(campaign), at=make.NOW)
    tasks.tell(at=make.NOW)
    (notice,) = Notice.objects.all()
    assert (notice.person, notice.urgency, notice.title, notice.path) == (
        facilitator.person,
        "now",
        "The draft “%(campaign)s” was discarded",
        "/",
    )


def test_an_invitation_and_its_answer_are_told(table: Table) -> None:
    company = make.organisation("media", name="Kabar")
    offered = make.invitation(table.campaign, company)
    assert table.told() == everyone("host", "Kabar was invited to “Makin Cakap”")
    actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW, reason="x")
    words = "Kabar has declined the seat in “Makin Cakap”"
    assert table.told() == everyone("", words, host=("now", words))
    again = make.invitation(table.campaign, company, by=table.facilitator)
    assert table.told() == everyone("facilitator", "Kabar was invited to “Makin Cakap”")
    make.accept(again)
    words = "Kabar has joined “Makin Cakap”"
    assert table.told() == everyone("", words, facilitator=("now", words))


def test_a_neutral_seat_is_told_to_all(table: Table) -> None:
    offered = make.invitation(table.campaign, role=Role.EVALUATOR)
    assert table.told() == everyone("host", "A neutral seat was offered in “Makin Cakap”")
    actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW)
    words = "The neutral seat in “Makin Cakap” was declined"
    assert table.told() == everyone("", words, host=("now", words))
    again = make.invitation(table.campaign, role=Role.EVALUATOR)
    table.told()
    make.accept(again)
    assert table.told() == everyone("", "A neutral seat was taken in “Makin Cakap”")


def test_what_a_party_does_within_itself_is_told_within_it(table: Table) -> None:
    offered = make.invitation(table.campaign, table.party.organisation, by=table.liaison)
    assert table.told() == {"signatory": ("digest", "A further seat of PT Contoh was offered in “Makin Cakap”")}
    actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW)
    assert table.told() == {"liaison": ("now", "PT Contoh has declined the seat in “Makin Cakap”")}
    again = make.invitation(table.campaign, table.party.organisation, by=table.liaison)
    table.told()
    make.accept(again)
    words = "PT Contoh has filled a seat in “Makin Cakap”"
    assert table.told() == {"signatory": ("digest", words), "liaison": ("digest", words)}


def test_an_expired_invitation_is_told_to_who_may_renew_it(table: Table) -> None:
    offered = make.invitation(table.campaign, make.organisation("media", name="Kabar"))
    neutral = make.invitation(table.campaign, role=Role.OBSERVER, by=table.host)
    table.told()
    actions.expire_invitation(invitation=offered, at=offered.expires_at)
    assert table.told() == {"host": ("now", "The invitation of Kabar to “Makin Cakap” has expired")}
    actions.expire_invitation(invitation=neutral, at=neutral.expires_at)
    assert table.told() == {"host": ("now", "The invitation to a neutral seat in “Makin Cakap” has expired")}


def test_when_the_sender_is_gone_those_who_may_answer_are_told(table: Table) -> None:
    by_facilitator = make.invitation(table.campaign, make.organisation("media"), by=table.facilitator)
    second = make.accept(make.invitation(table.campaign, table.campaign.host, by=table.host))
    by_second = make.invitation(table.campaign, make.organisation("media"), by=second)
    actions.end_seat(seat=table.facilitator, by=table.facilitator, at=make.NOW)
    actions.end_seat(seat=second, by=second, at=make.NOW)
    table.told()
    for offered in (by_facilitator, by_second):
        actions.expire_invitation(invitation=offered, at=offered.expires_at)
        assert list(table.told()) == ["host"]


def test_a_handed_over_seat_is_told_to_who_held_it(table: Table) -> None:
    lent = make.accept(
        make.invitation(table.campaign, by=table.liaison, delegates=table.liaison, ends_on=make.NOW.date())
    )
    table.names[lent.person_id] = "deputy"
    offered = make.invitation(table.campaign, by=table.liaison, replaces=table.liaison)
    table.told()
    make.accept(offered)
    assert table.told() == {
        "liaison": ("now", "Your seat for PT Contoh in “Makin Cakap” was handed over"),
        "deputy": ("now", "Your seat for PT Contoh in “Makin Cakap” has ended"),
        "signatory": ("digest", "PT Contoh has filled a seat in “Makin Cakap”"),
    }


def test_an_ended_seat_is_told_to_its_holder_and_its_party(table: Table) -> None:
    actions.end_seat(seat=table.signatory, by=table.liaison, at=make.NOW, reason="x")
    assert table.told() == {"signatory": ("now", "Your seat for PT Contoh in “Makin Cakap” has ended")}
    actions.end_seat(seat=table.facilitator, by=table.facilitator, at=make.NOW)
    words = "A neutral seat has become free in “Makin Cakap”"
    assert table.told() == {"host": ("now", words), "liaison": ("digest", words), "other": ("digest", words)}


def test_the_way_of_an_ended_seat_leads_only_where_its_holder_may_still_look(table: Table) -> None:
    actions.end_seat(seat=table.signatory, by=table.liaison, at=make.NOW, reason="x")
    tasks.tell(at=make.NOW)
    assert Notice.objects.get(person=table.signatory.person).path == "/"
    actions.widen_visibility(campaign=table.campaign, to=Visibility.PUBLIC, by=table.host, at=make.NOW)
    back = make.seat(table.campaign, Role.OBSERVER)
    actions.end_seat(seat=back, by=table.host, at=make.NOW, reason="x")
    tasks.tell(at=make.NOW)
    assert Notice.objects.filter(person=back.person).latest("at").path == f"/kampanye/{table.campaign.slug}/"


def test_a_party_without_a_liaison_is_told_to_the_conveners(table: Table) -> None:
    admin = make.person(is_administrator=True)
    people.end_affiliation(affiliation=table.liaison.person.affiliations.get(), by=admin, at=make.NOW)
    assert table.told() == {
        "liaison": ("now", "Your seat for PT Contoh in “Makin Cakap” has ended"),
        "signatory": ("digest", "A seat of PT Contoh in “Makin Cakap” has ended"),
        "host": ("now", "PT Contoh has no liaison in “Makin Cakap” any more"),
        "facilitator": ("now", "PT Contoh has no liaison in “Makin Cakap” any more"),
    }


def test_a_lapsed_seat_is_told(table: Table) -> None:
    short = make.accept(
        make.invitation(table.campaign, table.party.organisation, by=table.liaison, ends_on=make.NOW.date())
    )
    table.names[short.person_id] = "short"
    table.told()
    tasks.expire(at=make.NOW + DAY)
    assert table.told(make.NOW + DAY) == {
        "short": ("now", "Your seat for PT Contoh in “Makin Cakap” has ended"),
        "liaison": ("digest", "A seat of PT Contoh in “Makin Cakap” has ended"),
        "signatory": ("digest", "A seat of PT Contoh in “Makin Cakap” has ended"),
    }


def test_a_mandate_is_told_to_the_party_and_the_conveners(table: Table) -> None:
    actions.attach_mandate(seat=table.signatory, by=table.liaison, at=make.NOW, reference="ST-1")
    words = ("digest", "A mandate was added to a seat in “Makin Cakap”")
    assert table.told() == {"signatory": words, "host": words, "facilitator": words}


def test_a_party_that_left_is_told_to_its_own_and_to_all_others(table: Table) -> None:
    actions.leave_campaign(party=table.party, by=table.liaison, at=make.NOW, reason="x")
    words = "PT Contoh has left “Makin Cakap”"
    assert table.told() == {
        "signatory": ("now", "PT Contoh has left “Makin Cakap”, and your seat ended with it"),
        "host": ("now", words),
        "facilitator": ("now", words),
        "other": ("digest", words),
    }


def test_no_notice_names_a_person_and_none_is_told_twice(table: Table) -> None:
    make.accept(make.invitation(table.campaign, make.organisation("media", name="Kabar")), make.person(name="Zubaidah"))
    tasks.tell(at=make.NOW)
    number = Notice.objects.count()
    Cursor.objects.filter(consumer=tasks.CONSUMER).update(seq=len(make.told(table.campaign)) - 2)
    tasks.tell(at=make.NOW)
    assert Notice.objects.count() == number
    said = " ".join(f"{n.heading} {n.text} {n.params}" for n in Notice.objects.all())
    assert [s.person.name for s in Seat.objects.select_related("person") if s.person.name in said] == []


def test_who_comes_later_is_not_told_of_what_was_before(table: Table) -> None:
    actions.change_campaign(campaign=table.campaign, by=table.host, at=make.NOW, aim="Lain")
    late = make.accept(make.invitation(table.campaign, role=Role.OBSERVER), at=make.NOW + DAY)
    tasks.tell(at=make.NOW + DAY)
    assert Notice.objects.filter(person=late.person).count() == 0


# --- letters -------------------------------------------------------------------------------------------------------


def letters() -> list[Mail]:
    return list(Mail.objects.filter(person__isnull=True).order_by("queued_at", "key"))


def test_the_invited_gets_a_letter_in_their_own_language() -> None:
    campaign = make.campaign(title="Makin Cakap", host=make.organisation(name="Kementerian Contoh"))
    company = make.organisation("swasta", name="PT Contoh")
    offered = make.invitation(
        campaign, company, email="a@contoh.example", language="en", message="Please <b>join</b> us."
    )
    tasks.tell(at=make.NOW)
    (letter,) = letters()
    assert (letter.to, letter.subject) == (
        "a@contoh.example",
        "Kementerian Contoh invites PT Contoh to “Makin Cakap”",
    )
    assert queries.link_of(offered) in letter.text
    assert "Please <b>join</b> us." in letter.text
    assert "Please &lt;b&gt;join&lt;/b&gt; us." in letter.html
    assert "with the same standing as every other party" in letter.text
    assert [s.person.name for s in Seat.objects.all() if s.person.name in letter.text] == []


def test_the_letter_is_indonesian_unless_asked_otherwise() -> None:
    campaign = make.campaign(title="Makin Cakap")
    with translation.override("en"):
        make.invitation(campaign, role=Role.FACILITATOR, email="a@contoh.example")
        tasks.tell(at=make.NOW)
    (letter,) = letters()
    assert letter.subject == f"{campaign.host} mengundang Anda ke “Makin Cakap”"
    assert "Fasilitator independen" in letter.text


def test_a_colleagues_letter_comes_from_their_own_party() -> None:
    campaign = make.campaign()
    party = make.party(campaign, make.organisation("swasta", name="PT Contoh"))
    liaison = make.liaison_of(party)
    make.invitation(
        campaign, by=liaison, delegates=liaison, ends_on=make.NOW.date(), email="a@contoh.example", language="en"
    )
    tasks.tell(at=make.NOW)
    (letter,) = letters()
    assert "PT Contoh offers you a seat in the campaign" in letter.text
    assert "The seat is for the time until 24 November 2026." in letter.text


def test_a_reminder_and_a_renewal_are_letters_too_and_each_goes_once() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    offered = make.invitation(campaign, make.organisation("swasta"), email="a@contoh.example", language="en")
    tasks.tell(at=make.NOW)
    actions.remind(invitation=offered, by=seat, at=make.NOW + DAY)
    tasks.tell(at=make.NOW + DAY)
    renewed = actions.renew_invitation(invitation=offered, by=seat, at=make.NOW + 2 * DAY)
    for _again in range(2):
        tasks.tell(at=make.NOW + 2 * DAY)
        Cursor.objects.filter(consumer=tasks.CONSUMER).update(seq=0)
    sent, reminded, again = letters()
    assert [m.subject.startswith("Reminder: ") for m in (sent, reminded, again)] == [False, True, False]
    assert queries.link_of(renewed) in again.text
    assert queries.link_of(renewed) not in sent.text


@pytest.mark.parametrize("answer", ["declined", "accepted", "revoked", "no address"])
def test_no_letter_for_what_was_answered_meanwhile(answer: str) -> None:
    campaign = make.campaign()
    email = "" if answer == "no address" else "a@contoh.example"
    offered = make.invitation(campaign, role=Role.OBSERVER, email=email)
    if answer == "declined":
        actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW)
    elif answer == "accepted":
        make.accept(offered, make.person(email=email))
    elif answer == "revoked":
        actions.revoke_invitation(invitation=offered, by=make.host_seat(campaign), at=make.NOW)
    tasks.tell(at=make.NOW)
    assert letters() == []


def test_a_letter_to_somebody_with_an_account_goes_when_the_account_goes() -> None:
    person = make.person(email="a@contoh.example")
    make.invitation(make.campaign(), role=Role.OBSERVER, email=person.email)
    tasks.tell(at=make.NOW)
    assert Mail.objects.get(person=person).to == "a@contoh.example"
    people.close_account(person=person, by=person, at=make.NOW)
    assert Mail.objects.filter(to="a@contoh.example").count() == 0


# --- the consumer --------------------------------------------------------------------------------------------------


def test_a_campaign_that_stumbles_does_not_stop_the_others() -> None:
    broken, sound = make.campaign(), make.campaign()
    make.invitation(broken, role=Role.OBSERVER, email="a@contoh.example")
    make.invitation(sound, role=Role.OBSERVER, email="b@contoh.example")
    Campaign.objects.filter(pk=broken.pk).update(slug="bukan slug")  # no address can be made of this
    entries = [len(make.told(c)) for c in (broken, sound)]
    tasks.tell(at=make.NOW)
    cursors = {c.log_id: (c.seq, c.failures) for c in Cursor.objects.filter(consumer=tasks.CONSUMER)}
    assert cursors == {sound.log_id: (entries[1], 0), broken.log_id: (1, 1)}
    assert [m.to for m in letters()] == ["b@contoh.example"]


# --- expire, remind, sweep -----------------------------------------------------------------------------------------


def test_expire_closes_invitations_and_seats_past_their_day_once() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, make.organisation("swasta"))
    seat = make.seat(campaign, Role.OBSERVER, ends_on=make.NOW.date())
    late = make.NOW + 8 * DAY
    tasks.expire(at=make.NOW)
    assert make.verbs(campaign)[-1] == "seat.taken"
    for _twice in range(2):
        tasks.expire(at=late)
    offered.refresh_from_db()
    seat.refresh_from_db()
    assert (offered.state, seat.ending) == (Invitation.State.EXPIRED, Ending.LAPSED)
    assert make.verbs(campaign)[-2:] == ["invitation.expired", "seat.lapsed"]


def test_remind_waiting_calls_once_two_days_before_the_end() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, make.organisation("swasta"), email="a@contoh.example")
    tasks.remind_waiting(at=make.NOW + 5 * DAY - timedelta(minutes=1))
    assert "invitation.reminded" not in make.verbs(campaign)
    for hours in (0, 1, 30):
        tasks.remind_waiting(at=make.NOW + 5 * DAY + timedelta(hours=hours))
    assert make.verbs(campaign).count("invitation.reminded") == 1
    offered.refresh_from_db()
    assert (offered.last_called_at, offered.reminders) == (make.NOW + 5 * DAY, 0)


def test_remind_waiting_leaves_a_day_after_another_letter() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, make.organisation("swasta"), email="a@contoh.example")
    actions.remind(invitation=offered, by=make.host_seat(campaign), at=make.NOW + 4 * DAY + timedelta(hours=12))
    tasks.remind_waiting(at=make.NOW + 5 * DAY)
    assert make.verbs(campaign).count("invitation.reminded") == 1
    tasks.remind_waiting(at=make.NOW + 5 * DAY + timedelta(hours=12))
    assert make.verbs(campaign).count("invitation.reminded") == 2


def test_without_an_address_the_sender_is_asked_to_send_the_link_again(table: Table) -> None:
    offered = make.invitation(table.campaign, make.organisation("media"))
    table.told()
    tasks.remind_waiting(at=make.NOW + 6 * DAY)
    tasks.tell(at=make.NOW + 6 * DAY)
    (notice,) = Notice.objects.all()
    assert (notice.person, notice.urgency, notice.action, notice.path) == (
        table.host.person,
        "now",
        "Send the link again",
        f"/kampanye/{table.campaign.slug}/undangan/{offered.pk}/",
    )


def test_sweep_removes_forgotten_files(tmp_path: Path, settings: Any) -> None:
    settings.FILES = tmp_path
    forgotten = tmp_path / "ab" / ("ab" * 32)
    forgotten.parent.mkdir()
    forgotten.write_bytes(b"x")
    tasks.sweep(at=make.NOW.replace(year=2099))
    assert not forgotten.exists()
