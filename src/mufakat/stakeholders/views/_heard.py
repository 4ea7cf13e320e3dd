"""Representation in words, as rows of a table and as bars."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mufakat.stakeholders.queries import Heard
from mufakat.web.templatetags.mufakat import figure


def words_of_heard(heard: Sequence[Heard]) -> str:
    """What the picture shows, in a sentence."""
    if not heard:
        return _("Nobody has said yet whom the issue affects.")
    silent = [h for h in heard if h.is_silent]
    under = [h for h in heard if h.ratio.verdict == "under" and not h.is_silent]
    said = []
    if silent:
        words = ngettext(
            "%(n)s group has no voice at the table: %(names)s.",
            "%(n)s groups have no voice at the table: %(names)s.",
            len(silent),
        )
        said.append(words % {"n": len(silent), "names": ", ".join(h.group.name for h in silent[:3])})
    if under:
        words = ngettext(
            "%(n)s group has fewer seats than its share of the people: %(names)s.",
            "%(n)s groups have fewer seats than their share of the people: %(names)s.",
            len(under),
        )
        said.append(words % {"n": len(under), "names": ", ".join(h.group.name for h in under[:3])})
    return " ".join(said) or _("Every group has about as large a share of the seats as of the people.")


def words_of_verdict(heard: Heard) -> tuple[str, str]:
    """A kind for the status and its word."""
    if heard.is_silent:
        return "deadlock", _("No voice")
    return {
        "under": ("objection", _("Few seats")),
        "fair": ("agreed", _("In proportion")),
        "over": ("waiting", _("Many seats")),
    }.get(heard.ratio.verdict, ("draft", _("Not known")))


def shown_group(heard: Heard) -> dict[str, Any]:
    kind, word = words_of_verdict(heard)
    ratio = heard.ratio.ratio
    return {
        "heard": heard,
        "group": heard.group,
        "voices": ", ".join(v.name for v in heard.voices),
        "people_share": _percent(heard.ratio.people_share),
        "seat_share": _percent(heard.ratio.seat_share),
        "ratio": figure(float(ratio), 2) if ratio is not None else "–",
        "kind": kind,
        "word": word,
    }


def bars_of(heard: Sequence[Heard]) -> list[dict[str, Any]]:
    """Two bars a group: its share of the people, then of the seats."""
    rows: list[dict[str, Any]] = []
    for h in heard:
        words = words_of_verdict(h)[1]
        rows.append(
            {
                "label": _("%(group)s: of the people") % {"group": h.group.name},
                "value": _points(h.ratio.people_share),
                "tone": "other",
            }
        )
        rows.append(
            {
                "label": _("%(group)s: of the seats") % {"group": h.group.name},
                "value": _points(h.ratio.seat_share),
                "tone": "brand",
                "note": words,
            }
        )
    return rows


def _points(share: Fraction) -> float:
    return round(float(share) * 100, 1)


def _percent(share: Fraction) -> str:
    return f"{figure(_points(share), 1)}%"
