"""Finding a campaign and opening one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mufakat.campaigns import actions, queries
from mufakat.campaigns.forms.brand import inks_of
from mufakat.campaigns.forms.campaign import OpenCampaignForm
from mufakat.campaigns.forms.finding import CampaignFinding
from mufakat.campaigns.models import Campaign, Seat
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views._words import languages_of, words_of_regions
from mufakat.campaigns.views.frame import reader_of, words_of_seat
from mufakat.people import queries as people
from mufakat.people.models import Person

PAGE = 25


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    at, person = timezone.now(), reader_of(request)
    form = CampaignFinding(request.GET)
    found = queries.campaigns_matching(
        person,
        at,
        words=form.asked("q") or "",
        phase=form.asked("phase") or "",
        which=form.asked("mine") or "",
        sort=form.asked("sort") or "",
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    seats = {s.campaign_id: s for s in queries.seats_of(person, at)} if person else {}
    return render(
        request,
        "campaigns/list.html",
        {
            "form": form,
            "page": page,
            "rows": [_row(c, seats.get(c.pk)) for c in page.object_list],
            "found": ngettext("%(n)s campaign", "%(n)s campaigns", page.paginator.count) % {"n": page.paginator.count},
            "may_open": person is not None and bool(people.organisations_for_hosting(person)),
        },
    )


def _row(campaign: Campaign, seat: Seat | None) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "url": reverse("campaigns:home", args=[campaign.slug]),
        "seat_words": words_of_seat(seat) if seat else "",
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def new(request: HttpRequest) -> HttpResponse:
    """Fill in, check the answers, open. Nothing is kept on the server before the last step."""
    at, person = timezone.now(), reader_of(request)
    hosts = people.organisations_for_hosting(person) if person else []
    if person is None or not hosts:
        raise PermissionDenied(
            _("A campaign is opened by someone who works for a verified organisation of a sector that may host.")
        )
    kept: dict[str, Any] = {"hosts": hosts, "day": queries.day_of(at)}
    stage = request.POST.get("stage", "")
    if stage not in {"check", "open"}:
        first = {name: request.POST.getlist(name) for name in request.POST} if stage == "edit" else None
        return render(request, "campaigns/new.html", {"form": _form(request, first, kept)})
    form = OpenCampaignForm(request.POST, **kept)
    if not form.is_valid():
        return render(request, "campaigns/new.html", {"form": form}, status=422)
    return _opened(request, form, person) if stage == "open" else render(request, "campaigns/check.html", _check(form))


def _form(request: HttpRequest, first: dict[str, Any] | None, kept: dict[str, Any]) -> OpenCampaignForm:
    """An empty form, or one with the answers that came back from the page that asks whether they are right."""
    if first is None:
        return OpenCampaignForm(initial={"languages": ["id"], "scope": "national"}, **kept)
    many = {"regions", "languages"}
    initial = {name: values if name in many else values[-1] for name, values in first.items()}
    return OpenCampaignForm(initial=initial, **kept)


def _check(form: OpenCampaignForm) -> dict[str, Any]:
    answers = form.cleaned_data
    return {
        "form": form,
        "answers": answers,
        "region_words": words_of_regions(len(answers["regions"]), form.provinces.count()),
        "languages": languages_of(answers["languages"]),
        "inks": inks_of(answers["brand"]) if answers["brand"] else None,
    }


def _opened(request: HttpRequest, form: OpenCampaignForm, person: Person) -> HttpResponse:
    campaign = actions.open_campaign(
        id=form.cleaned_data["once"],
        host=form.cleaned_data["host"],
        by=person,
        at=timezone.now(),
        **form.fields_of_campaign(),
    )
    messages.success(request, _("The campaign is open as a draft."), extra_tags="draft:campaign-new")
    return redirect("campaigns:home", slug=campaign.slug)
