"""The short run of `make drill`: one backup under load, put back and compared."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.faults import drill
from tests.faults.databases import Postgres, Sqlite

pytestmark = pytest.mark.slow


def test_a_backup_under_load_holds_every_act_acknowledged_before_it(tmp_path: Path) -> None:
    is_postgres = os.environ.get("MUFAKAT_TEST_DB") == "postgres"
    with Postgres(tmp_path, is_victim=False) if is_postgres else Sqlite(tmp_path) as database:
        outcome = drill.run(n=1, database=database, folder=tmp_path)
    assert (outcome.backups, outcome.missing, outcome.troubles) == (1, [], [])
    assert outcome.acts > 0
