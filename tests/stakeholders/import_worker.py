"""A worker that drives one import and kills itself at a statement of its own choice.

    python import_worker.py IMPORT KILL_AT MINUTES

Before each step of the worker the people's own steps are done. The clock stands some minutes on, so that what an earlier worker
left lying is taken up. What came of it is written as JSON, unless the process is gone by then.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()
from django.db import connection
from django.utils import timezone
from tests import make
from tests.stakeholders.import_steps import fresh

from mufakat.ledger import queries as record
from mufakat.stakeholders import actions, queries, tasks
from mufakat.stakeholders.models import Import, ImportRow, Stakeholder

now = timezone.now


class Killer:
    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, execute: Callable[..., Any], text: str, params: Any, many: bool, context: Any) -> Any:
        if text.startswith(("INSERT", "UPDATE", "DELETE")):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(text, params, many, context)


def drive(found: Import, killer: Killer) -> Import:
    seat = make.host_seat(found.campaign)
    while found.state not in queries.ENDED:
        if found.state == "mapping":
            actions.name_columns(found=found, columns=found.columns, by=seat, at=make.NOW)
        elif found.state == "preview":
            actions.confirm_import(found=found, by=seat, at=make.NOW)
        else:
            with connection.execute_wrapper(killer):
                tasks.read(at=timezone.now())
        found = fresh(found)
    return found


def main(number: str, kill_at: str, minutes: str) -> None:
    timezone.now = lambda: now() + timedelta(minutes=int(minutes))
    found = Import.objects.select_related("campaign__log", "campaign__host").get(pk=number)
    done = drive(found, Killer(int(kill_at)))
    entries = found.campaign.log.entries.filter(verb="stakeholders.imported")
    said = {
        "state": done.state,
        "trouble": done.trouble,
        "rows": ImportRow.objects.filter(of=done).count(),
        "stakeholders": Stakeholder.objects.filter(campaign=found.campaign).count(),
        "links": Stakeholder.regions.through.objects.count(),
        "entries": entries.count(),
        "unsound": list(map(str, record.fsck(found.campaign.log))),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
