"""What a letter says, and the link by which its reader stops such letters without signing in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from mufakat.people.models import Person

NOTICE, DIGEST = "notice", "digest"  # the kinds of letter that a reader can stop
LONGEST_SUBJECT = 200
_SIGNER = signing.Signer(sep=".", salt="mufakat.notices.stop")
# control characters end a header; the others turn the direction of what follows them, as in a forged sender
_UNFIT_FOR_A_SUBJECT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class Letter:
    """A subject of one line, and the words as plain text and as HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Stop:
    """Who asks to get no more letters of which kind."""

    person: Person
    kind: str


def letter(template: str, context: Mapping[str, Any], *, language: str, zone: str) -> Letter:
    """Rendered from `<template>.subject.txt`, `.txt` and `.html`, in the reader's language and time zone.

    The HTML may show `subject` as its title. Plain text is not escaped, whether or not its template says so.
    """
    with translation.override(language), timezone.override(zone):
        subject = subject_line(_plain(f"{template}.subject.txt", context))
        shown = {"instance_name": settings.INSTANCE_NAME, **context, "subject": subject}
        text = re.sub(r"\n{3,}", "\n\n", _plain(f"{template}.txt", shown)).strip() + "\n"
        return Letter(subject, text, render_to_string(f"{template}.html", shown))


def _plain(name: str, context: Mapping[str, Any]) -> str:
    rendered: str = get_template(name).template.render(Context(dict(context), autoescape=False))  # type: ignore[attr-defined]  # Django's own backend
    return rendered


def subject_line(words: str) -> str:
    """One line that cannot carry a second header, of a length that mail programs show."""
    line = " ".join(_UNFIT_FOR_A_SUBJECT.sub(" ", words).split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


def absolute(path: str) -> str:
    return settings.BASE_URL + path


def stop_url(person: Person, kind: str) -> str:
    token = _SIGNER.sign(f"{person.pk.hex}.{kind}")
    return absolute(reverse("notices:unsubscribe", args=[token]))


def stop_of(token: str) -> Stop | None:
    """Who and what a link of a letter stands for; None when it was tampered with or its account is closed."""
    try:
        number, _dot, kind = _SIGNER.unsign(token).partition(".")
        person = Person.objects.filter(pk=UUID(number), is_active=True).first()
    except (signing.BadSignature, ValueError):
        return None
    return Stop(person, kind) if person and kind in {NOTICE, DIGEST} else None
