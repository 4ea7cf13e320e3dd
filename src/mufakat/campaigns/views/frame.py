"""Who opens which campaign, when; and what stands around every page of a campaign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mufakat.campaigns import queries
from mufakat.campaigns.models import Campaign, Invitation, Seat
from mufakat.people.models import Person


@dataclass(frozen=True)
class Visit:
    """A reader at a campaign they may see, with their seat there, if any."""

    request: HttpRequest
    campaign: Campaign
    seat: Seat | None
    person: Person | None
    at: datetime

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"campaigns:{name}", args=[self.campaign.slug, *args])

    def seated(self) -> Seat:
        """The reader's seat; who has none may look but not act."""
        if self.seat is None:
            raise PermissionDenied(_("This is for those who have a seat in this campaign."))
        return self.seat

    def frame(self, current: str, **more: Any) -> dict[str, Any]:
        return _frame(self.request, self.campaign, self.seat, current) | {"visit": self, "at": self.at} | more


def reader_of(request: HttpRequest) -> Person | None:
    """The signed-in person. Without a session cookie nobody is, and nothing is looked up."""
    return request.user if isinstance(request.user, Person) else None


def visit(request: HttpRequest, slug: str) -> Visit:
    """The campaign as this reader may see it; who may not see it learns nothing, not even that it exists."""
    at, person = timezone.now(), reader_of(request)
    campaign = queries.campaign_for(person, slug, at)
    if campaign is None:
        raise Http404
    seat = queries.seat_of(person, campaign, at)
    return Visit(request, seat.campaign if seat else campaign, seat, person, at)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def allow(may: bool, reason: Any) -> None:
    """Refuse with a sentence that says why."""
    if not may:
        raise PermissionDenied(str(reason))


def words_of_seat(seat: Seat) -> str:
    role = str(seat.get_role_display())
    return f"{role} · {seat.party.organisation}" if seat.party else role


def brand_url(campaign: Campaign) -> str:
    """The version is in the address, so a browser may keep the answer for good."""
    return f"{reverse('campaigns:brand', args=[campaign.slug])}?v={campaign.brand[1:]}" if campaign.brand else ""


def _frame(request: HttpRequest, campaign: Campaign, seat: Seat | None, current: str) -> dict[str, Any]:
    """What `web/campaign_base.html` asks for; two queries for the seated, one for others."""
    return {
        "campaign": campaign,
        "campaign_url": reverse("campaigns:home", args=[campaign.slug]),
        "campaign_note": campaign.get_phase_display(),
        "is_campaign_home": current == "home",
        "seat": seat,
        "seat_words": words_of_seat(seat) if seat else "",
        "steps": _steps(campaign, current),
        "sections": _sections(campaign, seat, current),
        "brand_stylesheet": brand_url(campaign),
    }


def _steps(campaign: Campaign, current: str) -> list[dict[str, Any]]:
    place = queries.PHASES.index(campaign.phase)
    return [
        {
            "label": _("Who is at the table"),
            "url": reverse("campaigns:parties", args=[campaign.slug]),
            "state": "done" if place > 0 else "now",
            "count": queries.parties_of(campaign).count(),
            "is_current": current == "parties",
            "number": 1,
        }
    ]


def _sections(campaign: Campaign, seat: Seat | None, current: str) -> list[dict[str, Any]]:
    shown: list[tuple[str, str, int | None]] = []
    if seat:
        waiting = Invitation.State.OPEN
        shown.append(("invitations", _("Invitations"), queries.invitations_of(campaign).filter(state=waiting).count()))
    shown.append(("activity", _("The record"), campaign.log.size))
    if queries.is_host_seat(seat):
        shown.append(("settings", _("Settings"), None))
    added = [
        {
            "label": section.label,
            "url": reverse(section.url_name, args=[campaign.slug]),
            "is_current": current == section.url_name,
            "count": section.count,
            "waiting": section.waiting,
        }
        for section in queries.sections_of(campaign, seat)
    ]
    return added + [
        {
            "label": label,
            "url": reverse(f"campaigns:{name}", args=[campaign.slug]),
            "is_current": current == name,
            "count": count,
        }
        for name, label, count in shown
    ]
