"""What the database is asked before anything is trusted to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from tests.config.conftest import ON_POSTGRES, once
from tests.faults.site import Site

from mufakat.config import checks, durability

pytestmark = pytest.mark.django_db


def test_troubles_finds_none_as_shipped() -> None:
    assert durability.troubles() == []
    assert [m for m in run_checks(databases=["default"]) if m.is_serious()] == []


@once
@pytest.mark.parametrize(
    ("pragma", "code", "words"),
    [
        ("synchronous=NORMAL", "sqlite.synchronous", "SQLite berjalan dengan synchronous=NORMAL"),
        ("synchronous=OFF", "sqlite.synchronous", "SQLite berjalan dengan synchronous=OFF"),
        ("foreign_keys=OFF", "sqlite.foreign_keys", "SQLite tidak menegakkan kunci tamu."),
        ("journal_mode=DELETE", "sqlite.journal", "journal_mode=delete"),
    ],
)
def test_troubles_reads_the_pragmas_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pragma: str, code: str, words: str
) -> None:
    plain = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)
    for statement in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", pragma):
        plain.execute(f"PRAGMA {statement}")
    monkeypatch.setattr(durability, "_asked", lambda statement: plain.execute(statement).fetchone()[0])
    found = durability.troubles()
    assert [t.code for t in found] == [code]
    assert words in found[0].what
    assert found[0].mend
    plain.close()


@pytest.mark.skipif(not ON_POSTGRES, reason="settings of PostgreSQL")
def test_troubles_asks_postgresql_what_is_in_force() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert [t.code for t in durability.troubles()] == ["postgres.synchronous_commit"]


@once
def test_a_network_file_system_is_refused_for_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durability, "file_system_of", lambda _folder: "nfs4")
    assert [t.code for t in durability.troubles()] == ["sqlite.network"]


def test_file_system_of_takes_the_nearest_mount() -> None:
    assert durability.file_system_of(Path("/proc/self")) == "proc"
    assert durability.file_system_of(Path("/")) != ""


def test_open_keys_finds_those_that_others_can_read(tmp_path: Path) -> None:
    for name, mode in (("log.key", 0o600), ("secret.key", 0o640)):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(mode)
    assert [t.what for t in durability.open_keys(tmp_path)] == [
        "Kunci secret.key dapat dibaca pengguna lain di mesin ini."
    ]
    assert durability.open_keys(tmp_path / "none") == []


def test_checks_refuse_a_demonstration_of_real_data(settings: Any) -> None:
    assert checks.a_demonstration_is_only_a_demonstration() == []
    settings.TESTING = False
    assert [m.id for m in checks.a_demonstration_is_only_a_demonstration()] == ["mufakat.demo"]
    settings.DEMO = False
    assert checks.a_demonstration_is_only_a_demonstration() == []


@once
def test_a_server_that_would_lose_acts_does_not_start(filled: Site) -> None:
    """The settings set FULL; whoever overrules them is found out by reading back."""
    address = f"sqlite:///{filled.folder / 'mufakat.sqlite3'}"
    code = (
        "import os, sys\n"
        "from mufakat.config import settings\n"
        "options = settings.DATABASES['default']['OPTIONS']\n"
        "options['init_command'] = options['init_command'].replace('synchronous=FULL', 'synchronous=NORMAL')\n"
        "from mufakat.config.command import main\n"
        "sys.exit(main(['serve', '--port', os.environ['PORT']]))\n"
    )
    import subprocess
    import sys

    environment = {**filled.environment, "MUFAKAT_DATABASE_URL": address, "PORT": str(filled.port)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "SQLite runs with synchronous=NORMAL: a power cut would lose acknowledged acts." in done.stderr
