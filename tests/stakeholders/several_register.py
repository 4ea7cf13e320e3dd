"""A process with many threads that act on one register at the same moment, on the database of the environment.

Reads acts as JSON from standard input; all start together, each on a connection of its own. Answers with what became of each
(the number of a row, or the name of the trouble) and with the register afterwards.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django

django.setup()
from django.db import OperationalError, connection
from tests import make

from mufakat.campaigns.models import Seat
from mufakat.ledger import queries as record
from mufakat.ledger.models import Log
from mufakat.people.models import Organisation, Sector
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.models import Relation, Stakeholder

Act = Callable[[], Any]


def add(said: dict[str, Any], by: Seat) -> Act:
    organisation = Organisation.objects.filter(pk=said.get("organisation")).first()
    sector = Sector.objects.get(pk="media")
    more = {name: said[name] for name in ("reference", "capabilities", "tags") if name in said}
    return lambda: actions.add_stakeholder(
        id=UUID(said["id"]),
        campaign=by.campaign,
        name=said["name"],
        sector=sector,
        organisation=organisation,
        by=by,
        at=make.NOW,
        **more,
    )


def change(said: dict[str, Any], by: Seat) -> Act:
    row = _row(said["row"])
    return lambda: actions.change_stakeholder(
        stakeholder=row, by=by, at=make.NOW, version=said["version"], name=said["name"]
    )


def merge(said: dict[str, Any], by: Seat) -> Act:
    kept, gone = _row(said["kept"]), _row(said["gone"])
    return lambda: actions.merge_stakeholders(kept=kept, gone=gone, by=by, at=make.NOW)


def bulk(said: dict[str, Any], by: Seat) -> Act:
    change_of_all, choice = queries.BulkChange("add_tag", said["tag"]), queries.Choice(search=queries.Search())
    mark = queries.plan_of(by.campaign, choice, change_of_all).mark
    return lambda: actions.change_many(
        campaign=by.campaign, choice=choice, change=change_of_all, mark=mark, by=by, at=make.NOW
    )


def _row(number: str) -> Stakeholder:
    return Stakeholder.objects.select_related("campaign__log").get(pk=number)


def together(acts: list[dict[str, Any]]) -> list[str]:
    by = Seat.objects.select_related("campaign__host", "campaign__log", "party__organisation", "person").get(
        pk=acts[0]["by"]
    )
    gate, answers = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, said: dict[str, Any]) -> None:
        try:
            act = globals()[said["act"]](said, by)
            gate.wait(60)
            answers[place] = str(getattr(act(), "pk", "done"))
        except OperationalError as trouble:  # the database itself: its words are needed
            answers[place] = repr(trouble)
        except Exception as trouble:  # noqa: BLE001 - whatever it was, the test asks for its name
            answers[place] = type(trouble).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, said)) for n, said in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def state() -> dict[str, Any]:
    logs = list(Log.objects.order_by("origin"))
    return {
        "names": sorted(Stakeholder.objects.filter(removed_at=None).values_list("name", flat=True)),
        "tags": sorted(len(row.tags.all()) for row in Stakeholder.objects.filter(removed_at=None)),
        "ties": Relation.objects.filter(removed_at=None).count(),
        "verbs": [verb for log in logs for verb in log.entries.order_by("seq").values_list("verb", flat=True)],
        "unsound": [finding for log in logs for finding in record.fsck(log)],
    }


if __name__ == "__main__":
    done = together(json.load(sys.stdin))
    print(json.dumps({"answers": done, "state": state()}))
