"""The record as a file that anyone can keep and verify (its format: engines.chain.record)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain, groupby
from typing import Any
from uuid import UUID

from django.conf import settings

from mufakat.engines.chain import merkle, note, record
from mufakat.engines.chain.entry import Entry as ChainEntry
from mufakat.engines.chain.entry import entry_bytes
from mufakat.ledger.models import Entry, Log
from mufakat.ledger.queries import logs

CHUNK = 2000
Row = dict[str, Any]
MayShow = Callable[[UUID, str], bool]


def export_lines(
    log: Log, *, title: str = "", may_read_personal: bool = False, may_show: MayShow | None = None
) -> Iterator[str]:
    """The record file of a log, line by line in constant memory.

    Everything comes from one SELECT, so from one moment: an act or an erasure that happens meanwhile is wholly in or wholly
    out. The SELECT stays open until the last line is taken; for a slow reader, spool the lines to a file first. `may_show`
    leaves out single personal openings; the file then says, as without any, that personal ones are withheld.
    """
    left_out = () if may_read_personal else (record.PERSONAL,)
    withheld = left_out or ((record.PERSONAL,) if may_show else ())
    rows = _rows(log)
    first = next(rows, None)
    size, peaks = (first["log__size"], bytes(first["log__peaks"])) if first else (0, b"")
    yield record.header_line(
        record.Header(
            origin=log.origin, vkey=logs.vkey(log), host=settings.BASE_URL, title=title, size=size, withheld=withheld
        )
    )
    if first:
        for _seq, parts in groupby(chain([first], rows), key=lambda row: row["seq"]):
            yield _entry_line(list(parts), left_out, may_show)
    root = merkle.Frontier(size=size, peaks=peaks).root()
    yield record.seal_lines(
        note.sign_checkpoint(origin=log.origin, size=size, root=root, key_name=log.origin, key=logs.signing_key())
    )


def _rows(log: Log) -> Iterator[Row]:
    entry = ("seq", "at", "by", "verb", "object", "commitments")
    opening = ("openings__group", "openings__subject", "openings__salt", "openings__value")
    found = Entry.objects.filter(log=log).order_by("seq", "openings__group")
    yield from found.values(*entry, *opening, "log__size", "log__peaks").iterator(chunk_size=CHUNK)


def _entry_line(rows: list[Row], left_out: tuple[str, ...], may_show: MayShow | None) -> str:
    openings = [
        (row["openings__group"], bytes(row["openings__salt"]), row["openings__value"])
        for row in rows
        if row["openings__value"] is not None
        and record.kind_of(row["openings__group"]) not in left_out
        and (
            may_show is None
            or row["openings__subject"] is None
            or may_show(row["openings__subject"], row["openings__value"])
        )
    ]
    return record.entry_line(entry_bytes(_as_chain(rows[0])), openings)


def _as_chain(row: Row) -> ChainEntry:
    at: datetime = row["at"]
    return ChainEntry(
        seq=row["seq"],
        at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        by=row["by"],
        verb=row["verb"],
        object=row["object"],
        commitments=row["commitments"],
    )
