"""The record as a reader narrows it: by kind of act, party, days and words; in pages by place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from mufakat.campaigns.models import Campaign, Invitation, Party, Seat
from mufakat.campaigns.queries.activity import ACT_KINDS
from mufakat.ledger import queries as record
from mufakat.ledger.models import Entry


@dataclass(frozen=True)
class Stretch:
    """Some entries, newest first, and the places where older and newer ones begin (None at that end)."""

    entries: list[Entry]
    older: int | None
    newer: int | None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(settings.DEFAULT_ZONE))


def objects_of(party: Party) -> list[str]:
    """What entries about a party name: itself, its seats, and the invitations to its organisation."""
    seats = Seat.objects.filter(party=party).values_list("pk", flat=True)
    invitations = Invitation.objects.filter(campaign=party.campaign_id, organisation=party.organisation_id)
    return [
        f"party:{party.pk}",
        *(f"seat:{n}" for n in seats),
        *(f"invitation:{n}" for n in invitations.values_list("pk", flat=True)),
    ]


def entries_matching(
    campaign: Campaign,
    *,
    kind: str = "",
    party: Party | None = None,
    since: date | None = None,
    until: date | None = None,
    words: str = "",
) -> QuerySet[Entry]:
    """Entries of a campaign's record that fit. A party's entries are those about it and those by its seats."""
    verbs = ACT_KINDS[kind][1] if kind in ACT_KINDS else ()
    found = record.entries_of(campaign.log, verbs=verbs, text=words.replace("\x00", "").strip())
    if party:
        objects = objects_of(party)
        found = found.filter(Q(object__in=objects) | Q(by__in=[o for o in objects if o.startswith("seat:")]))
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found


def stretch_of(found: QuerySet[Entry], *, before: int | None, after: int | None, limit: int = 25) -> Stretch:
    """A page by place, so that a growing record neither repeats nor skips an entry while someone reads."""
    if after is not None:
        rows = list(found.filter(seq__gt=after).order_by("seq")[: limit + 1])
        has_newer, rows = len(rows) > limit, rows[:limit][::-1]
        older = rows[-1].seq if rows else None
        return Stretch(rows, older, rows[0].seq if has_newer else None)
    if before is not None:
        found = found.filter(seq__lt=before)
    rows = list(found.order_by("-seq")[: limit + 1])
    has_older, rows = len(rows) > limit, rows[:limit]
    return Stretch(rows, rows[-1].seq if has_older else None, rows[0].seq if rows and before is not None else None)
