"""A process with many threads that all act at the same moment, on the database of the environment.

Reads groups of acts as JSON from standard input; the acts of a group start together, each on a connection of its own.
Answers with what became of each: what it made or found, or the name of the trouble.
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
from django.test import Client
from django.utils import timezone
from tests import make

from mufakat.ledger import queries as record
from mufakat.ledger.models import Entry
from mufakat.people import actions
from mufakat.people.models import Affiliation, Organisation, Person, Sector

Act = Callable[[], Any]
timezone.now = lambda: make.NOW  # the time of the test that made the rows, on whatever day this runs


def propose(said: dict[str, Any]) -> Act:
    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.get(pk=said["by"]))
    sent = {"once": said["once"], "name": said["name"], "sector": "media", "kind": "newsroom", "is_other": "1"}
    return lambda: client.post("/organisasi/baru/", sent)["Location"]


def enter(said: dict[str, Any]) -> Act:
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=said["from"])
    return lambda: client.post(f"/masuk/{said['secret']}/").status_code


def merge(said: dict[str, Any]) -> Act:
    by = Person.objects.get(pk=said["by"])
    kept, merged = (Organisation.objects.get(pk=said[name]) for name in ("kept", "merged"))
    return lambda: actions.merge_organisations(kept=kept, merged=merged, by=by, at=make.NOW).pk


def affiliate(said: dict[str, Any]) -> Act:
    person, organisation = Person.objects.get(pk=said["person"]), Organisation.objects.get(pk=said["organisation"])
    return lambda: actions.affiliate(person=person, organisation=organisation, at=make.NOW).pk


def retire_sector(said: dict[str, Any]) -> Act:
    by, sector = Person.objects.get(pk=said["by"]), Sector.objects.get(pk=said["sector"])
    return lambda: actions.change_sector(sector=sector, by=by, at=make.NOW, is_active=False).pk


def close(said: dict[str, Any]) -> Act:
    person = Person.objects.get(pk=said["person"])
    return lambda: actions.close_account(person=person, by=person, at=timezone.now())


def register(said: dict[str, Any]) -> Act:
    return lambda: actions.register_person(email=said["email"], name="X", language="id", at=make.NOW).pk


def together(group: list[dict[str, Any]]) -> list[str]:
    gate, answers = threading.Barrier(len(group)), [""] * len(group)

    def run(place: int, said: dict[str, Any]) -> None:
        try:
            act = globals()[said["act"]](said)
            gate.wait(60)
            answers[place] = str(act())
        except OperationalError as trouble:  # the database itself: its words are needed
            answers[place] = repr(trouble)
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


def state() -> dict[str, Any]:
    log = record.instance_log()
    return {
        "organisations": [str(UUID(str(pk))) for pk in Organisation.objects.values_list("pk", flat=True)],
        "merged": Organisation.objects.filter(merged_into__isnull=False).count(),
        "affiliations": Affiliation.objects.filter(ended_at__isnull=True).count(),
        "sectors": Sector.objects.filter(is_active=True).count(),
        "administrators": Person.objects.filter(is_administrator=True, is_active=True).count(),
        "persons": Person.objects.count(),
        "verbs": list(Entry.objects.filter(log=log).order_by("seq").values_list("verb", flat=True)),
        "unsound": record.fsck(log),
    }


if __name__ == "__main__":
    done = [together(group) for group in json.load(sys.stdin)]
    print(json.dumps({"answers": done, "state": state()}, default=str))
