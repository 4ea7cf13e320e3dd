"""What is missing: one page that says in words what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mufakat.campaigns.views.frame import visit
from mufakat.stakeholders.views._tabs import tabs_of


@require_safe
def missing(request: HttpRequest, slug: str) -> HttpResponse:
    here = visit(request, slug)
    return render(
        request,
        "stakeholders/missing.html",
        here.frame("stakeholders:missing", tabs=tabs_of(here, "missing")),
    )
