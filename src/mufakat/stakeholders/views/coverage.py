"""How far the table covers what the campaign needs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mufakat.campaigns.views.frame import Visit
from mufakat.people import queries as people
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.forms.needs import CoverageFinding
from mufakat.stakeholders.queries import Covered, Row
from mufakat.stakeholders.views._gaps import label_of, percent_of, shown_gaps, words_of_coverage, words_of_missing
from mufakat.stakeholders.views._heat import heat_of
from mufakat.stakeholders.views._seated import seated_visit
from mufakat.stakeholders.views._tabs import tabs_of


@login_required
@require_safe
def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    here, _seat = seated_visit(request, slug)
    covered = queries.coverage_for(here.campaign)
    regions = queries.regions_asked(covered)
    form = CoverageFinding(request.GET, regions=regions)
    capabilities = list(queries.needed_capabilities(here.campaign))
    context = here.frame(
        "stakeholders:missing",
        tabs=tabs_of(here, "coverage"),
        covered=covered,
        percent=percent_of(covered),
        says=words_of_coverage(covered),
        form=form,
        has_regions=bool(regions),
        heat=heat_of(covered, people.sectors_in_use(), capabilities, form.asked("region") or ""),
        capabilities=capabilities,
        gaps=shown_gaps(here, covered.gaps),
        rows=[_shown(here, row) for row in covered.rows],
        strangers=_strangers(covered),
        may_set=policies.can_set_needs(here.seat),
    )
    return render(request, "stakeholders/coverage.html", context)


def _shown(here: Visit, row: Row) -> dict[str, Any]:
    kind = "ended" if row.is_waived else "agreed" if not row.missing else "objection"
    return {
        "row": row,
        "requirement": row.requirement,
        "label": label_of(row.requirement),
        "kind": kind,
        "missing": words_of_missing(row),
        "fillers": ", ".join(fit.name for fit in row.fillers[:5]) + (" …" if len(row.fillers) > 5 else ""),
    }


def _strangers(covered: Covered) -> str:
    return ", ".join(fit.name for fit in covered.strangers)
