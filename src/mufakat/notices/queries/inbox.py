"""A person's notices, and what of them is unread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mufakat.notices.models import Notice
from mufakat.notices.queries.schedule import preference_of
from mufakat.people.models import Person


@dataclass(frozen=True)
class Counts:
    """How many notices an inbox has, and how many of them are unread."""

    all: int
    unread: int


def unread_count(person: Person) -> int:
    return Notice.objects.filter(person=person, read_at__isnull=True).count()


def counts_of(person: Person) -> Counts:
    unread = Count("pk", filter=Q(read_at__isnull=True))
    return Counts(**Notice.objects.filter(person=person).aggregate(all=Count("pk"), unread=unread))


def notices_of(person: Person, *, unread_only: bool = False, text: str = "") -> QuerySet[Notice]:
    """Newest first. `text` is sought in every language, so that what was read in one is found in the other."""
    found = Notice.objects.filter(person=person)
    if unread_only:
        found = found.filter(read_at__isnull=True)
    for word in text.lower().split():
        found = found.filter(words__icontains=word)
    return found


def notice_for(person: Person, number: UUID) -> Notice | None:
    return Notice.objects.filter(person=person, pk=number).first()


def own_data_of(person: Person) -> dict[str, Any]:
    """What this app holds about a person, as plain values, for the person's own copy."""
    preference = preference_of(person)
    return {
        "settings": {
            "mail_at_once": preference.mail_now,
            "digest": preference.digest,
            "digest_hour": preference.digest_hour,
        },
        "notices": [
            {
                "at": notice.at.isoformat(timespec="seconds"),
                "title": notice.heading,
                "text": notice.text,
                "read": notice.read_at.isoformat(timespec="seconds") if notice.read_at else None,
            }
            for notice in notices_of(person).order_by("at", "id")
        ],
    }
