"""Seats as a reader may see them: names for the seated, roles for everyone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from mufakat.campaigns import policies, queries
from mufakat.campaigns.models import NEUTRAL_ROLES, Role, Seat
from mufakat.campaigns.views.frame import Visit
from mufakat.web.templatetags.mufakat import day_words


def mandate_words(seat: Seat) -> dict[str, str]:
    """A document, a number, or nothing yet."""
    if seat.mandate_id and seat.mandate and not seat.mandate.removed_at:
        return {"mandate": _("Mandate attached"), "mandate_tone": "good", "mandate_shape": "circle"}
    if seat.mandate_reference:
        return {"mandate": _("Mandate by number"), "mandate_tone": "good", "mandate_shape": "circle"}
    return {"mandate": _("No mandate yet"), "mandate_tone": "neutral", "mandate_shape": "ring"}


def place_of(here: Visit, seat: Seat) -> dict[str, Any]:
    name = str(seat.person) if policies.can_read_personal(here.seat) else str(seat.get_role_display())
    notes = [str(seat.get_role_display())] if here.seat else []
    notes.append(_("since %(day)s") % {"day": day_words(seat.starts_on)})
    if seat.ends_on:
        notes.append(_("until %(day)s") % {"day": day_words(seat.ends_on)})
    if seat.delegated_by and here.seat:
        notes.append(_("stands in for %(person)s") % {"person": seat.delegated_by.person})
    return {
        "name": name,
        "note": " · ".join(notes),
        "url": here.url("seat", seat.pk) if here.seat else "",
        "may_sign": seat.may_sign,
        **mandate_words(seat),
    }


def places_of(here: Visit, seats: Iterable[Seat]) -> list[dict[str, Any]]:
    return [place_of(here, s) for s in seats]


def neutral_places(here: Visit) -> list[dict[str, Any]]:
    """Facilitator, evaluator, observers: who is there, and that the first two are missing when they are."""
    seated = list(queries.seats_at(here.campaign, here.at).filter(party__isnull=True))
    places = []
    for role in NEUTRAL_ROLES:
        holders = [s for s in seated if s.role == role]
        places += [_filled(here, s) for s in holders]
        if not holders and role != Role.OBSERVER:
            places.append({"role": role.label, "note": _missing(role), "is_filled": False, "name": "", "url": ""})
    return places


def _filled(here: Visit, seat: Seat) -> dict[str, Any]:
    return {
        "role": seat.get_role_display(),
        "name": str(seat.person) if policies.can_read_personal(here.seat) else "",
        "note": _("since %(day)s") % {"day": day_words(seat.starts_on)},
        "is_filled": True,
        "url": here.url("seat", seat.pk) if here.seat else "",
    }


def _missing(role: Role) -> str:
    if role == Role.FACILITATOR:
        return _("Leads the talks without a vote. Needed before planning begins.")
    return _("Measures what changes, independent of every party.")
