"""`mufakat backup FILE`: picture, trial restore, archive, and only then the word "verified"."""

from __future__ import annotations

import shutil
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from mufakat.config import archive, inspection, readiness, snapshot, words
from mufakat.config.words import Trouble, say, warn
from mufakat.config.words import gettext as _
from mufakat.engines.chain import note
from mufakat.ledger import actions as ledger
from mufakat.ledger import queries as record


def run(options: Namespace) -> int:
    at = timezone.now()
    target = target_of(options.file, at)
    if readiness.is_empty():
        raise words.refused(_("There is no database here yet."), _("Run `mufakat init` first."))
    refuse_full_disk(target.parent)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as scratch:
        manifest = make(target, Path(scratch), at, with_keys=options.with_keys)
    archive.examine(target)
    ledger.beat(name=readiness.BACKUP, at=at)
    tell(target, manifest, options)
    return 0


def target_of(name: str, at: datetime) -> Path:
    target = Path(name).resolve()
    if target.is_dir():
        return target / f"mufakat-{at:%Y%m%dT%H%M%SZ}.tar.gz"
    if not target.parent.is_dir():
        raise words.refused(_("The folder %s does not exist.") % target.parent, _("Make it, or name another."))
    if target.exists():
        raise words.refused(_("%s exists already and is not overwritten.") % target, _("Name another file."))
    return target


def refuse_full_disk(folder: Path) -> None:
    """A trial restore needs room as well as the archive does."""
    if connection.vendor != "sqlite":
        return
    needed = 3 * Path(connection.settings_dict["NAME"]).stat().st_size
    if shutil.disk_usage(folder).free < needed:
        raise words.refused(
            _("Not enough room in %(folder)s: about %(size)d MB are needed.")
            % {"folder": folder, "size": needed // 1_000_000 + 1},
            _("Free some space, or write the archive to another disk."),
        )


def make(target: Path, scratch: Path, at: datetime, *, with_keys: bool) -> archive.Manifest:
    picture = snapshot.take(scratch)
    try:
        found = snapshot.inspect(picture, scratch)
    except inspection.Unreadable as trouble:
        raise Trouble(_("The copy could not be examined: %s") % trouble) from trouble
    if found["troubles"]:
        raise Trouble(
            _("The copy is not sound, so no backup was written: %s") % "; ".join(found["troubles"][:5]),
            _("Run `mufakat doctor`, and keep every older backup."),
        )
    sources = {picture.name: picture, **dict(files()), **(dict(secret_keys()) if with_keys else {})}
    return archive.write(target, facts_of(found, at, with_keys=with_keys), sources)


def files() -> Iterator[tuple[str, Path]]:
    for path in sorted(settings.FILES.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield f"files/{path.relative_to(settings.FILES).as_posix()}", path


def secret_keys() -> Iterator[tuple[str, Path]]:
    for path in sorted(settings.KEYS.glob("*.key")):
        yield f"keys/{path.name}", path


def facts_of(found: inspection.Report, at: datetime, *, with_keys: bool) -> dict[str, Any]:
    logs = [{**row, **_signed(row)} for row in found["logs"]]
    return {
        "product_version": version("mufakat"),
        "created_at": at.isoformat(timespec="seconds"),
        "instance": settings.INSTANCE_NAME,
        "base_url": settings.BASE_URL,
        "database": connection.vendor,
        "schema": found["schema"],
        "with_keys": with_keys,
        "logs": logs,
    }


def _signed(row: dict[str, Any]) -> dict[str, str]:
    """What a party can later compare with the checkpoint it kept."""
    key, origin = record.signing_key(), row["origin"]
    checkpoint = note.sign_checkpoint(
        origin=origin, size=row["size"], root=bytes.fromhex(row["root"]), key_name=origin, key=key
    )
    return {"vkey": note.vkey_of(origin, key.public_key()), "checkpoint": checkpoint}


def tell(target: Path, manifest: archive.Manifest, options: Namespace) -> None:
    logs = manifest.facts["logs"]
    say(_("Backup written and verified: %s") % target)
    say(
        _("Entries of the record: %(entries)d. Logs: %(logs)d. Files: %(files)d.")
        % {"entries": sum(row["size"] for row in logs), "logs": len(logs), "files": _stored(manifest)}
    )
    if options.with_keys:
        warn(_("It contains this server's secret keys: whoever holds it can sign in as anyone. Keep it locked away."))
    else:
        warn(_("It does not contain the keys in %s: keep a copy of that folder elsewhere.") % settings.KEYS)


def _stored(manifest: archive.Manifest) -> int:
    return sum(1 for name in manifest.members if name.startswith("files/"))
