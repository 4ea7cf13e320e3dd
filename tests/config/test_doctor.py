"""`mufakat doctor` and `/readyz`: what is wrong, and how to mend it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.config.conftest import once
from tests.faults.site import Site

from mufakat.config import actions, health, probes, readiness
from mufakat.config.probes import BAD, FINE, ODD, Finding
from mufakat.ledger import actions as ledger
from mufakat.ledger import queries as record
from mufakat.ledger.models import Cursor


def states(findings: Any) -> list[str]:
    return [f.state for f in findings]


# --- the command -----------------------------------------------------------------------------------------------------
def test_doctor_finds_nothing_bad_on_a_new_server(filled: Site) -> None:
    told = json.loads(filled.command("doctor", "--json"))
    assert told["healthy"] is True
    assert [f for f in told["findings"] if f["state"] == BAD] == []
    assert {"durability", "guards", "worker", "backup"} <= {f["probe"] for f in told["findings"]}


@once
def test_doctor_tells_each_trouble_and_how_to_mend_it(filled: Site) -> None:
    with sqlite3.connect(filled.folder / "mufakat.sqlite3", isolation_level=None) as plain:
        plain.execute("DROP TRIGGER ledger_entry_fixed")
    plain.close()
    (filled.folder / "keys" / "log.key").chmod(0o640)
    filled.environment |= {"MUFAKAT_BASE_URL": "http://kota.example", "MUFAKAT_HOST": "x"}
    said = filled.command("doctor", code=1)
    assert "[BAD] The database no longer guards the record: ledger_entry_fixed missing." in said
    assert "[BAD] The key log.key can be read by others" in said
    assert "[BAD] People reach this server over http" in said
    assert "[note] MUFAKAT_HOST is set, but it is not a setting." in said
    assert "What to do: Did you mean MUFAKAT_HOSTS?" in said
    assert said.rstrip().endswith("3 things must be mended.")


@once
def test_doctor_has_an_answer_without_a_database(site: Site) -> None:
    assert "[BAD] The database is empty." in site.command("doctor", code=1)
    (site.folder / "mufakat.sqlite3").write_bytes(b"not a database" * 100)
    assert "[BAD] The database does not answer: file is not a database" in site.command("doctor", code=1)


# --- the probes ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(("ago", "state"), [(None, ODD), (10, FINE), (119, FINE), (121, BAD)])
def test_worker_beats_tells_a_worker_that_is_gone(ago: int | None, state: str) -> None:
    if ago is not None:
        ledger.beat(name=readiness.HEARTBEAT, at=make.NOW - timedelta(seconds=ago))
    assert states(probes.worker_beats(make.NOW)) == [state]


@pytest.mark.django_db
def test_backups_tells_an_old_one() -> None:
    assert states(probes.backups(make.NOW)) == [ODD]
    ledger.beat(name=readiness.BACKUP, at=make.NOW - timedelta(days=1))
    assert states(probes.backups(make.NOW)) == [FINE]
    assert states(probes.backups(make.NOW + timedelta(days=2))) == [ODD]


@pytest.mark.django_db
def test_consumers_tells_who_is_late_and_why() -> None:
    log = make.campaign().log
    Cursor.objects.create(consumer="tests", log=log, seq=0, failures=3, trouble="entry 1: ValueError: no")
    assert states(probes.consumers(make.NOW + timedelta(minutes=9))) == [FINE]
    late = list(probes.consumers(make.NOW + timedelta(minutes=11)))
    assert states(late) == [BAD]
    assert "tests" in late[0].says
    assert "ValueError: no" in late[0].says


@pytest.mark.django_db
def test_record_check_tells_what_the_nightly_check_found() -> None:
    log = record.instance_log()
    Cursor.objects.create(consumer=record.CHECK, log=log, seq=0, failures=1, trouble="entry 1: leaf differs")
    assert states(probes.record_check(make.NOW)) == [BAD]


@pytest.mark.django_db
def test_clock_tells_a_clock_behind_the_record() -> None:
    make.campaign()
    assert states(probes.clock(make.NOW)) == [FINE]
    assert states(probes.clock(make.NOW - timedelta(minutes=2))) == [BAD]


@pytest.mark.django_db
def test_restores_tells_until_it_is_acknowledged() -> None:
    assert list(probes.restores(make.NOW)) == []
    ledger.beat(name=actions.UNSEEN, at=make.NOW)
    assert states(probes.restores(make.NOW)) == [ODD]
    ledger.beat(name=actions.UNFINISHED, at=make.NOW)
    assert states(probes.restores(make.NOW)) == [BAD]


@pytest.mark.django_db
def test_database_leaves_nothing_behind() -> None:
    assert states(probes.database(make.NOW)) in ([FINE], [ODD])
    assert record.pulse_of("probe") is None


@pytest.mark.parametrize(
    ("total", "free", "state"), [(100e9, 50e9, FINE), (100e9, 9e9, ODD), (100e9, 0.9e9, BAD), (5e9, 0.9e9, BAD)]
)
def test_disk_space_tells_when_it_runs_out(
    monkeypatch: pytest.MonkeyPatch, total: float, free: float, state: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(total=total, free=free))
    assert states(probes.disk_space(make.NOW)) == [state]


@pytest.mark.parametrize(
    ("base", "hosts", "proxy", "state"),
    [
        ("http://localhost:8000", ["localhost"], False, FINE),
        ("http://kota.example", ["kota.example"], False, BAD),
        ("https://kota.example", ["kota.example"], False, ODD),
        ("https://kota.example", ["kota.example"], True, FINE),
        ("https://kota.example", ["localhost"], True, BAD),
    ],
)
def test_addresses_tells_what_does_not_fit(settings: Any, base: str, hosts: list[str], proxy: bool, state: str) -> None:
    settings.BASE_URL, settings.ALLOWED_HOSTS = base, hosts
    if proxy:
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert states(probes.addresses(make.NOW)) == [state]


# --- the addresses ---------------------------------------------------------------------------------------------------
@pytest.fixture
def fresh_look() -> None:
    health._last.at = -health.FRESH_SECONDS


def _full(at: datetime) -> Iterator[Finding]:
    yield Finding("disk", BAD, "full to the brim")


@pytest.mark.django_db
@pytest.mark.usefixtures("fresh_look")
def test_readyz_tells_strangers_nothing_but_yes_or_no(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")
    monkeypatch.setattr(health, "READINESS", (_full,))
    health._last.at = -health.FRESH_SECONDS
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.django_db
@pytest.mark.usefixtures("fresh_look")
def test_readyz_tells_administrators_why(client: Client) -> None:
    client.force_login(make.person())
    assert client.get("/readyz").content == b"ready\n"
    client.force_login(make.person(is_administrator=True))
    told = client.get("/readyz").json()
    assert told["ready"] is True
    assert {f["probe"] for f in told["findings"]} >= {"database", "schema", "disk", "durability", "worker", "consumers"}


@pytest.mark.django_db
@pytest.mark.usefixtures("fresh_look")
def test_readyz_looks_at_most_every_two_seconds(client: Client, django_assert_num_queries: Any) -> None:
    client.get("/readyz")
    with django_assert_num_queries(0):
        client.get("/readyz")


def test_healthz_asks_nothing_of_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
