"""Questions to the record: heads, proofs, pages of entries, what a consumer has still to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Count, F, FilteredRelation, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from mufakat.engines.chain import merkle, note
from mufakat.ledger.models import Cursor, Entry, Log, Node, Opening

INSTANCE_ORIGIN = "instance"


def origin_of(name: str) -> str:
    """The C2SP origin of a log: schema-less, unique to this server."""
    return f"{settings.INSTANCE_NAME}/{name}"


def instance_log() -> Log:
    """The log of this server itself: organisations, administrators, restores."""
    return Log.objects.get(origin__endswith=f"/{INSTANCE_ORIGIN}")


@dataclass(frozen=True)
class Told:
    """An entry with what may be read of its openings: the open payload and whether anything was erased."""

    entry: Entry
    payload: dict[str, Any]
    personal: dict[str, dict[str, Any]]
    is_erased: bool
