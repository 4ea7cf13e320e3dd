"""Logs, their keys and their signed heads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce

from mufakat.engines.chain import merkle, note
from mufakat.ledger.models import GUARDS, Checkpoint, Log
from mufakat.lib import keys

INSTANCE = "instance"


def origin_of(name: str) -> str:
    """The C2SP origin of a log, unique to this server; it is also a key's name, so it has no space and no plus sign."""
    server = re.sub(r"[^A-Za-z0-9.:-]+", "-", settings.INSTANCE_NAME).strip("-")
    return f"{server or 'mufakat'}/{name}"


def find_instance_log() -> Log | None:
    return Log.objects.filter(origin__regex=rf"^[^/]+/{INSTANCE}$").order_by("opened_at", "pk").first()


def instance_log() -> Log:
    """The log of this server itself: organisations, administrators, restores."""
    found = find_instance_log()
    if found is None:
        raise Log.DoesNotExist("this server's own log has not been founded; `mufakat init` does that")
    return found


def in_lock_order(logs: Iterable[UUID]) -> list[Log]:
    """Logs in the order in which an act that touches several locks them: campaigns first, the server's own last."""
    own = find_instance_log()
    return sorted(Log.objects.filter(pk__in=list(logs)), key=lambda log: (log == own, log.origin))


@cache
def _key_in(folder: Path) -> Ed25519PrivateKey:
    return keys.log_key(folder)


def signing_key() -> Ed25519PrivateKey:
    """The key that signs checkpoints, read from its file once a process."""
    return _key_in(settings.KEYS)


def vkey(log: Log) -> str:
    """The text by which a verifier knows the key of this log; its name is the log's origin, as C2SP wants it."""
    return note.vkey_of(log.origin, signing_key().public_key())


def root_of(log: Log) -> bytes:
    return merkle.Frontier(size=log.size, peaks=bytes(log.peaks)).root()


def checkpoint_now(log: Log) -> str:
    """The signed statement of the log as this row has it. Ed25519 signs the same head the same way, stored or not."""
    return note.sign_checkpoint(
        origin=log.origin, size=log.size, root=root_of(log), key_name=log.origin, key=signing_key()
    )


def checkpoints_of(log: Log) -> QuerySet[Checkpoint]:
    return Checkpoint.objects.filter(log=log).order_by("-size")


def unsealed_logs() -> QuerySet[Log]:
    """Logs that have grown since their newest checkpoint."""
    sealed = Coalesce(Max("checkpoints__size"), 0)
    return Log.objects.annotate(sealed=sealed).filter(size__gt=F("sealed")).order_by("origin")


def missing_guards() -> list[str]:
    """The triggers that should keep the record append-only and are not in the database, or are switched off."""
    wanted = set(GUARDS)
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted |= {f"ledger_{table}_whole" for table in ("log", "entry", "node", "opening", "checkpoint")}
        sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return sorted(wanted - {name for (name,) in cursor.fetchall()})
