"""The first page of a campaign: what is expected of me now, who is at the table, what was done last."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mufakat.campaigns import policies, queries
from mufakat.campaigns.models import Phase
from mufakat.campaigns.views._facts import documented
from mufakat.campaigns.views._history import latest_of
from mufakat.campaigns.views._words import (
    conditions_of,
    phases_of,
    words_of_gate,
    words_of_regions,
    words_of_table,
)
from mufakat.campaigns.views.frame import Visit, visit
from mufakat.people import queries as people

LATEST = 5


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    here = visit(request, slug)
    context = here.frame(
        "home",
        step=queries.next_step_for(here.seat, here.campaign, here.at) if here.seat else None,
        known=documented(here.campaign.facts.all()),
        latest=latest_of(here, LATEST),
        **region_words(here),
        **_table(here),
        **phase_words(here),
    )
    return render(request, "campaigns/home.html", context)


def region_words(here: Visit) -> dict[str, Any]:
    regions = list(here.campaign.regions.all())
    provinces = people.regions_on(queries.day_of(here.at)).count()
    return {
        "regions": regions,
        "is_national": len(regions) == provinces,
        "region_words": words_of_regions(len(regions), provinces),
    }


def _table(here: Visit) -> dict[str, Any]:
    sectors = queries.sectors_at(here.campaign)
    return {
        "sector_rows": [{"label": str(s.sector), "value": s.parties, "sector": s.sector} for s in sectors],
        "party_count": sum(s.parties for s in sectors),
        "table_words": words_of_table(sectors),
        "may_invite": policies.can_invite_party(here.seat),
    }


def phase_words(here: Visit) -> dict[str, Any]:
    """The phases, and what must hold before the next one."""
    gate = queries.next_gate(here.campaign, here.at)
    if gate is None:
        return {"phases": phases_of(here.campaign.phase), "gate": None}
    return {
        "phases": phases_of(here.campaign.phase),
        "gate": gate,
        "gate_phase": Phase(gate.phase).label,
        "gate_words": words_of_gate(gate),
        "conditions": conditions_of(gate, here),
        "may_move": policies.can_move_phase(here.seat),
    }
