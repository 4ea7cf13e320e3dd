"""A picture of the database taken while others write, and the proof that it can be put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from mufakat.config import inspection, postgres


def take(folder: Path) -> Path:
    """Write a consistent picture of the database into `folder`; answers the file."""
    if connection.vendor != "sqlite":
        target = folder / "database.dump"
        postgres.dump(target)
        return target
    target = folder / "database.sqlite3"
    with connection.cursor() as cursor:
        # Leaves out freed pages, so what was erased is not carried along; writers go on meanwhile.
        cursor.execute("VACUUM INTO %s", [str(target)])
    return target


def inspect(
    picture: Path,
    folder: Path,
    *,
    migrate: bool = False,
    adopt: Mapping[str, Any] | None = None,
    keys: Path | None = None,
) -> inspection.Report:
    """Put the picture back in a throw-away place and look at it whole.

    A SQLite picture is that place itself; with `adopt`, it is afterwards the finished database of the restore.
    """
    if picture.suffix == ".sqlite3":
        found = inspection.of_another(f"sqlite:///{picture}", folder, migrate=migrate, adopt=adopt, keys=keys)
        leave_alone(picture)
        return found
    with postgres.tried_out(picture) as address:
        return inspection.of_another(address, folder, migrate=migrate, keys=keys)


def leave_alone(database: Path) -> None:
    """Make a SQLite database one single file again: no write-ahead log that another database could mistake for its own."""
    with sqlite3.connect(database, timeout=20, isolation_level=None) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        mode = plain.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    plain.close()
    if mode != "delete":
        raise sqlite3.OperationalError(f"{database.name} is in use")
