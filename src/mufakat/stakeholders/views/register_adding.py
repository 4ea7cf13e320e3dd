"""Adding to the register: first look whether it is known, then say who it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions.refusals import NotPossible, Unwritable
from mufakat.campaigns.forms.finding import OrganisationFinding
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, allow, sent
from mufakat.people import queries as people
from mufakat.people.models import Organisation
from mufakat.stakeholders import actions, policies, queries
from mufakat.stakeholders.forms.register import AddForm
from mufakat.stakeholders.views._register import frame_of, link, look_of, put_on_field, register_visit

SHOWN = 10


def keeping_visit(request: HttpRequest, slug: str) -> Visit:
    here = register_visit(request, slug)
    allow(
        policies.can_keep_register(here.seat),
        _("The register is kept by the host and the facilitator, until the campaign is closed."),
    )
    return here


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Without a choice in the address: whom? With one (an organisation, a name, a group): the form."""
    here = keeping_visit(request, slug)
    organisation = _organisation(here, request.GET.get("organisasi", ""))
    is_group = request.GET.get("kelompok") == "1"
    if organisation is None and not is_group and "nama" not in request.GET:
        return _choose(here)
    if organisation and (known := queries.stakeholders_being(here.campaign, [organisation])):
        return redirect("stakeholders:stakeholder", slug, known[organisation.pk])
    form = AddForm(
        sent(request),
        campaign=here.campaign,
        seats=queries.owners_for(here.campaign, here.at),
        day=campaigns.day_of(here.at),
        is_group=is_group,
        initial=_known_of(organisation) if organisation else {"name": request.GET.get("nama", "")[:200]},
    )
    if form.is_valid():
        alike = [] if organisation or form.cleaned_data["is_other"] else _alike(here, form.cleaned_data)
        if alike:
            return _ask_first(here, form, alike)
        if answer := _add(here, form, organisation, is_group=is_group):
            return answer
    return _form(here, form, organisation, is_group=is_group)


def _organisation(here: Visit, number: str) -> Organisation | None:
    if not number:
        return None
    try:
        found = people.organisation_for(here.person, UUID(number)) if here.person else None
    except ValueError:
        raise Http404 from None
    if found is None:
        raise Http404
    return found.current


def _known_of(organisation: Organisation) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "sector": organisation.sector_id,
        "kind": organisation.kind,
        "regions": [r.pk for r in organisation.regions.all()],
        "source": organisation.source,
    }


def _choose(here: Visit) -> HttpResponse:
    form = OrganisationFinding(here.request.GET)
    words = form.asked("q") or ""
    found = list(people.organisations_matching(words).exclude(status=Organisation.Status.INACTIVE)[:SHOWN])
    known = queries.stakeholders_being(here.campaign, found)
    rows = [
        {
            "organisation": o,
            "url": link(here, "stakeholder", known[o.pk]) if o.pk in known else f"?organisasi={o.pk}",
            "is_known": o.pk in known,
        }
        for o in (found if words else [])
    ]
    twins = queries.possible_twins(here.campaign, words) if words else []
    context = frame_of(
        here,
        form=form,
        asked=words,
        rows=rows,
        twins=_twin_rows(here, [t for t in twins if t.stakeholder.organisation_id not in known]),
        name_url=f"?{urlencode({'nama': words})}",
        group_url=f"?{urlencode({'kelompok': 1, 'nama': words})}",
    )
    return render(here.request, "stakeholders/register_choose.html", context)


def _twin_rows(here: Visit, twins: list[queries.Alike]) -> list[dict[str, Any]]:
    return [
        {
            "row": twin.stakeholder,
            "url": link(here, "stakeholder", twin.stakeholder.pk),
            "state": look_of(twin.stakeholder),
        }
        for twin in twins
    ]


def _alike(here: Visit, said: dict[str, Any]) -> list[queries.Alike]:
    """Others of the register that sound like the one being added; a form sent twice is not its own twin."""
    return queries.possible_twins(here.campaign, said["name"], besides=[said["once"]])


def _ask_first(here: Visit, form: AddForm, alike: list[queries.Alike]) -> HttpResponse:
    context = frame_of(here, form=form, twins=_twin_rows(here, alike), name=form.cleaned_data["name"])
    return render(here.request, "stakeholders/register_alike.html", context)


def _add(here: Visit, form: AddForm, organisation: Organisation | None, *, is_group: bool) -> HttpResponse | None:
    said = form.fields_of_stakeholder()
    try:
        made = actions.add_stakeholder(
            id=form.cleaned_data["once"],
            campaign=here.campaign,
            by=here.seated(),
            at=here.at,
            organisation=organisation,
            is_group=is_group,
            **said,
        )
    except (Unwritable, NotPossible) as trouble:
        put_on_field(form, trouble)
        return None
    messages.success(
        here.request,
        _("%(name)s is in the register now.") % {"name": made.name},
        extra_tags=f"draft:stakeholder-new-{here.campaign.pk}",
    )
    return redirect("stakeholders:stakeholder", here.campaign.slug, made.pk)


def _form(here: Visit, form: AddForm, organisation: Organisation | None, *, is_group: bool) -> HttpResponse:
    twins = queries.possible_twins(here.campaign, str(form.initial.get("name") or "")) if not form.is_bound else []
    context = frame_of(
        here,
        form=form,
        organisation=organisation,
        is_group=is_group,
        twins=_twin_rows(here, twins),
        draft=f"stakeholder-new-{here.campaign.pk}",
        heading=_("Add a group") if is_group else _("Add a stakeholder"),
        label=_("Add to the register"),
        back_url=link(here, "add"),
        back_label=_("Whom do you add?"),
    )
    return render(here.request, "stakeholders/register_form.html", context, status=422 if form.is_bound else 200)
