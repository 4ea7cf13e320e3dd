"""Organisations: found, read, proposed, corrected."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mufakat.people import actions, policies, queries
from mufakat.people.forms.organisations import OrganisationFinding, OrganisationForm, ProposalForm
from mufakat.people.models import Organisation
from mufakat.people.views import _sheet as sheet
from mufakat.people.views._reader import organisation_or_404, reader_of
from mufakat.people.views._refusals import refusing

PAGE = 25


def _found(finding: OrganisationFinding) -> QuerySet[Organisation]:
    return queries.organisations_matching(
        finding.asked("q") or "",
        sector=getattr(finding.asked("sector"), "pk", ""),
        status=finding.asked("status") or "",
        kind=finding.asked("kind") or "",
        region=finding.asked("region"),
        sort=finding.order,
    )


@login_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    finding = OrganisationFinding(request.GET, day=timezone.localdate())
    found = _found(finding)
    page = Paginator(found.prefetch_related("regions"), PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    shown = {
        "finding": finding,
        "page": page,
        "found": ngettext("%(n)s organisation", "%(n)s organisations", count) % {"n": count},
        "may_administer": policies.can_administer(reader_of(request)),
    }
    return render(request, "people/organisations.html", shown)


@login_required
@require_safe
def organisations_sheet(request: HttpRequest) -> StreamingHttpResponse:
    """The same list, as a sheet."""
    found = _found(OrganisationFinding(request.GET, day=timezone.localdate()))
    return sheet.answer(request, _("organisations"), sheet.HEADINGS, map(sheet.row, found.prefetch_related("regions")))


@login_required
@require_safe
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(request)
    found = organisation_or_404(person, pk)
    shown = {
        "organisation": found,
        "may_change": policies.can_change_organisation(person, found),
        "may_administer": policies.can_administer(person),
        "own": queries.affiliation_of(person, found),
        "history": queries.history_of(found),
    }
    return render(request, "people/organisation.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
@refusing
def propose(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    form = ProposalForm(
        request.POST or None, day=timezone.localdate(), initial={"name": request.GET.get("name", "")[:200]}
    )
    if not form.is_valid():
        return render(request, "people/propose.html", {"form": form}, status=422 if form.is_bound else 200)
    said = dict(form.cleaned_data)
    once, is_other = said.pop("once"), said.pop("is_other")
    alike = [] if is_other else queries.possible_duplicates(said["name"], short_name=said["short_name"])
    if [likeness for likeness in alike if likeness.organisation.pk != once]:
        return render(
            request,
            "people/propose_alike.html",
            {"form": form, "alike": alike, "name": said["name"], "onward": _onward(request, None)},
        )
    made = actions.propose_organisation(id=once, by=person, at=timezone.now(), **said)
    messages.success(request, _("%(name)s was proposed.") % {"name": made.name}, extra_tags="draft:organisation-new")
    back = _onward(request, made)
    return redirect(back) if back else redirect("people:organisation", pk=made.pk)


def _onward(request: HttpRequest, organisation: Organisation | None) -> str:
    """The page of this site that sent the reader here for an organisation, with the one found; empty without one."""
    back = request.GET.get("next", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return ""
    return f"{back}{'&' if '?' in back else '?'}organisasi={organisation.pk if organisation else ''}"


def _said_of(organisation: Organisation) -> dict[str, Any]:
    plain = ("name", "short_name", "sector", "kind", "registration_no", "website", "source")
    return {name: getattr(organisation, name) for name in plain} | {"regions": organisation.regions.all()}


@login_required
@require_http_methods(["GET", "POST"])
@refusing
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(request)
    found = organisation_or_404(person, pk)
    if not policies.can_change_organisation(person, found):
        raise PermissionDenied(
            _("Only its own administrators, or an administrator of this server, may change an organisation.")
        )
    form = OrganisationForm(request.POST or None, day=timezone.localdate(), kept=found, initial=_said_of(found))
    if form.is_valid():
        changed = actions.change_organisation(organisation=found, by=person, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _saved(changed, was=found.status))
        return redirect("people:organisation", pk=pk)
    needs_check = policies.is_verified_anew(person, found, policies.IDENTITY)
    shown = {"form": form, "organisation": found, "needs_check": needs_check}
    return render(request, "people/change.html", shown, status=422 if form.is_bound else 200)


def _saved(organisation: Organisation, was: str) -> str:
    if organisation.status != was:
        return _("Saved. The organisation waits for verification again.")
    return _("The organisation was saved.")
