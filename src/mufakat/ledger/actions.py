"""The one way to write the record. Every call belongs inside the transaction of the change that it records."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mufakat.engines.chain import canonical, merkle, note
from mufakat.engines.chain.entry import entry_bytes
from mufakat.ledger import queries
from mufakat.ledger.models import Checkpoint, Cursor, Entry, Log, Node, Opening, Pulse

OPEN = "open"


def open_log(*, name: str, at: datetime) -> Log:
    """Found an empty log. Its origin names this server and never changes."""
    return Log.objects.create(origin=queries.origin_of(name), opened_at=at, last_at=at)


def found_instance_log(*, at: datetime) -> Log:
    """The log of this server itself, made by whoever comes first and found by everybody after.

    `mufakat init`, `demo` and `serve` call this at their start; a server that was renamed keeps the log it had.
    """
    known = queries.find_instance_log()
    if known:
        return known
    origin = queries.origin_of(queries.INSTANCE)
    log, _made = Log.objects.get_or_create(origin=origin, defaults={"opened_at": at, "last_at": at})
    return log


@transaction.atomic
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
    instance log when one act touches both, so that locks are always taken in the same order.
    """
    head = Log.objects.select_for_update().get(pk=log.pk)
    seq = head.size + 1
    openings = _openings(payload or {}, personal or {})
    entry = Entry(
        log=head,
        seq=seq,
        at=at,
        by=by,
        verb=verb,
        object=object,
        commitments={o.group: canonical.commit_text(bytes(o.salt or b""), o.value or "") for o in openings},
    )
    leaf = merkle.leaf_hash(entry_bytes(entry.as_chain()))
    entry.leaf = leaf
    entry.save(force_insert=True)
    for opening in openings:
        opening.entry = entry
    Opening.objects.bulk_create(openings)
    frontier = merkle.Frontier(size=head.size, peaks=bytes(head.peaks))
    grown, completed = frontier.append(leaf)
    Node.objects.bulk_create(
        Node(log=head, level=n.level, position=n.index, hash=n.hash) for n in completed if n.level > 0
    )
    Log.objects.filter(pk=head.pk).update(size=grown.size, peaks=grown.peaks)
    log.size, log.peaks = grown.size, grown.peaks
    return entry


def _openings(payload: Mapping[str, Any], personal: Mapping[UUID, Mapping[str, Any]]) -> list[Opening]:
    made = []
    if payload:
        made.append(Opening(group=OPEN, salt=secrets.token_bytes(32), value=canonical.text_of(dict(payload))))
    for number, (subject, values) in enumerate(personal.items(), start=1):
        made.append(
            Opening(
                group=f"personal.{number}",
                subject=subject,
                salt=secrets.token_bytes(32),
                value=canonical.text_of(dict(values)),
            )
        )
    return made


@transaction.atomic
def erase(*, subject: UUID, by: str, at: datetime) -> int:
    """Empty every opening about a person and record, in each log touched, how many and that it was done.

    The entries stay and still verify: what they commit to can no longer be read by anyone.
    """
    openings = Opening.objects.filter(subject=subject, value__isnull=False)
    logs = list(Log.objects.filter(entries__openings__in=openings).distinct().order_by("origin"))
    erased = 0
    for log in logs:
        places = list(openings.filter(entry__log=log).order_by("entry__seq").values_list("entry__seq", flat=True))
        Opening.objects.filter(subject=subject, entry__log=log).update(salt=None, value=None)
        record(log=log, verb="erasure.done", object=f"log:{log.pk}", by=by, at=at, payload={"entries": places})
        erased += len(places)
    return erased


def sign_checkpoint(*, log: Log, at: datetime) -> Checkpoint:
    """The signed statement of the log as it stands now; made once a size."""
    with transaction.atomic():
        head = Log.objects.select_for_update().get(pk=log.pk)
        known = Checkpoint.objects.filter(log=head, size=head.size).first()
        if known:
            return known
        root = merkle.Frontier(size=head.size, peaks=bytes(head.peaks)).root()
        text = note.sign_checkpoint(
            origin=head.origin, size=head.size, root=root, key_name=head.origin, key=queries.signing_key()
        )
        return Checkpoint.objects.create(log=head, size=head.size, root=root, note=text, at=at)


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
