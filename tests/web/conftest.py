"""Rendering without a page: a piece of markup with components in, the words and tags out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation
from django_cotton.compiler_regex import CottonCompiler

Rendered = Callable[..., str]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"), timezone.override("Asia/Jakarta"):
        yield


class Nobody:
    is_authenticated = False


@pytest.fixture
def request_of(db: None) -> Callable[[str], HttpRequest]:
    def make(path: str) -> HttpRequest:
        request = RequestFactory().get(path)
        request.user = Nobody()  # type: ignore[assignment]  # the face only asks whether someone is signed in
        return request

    return make


@pytest.fixture
def rendered(request_of: Callable[[str], HttpRequest]) -> Rendered:
    def render(markup: str, path: str = "/", **context: Any) -> str:
        template = engines["django"].from_string(CottonCompiler().process(markup))
        out = template.render(context, request_of(path))
        return re.sub(r">\s+<", "><", re.sub(r"\s*\n\s*", "\n", out)).strip()

    return render
