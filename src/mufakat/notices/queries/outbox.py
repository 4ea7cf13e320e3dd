"""Mail that waits, and mail that could not be delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from mufakat.notices.models import Mail

TRIES = 8
PAUSES = (1, 3, 9, 27, 81, 243, 360)  # minutes: eight tries in about twelve hours, so a night's outage loses nothing
WAITING = Q(sent_at__isnull=True, given_up_at__isnull=True)


@dataclass(frozen=True)
class Outbox:
    """What waits to be sent and since when, how much of it failed before, and what was given up in the last day."""

    waiting: int
    oldest_at: datetime | None
    failing: int
    given_up: int


def due_mails(at: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(WAITING, due_at__lte=at).select_related("person").order_by("due_at", "queued_at", "pk")


def pause_after(attempts: int) -> timedelta:
    """How long a letter waits after so many tries."""
    return timedelta(minutes=PAUSES[min(attempts, len(PAUSES)) - 1])


def addressee_of(mail: Mail) -> str | None:
    """Where a letter goes: a person's address of today, not of the day it was written. None: the account is closed."""
    if mail.person is None:
        return mail.to
    return mail.person.email if mail.person.is_active else None


def outbox(at: datetime) -> Outbox:
    found = Mail.objects.aggregate(
        waiting=Count("pk", filter=WAITING),
        oldest_at=Min("queued_at", filter=WAITING),
        failing=Count("pk", filter=WAITING & ~Q(trouble="")),
        given_up=Count("pk", filter=Q(given_up_at__gt=at - timedelta(days=1))),
    )
    return Outbox(**found)
