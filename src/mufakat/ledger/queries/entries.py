"""What the record says: entries with what may be read of them, in pages."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from mufakat.ledger.models import OPEN, Entry, Log, Opening


@dataclass(frozen=True)
class Told:
    """An entry with what may be read of it: the open payload, and what is said about persons by the person's id."""

    entry: Entry
    payload: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_erased: bool = False


@dataclass(frozen=True)
class Page:
    """Entries, newest first. `older` and `newer` are what to ask for `before` and `after`, or None at that end."""

    entries: list[Entry]
    older: int | None
    newer: int | None


def entry_at(log: Log, seq: int) -> Entry | None:
    return Entry.objects.filter(log=log, seq=seq).first()


def entries_about(log: Log, object: str) -> QuerySet[Entry]:  # noqa: A002 - the word of the record
    return Entry.objects.filter(log=log, object=object).order_by("seq")


def entries_of(
    log: Log,
    *,
    verbs: Collection[str] = (),
    objects: Collection[str] = (),
    by: Collection[str] = (),
    text: str = "",
) -> QuerySet[Entry]:
    """Entries that fit every filter given. `text` is sought in what every reader of the log may read."""
    found = Entry.objects.filter(log=log)
    if verbs:
        found = found.filter(verb__in=verbs)
    if objects:
        found = found.filter(object__in=objects)
    if by:
        found = found.filter(by__in=by)
    if text:
        said = Opening.objects.filter(entry=OuterRef("pk"), group=OPEN, value__icontains=text)
        found = found.filter(Exists(said))
    return found


def page_of(
    log: Log,
    *,
    before: int | None = None,
    after: int | None = None,
    verbs: Collection[str] = (),
    objects: Collection[str] = (),
    by: Collection[str] = (),
    text: str = "",
    limit: int = 25,
) -> Page:
    """A page by place, so that a growing log neither repeats nor skips an entry while someone reads."""
    found = entries_of(log, verbs=verbs, objects=objects, by=by, text=text)
    if after is not None:
        rows = list(found.filter(seq__gt=after).order_by("seq")[: limit + 1])
        more, rows = len(rows) > limit, rows[:limit][::-1]
        return Page(rows, older=rows[-1].seq if rows else None, newer=rows[0].seq if more else None)
    if before is not None:
        found = found.filter(seq__lt=before)
    rows = list(found.order_by("-seq")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    newer = rows[0].seq if rows and before is not None else None
    return Page(rows, older=rows[-1].seq if more else None, newer=newer)


def told(entries: Iterable[Entry], *, may_read_personal: bool) -> list[Told]:
    """The entries with their openings, in one query; what may not be read is not even fetched."""
    listed = list(entries)
    openings = Opening.objects.filter(entry__in=[entry.pk for entry in listed])
    if not may_read_personal:
        openings = openings.filter(Q(group=OPEN) | Q(value__isnull=True))
    by_entry: dict[int, list[Opening]] = {}
    for opening in openings.defer("salt").order_by("entry", "group"):
        by_entry.setdefault(opening.entry_id, []).append(opening)
    return [_told(entry, by_entry.get(entry.pk, [])) for entry in listed]


def _told(entry: Entry, openings: list[Opening]) -> Told:
    readable = [(o.group, o.subject, json.loads(o.value)) for o in openings if o.value is not None]
    return Told(
        entry=entry,
        payload=next((value for group, _, value in readable if group == OPEN), {}),
        personal={str(subject): value for group, subject, value in readable if group != OPEN},
        is_erased=len(readable) < len(openings),
    )
