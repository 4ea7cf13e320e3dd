"""One-time entry links, found by the hash of their secret."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

from mufakat.people.models import EntryLink


class EntryState(StrEnum):
    USABLE = "usable"
    USED = "used"
    EXPIRED = "expired"
    CLOSED = "closed"
    UNKNOWN = "unknown"


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def entry_by_secret(secret: str) -> EntryLink | None:
    return EntryLink.objects.select_related("person").filter(digest=digest_of(secret)).first()


def state_of_entry(link: EntryLink | None, at: datetime) -> EntryState:
    """What a link is good for at this moment."""
    if link is None:
        return EntryState.UNKNOWN
    if link.used_at:
        return EntryState.USED
    if not link.person.is_active:
        return EntryState.CLOSED
    return EntryState.EXPIRED if link.expires_at <= at else EntryState.USABLE
