"""Assessments and ties given by many threads at the same moment, each on a connection of its own; see campaigns/several.py.

Reads groups of acts as JSON; answers what became of each, and what the tables hold afterwards.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import Any
from uuid import UUID

import django

django.setup()
from django.db import connection
from tests import make
from tests.campaigns.several import seat

from mufakat.ledger import queries as record
from mufakat.ledger.models import Log
from mufakat.stakeholders import actions
from mufakat.stakeholders.models import Assessment, Relation, Stakeholder
from mufakat.stakeholders.models.scores import SCORES


def act(said: dict[str, Any]) -> Any:
    by = seat(said["by"])
    if said["act"] == "assess":
        return actions.give_assessment(
            id=UUID(said["id"]),
            stakeholder=Stakeholder.objects.select_related("campaign").get(pk=said["stakeholder"]),
            scores=dict.fromkeys(SCORES, said["score"]),
            reason="x",
            on=make.NOW.date(),
            by=by,
            at=make.NOW,
        )
    a, b = (Stakeholder.objects.select_related("campaign").get(pk=said[end]) for end in ("a", "b"))
    return actions.add_tie(
        id=UUID(said["id"]),
        a=a,
        b=b,
        kind="data",
        strength=3,
        is_directed=False,
        source="x",
        on=make.NOW.date(),
        by=by,
        at=make.NOW,
    )


def together(group: list[dict[str, Any]]) -> list[str]:
    gate, answers = threading.Barrier(len(group)), [""] * len(group)

    def run(place: int, said: dict[str, Any]) -> None:
        try:
            gate.wait(60)
            answers[place] = str(act(said).pk)
        except Exception as trouble:  # noqa: BLE001 - whatever it was, the test asks for its name
            answers[place] = type(trouble).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, said)) for n, said in enumerate(group)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


if __name__ == "__main__":
    done = [together(group) for group in json.load(sys.stdin)]
    logs = list(Log.objects.order_by("origin"))
    state = {
        "counting": Assessment.objects.filter(is_newest=True).count(),
        "assessments": Assessment.objects.count(),
        "ties": Relation.objects.count(),
        "verbs": [verb for log in logs for verb in log.entries.order_by("seq").values_list("verb", flat=True)],
        "unsound": [finding for log in logs for finding in record.fsck(log)],
    }
    print(json.dumps({"answers": done, "state": state}))
