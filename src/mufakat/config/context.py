"""What every template may ask of the site itself. Each value is worked out when a page uses it, with one query at most."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from mufakat.campaigns import queries as campaigns
from mufakat.config import actions
from mufakat.config.demo import cast
from mufakat.ledger import queries as record
from mufakat.notices import queries as notices
from mufakat.people import policies
from mufakat.people.models import Person

_REMEMBERED_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu."""

    label: str
    url: str
    is_current: bool = False
    count: int | None = None
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """One entry of the demonstration's switch between roles."""

    label: str
    note: str
    url: str
    value: str
    is_current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.DEMO,
        "instance_name": settings.INSTANCE_NAME,
        "base_url": settings.BASE_URL,
        "navigation": _lazily(_navigation, request),
        "account_links": _lazily(_account_links, request),
        "footer_links": _lazily(_footer_links, request),
        "demo_roles": _lazily(_demo_roles, request),
        "faulty_register_url": reverse("demo:faulty_register") if settings.DEMO else "",
        "seat_words": _lazily(_seat_words, request),
        "is_restored": SimpleLazyObject(_is_restored),
    }


def _lazily(make: Callable[[HttpRequest], Any], request: HttpRequest) -> Any:
    return SimpleLazyObject(lambda: make(request))


def _reader(request: HttpRequest) -> Person | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, Person) else None


def _link(request: HttpRequest, label: str, name: str, **more: Any) -> Link:
    url = reverse(name)
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return Link(label, url, is_current=here, **more)


def _navigation(request: HttpRequest) -> list[Link]:
    reader = _reader(request)
    links = [_link(request, _("Campaigns"), "campaigns:list")]
    if reader is None:
        return links
    home = _link(request, _("Waiting for me"), "desk:home")  # on a phone the mark leads there; two links do not fit
    inbox = _link(request, _("Notices"), "notices:inbox", count=notices.unread_count(reader) or None, is_kept=True)
    return [home, *links, _link(request, _("Organisations"), "people:organisations"), inbox]


def _account_links(request: HttpRequest) -> list[Link]:
    reader = _reader(request)
    if reader is None:
        return []
    links = [
        _link(request, _("My profile"), "people:profile"),
        _link(request, _("Notice settings"), "notices:settings"),
        _link(request, _("Security"), "mfa_index"),
    ]
    if policies.can_administer(reader):
        links.append(_link(request, _("Sectors"), "people:sectors"))
    return links


def _footer_links(request: HttpRequest) -> list[Link]:
    links = [_link(request, _("Campaigns"), "campaigns:list")]
    if settings.SECURITY_CONTACT:
        links.append(Link(_("Report a weakness"), "/.well-known/security.txt"))
    if settings.DEMO:
        links.append(_link(request, _("Components"), "web:gallery"))
    return links


def _demo_roles(request: HttpRequest) -> list[Role]:
    if not settings.DEMO:
        return []
    reader = _reader(request)
    email = reader.email if reader else None
    url = reverse("demo:step_into")
    address = {actor.key: actor.email for actor in cast.ACTORS}
    return [Role(_(p.label), _(p.note), url, p.key, address.get(p.key) == email) for p in cast.PARTS]


def _seat_words(request: HttpRequest) -> str:
    """For whom the reader acts: the one seat in words, or how many there are."""
    reader = _reader(request)
    if reader is None:
        return ""
    seats = list(campaigns.seats_of(reader, timezone.now())[:50])
    if len(seats) == 1:
        seat = seats[0]
        return f"{seat.get_role_display()}, {seat.party}" if seat.party else str(seat.get_role_display())
    return _("%(n)d seats in %(n)d campaigns") % {"n": len(seats)} if seats else ""


@dataclass(slots=True)
class _Remembered:
    at: float = -_REMEMBERED_SECONDS
    value: bool = False


_restored = _Remembered()


def _is_restored() -> bool:
    """Whether an older backup was put back and no administrator has acknowledged it; asked twice a minute, not on each page."""
    if time.monotonic() - _restored.at >= _REMEMBERED_SECONDS:
        _restored.value, _restored.at = record.pulse_of(actions.UNSEEN) is not None, time.monotonic()
    return _restored.value
