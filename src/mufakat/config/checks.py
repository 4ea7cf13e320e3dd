"""Django's own checks, extended: the database keeps what it acknowledges, and a demonstration is only a demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name for it

from mufakat.config import durability
from mufakat.config.demo import mark


@register(Tags.database)
def database_keeps_what_it_acknowledges(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if not databases:
        return []
    return [Error(t.what, hint=t.mend, id=f"mufakat.{t.code}") for t in durability.troubles()]


@register(Tags.security)
def key_files_are_private(**kwargs: Any) -> list[CheckMessage]:
    return [Error(t.what, hint=t.mend, id=f"mufakat.{t.code}") for t in durability.open_keys(settings.KEYS)]


@register(Tags.security)
def debug_is_off_in_public(**kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG and settings.BASE_URL.startswith("https://"):
        return [
            Warning("MUFAKAT_DEBUG shows the inside of the server to everyone.", hint="Unset it.", id="mufakat.debug")
        ]
    return []


@register(Tags.security)
def a_demonstration_is_only_a_demonstration(**kwargs: Any) -> list[CheckMessage]:
    """In demo mode everybody may step into every role, so it runs only on data that `mufakat demo` made."""
    if not settings.DEMO or settings.TESTING or mark.is_set():
        return []
    return [
        Error(
            "MUFAKAT_DEMO is set, but this data folder is not a demonstration.",
            hint="Unset MUFAKAT_DEMO, or run `mufakat demo`.",
            id="mufakat.demo",
        )
    ]
