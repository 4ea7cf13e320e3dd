from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from tests import make
from tests.notices.conftest import tell

from mufakat.notices import actions, queries
from mufakat.notices.models import Mail, Notice, Preference
from mufakat.notices.queries import Counts, Outbox
from mufakat.people.models import Person

pytestmark = pytest.mark.django_db
JAKARTA = ZoneInfo("Asia/Jakarta")
JAYAPURA = ZoneInfo("Asia/Jayapura")


def test_an_inbox_is_its_owners_alone_and_newest_first(reader: Person) -> None:
    told = [tell(reader, n, at=make.NOW + timedelta(minutes=n)) for n in range(3)]
    foreign = tell(make.person(), 7)
    actions.mark_read(notice=told[1], at=make.NOW)
    assert list(queries.notices_of(reader)) == told[::-1]
    assert list(queries.notices_of(reader, unread_only=True)) == [told[2], told[0]]
    assert (queries.counts_of(reader), queries.unread_count(reader)) == (Counts(all=3, unread=2), 2)
    assert queries.notice_for(reader, told[0].pk) == told[0]
    assert queries.notice_for(reader, foreign.pk) is None
    assert queries.notice_for(reader, uuid4()) is None


def test_search_finds_every_word_in_any_language(reader: Person) -> None:
    first = tell(reader, 1, title="Notices", params={"campaign": "Makin Cakap Digital"})
    tell(reader, 2, title="%(campaign)s", params={"campaign": "Gerakan Membaca 100%"})
    assert list(queries.notices_of(reader, text="kabar")) == [first]
    assert list(queries.notices_of(reader, text="NOTICES")) == [first]
    assert [n.key for n in queries.notices_of(reader, text="membaca GERAKAN")] == ["log:2"]
    assert [n.key for n in queries.notices_of(reader, text="100%")] == ["log:2"]
    assert list(queries.notices_of(reader, text="membaca digital")) == []


def test_own_data_holds_settings_and_notices(reader: Person) -> None:
    notice = tell(reader, 1, body="Isi %(n)s")
    actions.mark_read(notice=notice, at=make.NOW + timedelta(hours=1))
    assert queries.own_data_of(reader) == {
        "settings": {"mail_at_once": True, "digest": "daily", "digest_hour": 7},
        "notices": [
            {
                "at": "2026-11-24T02:00:00+00:00",
                "title": "Kabar ke-1 dari Makin Cakap Digital",
                "text": "Isi 1",
                "read": "2026-11-24T03:00:00+00:00",
            }
        ],
    }


# --- hours ---------------------------------------------------------------------------------------------------------------


def _local(day: int, hour: int, minute: int = 0, zone: ZoneInfo = JAKARTA) -> datetime:
    """November 2026: the 20th is a Friday, the 23rd a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("digest", "at", "latest", "upcoming"),
    [
        ("daily", _local(24, 6, 59), _local(23, 7), _local(24, 7)),
        ("daily", _local(24, 7), _local(24, 7), _local(25, 7)),
        ("daily", _local(20, 7, 1), _local(20, 7), _local(23, 7)),
        ("daily", _local(22, 12), _local(20, 7), _local(23, 7)),
        ("daily", _local(23, 6), _local(20, 7), _local(23, 7)),
        ("weekly", _local(23, 6), _local(16, 7), _local(23, 7)),
        ("weekly", _local(23, 7), _local(23, 7), _local(30, 7)),
        ("weekly", _local(27, 9), _local(23, 7), _local(30, 7)),
        ("never", _local(24, 7), None, None),
    ],
)
def test_slots_are_mornings_of_working_days_or_mondays(
    digest: str, at: datetime, latest: datetime | None, upcoming: datetime | None
) -> None:
    preference = Preference(digest=digest)
    assert queries.latest_slot(preference, "Asia/Jakarta", at) == latest
    assert queries.next_slot(preference, "Asia/Jakarta", at) == upcoming


def test_slots_are_in_the_readers_own_zone() -> None:
    at = _local(24, 6, 30)  # 08.30 in Jayapura
    preference = Preference(digest_hour=8)
    assert queries.latest_slot(preference, "Asia/Jayapura", at) == _local(24, 8, zone=JAYAPURA)
    assert queries.latest_slot(preference, "Asia/Jakarta", at) == _local(23, 8)


def test_a_digest_is_due_for_what_was_there_at_its_hour(reader: Person) -> None:
    preference = queries.preference_of(reader)
    assert queries.is_digest_due(reader, preference, _local(24, 7, 1)) is False
    tell(reader, 1, at=_local(24, 7, 2))
    assert queries.is_digest_due(reader, preference, _local(24, 23)) is False
    assert queries.is_digest_due(reader, preference, _local(25, 7)) is True
    assert queries.is_digest_due(reader, Preference(person=reader, digest="never"), _local(25, 7)) is False


def test_for_digest_puts_first_what_needs_someone_and_leaves_out_read_mailed_and_old(reader: Person) -> None:
    actions.change_preference(person=reader, at=make.NOW, mail_now=False)
    calm, urgent, read, mailed, old = (
        tell(reader, 1),
        tell(reader, 2, urgency=Notice.Urgency.NOW, at=make.NOW - timedelta(days=2)),
        tell(reader, 3),
        tell(reader, 4),
        tell(reader, 5, at=make.NOW - timedelta(days=32)),
    )
    actions.mark_read(notice=read, at=make.NOW)
    Notice.objects.filter(pk=mailed.pk).update(mailed_at=make.NOW)
    assert list(queries.for_digest(reader, make.NOW)) == [urgent, calm]
    assert old not in queries.for_digest(reader, make.NOW)


def test_readers_with_news_are_those_who_want_to_hear_it(reader: Person) -> None:
    silent, closed, idle = make.person(), make.person(), make.person()
    for person in (reader, silent, closed):
        tell(person, 1)
    actions.change_preference(person=silent, at=make.NOW, digest="never")
    actions.change_preference(person=idle, at=make.NOW, digest="daily")
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    assert list(queries.readers_with_news()) == [reader]


# --- mail ----------------------------------------------------------------------------------------------------------------


def test_pauses_grow_to_half_a_day_in_all() -> None:
    pauses = [queries.pause_after(n) for n in range(1, 9)]
    assert [pause.total_seconds() / 60 for pause in pauses] == [1, 3, 9, 27, 81, 243, 360, 360]


def test_outbox_says_what_waits_fails_and_was_given_up(reader: Person) -> None:
    def mail(number: int, **fields: object) -> Mail:
        tell(reader, number, urgency=Notice.Urgency.NOW, at=make.NOW + timedelta(minutes=number))
        Mail.objects.filter(subject__startswith=f"Kabar ke-{number} ").update(**fields)
        return Mail.objects.get(subject__startswith=f"Kabar ke-{number} ")

    assert queries.outbox(make.NOW) == Outbox(waiting=0, oldest_at=None, failing=0, given_up=0)
    waiting, failing = mail(1), mail(2, trouble="450 later", due_at=make.NOW + timedelta(hours=1))
    mail(3, sent_at=make.NOW)
    mail(4, given_up_at=make.NOW)
    mail(5, given_up_at=make.NOW - timedelta(days=2))
    assert queries.outbox(make.NOW) == Outbox(waiting=2, oldest_at=waiting.queued_at, failing=1, given_up=1)
    assert list(queries.due_mails(make.NOW + timedelta(minutes=30))) == [waiting]
    assert list(queries.due_mails(make.NOW + timedelta(hours=2))) == [waiting, failing]


def test_a_letter_goes_to_the_address_of_today(reader: Person) -> None:
    tell(reader, 1, urgency=Notice.Urgency.NOW)
    Person.objects.filter(pk=reader.pk).update(email="baru@contoh.example")
    assert queries.addressee_of(Mail.objects.get()) == "baru@contoh.example"
    Person.objects.filter(pk=reader.pk).update(is_active=False)
    assert queries.addressee_of(Mail.objects.get()) is None


def test_the_link_that_stops_letters_is_for_one_person_and_one_kind(reader: Person) -> None:
    url = queries.stop_url(reader, queries.DIGEST)
    token = url.removeprefix("http://localhost:8000/kabar/berhenti/").removesuffix("/")
    stop = queries.stop_of(token)
    assert stop is not None
    assert (stop.person, stop.kind) == (reader, "digest")
    number, kind, signature = token.split(".")
    for forged in (
        f"{number}.notice.{signature}",
        f"{make.person().pk.hex}.{kind}.{signature}",
        f"{number}.{kind}.{signature[:-1]}",
        f"{number}.{kind}",
        "",
        "x" * 5000,
        "\ud800",
    ):
        assert queries.stop_of(forged) is None, forged
    Person.objects.filter(pk=reader.pk).update(is_active=False)
    assert queries.stop_of(token) is None
