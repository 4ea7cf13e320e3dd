"""The beats every act shares: one campaign's acts happen one after another, and a seat acts only while it is open.

Locks are always taken in the same order: a person (if the act is about an account), the campaign, then under its cover seats,
parties and invitations, and the head of the log last.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mufakat.campaigns import queries
from mufakat.campaigns.actions.refusals import NotAllowed, NotPossible, SeatEnded, Unwritable
from mufakat.campaigns.models import Campaign, Seat
from mufakat.ledger import actions as ledger
from mufakat.people.models import Person

WORKER = "worker"


def by_seat(seat: Seat) -> str:
    return f"seat:{seat.pk}"


def by_person(person: Person) -> str:
    return f"person:{person.pk}"


def locked(campaign: Campaign) -> Campaign:
    """The campaign as it is now; other acts in it wait until this transaction ends."""
    return (
        Campaign.objects.select_for_update(of=("self",), no_key=True)
        .select_related("host__sector", "log")
        .get(pk=campaign.pk)
    )


def acting(by: Seat, campaign: Campaign, at: datetime) -> Seat:
    """The acting seat as it is now, or `SeatEnded`: it may have ended while its form was open."""
    if by.campaign_id != campaign.pk:
        raise NotAllowed(_("Your seat is in another campaign."))
    seat = (
        queries.open_seats(at)
        .select_for_update(of=("self",))
        .select_related("person", "party__organisation")
        .filter(pk=by.pk)
        .first()
    )
    if seat is None:
        raise SeatEnded(_ended(by, campaign, at))
    seat.campaign = campaign
    return seat


def _ended(by: Seat, campaign: Campaign, at: datetime) -> str:
    """What happened, why, and what to do next."""
    if campaign.discarded_at:
        return _("This draft was discarded meanwhile, so nothing was saved.")
    seat = Seat.objects.select_related("party__organisation").get(pk=by.pk)
    why = seat.ended_because or seat.get_ending_display() or _("past its last day")
    if seat.party:
        return _(
            "Your seat for %(organisation)s is no longer open (%(why)s), so nothing was saved. "
            "If you should still act for it, ask one of its liaisons for an invitation."
        ) % {"organisation": seat.party.organisation, "why": why}
    return _(
        "Your seat is no longer open (%(why)s), so nothing was saved. "
        "If you should still take part, ask the host for an invitation."
    ) % {"why": why}


def writable(model: type[models.Model], **words: str) -> None:
    """Refuse what a database cannot keep, before anything is changed: NUL, half characters, too many characters."""
    for name, text in words.items():
        field = model._meta.get_field(name)
        limit = getattr(field, "max_length", None)
        label = str(getattr(field, "verbose_name", name)).capitalize()
        if _has_unfit(text, one_line=not isinstance(field, models.TextField)):
            raise Unwritable(name, _("%(label)s contains a character that cannot be kept.") % {"label": label})
        if limit is not None and len(text) > limit:
            words_for = ngettext(
                "%(label)s is too long: at most %(limit)s character.",
                "%(label)s is too long: at most %(limit)s characters.",
                limit,
            )
            raise Unwritable(name, words_for % {"label": label, "limit": limit})


def broke(trouble: Exception, constraint: str, column: str) -> bool:
    """Whether it was this constraint that the database held up: PostgreSQL names it, SQLite names its columns."""
    return constraint in str(trouble) or f".{column}" in str(trouble)


def _has_unfit(text: str, *, one_line: bool) -> bool:
    """Control characters, which end a header or a line of a file, and half characters, which no encoding has."""
    kept = "" if one_line else "\t\n\r"
    return any(unicodedata.category(c) in {"Cc", "Cs"} and c not in kept for c in text)


def need_reason(reason: str) -> None:
    if not reason.strip():
        raise NotPossible(_("A reason is needed, so that the others understand it."))


def record(
    *,
    campaign: Campaign,
    verb: str,
    object: str,  # noqa: A002 - the word of the record
    by: str,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    personal: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> None:
    """The last beat: one entry in the campaign's own log. What is empty about a person is left out."""
    said = {who: {k: v for k, v in values.items() if v not in {None, ""}} for who, values in (personal or {}).items()}
    ledger.record(
        log=campaign.log,
        verb=verb,
        object=object,
        by=by,
        at=at,
        payload=payload,
        personal={who: values for who, values in said.items() if values},
    )
