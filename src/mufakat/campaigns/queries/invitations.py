"""Invitations and their links."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from mufakat.campaigns.models import Campaign, Invitation
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
        .select_related("campaign__host", "organisation__sector", "organisation__merged_into", "invited_by")
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
        "host": invitation.campaign.host,
        "organisation": invitation.organisation,
        "role": invitation.get_role_display(),
        "link": link_of(invitation),
    }
    if invitation.organisation:
        text = _(
            "%(host)s invites %(organisation)s to take part in “%(campaign)s”. "
            "The link is for one person, once, and valid for 7 days: %(link)s"
        )
    else:
        text = _(
            "%(host)s invites you to “%(campaign)s” (%(role)s). "
            "The link is for one person, once, and valid for 7 days: %(link)s"
        )
    return text % words


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
