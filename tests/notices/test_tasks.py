from __future__ import annotations

import re
import socket
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as django_mail
from tests import make
from tests.notices.conftest import Mailbox, tell

from mufakat.notices import actions, queries, tasks
from mufakat.notices.models import Mail, Notice
from mufakat.people.models import Person

pytestmark = pytest.mark.django_db
NOW = Notice.Urgency.NOW
MINUTE = timedelta(minutes=1)


def _mail() -> Mail:
    return Mail.objects.get()


def _urgent(reader: Person, number: int = 1, **fields: Any) -> Notice:
    return tell(reader, number, urgency=NOW, title="Kursi Anda berakhir – %(campaign)s é", **fields)


# --- sending, through a real conversation with a mail server -------------------------------------------------------------


def test_send_hands_a_letter_over_and_empties_it(reader: Person, mailbox: Mailbox) -> None:
    _urgent(reader)
    queued = _mail()
    assert tasks.send(at=make.NOW) == 1
    assert tasks.send(at=make.NOW + timedelta(days=1)) == 0

    [(sender, to, letter)] = mailbox.letters
    assert (sender, to) == ("mufakat@localhost", "siti@contoh.example")
    assert (letter["To"], letter["From"]) == ("siti@contoh.example", "Mufakat <mufakat@localhost>")
    assert letter["Subject"] == "Kursi Anda berakhir – Makin Cakap Digital é"
    assert letter["Message-ID"] == f"<{queued.pk}@localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"].strip() == f"<{queued.unsubscribe}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == queued.text
    assert html.get_content().replace("\r\n", "\n").strip() == queued.html.strip()

    sent = _mail()
    assert (sent.sent_at, sent.text, sent.html, sent.attempts, sent.trouble) == (make.NOW, "", "", 1, "")
    assert sent.subject == queued.subject


def test_send_speaks_to_the_server_once_for_many_letters(reader: Person, mailbox: Mailbox) -> None:
    for number in range(1, 6):
        _urgent(reader, number)
    assert tasks.send(at=make.NOW) == 5
    assert len({letter["Message-ID"] for _s, _t, letter in mailbox.letters}) == 5


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [
        ({"RCPT": "451 greylisted, come back"}, "SMTPRecipientsRefused: 451 greylisted, come back"),
        ({"END": "452 mailbox full"}, "SMTPDataError: 452 mailbox full"),
        ({"MAIL": "550 who are you"}, "SMTPSenderRefused: 550 who are you"),
        ({"EHLO": "500 no", "HELO": "550 go away"}, "SMTPHeloError: 550 go away"),
    ],
)
def test_a_refusal_for_now_or_of_ourselves_is_tried_again(
    reader: Person, mailbox: Mailbox, answers: dict[str, str], trouble: str
) -> None:
    _urgent(reader)
    mailbox.answers = answers
    assert tasks.send(at=make.NOW) == 0
    waiting = _mail()
    assert (waiting.attempts, waiting.trouble, waiting.due_at) == (1, trouble, make.NOW + MINUTE)
    assert waiting.text
    mailbox.answers = {}
    assert tasks.send(at=make.NOW + MINUTE - timedelta(seconds=1)) == 0
    assert tasks.send(at=make.NOW + MINUTE) == 1
    assert (_mail().attempts, _mail().trouble, len(mailbox.letters)) == (2, "", 1)


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [
        ({"RCPT": "550 no such mailbox"}, "SMTPRecipientsRefused: 550 no such mailbox"),
        ({"END": "554 looks like spam"}, "SMTPDataError: 554 looks like spam"),
    ],
)
def test_a_refusal_for_good_is_given_up_and_the_next_letter_goes(
    reader: Person, mailbox: Mailbox, answers: dict[str, str], trouble: str
) -> None:
    _urgent(reader)
    mailbox.answers = answers
    assert tasks.send(at=make.NOW) == 0
    lost = _mail()
    assert (lost.given_up_at, lost.trouble, lost.text, lost.html, lost.sent_at) == (make.NOW, trouble, "", "", None)
    mailbox.answers = {}
    _urgent(reader, 2)
    assert tasks.send(at=make.NOW + timedelta(days=1)) == 1
    assert queries.outbox(make.NOW + timedelta(hours=1)).given_up == 1


def test_a_server_that_hangs_up_costs_only_the_letter_it_was_told(reader: Person, mailbox: Mailbox) -> None:
    for number in (1, 2):
        _urgent(reader, number)
    mailbox.hang_up = "RCPT"
    assert tasks.send(at=make.NOW) == 0
    assert set(Mail.objects.values_list("attempts", flat=True)) == {1}
    mailbox.hang_up = ""
    assert tasks.send(at=make.NOW + MINUTE) == 2


def test_a_server_that_is_away_costs_one_try_of_one_letter_and_after_eight_it_is_given_up(
    reader: Person, mailbox: Mailbox, settings: Any
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    for number in range(1, 4):
        _urgent(reader, number)
    assert tasks.send(at=make.NOW) == 0
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    tried = Mail.objects.get(attempts=1)
    assert tried.trouble.startswith("ConnectionRefusedError: ")

    Mail.objects.exclude(pk=tried.pk).delete()
    at = make.NOW
    for attempts in range(2, 9):
        at += queries.pause_after(attempts - 1)
        assert tasks.send(at=at) == 0
        assert _mail().attempts == attempts
    assert (_mail().given_up_at, _mail().text) == (at, "")
    settings.EMAIL_PORT = mailbox.port
    assert (tasks.send(at=at + timedelta(days=1)), mailbox.letters) == (0, [])


def test_a_letter_is_resent_under_the_same_id_when_the_worker_died_after_the_servers_yes(
    reader: Person, mailbox: Mailbox
) -> None:
    _urgent(reader)
    mail = _mail()
    assert actions.claim_mail(mail=mail, at=make.NOW) is True
    server = django_mail.get_connection()
    server.send_messages([tasks.message_of(mail, "siti@contoh.example")])  # and here the power went
    assert tasks.send(at=make.NOW) == 0
    assert tasks.send(at=make.NOW + MINUTE) == 1
    assert [letter["Message-ID"] for _s, _t, letter in mailbox.letters] == [f"<{mail.pk}@localhost>"] * 2


def test_two_workers_do_not_take_the_same_letter(reader: Person) -> None:
    _urgent(reader)
    mine, theirs = _mail(), _mail()
    assert actions.claim_mail(mail=mine, at=make.NOW) is True
    assert actions.claim_mail(mail=theirs, at=make.NOW) is False
    assert actions.claim_mail(mail=_mail(), at=make.NOW) is False
    assert actions.claim_mail(mail=_mail(), at=make.NOW + MINUTE) is True


def test_a_letter_follows_its_reader_to_a_new_address_and_stops_at_a_closed_account(
    reader: Person, mailbox: Mailbox
) -> None:
    _urgent(reader)
    Person.objects.filter(pk=reader.pk).update(email="baru@contoh.example")
    assert tasks.send(at=make.NOW) == 1
    assert [to for _sender, to, _letter in mailbox.letters] == ["baru@contoh.example"]

    _urgent(reader, 2)
    Person.objects.filter(pk=reader.pk).update(is_active=False)
    assert tasks.send(at=make.NOW) == 0
    lost = Mail.objects.get(sent_at__isnull=True)
    assert (lost.given_up_at, lost.trouble, lost.text) == (make.NOW, "the account is closed", "")
    assert len(mailbox.letters) == 1


def test_an_address_that_no_mail_may_have_is_given_up(mailbox: Mailbox) -> None:
    letter = {"heading": "Halo"}
    for number, to in enumerate(["a@b.example\r\nBcc: all@evil.example", "baik@contoh.example"]):
        actions.queue_mail(
            key=str(number),
            to=to,
            person=None,
            template="notices/mail/notice",
            context=letter,
            language="id",
            at=make.NOW + timedelta(seconds=number),
        )
    assert tasks.send(at=make.NOW + MINUTE) == 1
    assert [to for _sender, to, _letter in mailbox.letters] == ["baik@contoh.example"]
    lost = Mail.objects.get(key="0")
    assert (lost.given_up_at, lost.trouble.partition(":")[0]) == (make.NOW + MINUTE, "ValueError")


def test_lines_that_look_like_the_end_of_a_letter_do_not_end_it(reader: Person, mailbox: Mailbox) -> None:
    tell(
        reader,
        1,
        urgency=NOW,
        title="%(campaign)s",
        body="%(x)s",
        params={"campaign": "Satu", "x": "dua\n.\nRCPT TO:<a@b>\ntiga"},
    )
    assert tasks.send(at=make.NOW) == 1
    [(_sender, _to, letter)] = mailbox.letters
    text = letter.get_body(("plain",))
    assert text is not None
    assert "dua\n.\nRCPT TO:<a@b>\ntiga" in text.get_content().replace("\r\n", "\n")


# --- digests -------------------------------------------------------------------------------------------------------------
JAKARTA = ZoneInfo("Asia/Jakarta")


def _on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JAKARTA)


def test_digest_tells_the_rest_in_one_letter_at_the_readers_hour(reader: Person, mailbox: Mailbox) -> None:
    for number in range(1, 4):
        tell(reader, number, at=_on(23, 9 + number))
    read = tell(reader, 4, at=_on(23, 14))
    actions.mark_read(notice=read, at=_on(23, 15))
    assert tasks.digest(at=_on(24, 6, 55)) == 0
    assert tasks.digest(at=_on(24, 7)) == 1
    assert tasks.digest(at=_on(24, 7, 5)) == 0
    assert tasks.digest(at=_on(25, 7)) == 0

    mail = _mail()
    assert (mail.to, mail.subject) == ("siti@contoh.example", "24 November 2026: 3 kabar untuk Anda")
    assert re.findall(r"- (Kabar ke-\d) dari Makin Cakap Digital \((.*)\)", mail.text) == [
        ("Kabar ke-3", "23 Nov, 12.00"),
        ("Kabar ke-2", "23 Nov, 11.00"),
        ("Kabar ke-1", "23 Nov, 10.00"),
    ]
    assert set(Notice.objects.filter(mailed_at=_on(24, 7)).values_list("key", flat=True)) == {"log:1", "log:2", "log:3"}
    assert tasks.send(at=_on(24, 7)) == 1
    assert mailbox.letters[0][2]["List-Unsubscribe"].strip() == f"<{queries.stop_url(reader, queries.DIGEST)}>"


def test_digest_names_twenty_and_counts_the_others(reader: Person) -> None:
    Person.objects.filter(pk=reader.pk).update(language="en", zone="Asia/Jayapura")
    for number in range(1, 24):
        tell(reader, number, at=_on(23, 9, number))
    assert tasks.digest(at=_on(24, 7)) == 1
    mail = _mail()
    assert mail.subject == "24 November 2026: 23 notices for you"
    assert len(re.findall(r"^- ", mail.text, re.MULTILINE)) == len(re.findall(r"<li>", mail.html)) == 20
    assert "And 3 more in your notices." in mail.text
    assert "(23 Nov, 11:23)" in mail.text
    assert Notice.objects.filter(mailed_at__isnull=True).count() == 0


def test_digest_takes_up_what_was_not_mailed_at_once_and_a_late_hour(reader: Person) -> None:
    actions.change_preference(person=reader, at=make.NOW, mail_now=False, digest="weekly", digest_hour=16)
    tell(reader, 1, urgency=NOW, at=_on(24, 9))
    for day in (24, 25, 27, 28):
        assert tasks.digest(at=_on(day, 17)) == 0
    assert tasks.digest(at=_on(30, 15, 59)) == 0
    assert tasks.digest(at=_on(30, 23)) == 1  # the worker was away at four
    assert "Menunggu Anda: Kabar ke-1" in _mail().text


def test_digest_that_runs_twice_at_once_writes_one_letter(reader: Person) -> None:
    tell(reader, 1, at=_on(23, 9))
    assert actions.write_digest(person=reader, at=_on(24, 7)) is not None
    assert actions.write_digest(person=reader, at=_on(24, 7)) is None
    late = tell(reader, 2, at=_on(24, 6, 59))  # told before the hour, written after the digest
    assert actions.write_digest(person=reader, at=_on(24, 7, 5)) is not None
    assert (Mail.objects.count(), Notice.objects.get(pk=late.pk).mailed_at) == (2, _on(24, 7, 5))


def test_forget_is_the_job_that_forgets(reader: Person) -> None:
    _urgent(reader)
    Mail.objects.update(sent_at=make.NOW - timedelta(days=100))
    tasks.forget(at=make.NOW)
    assert Mail.objects.count() == 0
