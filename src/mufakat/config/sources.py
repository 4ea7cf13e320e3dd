"""Where each setting came from: the environment, a file of settings, or its default."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import environ

PREFIX = "MUFAKAT_"
_SECRET = re.compile(r"SECRET|PASSWORD|TOKEN")
# Read by the command or by tests, not by the settings.
_READ_ELSEWHERE = frozenset({"MUFAKAT_LANG", "MUFAKAT_ENV", "MUFAKAT_PG_BIN", "MUFAKAT_DATABASE_POOL"})
_from_file: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting in force, fit to be shown: secrets are masked."""

    name: str
    value: str
    origin: str


class RecordedEnv(environ.Env):
    """django-environ that remembers what was asked and who answered."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # django-environ is typed in part
        self.asked: dict[str, Any] = {}

    def get_value(
        self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, parse_default: bool = False
    ) -> Any:
        value = super().get_value(var, cast=cast, default=default, parse_default=parse_default)
        self.asked[var] = value
        return value


def read_file(path: Path) -> None:
    """Take NAME=value lines from a file; what the environment already says stays."""
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if not equals or name.startswith("#") or name in os.environ:
            continue
        os.environ[name.strip()] = value.strip().strip("'\"")
        _from_file[name.strip()] = str(path)


def masked(name: str, value: object) -> str:
    text = ",".join(value) if isinstance(value, list) else str(value)
    if _SECRET.search(name):
        return "********" if text else ""
    return _without_password(text) if "://" in text else text


def _without_password(address: str) -> str:
    try:
        parts = urlsplit(address)
        password = parts.password
    except ValueError:
        return "********"
    if password is None:
        return address
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:********@{host}"))


def in_force(env: RecordedEnv) -> list[Setting]:
    told = [(name, value) for name, value in sorted(env.asked.items()) if not name.startswith(f"{PREFIX}TEST_")]
    return [Setting(name, masked(name, value), origin_of(name)) for name, value in told]


def origin_of(name: str) -> str:
    if name in _from_file:
        return _from_file[name]
    return "environment" if os.environ.get(name) is not None else "default"


def unknown(known: Iterable[str]) -> dict[str, str]:
    """Names in the environment that look like settings and are none, with the setting that was probably meant."""
    names = set(known) | _READ_ELSEWHERE
    strangers = [n for n in os.environ if n.startswith(PREFIX) and not n.startswith("MUFAKAT_TEST_") and n not in names]
    return {n: next(iter(difflib.get_close_matches(n, sorted(names), n=1)), "") for n in sorted(strangers)}
