"""Every address and method that the site answers, read from the URL configuration itself."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    arguments: frozenset[str]
    methods: tuple[str, ...]


def _methods(view: Any) -> tuple[str, ...]:
    """What `require_http_methods` left in the closure of a view; a class-based view says it itself."""
    found: set[str] = set()
    while view is not None:
        for cell in inspect.getclosurevars(view).nonlocals.values() if inspect.isfunction(view) else ():
            if isinstance(cell, list | tuple) and cell and all(isinstance(x, str) and x.isupper() for x in cell):
                found |= set(cell)
        view = getattr(view, "__wrapped__", None)
    return tuple(m for m in METHODS if m in found) if found else METHODS


def routes() -> Iterator[Route]:
    yield from _below(get_resolver().url_patterns, "", "", frozenset())


def _below(
    patterns: list[URLPattern | URLResolver], prefix: str, names: str, arguments: frozenset[str]
) -> Iterator[Route]:
    for pattern in patterns:
        asked = arguments | frozenset(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from _below(pattern.url_patterns, prefix + str(pattern.pattern), inner, asked)
        else:
            yield Route(
                name=f"{names}{pattern.name}",
                pattern=prefix + str(pattern.pattern),
                arguments=asked,
                methods=_methods(pattern.callback),
            )
