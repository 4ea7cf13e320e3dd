"""A process of its own for the tests that need several: `write`, `follow` or `say`, on the database of the environment."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from uuid import UUID

import django

django.setup()
from django.db import transaction
from tests import make

from mufakat.ledger import actions, queries, tasks
from mufakat.ledger.models import Log
from mufakat.ledger.queries import Told


def write(name: str, count: int, gate: str) -> None:
    """Acts that begin when the gate opens; each also changes a row, in the same transaction."""
    log = Log.objects.get(origin=queries.origin_of(name))
    print("ready", flush=True)
    while not Path(gate).exists():
        time.sleep(0.002)
    for number in range(count):
        with transaction.atomic():
            actions.beat(name="busy", at=make.NOW)
            entry = actions.record(
                log=log, verb="x.done", object=f"x:{number}", by="seat:1", at=make.NOW, payload={"n": number}
            )
        print(entry.seq, flush=True)


def follow(name: str, effects: str, pace: float) -> None:
    """Follow one log; the effect of an entry is an act in another. Says each place while its transaction is open."""
    log, into = (Log.objects.get(origin=queries.origin_of(part)) for part in (name, effects))

    def handle(told: Told) -> None:
        actions.record(
            log=into,
            verb="x.heard",
            object=told.entry.object,
            by="worker",
            at=make.NOW,
            payload={"seq": told.entry.seq},
        )
        print(told.entry.seq, flush=True)
        time.sleep(pace)

    for _ in range(200):
        tasks.follow(consumer="test", logs=[log], handle=handle, at=make.NOW)
        if not queries.news_for("test", [log], make.NOW):
            return
        time.sleep(0.02)  # another worker is at it


def erase(name: str, subject: UUID, marker: str) -> None:
    """Say something about a person, which is then in the write-ahead log, and erase all that was ever said."""
    log = Log.objects.get(origin=queries.origin_of(name))
    actions.record(log=log, verb="x.done", object="x:1", by="seat:1", at=make.NOW, personal={subject: {"name": marker}})
    print(actions.erase(subject=subject, by="person:1", at=make.NOW))


def found(gate: str) -> None:
    print("ready", flush=True)
    while not Path(gate).exists():
        time.sleep(0.002)
    print(actions.found_instance_log(at=make.NOW).pk, flush=True)


def say(name: str) -> None:
    log = Log.objects.get(origin=queries.origin_of(name))
    told = queries.told(queries.entries_of(log).order_by("seq"), may_read_personal=False)
    trouble = [cursor.trouble for cursor in queries.troubled_cursors()]
    said = [told_one.payload for told_one in told]
    print(json.dumps({"size": log.size, "fsck": queries.fsck(log), "said": said, "trouble": trouble}))


if __name__ == "__main__":
    act, *arguments = sys.argv[1:]
    if act == "write":
        write(arguments[0], int(arguments[1]), arguments[2])
    elif act == "follow":
        follow(arguments[0], arguments[1], float(arguments[2]))
    elif act == "erase":
        erase(arguments[0], UUID(arguments[1]), arguments[2])
    elif act == "found":
        found(arguments[0])
    else:
        say(arguments[0])
