from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from tests import make
from tests.notices.conftest import tell

from mufakat.notices import actions, queries
from mufakat.notices.models import Mail, Notice, Preference
from mufakat.people import actions as people
from mufakat.people.models import Person

pytestmark = pytest.mark.django_db
NOW, DIGEST = Notice.Urgency.NOW, Notice.Urgency.DIGEST


def test_tell_puts_a_notice_into_the_inbox_once_a_key(reader: Person) -> None:
    first = tell(reader, 1)
    again = tell(reader, 1, title="Lain", at=make.NOW + timedelta(days=1))
    assert (again, Notice.objects.count(), Mail.objects.count()) == (first, 1, 0)
    assert list(
        Notice.objects.values_list("person", "key", "urgency", "title", "path", "at", "read_at", "mailed_at")
    ) == [
        (
            reader.pk,
            "log:1",
            "digest",
            "Kabar ke-%(n)s dari %(campaign)s",
            "/kampanye/makin-cakap-digital/?n=1",
            make.NOW,
            None,
            None,
        )
    ]
    other = make.person()
    assert tell(other, 1).person == other


def test_tell_mails_at_once_what_needs_someone(reader: Person) -> None:
    notice = tell(
        reader, 1, urgency=NOW, body="Jawab sebelum %(day)s.", params={"n": 1, "campaign": "X", "day": "Jumat"}
    )
    mail = Mail.objects.get()
    assert (mail.key, mail.to, mail.person, mail.subject, mail.queued_at, mail.due_at, mail.attempts) == (
        f"notice:{notice.pk}",
        "siti@contoh.example",
        reader,
        "Kabar ke-1 dari X",
        make.NOW,
        make.NOW,
        0,
    )
    assert f"http://localhost:8000/kabar/{notice.pk}/" in mail.text
    assert f'href="http://localhost:8000/kabar/{notice.pk}/"' in mail.html
    assert "Jawab sebelum Jumat." in mail.text
    assert "Jawab sebelum Jumat." in mail.html
    assert mail.unsubscribe in mail.text
    assert notice.mailed_at == make.NOW
    tell(reader, 1, urgency=NOW)
    assert Mail.objects.count() == 1


def test_tell_leaves_the_rest_for_the_digest(reader: Person) -> None:
    tell(reader, 1)
    actions.change_preference(person=reader, at=make.NOW, mail_now=False)
    assert tell(reader, 2, urgency=NOW).mailed_at is None
    assert Mail.objects.count() == 0


def test_tell_says_nothing_to_a_closed_account(reader: Person) -> None:
    people.close_account(person=reader, by=reader, at=make.NOW)
    reader.refresh_from_db()
    assert actions.tell(person=reader, key="k", urgency=NOW, title="Halo", at=make.NOW) is None
    assert (Notice.objects.count(), Mail.objects.count()) == (0, 0)


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "kampanye/"])
def test_tell_refuses_a_path_that_leads_elsewhere(reader: Person, path: str) -> None:
    with pytest.raises(ValueError, match="does not lead into this site"):
        tell(reader, 1, path=path)


def test_tell_fails_at_once_when_a_parameter_is_missing(reader: Person) -> None:
    with pytest.raises(KeyError, match="campaign"):
        tell(reader, 1, params={"n": 1})
    assert Notice.objects.count() == 0


def test_tell_goes_with_the_change_when_that_fails(reader: Person) -> None:
    @transaction.atomic
    def change() -> float:
        tell(reader, 1, urgency=NOW)
        return 1 / 0

    with pytest.raises(ZeroDivisionError):
        change()
    assert (Notice.objects.count(), Mail.objects.count()) == (0, 0)


def test_letters_come_in_the_language_of_their_reader() -> None:
    words = {}
    for language in ("id", "en"):
        person = make.person(language=language)
        with translation.override("en" if language == "id" else "id"):
            tell(person, 1, urgency=NOW)
        words[language] = Mail.objects.get(person=person).text
    assert "Anda menerima surel ini karena ada hal di Mufakat yang menunggu Anda." in words["id"]
    assert "You get this e-mail because something in Mufakat needs you." in words["en"]


def test_hostile_words_stay_words(reader: Person) -> None:
    hostile = '<script>alert(1)</script>"\r\nBcc: all@evil.example\r\n\r\n\u202egnp.exe & 100% %(x)s'
    tell(reader, 1, urgency=NOW, title="%(campaign)s", params={"campaign": hostile})
    mail = Mail.objects.get()
    assert mail.subject == '<script>alert(1)</script>" Bcc: all@evil.example gnp.exe & 100% %(x)s'
    assert "<script>" not in mail.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in mail.html
    assert "<script>alert(1)</script>" in mail.text


def test_a_very_long_subject_is_cut_between_its_ends(reader: Person) -> None:
    tell(reader, 1, urgency=NOW, title="%(campaign)s", params={"campaign": "Literasi " * 60})
    assert Mail.objects.get().subject == "Literasi " * 22 + "L…"


# --- letters to addresses ------------------------------------------------------------------------------------------------


def _queue(**fields: Any) -> Mail:
    defaults: dict[str, Any] = {
        "key": "letter:1",
        "to": "budi@contoh.example",
        "person": None,
        "template": "notices/mail/notice",
        "context": {"heading": "Undangan & tugas", "words": "Selamat datang."},
        "language": "id",
        "at": make.NOW,
    }
    return actions.queue_mail(**(defaults | fields))


def test_queue_mail_writes_one_letter_a_key() -> None:
    first = _queue()
    assert (_queue(to="lain@contoh.example", context={}), Mail.objects.count()) == (first, 1)
    assert (first.to, first.person, first.subject, first.unsubscribe) == (
        "budi@contoh.example",
        None,
        "Undangan & tugas",
        "",
    )
    assert "<h1>Undangan &amp; tugas</h1>" in first.html
    assert first.text.startswith("Undangan & tugas\n\nSelamat datang.\n")
    assert "<title>Undangan &amp; tugas</title>" in first.html


# --- reading -------------------------------------------------------------------------------------------------------------


def test_mark_read_keeps_the_first_instant(reader: Person) -> None:
    notice = tell(reader, 1)
    for hours in (1, 2):
        actions.mark_read(notice=notice, at=make.NOW + timedelta(hours=hours))
    notice.refresh_from_db()
    assert notice.read_at == make.NOW + timedelta(hours=1)


def test_mark_all_read_leaves_what_came_after_the_list_was_shown(reader: Person) -> None:
    for minutes in range(3):
        tell(reader, minutes, at=make.NOW + timedelta(minutes=minutes))
    tell(make.person(), 9)
    until = make.NOW + timedelta(minutes=1)
    assert actions.mark_all_read(person=reader, until=until, at=make.NOW + timedelta(minutes=5)) == 2
    assert [n.key for n in Notice.objects.filter(read_at__isnull=True).order_by("key")] == ["log:2", "log:9"]


# --- settings ------------------------------------------------------------------------------------------------------------


def test_change_preference_holds_at_once_for_letters_that_wait(reader: Person) -> None:
    notice = tell(reader, 1, urgency=NOW)
    sent = tell(reader, 2, urgency=NOW)
    actions.mark_sent(mail=Mail.objects.get(key=f"notice:{sent.pk}"), at=make.NOW)
    other = tell(make.person(), 3, urgency=NOW)

    actions.change_preference(person=reader, at=make.NOW, mail_now=False)

    assert set(Mail.objects.values_list("key", flat=True)) == {f"notice:{sent.pk}", f"notice:{other.pk}"}
    assert list(queries.for_digest(reader, make.NOW)) == [notice]


def test_change_preference_keeps_what_it_is_not_told(reader: Person) -> None:
    actions.change_preference(person=reader, at=make.NOW, digest="weekly", digest_hour=16)
    actions.change_preference(person=reader, at=make.NOW, mail_now=False)
    assert list(Preference.objects.values_list("person", "mail_now", "digest", "digest_hour")) == [
        (reader.pk, False, "weekly", 16)
    ]


# --- forgetting ----------------------------------------------------------------------------------------------------------


def test_closing_an_account_leaves_no_notice_letter_or_setting(reader: Person) -> None:
    tell(reader, 1, urgency=NOW)
    actions.change_preference(person=reader, at=make.NOW, digest="weekly")
    other = tell(make.person(), 2, urgency=NOW)
    people.close_account(person=reader, by=reader, at=make.NOW)
    assert list(Notice.objects.all()) == [other]
    assert list(Mail.objects.values_list("key", flat=True)) == [f"notice:{other.pk}"]
    assert Preference.objects.count() == 0


def test_forget_old_removes_what_nobody_needs(reader: Person) -> None:
    day = timedelta(days=1)
    for key, fields in {
        "old": {"sent_at": make.NOW - 91 * day},
        "lost": {"given_up_at": make.NOW - 91 * day},
        "new": {"sent_at": make.NOW - 89 * day},
        "waiting": {"queued_at": make.NOW - 200 * day},
    }.items():
        Mail.objects.filter(pk=_queue(key=key).pk).update(**fields)
    for number, fields in enumerate([{"read_at": make.NOW - 366 * day}, {"read_at": make.NOW - day}, {}]):
        Notice.objects.filter(pk=tell(reader, number, at=make.NOW - 400 * day).pk).update(**fields)
    actions.forget_old(at=make.NOW)
    assert set(Mail.objects.values_list("key", flat=True)) == {"new", "waiting"}
    assert set(Notice.objects.values_list("key", flat=True)) == {"log:1", "log:2"}
