"""Invitations and their links."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import formats, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from mufakat.campaigns.models import Campaign, Invitation, Role, Seat
from mufakat.campaigns.queries.table import day_of
from mufakat.people.models import Person

LAST_CALL = timedelta(days=2)
_SALT = "mufakat.campaigns.invitation"


def invitations_of(campaign: Campaign) -> QuerySet[Invitation]:
    return (
        Invitation.objects.filter(campaign=campaign)
        .select_related("organisation__sector", "invited_by__party__organisation", "campaign")
        .order_by("-sent_at", "-id")
    )


def invitation_by_number(number: UUID) -> Invitation | None:
    return (
        Invitation.objects.filter(pk=number)
        .select_related(
            "campaign__host__merged_into",
            "organisation__sector",
            "organisation__merged_into",
            "invited_by__party__organisation__merged_into",
        )
        .first()
    )


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def derived_secret(serial: str, key: str | bytes) -> str:
    return base64.urlsafe_b64encode(salted_hmac(_SALT, serial, secret=key, algorithm="sha256").digest()).decode()[:43]


def secret_of(invitation: Invitation) -> str:
    """The secret of the link, derived anew; empty when the server's key was changed since (renew it then)."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        secret = derived_secret(invitation.serial, key)
        if digest_of(secret) == invitation.digest:
            return secret
    return ""


def invitation_by_digest(digest: str) -> Invitation | None:
    return (
        Invitation.objects.filter(digest=digest)
        .select_related(
            "campaign__host",
            "campaign__log",
            "organisation__sector",
            "organisation__merged_into__sector",
            "invited_by__party__organisation",
            "invited_by__person",
            "seat",
        )
        .first()
    )


def invitation_by_secret(secret: str) -> Invitation | None:
    return invitation_by_digest(digest_of(secret))


def link_of(invitation: Invitation) -> str:
    """The address to give out, whole; empty when it cannot be derived any more."""
    secret = secret_of(invitation)
    return settings.BASE_URL + reverse("campaigns:invited", args=[secret]) if secret else ""


def masked(email: str) -> str:
    """An address as its owner recognises it and nobody else learns it: a•••@contoh.example."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}•••@{host}"


def may_accept_by_address(invitation: Invitation, person: Person) -> bool:
    """A link sent to an address is for who proved that address; one without an address is for whoever holds it."""
    if not invitation.email:
        return True
    return Person.objects.filter(
        pk=person.pk, emailaddress__verified=True, emailaddress__email__iexact=invitation.email
    ).exists()


def share_text(invitation: Invitation) -> str:
    """A message in the invitee's language, ready to paste."""
    with translation.override(invitation.language):
        return _share_text(invitation)


def _share_text(invitation: Invitation) -> str:
    words = {
        "campaign": invitation.campaign.title,
        "sender": sender_of(invitation),
        "organisation": invitation.organisation.current if invitation.organisation else "",
        "role": invitation.get_role_display(),
        "day": formats.date_format(day_of(invitation.expires_at), "j F Y", use_l10n=False),
        "link": link_of(invitation),
    }
    text = {
        PARTY: _(
            "%(sender)s invites %(organisation)s to the campaign “%(campaign)s”, as a party with the same standing as all. "
            "This link is for one person, works once, and is valid until %(day)s: %(link)s"
        ),
        COLLEAGUE: _(
            "%(sender)s offers you a seat in the campaign “%(campaign)s”: %(role)s. "
            "This link is for one person, works once, and is valid until %(day)s: %(link)s"
        ),
        NEUTRAL: _(
            "%(sender)s invites you to the campaign “%(campaign)s” in a role that belongs to no party: %(role)s. "
            "This link is for one person, works once, and is valid until %(day)s: %(link)s"
        ),
    }[kind_of(invitation)]
    return text % words


PARTY, COLLEAGUE, NEUTRAL = "party", "colleague", "neutral"


def kind_of(invitation: Invitation) -> str:
    """Whether an organisation is asked to the table, a party offers a seat of its own, or a neutral role is offered."""
    if invitation.organisation_id is None:
        return NEUTRAL
    party = invitation.invited_by.party
    is_inner = party is not None and invitation.organisation_id in {
        party.organisation_id,
        party.organisation.merged_into_id,
    }
    return COLLEAGUE if is_inner else PARTY


def sender_of(invitation: Invitation) -> str:
    """In whose name the invitation goes out: the inviting party, or the host for whom a neutral seat proposed it."""
    party = invitation.invited_by.party
    return str((party.organisation if party else invitation.campaign.host).current)


def letter_about(invitation: Invitation, *, is_reminder: bool) -> dict[str, Any]:
    """What the letter to the invited says; words that depend on the language are turned into it where it is written."""
    return {
        "kind": kind_of(invitation),
        "sender": sender_of(invitation),
        "campaign": invitation.campaign.title,
        "organisation": invitation.organisation.current.name if invitation.organisation else "",
        "role": Role(invitation.role).label,
        "ends_on": invitation.ends_on,
        "message": invitation.message,
        "expires_at": invitation.expires_at,
        "is_reminder": is_reminder,
        "action_url": link_of(invitation),
        "action_label": lazy("Read the invitation"),
        "why_you": lazy("Somebody entered this address to invite you. If that is a mistake, you need not do anything."),
    }


def waiting_invitations(campaign: Campaign) -> QuerySet[Invitation]:
    return invitations_of(campaign).filter(state=Invitation.State.OPEN)


def past_invitations(at: datetime) -> QuerySet[Invitation]:
    """Open ones whose day is over."""
    return Invitation.objects.filter(state=Invitation.State.OPEN, expires_at__lte=at).select_related("campaign")


def invitations_for_last_call(at: datetime) -> QuerySet[Invitation]:
    """Those that expire within two days, were never called by ourselves, and have had no letter for a day."""
    quiet_since = at - timedelta(days=1)
    return (
        Invitation.objects.filter(
            Q(reminded_at__isnull=True) | Q(reminded_at__lte=quiet_since),
            state=Invitation.State.OPEN,
            expires_at__gt=at,
            expires_at__lte=at + LAST_CALL,
            last_called_at__isnull=True,
            campaign__discarded_at__isnull=True,
        )
        .select_related("campaign")
        .order_by("expires_at", "pk")
    )


def number_in(text: str) -> UUID:
    """The number in a word of the record such as `invitation:<uuid>`."""
    return UUID(text.partition(":")[2])


def takes_over(seat: Seat, invitation: Invitation) -> bool:
    """A deputy who is offered the very seat they stand in for: their own ends together with it."""
    return seat.delegated_by_id is not None and seat.delegated_by_id == invitation.replaces_id
