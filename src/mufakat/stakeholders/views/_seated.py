"""The pages of the mapping that are for those who sit at the table: for others they are not there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from mufakat.campaigns.models import Seat
from mufakat.campaigns.views.frame import Visit, visit
from mufakat.stakeholders import queries
from mufakat.stakeholders.models import Stakeholder


def seated_visit(request: HttpRequest, slug: str) -> tuple[Visit, Seat]:
    """The reader with their seat; without one the page does not exist."""
    here = visit(request, slug)
    if here.seat is None:
        raise Http404
    return here, here.seat


def stakeholder_or_404(here: Visit, number: UUID) -> Stakeholder:
    found = queries.live_stakeholder(here.campaign, number)
    if found is None:
        raise Http404
    found.campaign = here.campaign
    return found
