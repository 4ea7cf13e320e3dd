"""The living page: every component in every state, with long words, nothing, and errors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mufakat.web.forms import SampleForm

LONG = "Perkumpulan Penyelenggara Pemberdayaan Masyarakat Berkelanjutan Kabupaten Pangkajene dan Kepulauan"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sector as the components expect one: a name, a tone and a shape."""

    name: str
    tone: str
    shape: str

    def __str__(self) -> str:
        return self.name


def _sectors() -> list[Sample]:
    return [
        Sample(_("Government"), "gov", "pentagon"),
        Sample(_("Private sector"), "private", "hexagon"),
        Sample(_("Academia"), "academia", "triangle"),
        Sample(_("Civil society"), "civil", "circle"),
        Sample(_("Media"), "media", "diamond"),
        Sample(_("Community"), "public", "square"),
    ]


def _charts(sectors: list[Sample]) -> dict[str, Any]:
    counts = [4, 3, 2, 4, 1, 0]
    index = [
        {"label": "2020", "value": 3.46, "note": _("1,670 respondents")},
        {
            "label": "2021",
            "value": 3.49,
            "note": _("10,000 respondents; the sample frame changed"),
            "break_before": True,
        },
        {"label": "2022", "value": 3.54, "note": _("10,000 respondents")},
    ]
    ranges = [
        {"label": f"2{n}", "value": value, "low": value - 3, "high": value + 3}
        for n, value in enumerate([41, 44, 43, 47, 52, 50, 55, 58, 57, 61])
    ]
    agree = [{"label": f"2{n}", "value": value} for n, value in enumerate([20, 22, 21, 25, 31, 30, 33, 36, 34, 38])]
    return {
        "bar_rows": [{"label": str(s), "value": n, "sector": s} for s, n in zip(sectors, counts, strict=True)],
        "long_bars": [{"label": LONG, "value": 1250000}, {"label": _("Others"), "value": 310500}],
        "index": [{"name": "", "points": index}],
        "ranges": [{"name": _("Answered"), "tone": "media", "points": ranges}, {"name": _("Agree"), "points": agree}],
        "no_rows": [],
    }


def _navigation() -> dict[str, Any]:
    return {
        "steps": [
            {"label": _("Stakeholders"), "url": "#tables", "state": "done", "count": 31},
            {"label": _("Common goals"), "url": "#figures", "state": "now", "count": "2/3", "is_current": True},
            {"label": _("Coordination"), "url": "#forms", "state": "later", "count": None},
        ],
        "sections": [
            {"label": _("Parties"), "url": "#tables", "count": 4},
            {"label": _("Activity"), "url": "#lists", "count": None},
        ],
        "campaign": {"name": "Makin Cakap Digital"},
        "campaign_url": "#top",
        "tabs": [
            {"label": _("Active"), "url": "#tables", "is_current": True, "count": 14},
            {"label": _("Invited"), "url": "#tables", "count": 3},
            {"label": _("Has left"), "url": "#tables"},
        ],
        "crumbs": [{"label": "Makin Cakap Digital", "url": "#top"}, {"label": _("Parties"), "url": ""}],
        "phases": [
            {"label": _("Preparation"), "note": "12 Jan – 28 Feb", "state": "done"},
            {"label": _("Planning"), "note": "1 Mar – 30 Apr", "state": "now"},
            {"label": _("Implementation"), "note": "", "state": "later"},
            {"label": _("Evaluation"), "note": "", "state": "later"},
        ],
    }


def _parties(sectors: list[Sample]) -> list[dict[str, Any]]:
    named = {
        "Dinas Kominfo Kota Contoh": "active",
        LONG: "waiting",
        "Radio Warga": "declined",
        "Kampus Contoh": "ended",
    }
    return [
        {"name": name, "sector": sectors[n % 6], "seats": n % 4, "kind": kind}
        for n, (name, kind) in enumerate(named.items())
    ]


def _words() -> dict[str, Any]:
    return {
        "title": _("Components"),
        "kinds": ["agreed", "active", "done", "objection", "deadlock", "declined", "draft", "waiting", "ended"],
        "tones": ["info", "good", "warn", "bad", "neutral"],
        "long": LONG,
        "link": "https://mufakat.example/undangan/7Jq2vX9cK4mT8bR1",
        "hash": "3b1f6c0e9d5a7c24f8e0b6a1d3c5e7f9012a4b6c8d0e2f4a6b8c0d2e4f6a8b0c",
        "instant": datetime(2026, 11, 27, 10, 0, tzinfo=UTC),
        "measured_on": date(2022, 10, 31),
        "first_day": date(2026, 1, 12),
        "last_day": date(2026, 11, 30),
    }


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    sectors = _sectors()
    shown = {
        "sectors": sectors,
        "parties": _parties(sectors),
        "form": SampleForm(auto_id="empty_%s"),
        "wrong": SampleForm({"email": "tanpa-alamat", "stance": "object", "note": "x" * 300}),
        "page": Paginator(range(312), 20).get_page(request.GET.get("page")),
    }
    return render(request, "web/gallery.html", _words() | _charts(sectors) | _navigation() | shown)
