"""What is missing: one page that says in words what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mufakat.campaigns.views.frame import Visit, visit
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.views._errands import errands_of
from mufakat.stakeholders.views._gaps import address, words_of_coverage
from mufakat.stakeholders.views._tabs import tabs_of


@require_safe
def missing(request: HttpRequest, slug: str) -> HttpResponse:
    here = visit(request, slug)
    if here.seat is None:
        return _public(here)
    found = queries.missing_in(here.campaign, here.at)
    errands = errands_of(here, found)
    context = here.frame(
        "stakeholders:missing",
        tabs=tabs_of(here, "missing"),
        says=words_of_coverage(found.covered),
        first=errands[0] if errands else None,
        errands=errands[1:],
        plan_url=address(here, "plan"),
        may_nominate=policies.can_nominate(here.seat),
    )
    return render(request, "stakeholders/missing.html", context)


def _public(here: Visit) -> HttpResponse:
    """Who has no seat reads how far the table is set, and who has committed; no gaps by name, no scores."""
    context = here.frame(
        "stakeholders:missing",
        tabs=[],
        says=words_of_coverage(queries.coverage_for(here.campaign)),
        committed=list(queries.committed_in(here.campaign)[:500]),
    )
    return render(here.request, "stakeholders/missing_public.html", context)
