"""Whom the campaign requires: set, change, waive, restore, remove, and a set to begin with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions.refusals import NotPossible
from mufakat.campaigns.forms.invitation import ReasonForm
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, sent
from mufakat.people import queries as people
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.forms.needs import ChangeRequirementForm, RequirementForm
from mufakat.stakeholders.models import Requirement
from mufakat.stakeholders.views._gaps import address, label_of
from mufakat.stakeholders.views.capabilities import keeping_visit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def new_requirement(request: HttpRequest, slug: str) -> HttpResponse:
    here = keeping_visit(request, slug)
    form = RequirementForm(
        sent(request),
        initial={name: request.GET.get(name) for name in ("sector", "capability", "region") if name in request.GET},
        sectors=people.sectors_in_use(),
        capabilities=queries.needed_capabilities(here.campaign),
        places=queries.places_with_people(campaigns.day_of(here.at)),
    )
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.set_requirement(id=said.pop("once"), campaign=here.campaign, by=here.seated(), at=here.at, **said)
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, _("The requirement is set and recorded."), extra_tags=f"draft:{_draft(here)}")
            return redirect(address(here, "coverage"))
    context = here.frame("stakeholders:missing", form=form, draft=_draft(here))
    return render(request, "stakeholders/requirement_new.html", context, status=422 if form.is_bound else 200)


def _draft(here: Visit) -> str:
    return f"requirement-{here.campaign.pk}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def requirement(request: HttpRequest, slug: str, number: UUID) -> HttpResponse:
    here = keeping_visit(request, slug)
    found = _found(here, number)
    names = ("least", "weight", "is_mandatory", "reason")
    form = ChangeRequirementForm(sent(request), initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        actions.change_requirement(requirement=found, by=here.seated(), at=here.at, **form.cleaned_data)
        messages.success(request, _("The requirement is changed and recorded."))
        return redirect(address(here, "coverage"))
    context = here.frame("stakeholders:missing", form=form, requirement=found, label=label_of(found))
    return render(request, "stakeholders/requirement.html", context, status=422 if form.is_bound else 200)


def _found(here: Visit, number: UUID) -> Requirement:
    found = queries.requirement_by_number(here.campaign, number)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def waive_requirement(request: HttpRequest, slug: str, number: UUID) -> HttpResponse:
    here = keeping_visit(request, slug)
    found = _found(here, number)
    form = ReasonForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.waive_requirement(requirement=found, reason=reason, by=here.seated(), at=here.at)
        messages.success(request, _("The gap stays open knowingly; the reason is in the record."))
        return redirect(address(here, "coverage"))
    return _ask(
        here,
        found,
        form=form,
        heading=_("Go on without “%(what)s”?") % {"what": label_of(found)},
        paragraphs=[_("The gap no longer holds up planning. Everyone reads the reason, and it can be required again.")],
        label=_("Go on with this gap"),
        kind="bad",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def restore_requirement(request: HttpRequest, slug: str, number: UUID) -> HttpResponse:
    here = keeping_visit(request, slug)
    found = _found(here, number)
    if request.method == "POST":
        actions.restore_requirement(requirement=found, by=here.seated(), at=here.at)
        messages.success(request, _("It is required again."))
        return redirect(address(here, "coverage"))
    return _ask(
        here,
        found,
        heading=_("Require “%(what)s” again?") % {"what": label_of(found)},
        paragraphs=[_("It was waived because: %(reason)s") % {"reason": found.waived_because}],
        label=_("Require it again"),
        kind="main",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def remove_requirement(request: HttpRequest, slug: str, number: UUID) -> HttpResponse:
    here = keeping_visit(request, slug)
    found = _found(here, number)
    if request.method == "POST":
        actions.remove_requirement(requirement=found, by=here.seated(), at=here.at)
        messages.success(request, _("The requirement is removed; the record keeps that it was asked."))
        return redirect(address(here, "coverage"))
    return _ask(
        here,
        found,
        heading=_("No longer require “%(what)s”?") % {"what": label_of(found)},
        paragraphs=[_("If it is needed but cannot be had for now, waive it with a reason instead.")],
        label=_("Remove the requirement"),
        kind="bad",
    )


def _ask(here: Visit, found: Requirement, *, form: ReasonForm | None = None, **words: Any) -> HttpResponse:
    context = here.frame(
        "stakeholders:missing",
        form=form,
        back_url=address(here, "requirement", found.pk),
        back_label=label_of(found),
        **words,
    )
    return render(here.request, "campaigns/confirm.html", context, status=422 if form and form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def starter(request: HttpRequest, slug: str) -> HttpResponse:
    """A set to begin with, shown before it is taken."""
    here = keeping_visit(request, slug)
    wanted = queries.starter_for(here.campaign)
    if request.method == "POST":
        made = actions.set_requirements(wanted=wanted, campaign=here.campaign, by=here.seated(), at=here.at)
        n = len(made)
        messages.success(request, ngettext("%(n)s requirement is set.", "%(n)s requirements are set.", n) % {"n": n})
        return redirect(address(here, "coverage"))
    context = here.frame("stakeholders:missing", wanted=wanted)
    return render(request, "stakeholders/requirement_starter.html", context)
