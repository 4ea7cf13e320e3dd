"""`mufakat serve` as a process: what it refuses, how it starts, how it stops."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import threading
import time
from pathlib import Path
from uuid import uuid4

import psutil
from tests.config.conftest import Model, once
from tests.faults.site import Client, Gone, Site

Family = dict[str, list[psutil.Process]]


def family_of(site: Site) -> Family:
    """The processes of a server by what they do: web's own children are the ones that answer."""
    found = sorted(psutil.Process(site.group).children(), key=lambda p: p.pid)
    return {"web": found[:1], "answering": found[0].children() if found else [], "worker": found[1:]}


def wait_for(condition: object, within: float = 60) -> None:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("it did not come")


def status(site: Site, path: str) -> int:
    client = Client(site.port)
    try:
        return client.ask("GET", path)[0]
    finally:
        client.close()


def test_serve_answers_and_stops_politely(filled: Site) -> None:
    filled.start()
    wait_for(lambda: status(filled, "/readyz") == 200)
    assert [status(filled, path) for path in ("/healthz", "/", "/static/nothing.css")] == [200, 200, 404]
    everyone = [psutil.Process(filled.group), *psutil.Process(filled.group).children(recursive=True)]
    assert {os.getpgid(p.pid) for p in everyone} == {filled.group}
    assert filled.stop() == 0
    assert [p for p in everyone if p.is_running() and p.status() != psutil.STATUS_ZOMBIE] == []


@once
def test_serve_refuses_an_empty_server(site: Site) -> None:
    assert "Run `mufakat init` first." in site.command("serve", "--port", str(site.port), code=3)


@once
def test_serve_refuses_a_port_in_use(filled: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", filled.port))
        taken.listen()
        said = filled.command("serve", "--port", str(filled.port), code=3)
    assert f"Port {filled.port} on 127.0.0.1 cannot be used: Address already in use." in said


@once
def test_serve_refuses_a_second_one_on_the_same_data(filled: Site) -> None:
    filled.start()
    assert "Another `mufakat serve` runs on this data folder" in filled.command("serve", "--port", "1", code=3)
    assert filled.stop() == 0


@once
def test_serve_refuses_a_database_of_another_version(filled: Site) -> None:
    database = filled.folder / "mufakat.sqlite3"
    with sqlite3.connect(database, isolation_level=None) as plain:
        plain.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', '2026-01-01')"
        )
    said = filled.command("serve", "--port", str(filled.port), code=3)
    assert "belongs to a newer version of Mufakat (people.9999_later)" in said
    with sqlite3.connect(database, isolation_level=None) as plain:
        plain.execute("DELETE FROM django_migrations WHERE name IN ('9999_later') OR app = 'usersessions'")
        plain.execute("DROP TABLE usersessions_usersession")
    plain.close()
    said = filled.command("serve", "--port", str(filled.port), code=3)
    assert "The database is older than this version: usersessions.0001_initial not applied." in said
    assert "run `mufakat serve --migrate`" in said


@once
def test_serve_refuses_keys_that_others_can_read(filled: Site) -> None:
    (filled.folder / "keys" / "log.key").chmod(0o644)
    said = filled.command("serve", "--port", str(filled.port), code=3)
    assert "The key log.key can be read by others" in said
    assert "chmod 600" in said


@once
def test_serve_refuses_to_be_a_demonstration_of_real_data(filled: Site) -> None:
    filled.environment["MUFAKAT_DEMO"] = "true"
    said = filled.command("serve", "--port", str(filled.port), code=3)
    assert "MUFAKAT_DEMO is set, but this data folder is not a demonstration." in said


@once
def test_serve_finishes_the_request_at_hand_when_stopped(filled: Site, model: Model) -> None:
    filled.start()
    client = Client(filled.port)
    client.enter(model.link)
    client.ask("GET", "/organisasi/baru/")
    answers: list[int] = []
    with sqlite3.connect(filled.folder / "mufakat.sqlite3", isolation_level=None) as plain:
        plain.execute("BEGIN IMMEDIATE")
        asking = threading.Thread(target=lambda: answers.append(client.propose(uuid4())))
        asking.start()
        time.sleep(0.5)
        os.kill(filled.group, signal.SIGTERM)
        time.sleep(0.5)
        assert answers == []
        plain.execute("COMMIT")
    plain.close()
    asking.join(timeout=20)
    client.close()
    assert answers == [302]
    assert filled._wait() == 0
    filled.group = 0


def test_serve_starts_a_killed_worker_and_a_killed_answering_process_again(filled: Site) -> None:
    filled.start()
    before = family_of(filled)
    before["worker"][0].kill()
    before["answering"][0].kill()
    wait_for(lambda: _is_renewed(before, family_of(filled)))
    wait_for(lambda: _answers(filled))
    after = family_of(filled)
    assert after["worker"] != before["worker"]
    assert after["answering"] != before["answering"]
    assert filled.stop() == 0
    assert '"then": "started again"' in filled.said()


def _is_renewed(before: Family, now: Family) -> bool:
    return all(now.values()) and not {p.pid for n in ("worker", "answering") for p in before[n]} & {
        p.pid for found in now.values() for p in found
    }


def _answers(site: Site) -> bool:
    try:
        return status(site, "/healthz") == 200
    except Gone:
        return False


@once
def test_nothing_of_it_remains_when_serve_is_killed(filled: Site) -> None:
    filled.start()
    children = psutil.Process(filled.group).children(recursive=True)
    assert len(children) == 3
    os.kill(filled.group, signal.SIGKILL)
    filled._wait()
    filled.group = 0
    _gone, alive = psutil.wait_procs(children, timeout=15)
    assert alive == []


@once
def test_serve_logs_one_json_object_a_line_and_no_secret_address(filled: Site, model: Model) -> None:
    import json

    filled.environment["MUFAKAT_LOG_LEVEL"] = "DEBUG"
    filled.start()
    assert status(filled, "/masuk/sangat-rahasia/") == 404
    assert filled.stop() == 0
    lines = [line for line in Path(filled.log.name).read_text().splitlines() if line.startswith("{")]
    events = [json.loads(line) for line in lines]
    assert {"child.started", "worker.started", "stopping"} <= {e["event"] for e in events}
    assert "sangat-rahasia" not in filled.said()
