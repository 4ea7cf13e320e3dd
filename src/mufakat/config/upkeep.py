"""Nightly tidying of what Django and uploads leave behind. Nothing here touches the record."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.core.cache import cache

_FORGOTTEN = timedelta(days=1)


def clear_sessions(*, at: datetime) -> None:
    """Sessions past their end."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def clear_cache(*, at: datetime) -> None:
    """Rate limits name the addresses that knocked: nobody needs yesterday's."""
    cache.clear()


def clear_temporary_files(*, at: datetime) -> int:
    """Uploads whose request died before it was answered."""
    forgotten = [
        path
        for path in settings.UPLOADS.glob("*")
        if path.is_file() and time.time() - path.stat().st_mtime > _FORGOTTEN.total_seconds()
    ]
    for path in forgotten:
        path.unlink(missing_ok=True)
    return len(forgotten)
