"""The ties between stakeholders: a list, and for the team adding, correcting, removing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions import NotPossible
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, allow, sent
from mufakat.stakeholders import actions, policies, queries
from mufakat.stakeholders.forms.ties import TieDetailsForm, TieFinding, TieForm
from mufakat.stakeholders.models import Relation
from mufakat.stakeholders.views._seated import seated_visit
from mufakat.stakeholders.views._tabs import tabs_of
from mufakat.web.templatetags.mufakat import figure

PAGE = 25


@login_required
@require_safe
def ties(request: HttpRequest, slug: str) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    form = TieFinding(request.GET)
    found = queries.ties_matching(here.campaign, form.asked("q") or "", form.asked("kind") or "")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    n = page.paginator.count
    context = here.frame(
        "stakeholders:missing",
        tabs=tabs_of(here, "network"),
        form=form,
        page=page,
        rows=queries.with_ends(page.object_list),
        found=ngettext("%(n)s tie", "%(n)s ties", n) % {"n": figure(n)},
        may_keep=policies.can_keep_ties(seat),
    )
    return render(request, "stakeholders/tie_list.html", context)


def _keeping(request: HttpRequest, slug: str) -> Visit:
    here, seat = seated_visit(request, slug)
    allow(policies.can_keep_ties(seat), _("Ties are kept by the host and the facilitator while the campaign runs."))
    return here


def _tie(here: Visit, number: UUID) -> Relation:
    found = queries.tie_by_number(here.campaign, number)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def add_tie(request: HttpRequest, slug: str) -> HttpResponse:
    here = _keeping(request, slug)
    form = TieForm(sent(request), campaign=here.campaign, day=campaigns.day_of(here.at))
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        try:
            actions.add_tie(id=form.cleaned_data["once"], by=here.seated(), at=here.at, **said)
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, _("Saved and recorded."), extra_tags=f"draft:tie-{here.campaign.pk}")
            return redirect("stakeholders:ties", slug=slug)
    context = here.frame(
        "stakeholders:missing",
        form=form,
        draft=f"tie-{here.campaign.pk}",
        names=queries.names_to_offer(here.campaign),
    )
    return render(request, "stakeholders/tie_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def change_tie(request: HttpRequest, slug: str, tie_id: UUID) -> HttpResponse:
    here = _keeping(request, slug)
    found = _tie(here, tie_id)
    form = TieDetailsForm(
        sent(request),
        day=campaigns.day_of(here.at),
        initial={"strength": found.strength, "source": found.source, "on": found.on},
    )
    if form.is_valid():
        actions.change_tie(tie=found, by=here.seated(), at=here.at, **form.cleaned_data)
        messages.success(request, _("Saved and recorded."))
        return redirect("stakeholders:ties", slug=slug)
    context = here.frame("stakeholders:missing", form=form, tie=found)
    return render(request, "stakeholders/tie_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def remove_tie(request: HttpRequest, slug: str, tie_id: UUID) -> HttpResponse:
    here = _keeping(request, slug)
    found = _tie(here, tie_id)
    if request.method == "POST":
        actions.remove_tie(tie=found, by=here.seated(), at=here.at)
        messages.success(request, _("The tie was removed. It is recorded."))
        return redirect("stakeholders:ties", slug=slug)
    context = here.frame(
        "stakeholders:missing",
        heading=_("Remove the tie between %(a)s and %(b)s?") % {"a": found.a, "b": found.b},
        paragraphs=[_("It leaves the list and the network. The record keeps that it was there.")],
        label=_("Remove the tie"),
        kind="bad",
        back_url=reverse("stakeholders:ties", args=[slug]),
        back_label=_("Ties"),
    )
    return render(request, "campaigns/confirm.html", context)
