"""Jobs of the worker: consumers that follow the record, hourly checkpoints, the nightly check."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from mufakat.ledger import actions, queries
from mufakat.ledger.models import Log
from mufakat.ledger.queries import Told

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
MOST_AT_ONCE = 1000

trail = structlog.get_logger(__name__)
Handle = Callable[[Told], None]


def follow(*, consumer: str, logs: Iterable[Log], handle: Handle, at: datetime) -> int:
    """Give `handle` each entry that this consumer has not had, in the order of its log; answer how many it took.

    What `handle` writes and the step of the cursor are one transaction, so a killed worker loses and doubles nothing that
    is in the database. An entry that fails is tried again after growing pauses; until then its log waits for this
    consumer, and the trouble is in `queries.troubled_cursors`. Other logs go on.
    """
    taken = 0
    for log in queries.news_for(consumer, logs, at):
        for _ in range(MOST_AT_ONCE):
            if not _take_next(consumer, log, handle, at):
                break
            taken += 1
    return taken


def _take_next(consumer: str, log: Log, handle: Handle, at: datetime) -> bool:
    try:
        with transaction.atomic():
            cursor = actions.lock_cursor(consumer=consumer, log=log)
            entry = queries.entry_at(log, cursor.seq + 1) if cursor else None
            if cursor is None or entry is None:
                return False
            handle(queries.told([entry], may_read_personal=True)[0])
            actions.advance_cursor(cursor=cursor, seq=entry.seq)
            return True
    except Exception as trouble:  # noqa: BLE001 - whatever a consumer stumbles over must not stop the other logs
        _put_off(consumer, log, trouble, at)
        return False


def _put_off(consumer: str, log: Log, trouble: Exception, at: datetime) -> None:
    with transaction.atomic():
        cursor = actions.lock_cursor(consumer=consumer, log=log)
        if cursor is None:
            return
        pause = min(FIRST_PAUSE * 2 ** min(cursor.failures, 20), LONGEST_PAUSE)
        words = "".join(traceback.format_exception_only(trouble)).strip()
        actions.note_failure(cursor=cursor, trouble=f"entry {cursor.seq + 1}: {words}", retry_at=at + pause)
    trail.error("ledger.follow_failed", consumer=consumer, log=log.origin, entry=cursor.seq + 1, trouble=words)


def seal(*, at: datetime) -> None:
    """Sign where each log stands; hourly."""
    for log in queries.unsealed_logs():
        actions.sign_checkpoint(log=log, at=at)


def check(*, at: datetime) -> None:
    """Compute every log again and compare; nightly. What is wrong stays visible until a later check finds it mended."""
    guards = [f"guard {name} is missing" for name in queries.missing_guards()]
    for log in Log.objects.order_by("origin"):
        findings = [*guards, *queries.fsck(log)]
        with transaction.atomic():
            cursor = actions.lock_cursor(consumer=queries.CHECK, log=log)
            if cursor is None:
                continue
            if findings:
                actions.note_failure(cursor=cursor, trouble="\n".join(findings), retry_at=at)
                trail.error("ledger.check_failed", log=log.origin, findings=findings[:10])
            else:
                actions.advance_cursor(cursor=cursor, seq=log.size)
