from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from mufakat.web import views
from mufakat.web.forms import SampleForm

WEB = Path(__file__).parents[2] / "src/mufakat/web"
RequestOf = Callable[[str], HttpRequest]


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.points_at: list[str] = []
        self.headings: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.attributes |= named.keys()
        self.ids += [named["id"] or ""] if "id" in named else []
        for key in ("aria-labelledby", "aria-describedby", "for"):
            self.points_at += (named.get(key) or "").split()
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)


@pytest.mark.parametrize("language", ["id", "en"])
def test_gallery_is_sound_in_both_languages(request_of: RequestOf, language: str) -> None:
    with translation.override(language):
        response = views.gallery(request_of("/_web?page=3"))
    outline = Outline()
    outline.feed(response.content.decode())
    assert response.status_code == 200
    assert sorted(outline.ids) == sorted(set(outline.ids))
    assert set(outline.points_at) - set(outline.ids) == set()
    assert outline.headings.count("h1") == 1
    assert not {name for name in outline.attributes if name == "style" or name.startswith("on")}
    assert f'<html lang="{language}"'.encode() in response.content


def test_gallery_shows_every_component(request_of: RequestOf) -> None:
    shown = "".join(
        path.read_text()
        for path in [*(WEB / "templates/web").rglob("*.html"), *(WEB / "templates/cotton").glob("*.html")]
    )
    for path in (WEB / "templates/cotton").glob("*.html"):
        used = re.sub(r"{#.*?#}", "", shown)
        assert f"<c-{path.stem.replace('_', '-')}" in used, path.name


def test_components_are_documented() -> None:
    docs = (WEB.parents[2] / "docs/components.md").read_text()
    for path in (WEB / "templates/cotton").glob("*.html"):
        name = path.stem.replace("_", "-")
        assert f"<c-{name}" in docs
        assert re.search(r"{# <c-" + name + r"\b", path.read_text()), name


@pytest.mark.parametrize(
    ("answer", "status", "heading"),
    [
        (lambda request: views.bad_request(request, ValueError()), 400, "We could not read this request"),
        (lambda request: views.forbidden(request, PermissionDenied()), 403, "You may not open this"),
        (lambda request: views.not_found(request, Http404()), 404, "There is no page here"),
        (views.too_many, 429, "Too many attempts in a short time"),
        (views.csrf_refused, 403, "This form can no longer be sent"),
        (views.server_error, 500, "Something broke on our side"),
    ],
)
def test_refusals_say_what_why_and_what_next(
    request_of: RequestOf, answer: Callable[[HttpRequest], object], status: int, heading: str
) -> None:
    response = answer(request_of("/x"))
    text = response.content.decode()  # type: ignore[attr-defined]  # every answer here is an HttpResponse
    assert response.status_code == status  # type: ignore[attr-defined]  # as above
    assert re.search(rf"<h[12]>{heading}</h[12]>", text)
    assert 'href="/"' in text


def test_forbidden_gives_the_reason_when_it_has_one(request_of: RequestOf) -> None:
    response = views.forbidden(request_of("/x"), PermissionDenied("Your seat ended <yesterday>."))
    assert '<p class="lead">Your seat ended &lt;yesterday&gt;.</p>' in response.content.decode()


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_breakdowns_need_nothing_and_speak_both_languages(name: str) -> None:
    text = render_to_string(name)
    assert '<html lang="id">' in text
    assert '<div lang="en">' in text
    assert "{" not in text
    assert "/static/" not in text


def test_letters_carry_the_address_in_both_forms() -> None:
    context = {
        "action_url": "https://x.example/a?b=1&c=2",
        "action_label": "Answer",
        "why_you": "You are a liaison.",
        "instance_name": "x",
    }
    assert 'href="https://x.example/a?b=1&amp;c=2">Answer</a>' in render_to_string("web/mail/base.html", context)
    assert "Answer:\nhttps://x.example/a?b=1&c=2\n" in render_to_string("web/mail/base.txt", context)


def test_sign_in_pages_use_the_same_parts(request_of: RequestOf) -> None:
    context = {"form": SampleForm({"email": "x"}), "request_login_code_url": "/code", "login_url": "/login"}
    text = render_to_string("account/request_login_code.html", context, request_of("/code"))
    assert '<div class="error-summary" role="alert"' in text
    assert '<form class="form" method="post" novalidate action="/code"' in text
    assert '<p class="wrong" id="id_email_error">' in text
    assert '<button class="btn" type="submit">Send me a code</button>' in text
    assert '<a class="btn btn-plain" href="/login">Other ways to sign in</a>' in text


def test_catalogue_is_complete() -> None:
    catalogue = polib.pofile(str(WEB / "locale/id/LC_MESSAGES/django.po"))
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []
    for entry in catalogue:
        words = entry.msgstr or entry.msgstr_plural[0]
        assert set(re.findall(r"%\(\w+\)s|\{\w+\}", entry.msgid_plural or entry.msgid)) == set(
            re.findall(r"%\(\w+\)s|\{\w+\}", words)
        )
