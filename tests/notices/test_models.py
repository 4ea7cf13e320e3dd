from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from tests import make

from mufakat.notices.models import Mail, Notice, Preference
from mufakat.people.models import Person

pytestmark = pytest.mark.django_db


def _notice(person: Person, **fields: Any) -> Notice:
    return Notice(person=person, key="k", urgency="now", title="Notices", at=make.NOW, **fields)


def test_words_are_read_in_the_language_of_the_moment(reader: Person) -> None:
    notice = _notice(reader, body="Notices", action="Mark as read")
    for language, words in {
        "id": ("Kabar", "Kabar", "Tandai sudah dibaca"),
        "en": ("Notices", "Notices", "Mark as read"),
    }.items():
        with translation.override(language):
            assert (notice.heading, notice.text, notice.action_label, str(notice)) == (*words, words[0])


def test_a_percent_sign_of_a_name_stays_one(reader: Person) -> None:
    notice = _notice(reader, params={"x": "100% %(y)s"})
    notice.title = "%(x)s"
    assert (notice.heading, notice.text, notice.action_label) == ("100% %(y)s", "", "")


def test_a_person_is_told_a_thing_once(reader: Person) -> None:
    _notice(reader).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        _notice(reader).save()
    _notice(make.person()).save()
    assert Notice.objects.count() == 2


def test_a_letter_is_written_once_a_key() -> None:
    def letter() -> Mail:
        return Mail(key="k", to="a@contoh.example", subject="s", queued_at=make.NOW, due_at=make.NOW)

    letter().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        letter().save()
    assert str(Mail.objects.get()) == "s"


def test_a_summary_has_an_hour_of_the_day(reader: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.create(person=reader, digest_hour=24)
    assert str(Preference.objects.create(person=reader, digest_hour=23)) == str(reader.pk)
