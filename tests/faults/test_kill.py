"""The short run of `make kill`: a few kills in every test run, a thousand by command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.faults import kill
from tests.faults.databases import Postgres, Sqlite

pytestmark = pytest.mark.slow
ON_POSTGRES = os.environ.get("MUFAKAT_TEST_DB") == "postgres"


@pytest.mark.skipif(ON_POSTGRES, reason="SQLite dies with its server")
def test_no_acknowledged_act_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    outcome = kill.run(n=5, database=Sqlite(tmp_path), folder=tmp_path)
    assert (outcome.kills, outcome.lost, outcome.halves, outcome.troubles) == (5, [], [], [])
    assert set(outcome.statuses) <= {302, 503}
    assert outcome.acknowledged >= 5


@pytest.mark.skipif(not ON_POSTGRES, reason="needs a PostgreSQL to kill")
def test_no_acknowledged_act_is_lost_when_postgresql_is_killed(tmp_path: Path) -> None:
    with Postgres(tmp_path, is_victim=True) as database:
        outcome = kill.run(n=2, database=database, folder=tmp_path)
    assert (outcome.kills, outcome.lost, outcome.halves, outcome.troubles) == (2, [], [], [])
    assert set(outcome.statuses) <= {302, 503}
    assert outcome.acknowledged >= 2
