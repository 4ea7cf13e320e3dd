"""What this app knows about one person: for the copy of their own data, and for closing the account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign, Invitation, Mandate, Seat
from mufakat.campaigns.queries.table import is_last_liaison
from mufakat.people.models import Person
from mufakat.people.queries import Consequence


def places_of(person: Person) -> QuerySet[Seat]:
    """Every seat the person ever had, oldest first."""
    return (
        Seat.objects.filter(person=person)
        .select_related("campaign__log", "party__organisation", "person", "mandate")
        .order_by("taken_at", "pk")
    )


def _addresses(person: Person) -> list[str]:
    """Only proved ones: somebody else's address, typed at sign-up, opens nobody's letters."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return sorted(a.lower() for a in proved)


def invitations_to(person: Person) -> QuerySet[Invitation]:
    """Those the person accepted, and those sent to an address of theirs."""
    return Invitation.objects.filter(Q(seat__person=person) | Q(email__in=_addresses(person))).order_by("sent_at", "pk")


def invitations_from(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(invited_by__person=person).order_by("sent_at", "pk")


def mandates_about(person: Person) -> QuerySet[Mandate]:
    """Documents that name the person, also those replaced since by a newer one."""
    return Mandate.objects.filter(seat__person=person, removed_at__isnull=True).order_by("added_at", "pk")


def campaigns_about(person: Person) -> QuerySet[Campaign]:
    numbers = set(Seat.objects.filter(person=person).values_list("campaign", flat=True))
    numbers |= set(invitations_to(person).values_list("campaign", flat=True))
    return Campaign.objects.filter(pk__in=numbers).select_related("log")


def consequences_of_closing(person: Person, at: datetime) -> Iterator[Consequence]:
    """Each open seat ends; who is a running party's only liaison settles that first."""
    for seat in places_of(person).filter(ended_at__isnull=True, campaign__discarded_at__isnull=True):
        words = {"campaign": seat.campaign.title, "organisation": seat.party and seat.party.organisation.name}
        if is_last_liaison(seat, at):
            is_host = seat.party is not None and seat.party.organisation_id == seat.campaign.host_id
            yield Consequence(
                (_LAST_OF_HOST if is_host else _LAST_OF_PARTY) % words,
                blocks=True,
                url=reverse("campaigns:seat", args=[seat.campaign.slug, seat.pk]),
                label=_("See this seat"),
            )
        elif seat.party:
            yield Consequence(_("Your seat for %(organisation)s in “%(campaign)s” ends.") % words)
        else:
            yield Consequence(_("Your seat in “%(campaign)s” ends.") % words)


_LAST_OF_HOST = _(
    "You are the only liaison of %(organisation)s, the host of “%(campaign)s”. "
    "Hand your seat over to a colleague, or discard the draft, first."
)
_LAST_OF_PARTY = _(
    "You are the only liaison of %(organisation)s in “%(campaign)s”. "
    "Hand your seat over to a colleague, or withdraw the party, first."
)


def own_data_of(person: Person) -> dict[str, Any]:
    """Seats, mandates and invitations of one person, as plain values."""
    return {
        "seats": [_seat(s) for s in places_of(person)],
        "invitations_to_you": [
            _invitation(i) for i in invitations_to(person).select_related("campaign", "organisation")
        ],
        "invitations_you_sent": [
            _invitation(i) for i in invitations_from(person).select_related("campaign", "organisation")
        ],
        "mandate_documents": [
            {
                "file": m.file_name,
                "kind": m.media_type,
                "bytes": m.size,
                "sha256": m.sha256,
                "added": _moment(m.added_at),
            }
            for m in mandates_about(person)
        ],
    }


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "campaign": seat.campaign.title,
        "organisation": seat.party.organisation.name if seat.party else None,
        "role": seat.role,
        "may_sign": seat.may_sign,
        "mandate_reference": seat.mandate_reference,
        "taken": _moment(seat.taken_at),
        "from": _day(seat.starts_on),
        "until": _day(seat.ends_on),
        "ended": _moment(seat.ended_at),
        "ended_how": seat.ending or None,
        "ended_because": seat.ended_because or None,
    }


def _invitation(invitation: Invitation) -> dict[str, Any]:
    return {
        "campaign": invitation.campaign.title,
        "organisation": invitation.organisation.name if invitation.organisation else None,
        "role": invitation.role,
        "email": invitation.email,
        "language": invitation.language,
        "message": invitation.message,
        "sent": _moment(invitation.sent_at),
        "expires": _moment(invitation.expires_at),
        "answered": _moment(invitation.answered_at),
        "state": invitation.state,
        "reason": invitation.reason,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
