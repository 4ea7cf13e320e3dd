"""A database looked at whole: is it sound, which schema has it, what do its records say of themselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from mufakat.config import readiness
from mufakat.ledger import queries as record
from mufakat.ledger.models import Log

Report = dict[str, Any]


def schema() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def report() -> Report:
    """What `mufakat inspect` prints."""
    unknown, pending = readiness.unknown_migrations(), readiness.pending_migrations()
    found: Report = {"schema": schema(), "unknown": unknown, "pending": pending, "troubles": _damage(), "logs": []}
    if pending or unknown:
        return found
    found["troubles"] += [f"guard missing: {name}" for name in record.missing_guards()]
    for log in Log.objects.order_by("origin"):
        found["logs"].append(
            {"id": str(log.pk), "origin": log.origin, "size": log.size, "root": record.root_of(log).hex()}
        )
        found["troubles"] += [f"{log.origin}: {trouble}" for trouble in record.fsck(log)]
    return found


def _damage() -> list[str]:
    """What the database itself finds broken. PostgreSQL finds out while it reads, so there every row has been read."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        broken = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return broken + [f"{table}: a row refers to nothing" for table, *_rest in cursor.fetchmany(20)]


class Unreadable(Exception):
    """The other database could not be inspected; `str()` is what it said."""


def of_another(
    database_url: str,
    folder: Path,
    *,
    migrate: bool = False,
    adopt: Mapping[str, Any] | None = None,
    keys: Path | None = None,
) -> Report:
    """The report on another database, made by a process of its own; with `adopt`, a restore is finished there.

    `keys` are those its record was signed with, when they are not this server's.
    """
    command = [sys.executable, "-m", "mufakat.config", "inspect"]
    if migrate:
        command.append("--migrate")
    if adopt is not None:
        command += ["--adopt", json.dumps(dict(adopt))]
    done = subprocess.run(  # noqa: S603 - our own program, with arguments we made
        command,
        env=_elsewhere(database_url, folder, keys or settings.KEYS),
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    if done.returncode != 0:
        raise Unreadable(done.stderr.strip()[-500:] or f"exit code {done.returncode}")
    found: Report = json.loads(done.stdout)
    return found


def _elsewhere(database_url: str, folder: Path, keys: Path) -> dict[str, str]:
    """This server's own settings, pointed at another database and at a folder where nothing is lost."""
    return {
        **os.environ,
        "MUFAKAT_DATABASE_URL": database_url,
        "MUFAKAT_DATABASE_POOL": "false",
        "MUFAKAT_DATA": str(folder),
        "MUFAKAT_KEYS": str(keys),
        "MUFAKAT_SECRET_KEY": settings.SECRET_KEY,
        "MUFAKAT_LOG_LEVEL": "ERROR",
    }
