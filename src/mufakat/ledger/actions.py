"""The one way to write the record. Every call belongs inside the transaction of the change that it records."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from mufakat.engines.chain import canonical, merkle
from mufakat.engines.chain.entry import entry_bytes
from mufakat.engines.chain.record import ERASURE
from mufakat.ledger import queries
from mufakat.ledger.models import OPEN, Checkpoint, Cursor, Entry, Log, Node, Opening, Pulse


def open_log(*, name: str, at: datetime) -> Log:
    """Found an empty log. Its origin names this server and never changes."""
    if name == queries.INSTANCE:
        raise ValueError("that name is taken by the server's own log")
    return Log.objects.create(origin=queries.origin_of(name), opened_at=at, last_at=at)


def found_instance_log(*, at: datetime) -> Log:
    """The log of this server itself, made by whoever comes first and found by everybody after.

    `mufakat init`, `demo` and `serve` call this at their start; a server that was renamed keeps the log it had.
    """
    known = queries.find_instance_log()
    if known:
        return known
    origin = queries.origin_of(queries.INSTANCE)
    try:
        with transaction.atomic():
            return Log.objects.create(origin=origin, opened_at=at, last_at=at)
    except IntegrityError:  # another process was first
        return queries.instance_log()


@transaction.atomic(savepoint=False)  # a record that fails takes the act with it; a savepoint would only cost time
def record(
    *,
    log: Log,
    verb: str,
    object: str,  # noqa: A002 - the word of the record
    by: str,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    personal: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> Entry:
    """Append one entry to `log`, gap-free: the head row is locked until the caller's transaction ends.

    `payload` holds what every reader of the log may read (no floats, nothing about persons); `personal` maps a person's
    id to what is said about that person, each opening erasable by itself. Record into a campaign's log before the
    instance log when one act touches both, so that locks are always taken in the same order. Time never runs backwards
    in a log: an `at` before its newest entry becomes that entry's.
    """
    openings = _openings(payload or {}, personal or {})
    commitments = {o.group: canonical.commit_text(bytes(o.salt or b""), o.value or "") for o in openings}
    entry = Entry(by=by, verb=verb, object=object, commitments=commitments)
    head = Log.objects.select_for_update(no_key=True).get(pk=log.pk)
    entry.log, entry.seq, entry.at = head, head.size + 1, max(at, head.last_at)
    entry.leaf = merkle.leaf_hash(entry_bytes(entry.as_chain()))
    entry.save(force_insert=True)
    _write_openings(entry, openings)
    _grow(head, entry)
    log.size, log.peaks, log.last_at = head.size, head.peaks, head.last_at
    return entry


def _openings(payload: Mapping[str, Any], personal: Mapping[UUID, Mapping[str, Any]]) -> list[Opening]:
    made = []
    if payload:
        made.append(Opening(group=OPEN, salt=secrets.token_bytes(32), value=canonical.text_of(payload)))
    for number, (subject, values) in enumerate(personal.items(), start=1):
        salt, value = secrets.token_bytes(32), canonical.text_of(values)
        made.append(Opening(group=f"personal.{number}", subject=subject, salt=salt, value=value))
    return made


def _write_openings(entry: Entry, openings: list[Opening]) -> None:
    for opening in openings:
        opening.entry = entry
    Opening.objects.bulk_create(openings)


def _grow(head: Log, entry: Entry) -> None:
    """The guards of the database want this order: entry, openings, nodes, head."""
    frontier = merkle.Frontier(size=head.size, peaks=bytes(head.peaks))
    grown, completed = frontier.append(bytes(entry.leaf))
    Node.objects.bulk_create(
        [Node(log=head, level=n.level, position=n.index, hash=n.hash) for n in completed if n.level > 0]
    )
    Log.objects.filter(pk=head.pk).update(size=grown.size, peaks=grown.peaks, last_at=entry.at)
    head.size, head.peaks, head.last_at = grown.size, grown.peaks, entry.at


@transaction.atomic
def erase(*, subject: UUID, by: str, at: datetime) -> int:
    """Empty every opening about a person and record, in each log touched, which entries those were.

    The entries stay and still verify: what they commit to can no longer be read by anyone. When the transaction is over,
    what was erased is driven out of the database's own remains as well.
    """
    openings = Opening.objects.filter(subject=subject, value__isnull=False)
    places: dict[UUID, list[int]] = {}
    for opening in openings.select_for_update(of=("self",)).select_related("entry").order_by("entry__seq"):
        places.setdefault(opening.entry.log_id, []).append(opening.entry.seq)
    openings.update(salt=None, value=None)
    for log in queries.in_lock_order(places):
        record(log=log, verb=ERASURE, object=f"log:{log.pk}", by=by, at=at, payload={"entries": places[log.pk]})
    if places:
        transaction.on_commit(_scrub, robust=True)
    return sum(len(seqs) for seqs in places.values())


def _scrub() -> None:
    """SQLite overwrites deleted content (secure_delete) but keeps its old pages in the write-ahead log until a
    checkpoint; PostgreSQL keeps old rows until a vacuum."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else "VACUUM ledger_opening")


@transaction.atomic
def sign_checkpoint(*, log: Log, at: datetime) -> Checkpoint:
    """The signed statement of the log as it stands now; made once a size."""
    head = Log.objects.select_for_update(no_key=True).get(pk=log.pk)
    known = Checkpoint.objects.filter(log=head, size=head.size).first()
    return known or Checkpoint.objects.create(
        log=head, size=head.size, root=queries.root_of(head), note=queries.checkpoint_now(head), at=at
    )


def lock_cursor(*, consumer: str, log: Log) -> Cursor | None:
    """The consumer's place in a log, held until the transaction ends; None while another worker holds it."""
    Cursor.objects.get_or_create(consumer=consumer, log=log)
    return Cursor.objects.select_for_update(skip_locked=True).filter(consumer=consumer, log=log).first()


def advance_cursor(*, cursor: Cursor, seq: int) -> None:
    cursor.seq, cursor.failures, cursor.trouble, cursor.retry_at = seq, 0, "", None
    cursor.save()


def note_failure(*, cursor: Cursor, trouble: str, retry_at: datetime) -> None:
    cursor.failures += 1
    cursor.trouble = trouble[:2000]
    cursor.retry_at = retry_at
    cursor.save()


def beat(*, name: str, at: datetime) -> None:
    Pulse.objects.update_or_create(name=name, defaults={"at": at})
