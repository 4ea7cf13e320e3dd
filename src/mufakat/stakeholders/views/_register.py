"""What the pages of the register share: the visit of somebody with a seat, a stakeholder, and how a state looks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions.refusals import Refused, Unwritable
from mufakat.campaigns.views.frame import Visit, visit
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.forms.finding import RegisterFinding
from mufakat.stakeholders.models import Stakeholder, State
from mufakat.stakeholders.views._tabs import tabs_of

LOOKS = {
    State.IDENTIFIED: ("neutral", "ring"),
    State.CONTACTED: ("info", "quarter"),
    State.ENGAGED: ("good", "circle"),
    State.COMMITTED: ("good", "tick"),
    State.WITHDRAWN: ("neutral", "bar"),
}


def register_visit(request: HttpRequest, slug: str) -> Visit:
    """The register is for those with a seat; for others it is not there."""
    here = visit(request, slug)
    if not policies.can_read_register(here.seat):
        raise Http404
    return here


def row_or_404(here: Visit, number: UUID) -> Stakeholder:
    row = queries.stakeholder_by_number(here.campaign, number)
    if row is None:
        raise Http404
    row.campaign = here.campaign
    return row


def finding_of(here: Visit, data: Any) -> RegisterFinding:
    return RegisterFinding(data, campaign=here.campaign, seat=here.seat, day=campaigns.day_of(here.at))


def frame_of(here: Visit, **more: Any) -> dict[str, Any]:
    return here.frame("stakeholders:missing", tabs=tabs_of(here, "register"), **more)


def link(here: Visit, name: str, *args: Any) -> str:
    """The address of a page of the mapping; empty where there is none."""
    try:
        return reverse(f"stakeholders:{name}", args=[here.campaign.slug, *args])
    except NoReverseMatch:
        return ""


def look_of(row: Stakeholder) -> dict[str, Any]:
    """The state that counts, in words, colour and shape."""
    state = queries.state_of(row)
    tone, shape = LOOKS[state]
    return {"label": state.label, "tone": tone, "shape": shape, "is_raised": state != row.state}


def put_on_field(form: forms.Form, trouble: Refused) -> None:
    """A refusal that names a field stands beside it; any other at the top of the form."""
    named = trouble.field if isinstance(trouble, Unwritable) and trouble.field in form.fields else None
    form.add_error(named, str(trouble))
