"""Who works for an organisation, seen by those who look after its entry."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mufakat.people import actions, policies, queries
from mufakat.people.views._reader import affiliation_or_404, organisation_or_404, reader_of
from mufakat.people.views._refusals import refusing

PAGE = 25


@login_required
@require_safe
def members(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(request)
    found = organisation_or_404(person, pk)
    if not policies.can_manage_people(person, found):
        raise PermissionDenied(_("Only administrators of the organisation see who works there."))
    page = Paginator(queries.affiliations_at(found), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/members.html", {"organisation": found, "page": page})


@login_required
@require_http_methods(["GET", "POST"])
@refusing
def end_affiliation(request: HttpRequest, pk: UUID, affiliation: UUID) -> HttpResponse:
    person = reader_of(request)
    found = organisation_or_404(person, pk)
    ending = affiliation_or_404(person, found, affiliation)
    is_own = ending.person_id == person.pk
    if request.method == "GET":
        return render(
            request, "people/end_affiliation.html", {"organisation": found, "ending": ending, "is_own": is_own}
        )
    actions.end_affiliation(affiliation=ending, by=person, at=timezone.now())
    if is_own:
        messages.success(request, _("You no longer work for %(name)s here.") % {"name": found.name})
        return redirect("people:profile")
    messages.success(
        request, _("%(person)s no longer works for %(name)s here.") % {"person": ending.person, "name": found.name}
    )
    return redirect("people:members", pk=pk)


@login_required
@require_POST
@refusing
def set_admin(request: HttpRequest, pk: UUID, affiliation: UUID) -> HttpResponse:
    person = reader_of(request)
    found = organisation_or_404(person, pk)
    named = affiliation_or_404(person, found, affiliation)
    is_admin = request.POST.get("is_admin") == "1"
    actions.set_organisation_admin(affiliation=named, by=person, at=timezone.now(), is_admin=is_admin)
    words = (
        _("%(person)s now looks after %(name)s here.")
        if is_admin
        else _("%(person)s no longer looks after %(name)s here.")
    )
    messages.success(request, words % {"person": named.person, "name": found.name})
    still_may = policies.can_manage_people(person, found)
    return redirect("people:members" if still_may else "people:organisation", pk=pk)
