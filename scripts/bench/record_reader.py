"""Builds a log of a given length past the ledger's guards (an hour of acts in seconds) and measures its questions."""

from __future__ import annotations

import itertools
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module

import django

django.setup()
from django.db import connection, transaction

from mufakat.engines.chain import canonical, merkle
from mufakat.engines.chain.entry import entry_bytes
from mufakat.ledger import actions, queries
from mufakat.ledger.models import Entry, Log, Node, Opening

BEGAN = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
BATCH = 5000


def fill(log: Log, count: int) -> None:
    """`count` acts of 300 seats, as `record` would have written them."""
    guards = import_module("mufakat.ledger.migrations.0002_guards")
    with connection.cursor() as cursor:
        for statement in guards.lifting(connection.vendor):
            cursor.execute(statement)
        frontier = merkle.Frontier()
        for first in range(1, count + 1, BATCH):
            frontier = _write(log, frontier, range(first, min(first + BATCH, count + 1)))
        last_at = BEGAN + timedelta(seconds=count)
        Log.objects.filter(pk=log.pk).update(size=frontier.size, peaks=frontier.peaks, last_at=last_at)
        for statement in guards.placing(connection.vendor):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


@transaction.atomic
def _write(log: Log, frontier: merkle.Frontier, seqs: range) -> merkle.Frontier:
    entries, openings, nodes = [], [], []
    for seq in seqs:
        salt, value = (
            secrets.token_bytes(32),
            canonical.text_of({"text": f"Tujuan ke-{seq}", "organisation_name": "Contoh"}),
        )
        entry = Entry(
            log=log, seq=seq, at=BEGAN + timedelta(seconds=seq), by=f"seat:{seq % 300}", object=f"goal:{seq % 700}"
        )
        entry.verb, entry.commitments = "goal.proposed", {"open": canonical.commit_text(salt, value)}
        entry.leaf = merkle.leaf_hash(entry_bytes(entry.as_chain()))
        frontier, completed = frontier.append(entry.leaf)
        entries.append(entry)
        openings.append(Opening(entry=entry, group="open", salt=salt, value=value))
        nodes += [Node(log=log, level=n.level, position=n.index, hash=n.hash) for n in completed if n.level > 0]
    Entry.objects.bulk_create(entries)
    Opening.objects.bulk_create(openings)
    Node.objects.bulk_create(nodes)
    return frontier


def _median_ms(question: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        question()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def main(name: str, count: int) -> None:
    log = actions.open_log(name="bench/long", at=BEGAN)
    fill(log, count)
    log.refresh_from_db()
    entries = itertools.cycle(Entry.objects.filter(log=log, seq__in=range(1, count, count // 97)).select_related("log"))
    print(f"proof_from_{name}_ms={_median_ms(lambda: queries.proof_of(next(entries), count), 200):.2f}")
    for place, before in {"newest": None, "middle": count // 2}.items():
        page = _median_ms(
            lambda b=before: queries.told(queries.page_of(log, before=b).entries, may_read_personal=True), 50
        )
        print(f"page_of_{place}_entries_{name}_ms={page:.2f}")
    begin = time.perf_counter()
    lines = sum(1 for _ in queries.export_lines(log))
    print(f"export_{name}_per_s={lines / (time.perf_counter() - begin):.0f}")
    begin = time.perf_counter()
    if findings := queries.fsck(log):
        raise SystemExit(f"a sound log is found unsound: {findings[:3]}")
    print(f"fsck_{name}_per_s={count / (time.perf_counter() - begin):.0f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
