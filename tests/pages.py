"""Reading a page as a person does: its words, in order, without the markup."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from mufakat.people.models import Person


def client_of(person: Person | None) -> Client:
    """A browser, signed in as this person, or a visitor's that was told to speak English."""
    client = Client()
    if person:
        client.force_login(person)
    else:
        client.cookies["mufakat_language"] = "en"
    return client


def words(response: Any) -> str:
    """What stands in <main>, tags away, blanks made one."""
    text = response.content.decode()
    found = re.search(r"<main.*?</main>", text, re.DOTALL)
    bare = re.sub(r"<(svg|script|style).*?</\1>", " ", found[0] if found else text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", bare))).strip()


def said(response: Any) -> list[str]:
    """The messages on the page after an act."""
    text = response.content.decode()
    return [html.unescape(m) for m in re.findall(r'<div class="toast">.*?<p>(.*?)</p>', text, re.DOTALL)]


def links(response: Any) -> list[str]:
    return re.findall(r'href="([^"]+)"', response.content.decode())


def hidden(response: Any, name: str) -> str:
    """The value of a hidden input."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no hidden {name}"
    return html.unescape(found[1])


def is_missing(response: Any) -> bool:
    """Answered as if there were nothing: the plain page, which names neither the thing nor its campaign."""
    text = words(response)
    return response.status_code == 404 and any(t in text for t in ("There is no page here", "Halaman ini tidak ada"))
