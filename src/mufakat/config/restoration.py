"""Putting a backup back so that a kill at any moment leaves the old data or the new, never a mixture.

Files are only ever added (their names are never reused), keys only to a server that has no data yet; the database is
replaced in one step that is atomic by itself: a rename for SQLite, one transaction for PostgreSQL.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from mufakat.config import actions, archive, inspection, postgres, readiness, snapshot, words
from mufakat.config.words import gettext as _
from mufakat.engines.chain import note
from mufakat.ledger import queries as record
from mufakat.ledger.models import Pulse

FACTS = "restore.json"
# Becomes true together with the new data, so that a process that dies right after cannot leave it unsaid.
_ENDING = (
    "DELETE FROM django_session;"
    " INSERT INTO ledger_pulse (name, at) VALUES ('restore.unfinished', now())"
    " ON CONFLICT (name) DO UPDATE SET at = now();"
)


def examine(picture: Path, folder: Path, manifest: archive.Manifest, facts: Mapping[str, Any]) -> None:
    """Stop unless the picture is sound and is the one whose record the manifest describes."""
    keys = folder / "keys" if (folder / "keys").exists() else None
    try:
        found = snapshot.inspect(picture, folder, migrate=True, adopt=facts, keys=keys)
    except inspection.Unreadable as trouble:
        raise words.refused(_("The database in the backup cannot be used: %s") % trouble) from trouble
    strangers = set() if keys else _signed_by_another(manifest)
    if troubles := [t for t in found["troubles"] if not _is_only_a_lost_key(t, strangers)]:
        raise words.refused(_("The database in the backup is not sound: %s") % "; ".join(troubles[:5]))
    heads = {(row["origin"], row["size"], row["root"]) for row in found["logs"]}
    told = {(row["origin"], row["size"], row["root"]) for row in manifest.facts["logs"]}
    if heads != told:
        raise words.refused(_("The record in the backup is not the one that its manifest describes."))


def _signed_by_another(manifest: archive.Manifest) -> set[str]:
    """Logs in the backup whose key is not this server's: their seals cannot be checked here, and are no damage."""
    ours = record.signing_key().public_key()
    return {row["origin"] for row in manifest.facts["logs"] if note.vkey_of(row["origin"], ours) != row["vkey"]}


def _is_only_a_lost_key(trouble: str, strangers: set[str]) -> bool:
    return ": not signed by " in trouble and trouble.partition(": checkpoint at ")[0] in strangers


def place_keys(folder: Path) -> list[str]:
    """For a server without data: its keys are the backup's from now on."""
    placed = []
    for source in sorted((folder / "keys").glob("*.key")):
        settings.KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
        _place(source, settings.KEYS / source.name)
        placed.append(source.name)
    return placed


def brings_other_keys(folder: Path) -> bool:
    """Whether the archive has keys that are not this server's own."""
    own = {p.name: p.read_bytes() for p in settings.KEYS.glob("*.key")}
    return any(own.get(p.name) != p.read_bytes() for p in (folder / "keys").glob("*.key"))


def place_files(folder: Path) -> int:
    """Add what is not there; refuse where a name already holds something else."""
    sources = [p for p in sorted((folder / "files").rglob("*")) if p.is_file()]
    places = [(source, settings.FILES / source.relative_to(folder / "files")) for source in sources]
    for source, target in places:
        if target.exists() and archive.digest_of(source) != archive.digest_of(target):
            raise words.refused(
                _("%s here differs from the one in the backup.") % target, _("Move it elsewhere, then restore again.")
            )
    missing = [(source, target) for source, target in places if not target.exists()]
    for source, target in missing:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _place(source, target)
    return len(missing)


def _place(source: Path, target: Path) -> None:
    """Appear whole or not at all, also across file systems."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(source, draft)
    draft.chmod(0o600)
    with draft.open("rb") as stream:
        os.fsync(stream.fileno())
    draft.replace(target)
    archive.sync_folder(target.parent)


def replace_sqlite(picture: Path, at: datetime, *, is_fresh: bool) -> Path | None:
    """The new database was finished where nobody sees it; it takes the name of the old. Answers where the old is kept."""
    with picture.open("rb") as stream:
        os.fsync(stream.fileno())
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    kept = None if is_fresh else _kept_aside(target, at)
    if is_fresh:  # merely asking made an empty file
        for ending in ("", "-wal", "-shm"):
            target.with_name(target.name + ending).unlink(missing_ok=True)
    picture.replace(target)
    archive.sync_folder(target.parent)
    return kept


def _kept_aside(target: Path, at: datetime) -> Path:
    """A second name for the old database, and nothing left of its write-ahead log."""
    kept = target.with_name(f"before-restore-{at:%Y%m%dT%H%M%SZ}.sqlite3")
    try:
        snapshot.leave_alone(target)
    except sqlite3.OperationalError as trouble:
        raise words.refused(
            _("The database is in use (%s).") % trouble, _("Stop every process that uses it, then restore again.")
        ) from trouble
    except sqlite3.DatabaseError:
        _set_log_aside(target, kept)
    os.link(target, kept)
    return kept


def _set_log_aside(target: Path, kept: Path) -> None:
    """A broken database cannot take in its own write-ahead log: both are kept as they are."""
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            target.with_name(target.name + ending).replace(kept.with_name(kept.name + ending))


def refuse_company() -> None:
    """Nobody else may use the database while it is exchanged; SQLite tells by itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        others = cursor.fetchone()[0]
    if others:
        raise words.refused(
            _("%d other connections use the database.") % others,
            _("Stop every process that uses it, then restore again."),
        )


def replace_postgres(picture: Path, facts: Mapping[str, Any], at: datetime, *, is_fresh: bool) -> Path | None:
    """As above; the old data goes into a dump first, unless there is none or it can no longer be read."""
    refuse_company()
    kept = None if is_fresh else settings.DATA / f"before-restore-{at:%Y%m%dT%H%M%SZ}.dump"
    if kept:
        try:
            postgres.dump(kept)
        except words.Trouble as trouble:
            words.warn(str(trouble))
            kept = None
    (settings.DATA / FACTS).write_text(json.dumps(dict(facts)), encoding="utf-8")
    connection.close()
    postgres.restore(picture, ending=_ENDING)
    readiness.migrate()
    finish_interrupted(at=at)
    return kept


def finish_interrupted(*, at: datetime) -> bool:
    """Complete a restore whose process died after the data had changed; answers whether there was one."""
    if not Pulse.objects.filter(name=actions.UNFINISHED).exists():
        return False
    path = settings.DATA / FACTS
    actions.finish_restore(facts=json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}, at=at)
    path.unlink(missing_ok=True)
    return True


def swap(picture: Path, facts: Mapping[str, Any], *, is_fresh: bool) -> Path | None:
    """Answers where the old data is kept."""
    at = timezone.now()
    if connection.vendor == "sqlite":
        return replace_sqlite(picture, at, is_fresh=is_fresh)
    return replace_postgres(picture, facts, at, is_fresh=is_fresh)
