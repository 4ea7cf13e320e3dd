"""What must be in place before this server may answer: schema, durable settings, cache table, own log, static files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from mufakat.config import durability, words
from mufakat.config.words import gettext as _
from mufakat.ledger import actions as ledger

SERVE_LOCK = "serve.lock"
WORKER_LOCK = "worker.lock"
# Pulses: when the worker last lived, and when a backup was last verified.
HEARTBEAT = "worker"
BACKUP = "backup"


def pending_migrations() -> list[str]:
    """Names of schema steps that this version knows and the database has not taken."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _backwards in plan]


def unknown_migrations() -> list[str]:
    """Schema steps that the database has taken and this version does not know: it belongs to a newer one."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations)
    ours = {app for app, _name in known}
    return sorted(
        f"{app}.{name}" for app, name in loader.applied_migrations if app in ours and (app, name) not in known
    )


def is_empty() -> bool:
    return not connection.introspection.table_names()


def migrate() -> None:
    if pending_migrations():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def refuse_unsafe() -> None:
    """Stop when the database could lose what it acknowledges."""
    for trouble in durability.troubles():
        raise words.refused(trouble.what, trouble.mend)
    for trouble in durability.open_keys(settings.KEYS):
        raise words.refused(trouble.what, trouble.mend)


def refuse_unready(*, may_migrate: bool) -> None:
    """Stop at an empty, newer or older database; bring an older one forward when that was asked for."""
    if newer := unknown_migrations():
        raise words.refused(
            _("The database belongs to a newer version of Mufakat (%s).") % ", ".join(newer[:3]),
            _("Install that version, or restore a backup made by this one."),
        )
    if is_empty() and not may_migrate:
        raise words.refused(_("There is no database here yet."), _("Run `mufakat init` first."))
    if (pending := pending_migrations()) and not may_migrate:
        raise words.refused(
            _("The database is older than this version: %s not applied.") % ", ".join(pending[:3]),
            _("Make a backup, then run `mufakat serve --migrate`."),
        )


def found(*, at: datetime) -> None:
    """The cache table and the server's own log exist from here on."""
    call_command("createcachetable", verbosity=0)
    ledger.found_instance_log(at=at)


def collect_static() -> bool:
    """Bring the static files up to date; answers whether there was anything to do."""
    stamp = Path(settings.STATIC_ROOT) / ".mufakat"
    wanted = _static_stamp()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    draft = stamp.with_suffix(f".{os.getpid()}")
    draft.write_text(wanted, encoding="utf-8")
    draft.replace(stamp)
    return True


def _static_stamp() -> str:
    seen = hashlib.sha256(version("mufakat").encode())
    for line in sorted(_static_files()):
        seen.update(line.encode())
    return seen.hexdigest()


def _static_files() -> Iterator[str]:
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            size = path.stat()
            yield f"{name} {size.st_size} {size.st_mtime_ns}\n"
