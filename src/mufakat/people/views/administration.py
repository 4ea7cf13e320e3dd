"""What an administrator does with an organisation: verify, retire, take up again, merge."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mufakat.people import actions, queries
from mufakat.people.forms.organisations import OtherOrganisationForm, RetirementForm, VerificationForm
from mufakat.people.models import Organisation
from mufakat.people.views._reader import administrators_only, organisation_or_404, reader_of
from mufakat.people.views._refusals import refusing


@login_required
@require_http_methods(["GET", "POST"])
@refusing
def verify(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(request)
    found = organisation_or_404(person, pk)
    administrators_only(person)
    form = VerificationForm(request.POST or None)
    if form.is_valid():
        actions.verify_organisation(organisation=found, by=person, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("%(name)s is verified.") % {"name": found.name})
        return redirect("people:organisation", pk=pk)
    alike = queries.possible_duplicates(found.name, short_name=found.short_name, besides=found)
    shown = {"form": form, "organisation": found, "alike": alike}
    return render(request, "people/verify.html", shown, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
@refusing
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(request)
    found = organisation_or_404(person, pk)
    administrators_only(person)
    form = RetirementForm(request.POST or None)
    if form.is_valid():
        actions.retire_organisation(organisation=found, by=person, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("%(name)s is inactive now.") % {"name": found.name})
        return redirect("people:organisation", pk=pk)
    return render(
        request, "people/retire.html", {"form": form, "organisation": found}, status=422 if form.is_bound else 200
    )


@login_required
@require_POST
@refusing
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(request)
    found = organisation_or_404(person, pk)
    administrators_only(person)
    actions.restore_organisation(organisation=found, by=person, at=timezone.now())
    messages.success(request, _("%(name)s is active again.") % {"name": found.name})
    return redirect("people:organisation", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
@refusing
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First the other entry is looked for, then the two stand side by side, then one is chosen to remain."""
    person = reader_of(request)
    found = organisation_or_404(person, pk)
    administrators_only(person)
    other = _other(request, found)
    if other is None:
        return _look_for_other(request, found)
    if request.method == "POST" and request.POST.get("kept") in {str(found.pk), str(other.pk)}:
        kept, merged = (found, other) if request.POST["kept"] == str(found.pk) else (other, found)
        actions.merge_organisations(kept=kept, merged=merged, by=person, at=timezone.now())
        messages.success(request, _("%(merged)s is now part of %(kept)s.") % {"merged": merged.name, "kept": kept.name})
        return redirect("people:organisation", pk=kept.pk)
    return render(request, "people/merge.html", _side_by_side(request, found, other), status=_status(request))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _other(request: HttpRequest, found: Organisation) -> Organisation | None:
    try:
        wanted = UUID(request.GET.get("with", ""))
    except ValueError:
        return None
    other = organisation_or_404(reader_of(request), wanted)
    return None if other.pk == found.pk else other


def _look_for_other(request: HttpRequest, found: Organisation) -> HttpResponse:
    form = OtherOrganisationForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    matching = queries.organisations_matching(words).exclude(pk=found.pk)[:20] if words else []
    alike = [] if words else queries.possible_duplicates(found.name, short_name=found.short_name, besides=found)
    shown = {"organisation": found, "form": form, "words": words, "matching": matching, "alike": alike}
    return render(request, "people/merge_choose.html", shown)


def _side_by_side(request: HttpRequest, found: Organisation, other: Organisation) -> dict[str, Any]:
    return {
        "organisation": found,
        "other": other,
        "rows": queries.compared(found, other),
        "is_unanswered": request.method == "POST",
        "is_settled": bool(found.merged_into_id or other.merged_into_id),
    }
