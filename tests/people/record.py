"""What the server's own log says, as tests compare it."""

from __future__ import annotations

from typing import Any

from mufakat.ledger import queries as record
from mufakat.ledger.models import Entry


def entries(*, personal: bool = False) -> list[tuple[Any, ...]]:
    """Verb, object, actor and payload of every entry, oldest first; with what is said about persons when asked."""
    told = record.told(Entry.objects.filter(log=record.instance_log()).order_by("seq"), may_read_personal=True)
    rows = [(t.entry.verb, t.entry.object, t.entry.by, t.payload) for t in told]
    return [(*row, t.personal) for row, t in zip(rows, told, strict=True)] if personal else rows


def verbs() -> list[str]:
    return [verb for verb, *_ in entries()]
