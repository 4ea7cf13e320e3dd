"""The row of pages that the mapping of a campaign has, as far as they are built and open to this reader."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.views.frame import Visit

_PAGES = (
    ("missing", _("What is missing")),
    ("register", _("Register")),
    ("grid", _("Map")),
    ("network", _("Network")),
    ("coverage", _("Coverage")),
    ("nominations", _("Nominations")),
)


def tabs_of(here: Visit, current: str) -> list[dict[str, Any]]:
    """For `<c-tabs>`; who has no seat sees only what is missing."""
    shown = _PAGES if here.seat else _PAGES[:1]
    return [
        {"label": label, "url": url, "is_current": name == current}
        for name, label in shown
        if (url := _url(here, name))
    ]


def _url(here: Visit, name: str) -> str:
    try:
        return reverse(f"stakeholders:{name}", args=[here.campaign.slug])
    except NoReverseMatch:
        return ""
