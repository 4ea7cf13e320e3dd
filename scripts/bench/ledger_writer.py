"""One writer of scripts/bench/ledger.py: given a log and seconds, it says when it is ready, reads when to begin, and prints
how many acts were acknowledged."""

from __future__ import annotations

import contextlib
import sys
import time
import uuid
from datetime import UTC, datetime

import django

django.setup()
from django.db import IntegrityError, transaction

from mufakat.ledger import actions, queries
from mufakat.ledger.models import Log, Pulse


def main(name: str, seconds: float) -> None:
    with contextlib.suppress(IntegrityError):  # another writer was first
        actions.open_log(name=name, at=datetime.now(UTC))
    log = Log.objects.get(origin=queries.origin_of(name))
    writer = uuid.uuid4()
    print("ready", flush=True)
    begin = float(sys.stdin.readline())
    time.sleep(max(0.0, begin - time.time()))
    number = 0
    while time.time() < begin + seconds:
        number += 1
        _act(log, writer, number)
    print(number)


@transaction.atomic
def _act(log: Log, writer: uuid.UUID, number: int) -> None:
    Pulse.objects.create(name=f"{writer}.{number}", at=datetime.now(UTC))
    actions.record(
        log=log,
        verb="goal.proposed",
        object=f"goal:{number}",
        by=f"seat:{writer}",
        at=datetime.now(UTC),
        payload={"text": f"Tujuan ke-{number}", "for": ["media", "academia"]},
        personal={writer: {"name": "Siti Rahayu"}} if number % 3 == 0 else None,
    )


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
