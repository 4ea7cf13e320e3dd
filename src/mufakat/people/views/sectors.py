"""The list of sectors, kept by an administrator."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mufakat.people import actions, queries
from mufakat.people.forms.sectors import SectorForm
from mufakat.people.models import Sector
from mufakat.people.views._reader import administrators_only, reader_of
from mufakat.people.views._refusals import refusing


@login_required
@require_safe
def sectors(request: HttpRequest) -> HttpResponse:
    administrators_only(reader_of(request))
    return render(request, "people/sectors.html", {"rows": queries.sectors_in_order()})


def _sector_or_404(code: str) -> Sector:
    found = queries.all_sectors().filter(pk=code).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
@refusing
def add_sector(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    administrators_only(person)
    free = queries.free_looks()
    looks = {"tone": free[0][0], "shape": free[0][1]} if free else {}
    form = SectorForm(request.POST or None, initial=looks)
    if form.is_valid():
        made = actions.add_sector(by=person, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The sector %(name)s was added.") % {"name": made})
        return redirect("people:sectors")
    return render(request, "people/sector.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
@refusing
def sector(request: HttpRequest, code: str) -> HttpResponse:
    person = reader_of(request)
    administrators_only(person)
    found = _sector_or_404(code)
    names = ("name_id", "name_en", "tone", "shape", "may_convene", "is_active")
    form = SectorForm(request.POST or None, sector=found, initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        changed = actions.change_sector(sector=found, by=person, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The sector %(name)s was saved.") % {"name": changed})
        return redirect("people:sectors")
    return render(request, "people/sector.html", {"form": form, "sector": found}, status=422 if form.is_bound else 200)


@login_required
@require_POST
@refusing
def move_sector(request: HttpRequest, code: str) -> HttpResponse:
    person = reader_of(request)
    administrators_only(person)
    actions.move_sector(sector=_sector_or_404(code), by=person, at=timezone.now(), up=request.POST.get("way") == "up")
    return redirect("people:sectors")
