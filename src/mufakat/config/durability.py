"""Is what the database acknowledges really kept? Read back from a live connection, never believed from the settings."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

_held: list[sqlite3.Connection] = []
SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "glusterfs", "ceph"}
)


@dataclass(frozen=True, slots=True)
class Unsafe:
    """Something that could lose or betray what was acknowledged."""

    code: str
    what: str
    mend: str


def _asked(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None


def troubles() -> list[Unsafe]:
    return _sqlite() if connection.vendor == "sqlite" else _postgres()


def _sqlite() -> list[Unsafe]:
    found = []
    journal, synchronous = str(_asked("PRAGMA journal_mode")), int(_asked("PRAGMA synchronous"))
    in_memory = journal == "memory"  # only tests
    if journal != "wal" and not in_memory:
        found.append(
            Unsafe(
                "sqlite.journal",
                _("SQLite writes with journal_mode=%s, not WAL.") % journal,
                _("The folder's file system may not allow shared memory: move the data folder to a local disk."),
            )
        )
    if synchronous < 2:
        found.append(
            Unsafe(
                "sqlite.synchronous",
                _("SQLite runs with synchronous=%s: a power cut would lose acknowledged acts.")
                % SYNCHRONOUS[synchronous],
                _("Remove whatever sets PRAGMA synchronous; Mufakat sets FULL."),
            )
        )
    if not int(_asked("PRAGMA foreign_keys")):
        found.append(
            Unsafe(
                "sqlite.foreign_keys", _("SQLite does not enforce foreign keys."), _("Use a SQLite built with them.")
            )
        )
    return found + _network_disk(Path(settings.DATABASES["default"]["NAME"]).parent)


def _network_disk(folder: Path) -> list[Unsafe]:
    kind = file_system_of(folder)
    if kind not in _NETWORK_FILE_SYSTEMS:
        return []
    return [
        Unsafe(
            "sqlite.network",
            _("The database lies on a network file system (%s), where SQLite's locks do not hold.") % kind,
            _("Move the data folder to a local disk, or use PostgreSQL."),
        )
    ]


def file_system_of(folder: Path) -> str:
    """The kind of file system as Linux names it; empty where that cannot be read."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    mounts = [(parts[1], parts[2]) for parts in (line.split() for line in lines) if len(parts) > 2]
    target = str(folder.resolve())
    under = [m for m in mounts if target == m[0] or target.startswith(m[0].rstrip("/") + "/")]
    return max(under, key=lambda m: len(m[0]))[1] if under else ""


def keep_open() -> None:
    """Hold SQLite's write-ahead log open for the life of this process.

    Every request has a connection of its own. Whenever the last one closes, SQLite writes the log back, removes it and has
    to make it anew, which costs time and, on a full disk, makes even reading fail.
    """
    if connection.vendor != "sqlite" or _held:
        return
    held = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None, check_same_thread=False)
    held.execute("SELECT count(*) FROM sqlite_master").fetchone()
    _held.append(held)


def _postgres() -> list[Unsafe]:
    found = [
        Unsafe(
            f"postgres.{name}",
            _("PostgreSQL runs with %s=off: a power cut would lose or damage data.") % name,
            _("Set %s = on in postgresql.conf and restart PostgreSQL.") % name,
        )
        for name in ("fsync", "full_page_writes")
        if _asked(f"SHOW {name}") != "on"
    ]
    if _asked("SHOW synchronous_commit") == "off":
        found.append(
            Unsafe(
                "postgres.synchronous_commit",
                _("PostgreSQL runs with synchronous_commit=off: a power cut would lose acknowledged acts."),
                _("Set synchronous_commit = on for this database and its user."),
            )
        )
    if _asked("SHOW server_encoding") != "UTF8":
        found.append(
            Unsafe(
                "postgres.encoding",
                _("The PostgreSQL database is not encoded in UTF-8."),
                _("Create it with ENCODING 'UTF8' and restore a backup into it."),
            )
        )
    return found


def open_keys(folder: Path) -> list[Unsafe]:
    """Key files that someone besides their owner can read."""
    loose = [p for p in sorted(folder.glob("*.key")) if stat.S_IMODE(p.stat().st_mode) & 0o077]
    return [
        Unsafe(
            "keys.mode",
            _("The key %s can be read by others on this machine.") % path.name,
            _("Run: chmod 600 %s") % path,
        )
        for path in loose
    ]
