"""The first page: for a visitor what Mufakat is, for a party what is expected of it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Invitation
from mufakat.desk import queries
from mufakat.people import policies
from mufakat.people import queries as people
from mufakat.people.models import Person

PAGE = 25
SHORT = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, Person):
        return _desk(request, request.user)
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    found = campaigns.campaigns_matching(None, timezone.now(), words=words)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "has_search": bool(words) or page.paginator.count > SHORT}
    return render(request, "desk/welcome.html", context)


def _desk(request: HttpRequest, person: Person) -> HttpResponse:
    """Straight to the campaign where there is only one and nothing else waits; else the list of what waits."""
    at = timezone.now()
    words = request.GET.get("q", "")[:100]
    places = queries.places_of(person, at, words=words)
    context = _waiting(person, at)
    is_alone = len(places) == 1 and not words and not context["offers"] and not context["to_verify"]
    if is_alone and "semua" not in request.GET:
        return redirect("campaigns:home", slug=places[0].seat.campaign.slug)
    page = Paginator(places, PAGE).get_page(request.GET.get("page"))
    context |= {"page": page, "words": words, "has_search": bool(words) or len(places) > SHORT}
    return render(request, "desk/desk.html" if places or words else "desk/empty.html", context)


def _waiting(person: Person, at: Any) -> dict[str, Any]:
    to_verify = queries.organisations_to_verify() if policies.can_administer(person) else None
    return {
        "offers": [_offer(i) for i in queries.invitations_to(person, at)],
        "to_verify": list(to_verify[:SHORT]) if to_verify is not None else [],
        "to_verify_count": to_verify.count() if to_verify is not None else 0,
        "may_open": bool(people.organisations_for_hosting(person)),
    }


def _offer(invitation: Invitation) -> dict[str, Any]:
    return {"invitation": invitation, "url": campaigns.link_of(invitation)}
