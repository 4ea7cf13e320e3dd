"""Questions to the record: heads, proofs, pages of entries, what a consumer has still to read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from mufakat.ledger.models import Entry, Log
from mufakat.lib import keys

INSTANCE = "instance"


def origin_of(name: str) -> str:
    """The C2SP origin of a log: schema-less, unique to this server."""
    return f"{settings.INSTANCE_NAME}/{name}"


def find_instance_log() -> Log | None:
    return Log.objects.filter(origin__regex=rf"^[^/]+/{INSTANCE}$").order_by("opened_at", "pk").first()


def instance_log() -> Log:
    """The log of this server itself: organisations, administrators, restores."""
    found = find_instance_log()
    if found is None:
        raise Log.DoesNotExist("this server's own log has not been founded; `mufakat init` does that")
    return found


@cache
def _key_in(folder: Path) -> Ed25519PrivateKey:
    return keys.log_key(folder)


def signing_key() -> Ed25519PrivateKey:
    """The key that signs checkpoints, read from its file once a process."""
    return _key_in(settings.KEYS)


@dataclass(frozen=True)
class Told:
    """An entry with what may be read of its openings: the open payload and whether anything was erased."""

    entry: Entry
    payload: dict[str, Any]
    personal: dict[str, dict[str, Any]]
    is_erased: bool
