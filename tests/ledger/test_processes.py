"""Several processes at once, and processes that die: on a database that is really shared, SQLite's as a file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests import make
from tests.ledger.conftest import SITI, act, acts
from tests.shared import shared_tables

from mufakat.ledger import actions

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def share(tmp_path: Path) -> Callable[[], Start]:
    """Call it when the tables hold what the processes should find; answers how to start one."""

    def shared() -> Start:
        url = shared_tables(tmp_path)
        environment = os.environ | {"MUFAKAT_DATABASE_URL": url, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}

        def start(*arguments: object) -> subprocess.Popen[str]:
            words = [sys.executable, str(ROOT / "tests/ledger/worker.py"), *map(str, arguments)]
            return subprocess.Popen(words, env=environment, text=True, stdout=subprocess.PIPE)

        return start

    return shared


def _said(start: Start, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(start("say", name).communicate(timeout=60)[0])
    return found


def _let_go(workers: list[subprocess.Popen[str]], gate: Path) -> None:
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    gate.touch()


def test_four_that_start_at_once_found_one_log(share: Callable[[], Start], tmp_path: Path) -> None:
    guards = import_module("mufakat.ledger.migrations.0002_guards")
    with connection.cursor() as cursor:
        for statement in guards.lifting(connection.vendor):
            cursor.execute(statement)
        cursor.execute("DELETE FROM ledger_log")
    start, gate = share(), tmp_path / "gate"
    servers = [start("found", gate) for _ in range(4)]
    _let_go(servers, gate)
    assert len({server.communicate(timeout=60)[0] for server in servers}) == 1
    assert [server.returncode for server in servers] == [0] * 4


def test_a_hundred_acts_of_four_writers_leave_no_gap(share: Callable[[], Start], tmp_path: Path) -> None:
    actions.open_log(name="campaign/a", at=make.NOW)
    start, gate = share(), tmp_path / "gate"
    writers = [start("write", "campaign/a", 25, gate) for _ in range(4)]
    _let_go(writers, gate)
    places = [[int(line) for line in writer.communicate(timeout=60)[0].split()] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4
    assert sorted(place for own in places for place in own) == list(range(1, 101))
    assert all(own == sorted(own) for own in places)
    said = _said(start, "campaign/a")
    assert (said["size"], said["fsck"]) == (100, [])
    assert sorted(words["n"] for words in said["said"]) == sorted(list(range(25)) * 4)


def test_a_killed_worker_loses_nothing_and_doubles_nothing(share: Callable[[], Start]) -> None:
    acts(actions.open_log(name="campaign/a", at=make.NOW), 30)
    actions.open_log(name="campaign/effects", at=make.NOW)
    start = share()
    for _ in range(3):
        worker = start("follow", "campaign/a", "campaign/effects", 0.05)
        assert worker.stdout is not None
        for _line in range(5):
            worker.stdout.readline()
        worker.send_signal(signal.SIGKILL)  # its last line was said inside a transaction that never ends
        worker.communicate(timeout=10)
        assert worker.returncode == -signal.SIGKILL
    workers = [start("follow", "campaign/a", "campaign/effects", 0) for _ in range(2)]
    for worker in workers:
        worker.communicate(timeout=60)
    said = _said(start, "campaign/effects")
    assert [words["seq"] for words in said["said"]] == list(range(1, 31))
    assert (said["fsck"], said["trouble"]) == ([], [])


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("shared.sqlite3*"))


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL overwrites a vacuumed row only when it needs the room"
)
def test_after_erasure_no_trace_is_left_in_the_files_of_the_database(
    share: Callable[[], Start], tmp_path: Path
) -> None:
    log = actions.open_log(name="campaign/a", at=make.NOW)
    marker = "MARKER-Siti-Rahayu-7f3a"
    for number in range(1, 40):
        act(log, number, personal={SITI: {"name": marker, "note": "n" * 6000}} if number % 2 else None)
    start = share()
    assert marker.encode() in _files(tmp_path)
    assert start("erase", "campaign/a", SITI, marker).communicate(timeout=60)[0].split() == ["21"]
    assert marker.encode() not in _files(tmp_path)
    assert b"n" * 100 not in _files(tmp_path)
    assert _said(start, "campaign/a")["fsck"] == []
