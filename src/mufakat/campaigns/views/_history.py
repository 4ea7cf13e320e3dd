"""Entries of the record as a page shows them: the sentence, who acted, when, and the way to the proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mufakat.campaigns import policies, queries
from mufakat.campaigns.views.frame import Visit
from mufakat.ledger import queries as record
from mufakat.ledger.models import Entry

LENGTH = 10


def events_of(here: Visit, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    may_read = policies.can_read_personal(here.seat)
    told = record.told(entries, may_read_personal=may_read)
    said = queries.sentences(told, here.campaign, may_read_personal=may_read)
    return [
        {
            "words": s.words,
            "by": s.by,
            "at": s.at,
            "seq": s.seq,
            "url": here.url("entry", s.seq),
            "is_erased": s.is_erased,
        }
        for s in said
    ]


def latest_of(here: Visit, number: int) -> list[dict[str, Any]]:
    return events_of(here, record.page_of(here.campaign.log, limit=number).entries)


def history_of(here: Visit, objects: Sequence[str]) -> list[dict[str, Any]]:
    """The newest entries about these things."""
    found = record.entries_of(here.campaign.log, objects=objects).order_by("-seq")
    return events_of(here, found[:LENGTH])
