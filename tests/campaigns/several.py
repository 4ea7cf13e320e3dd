"""A process with many threads that all act at the same moment, on the database of the environment.

Reads groups of acts as JSON from standard input; the acts of a group start together, each on a connection of its own.
Answers with what became of each: the number of the row it made or found, or the name of the trouble.
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

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Invitation, Party, Seat
from mufakat.ledger import queries as record
from mufakat.ledger.models import Log
from mufakat.people import actions as people
from mufakat.people.models import Organisation, Person

Act = Callable[[], Any]


def accept(said: dict[str, Any]) -> Act:
    by = Person.objects.get(pk=said["by"])
    return lambda: actions.accept_invitation(secret=said["secret"], by=by, at=make.NOW, confirm_authority=True)


def revoke(said: dict[str, Any]) -> Act:
    invitation, by = Invitation.objects.get(pk=said["invitation"]), seat(said["by"])
    return lambda: actions.revoke_invitation(invitation=invitation, by=by, at=make.NOW, reason="x")


def decline(said: dict[str, Any]) -> Act:
    return lambda: actions.decline_invitation(secret=said["secret"], at=make.NOW, reason="x")


def invite(said: dict[str, Any]) -> Act:
    by = seat(said["by"])
    organisation = Organisation.objects.get(pk=said["organisation"])
    return lambda: actions.invite(
        id=UUID(said["id"]),
        campaign=by.campaign,
        organisation=organisation,
        role="liaison",
        email=said.get("email", ""),
        by=by,
        at=make.NOW,
    )


def open_campaign(said: dict[str, Any]) -> Act:
    by, host = Person.objects.get(pk=said["by"]), Organisation.objects.get(pk=said["host"])
    day = make.NOW.date()
    return lambda: actions.open_campaign(
        id=UUID(said["id"]),
        title="Bersama",
        issue="x",
        aim="y",
        starts_on=day,
        ends_on=day,
        host=host,
        by=by,
        at=make.NOW,
    )


def end(said: dict[str, Any]) -> Act:
    ending, by = seat(said["seat"]), seat(said["by"])
    return lambda: actions.end_seat(seat=ending, by=by, at=make.NOW, reason="x")


def change(said: dict[str, Any]) -> Act:
    by = seat(said["by"])
    return lambda: actions.change_campaign(
        campaign=by.campaign, by=by, at=make.NOW, version=said.get("version"), title=said["title"]
    )


def leave(said: dict[str, Any]) -> Act:
    party, by = Party.objects.get(pk=said["party"]), seat(said["by"])
    return lambda: actions.leave_campaign(party=party, by=by, at=make.NOW, reason="x")


def close(said: dict[str, Any]) -> Act:
    person = Person.objects.get(pk=said["person"])
    return lambda: people.close_account(person=person, by=person, at=make.NOW)


def seat(number: str) -> Seat:
    return Seat.objects.select_related("campaign__host", "campaign__log", "party__organisation", "person").get(
        pk=number
    )


def together(group: list[dict[str, Any]]) -> list[str]:
    gate, answers = threading.Barrier(len(group)), [""] * len(group)

    def run(place: int, said: dict[str, Any]) -> None:
        try:
            act = globals()[said["act"]](said)
            gate.wait(60)
            answers[place] = str(getattr(act(), "pk", "done"))
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
    """What the campaigns look like afterwards, and whether their records are sound."""
    open_seats, logs = queries.open_seats(make.NOW), list(Log.objects.order_by("origin"))
    return {
        "campaigns": Campaign.objects.count(),
        "slugs": sorted(Campaign.objects.values_list("slug", flat=True)),
        "parties": Party.objects.filter(left_at__isnull=True).count(),
        "seats": [str(n) for n in open_seats.order_by("pk").values_list("pk", flat=True)],
        "open": Invitation.objects.filter(state="open").count(),
        "verbs": [verb for log in logs for verb in log.entries.order_by("seq").values_list("verb", flat=True)],
        "unsound": [finding for log in logs for finding in record.fsck(log)],
    }


if __name__ == "__main__":
    done = [together(group) for group in json.load(sys.stdin)]
    print(json.dumps({"answers": done, "state": state()}))
