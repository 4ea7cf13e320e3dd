"""A log with a few acts in it, and a way to act on the tables behind the ledger's back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from tests import make

from mufakat.ledger import actions
from mufakat.ledger.models import Entry, Log

SITI = uuid.UUID("00000000-0000-4000-8000-0000000000aa")
BUDI = uuid.UUID("00000000-0000-4000-8000-0000000000bb")


@pytest.fixture
def log(db: None) -> Log:
    return actions.open_log(name="campaign/contoh", at=make.NOW)


def act(log: Log, number: int, **fields: Any) -> Entry:
    defaults: dict[str, Any] = {
        "verb": "goal.proposed",
        "object": f"goal:{number}",
        "by": "seat:1",
        "at": make.NOW + timedelta(minutes=number),
        "payload": {"text": f"Tujuan ke-{number}"},
    }
    return actions.record(log=log, **(defaults | fields))


def acts(log: Log, count: int) -> list[Entry]:
    """Acts of which every third names a person."""
    return [act(log, n, personal={SITI: {"name": f"Siti {n}"}} if n % 3 == 0 else None) for n in range(1, count + 1)]


Attack = Callable[..., None]


@pytest.fixture
def attack(db: None) -> Attack:
    """Raw SQL by someone who holds the database: the guards are gone, and nothing else knows."""
    guards = import_module("mufakat.ledger.migrations.0002_guards")

    def run(*statements: str, **values: Any) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in guards.lifting(connection.vendor):
                cursor.execute(statement)
            for statement in statements:
                cursor.execute(statement, values)

    return run
