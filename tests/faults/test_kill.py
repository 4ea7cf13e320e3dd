"""The short run of `make kill`: a few kills in every test run, a thousand by command."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from uuid import UUID

import pytest
from tests.faults import kill
from tests.faults.databases import Postgres, Sqlite
from tests.faults.site import Site

pytestmark = pytest.mark.slow
ON_POSTGRES = os.environ.get("MUFAKAT_TEST_DB") == "postgres"


@pytest.mark.skipif(ON_POSTGRES, reason="SQLite dies with its server")
def test_no_acknowledged_act_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    outcome = kill.run(n=5, database=Sqlite(tmp_path), folder=tmp_path)
    assert (outcome.kills, outcome.lost, outcome.halves, outcome.troubles) == (5, [], [], [])
    assert set(outcome.statuses) <= {302, 503}
    assert outcome.acknowledged >= 5
    _notices_what_it_looks_for(tmp_path)


def _notices_what_it_looks_for(folder: Path) -> None:
    """A lost act, half an act and a changed record, made by hand: the same eyes that found nothing see each of them."""
    database = Sqlite(folder)
    (number,) = database._ask("SELECT id FROM people_organisation LIMIT 1")[0]
    assert database.recorded([UUID(number)]) == {UUID(number)}
    with sqlite3.connect(database.path, isolation_level=None) as plain:
        plain.execute("DELETE FROM people_organisation WHERE id = ?", (number,))
        plain.execute("DROP TRIGGER ledger_entry_fixed")
        plain.execute("UPDATE ledger_entry SET verb = 'organisation.verified' WHERE seq = 2")
    plain.close()
    assert database.recorded([UUID(number)]) == set()
    assert len(database.halves()) >= 1
    site = Site(folder / "server")
    try:
        assert [t for t in kill.unsound(site) if "instance" in t]
    finally:
        site.close()


@pytest.mark.skipif(not ON_POSTGRES, reason="needs a PostgreSQL to kill")
def test_no_acknowledged_act_is_lost_when_postgresql_is_killed(tmp_path: Path) -> None:
    with Postgres(tmp_path, is_victim=True) as database:
        outcome = kill.run(n=2, database=database, folder=tmp_path)
    assert (outcome.kills, outcome.lost, outcome.halves, outcome.troubles) == (2, [], [], [])
    assert set(outcome.statuses) <= {302, 503}
    assert outcome.acknowledged >= 2
