"""The network of the stakeholders: the picture, what it says, and its actors. Everything was computed by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mufakat.campaigns.views.frame import Visit
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.queries import Measured
from mufakat.stakeholders.templatetags.network_picture import Spot
from mufakat.stakeholders.views._network import SORTS, findings_of, placed_of, rows_of_actors, sorted_by, spots_of
from mufakat.stakeholders.views._seated import seated_visit
from mufakat.stakeholders.views._standings import sectors_by_code
from mufakat.stakeholders.views._tabs import tabs_of
from mufakat.web.templatetags.mufakat import figure

PAGE = 25
MOST_LINES = 600


@login_required
@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    measured = queries.measured_of(here.campaign)
    mark = queries.mark_of(here.campaign)
    context = here.frame(
        "stakeholders:missing",
        tabs=tabs_of(here, "network"),
        measured=measured,
        is_outdated=bool(mark) and (measured is None or measured.mark != mark),
        has_ties=bool(measured and measured.ties),
        may_keep=policies.can_keep_ties(seat),
        **(_measured(here, measured) if measured else {}),
    )
    return render(request, "stakeholders/network_page.html", context)


def _measured(here: Visit, measured: Measured) -> dict[str, Any]:
    sectors, sort = sectors_by_code(), here.request.GET.get("urut", "")
    placed = placed_of(measured.network, queries.named_nodes(here.campaign))
    sort = sort if sort in SORTS else ""
    page = Paginator(sorted_by(placed, sort), PAGE).get_page(here.request.GET.get("page"))
    spots = spots_of(measured, placed, sectors)
    seen = {getattr(spot.sector, "pk", "") for spot in spots}
    return {
        "page": page,
        "rows": rows_of_actors(list(page), sectors),
        "sorts": _sorts(here, sort),
        "findings": findings_of(measured.network, placed),
        "spots": spots,
        "lines": _lines(here, spots),
        "circles": measured.picture["circles"],
        "links": measured.picture["links"],
        "shown_sectors": [sector for code, sector in sectors.items() if code in seen],
        "says": _says(measured, spots),
        "ties_words": ngettext("%(n)s tie", "%(n)s ties", measured.ties) % {"n": figure(measured.ties)},
    }


def _lines(here: Visit, spots: Sequence[Spot]) -> list[tuple[str, str, str, int]]:
    found = queries.ties_among(here.campaign, [spot.key for spot in spots], MOST_LINES)
    return [(str(a), str(b), kind, n) for a, b, kind, n in found.values_list("a_id", "b_id", "kind", "strength")]


def _sorts(here: Visit, current: str) -> list[dict[str, Any]]:
    labels = {
        "": _("Betweenness"),
        "degree": _("Ties"),
        "brokerage": _("Brokerage"),
        "name": _("Name"),
    }
    path = here.request.path
    return [
        {
            "label": labels[sort],
            "url": f"{path}?urut={sort}#actors" if sort else f"{path}#actors",
            "is_current": sort == current,
        }
        for sort in SORTS
    ]


def _says(measured: Measured, spots: Sequence[Spot]) -> str:
    """The picture in one sentence."""
    said = {"ties": figure(measured.ties), "n": figure(measured.network.nodes), "drawn": figure(len(spots))}
    if measured.picture["circles"]:
        return (
            _(
                "%(n)s stakeholders and %(ties)s ties: the circles are groups with many ties inside; the %(drawn)s most central "
                "stakeholders are drawn by themselves."
            )
            % said
        )
    return _("%(n)s stakeholders and %(ties)s ties; the larger a shape, the more often it connects others.") % said
