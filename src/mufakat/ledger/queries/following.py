"""How far those who follow the record have come, and when each job last ran."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from mufakat.ledger.models import Cursor, Entry, Log, Pulse

CHECK = "ledger.check"  # the nightly check keeps its findings where a consumer keeps its trouble


@dataclass(frozen=True)
class Backlog:
    """What a consumer has still to read of a log, since when, and what stopped it."""

    consumer: str
    origin: str
    behind: int
    oldest_at: datetime
    failures: int
    trouble: str


def news_for(consumer: str, logs: Iterable[Log], at: datetime) -> list[Log]:
    """Those of `logs` with entries that the consumer has not read, besides the ones where it pauses after a failure."""
    cursors = {cursor.log_id: cursor for cursor in Cursor.objects.filter(consumer=consumer)}
    return [log for log in logs if _may_go_on(cursors.get(log.pk), log, at)]


def _may_go_on(cursor: Cursor | None, log: Log, at: datetime) -> bool:
    if cursor is None:
        return log.size > 0
    return cursor.seq < log.size and (cursor.retry_at is None or cursor.retry_at <= at)


def backlogs() -> list[Backlog]:
    """Every consumer that is behind on a log, the longest waiting first."""
    behind = Cursor.objects.exclude(consumer=CHECK).filter(seq__lt=F("log__size")).select_related("log")
    return sorted((_backlog(cursor) for cursor in behind), key=lambda b: b.oldest_at)


def _backlog(cursor: Cursor) -> Backlog:
    oldest = Entry.objects.filter(log=cursor.log_id, seq=cursor.seq + 1).values_list("at", flat=True).first()
    return Backlog(
        consumer=cursor.consumer,
        origin=cursor.log.origin,
        behind=cursor.log.size - cursor.seq,
        oldest_at=oldest or cursor.log.last_at,
        failures=cursor.failures,
        trouble=cursor.trouble,
    )


def troubled_cursors() -> QuerySet[Cursor]:
    """Where a consumer, or the nightly check, has met trouble that is not yet mended."""
    return Cursor.objects.exclude(trouble="").select_related("log").order_by("consumer", "log__origin")


def pulse_of(name: str) -> datetime | None:
    return Pulse.objects.filter(name=name).values_list("at", flat=True).first()


def pulses() -> dict[str, datetime]:
    return dict(Pulse.objects.values_list("name", "at"))
