"""What the fields of an entry are called where people read them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: Mapping[str, str | Promise] = {
    "aim": _("The aim"),
    "brand": _("Colour of the campaign"),
    "delegates": _("Seat that is lent"),
    "email": _("E-mail address"),
    "ended_seats": _("Seats that ended with it"),
    "ends_on": _("Last day"),
    "entries": _("Entries"),
    "expires_at": _("Answer until"),
    "file_name": _("Name of the file"),
    "frame": _("How it was measured"),
    "from": _("From phase"),
    "host": _("Number of the host"),
    "host_name": _("Host"),
    "invitation": _("Number of the invitation"),
    "issue": _("The issue"),
    "label": _("What it says"),
    "languages": _("Languages of the campaign"),
    "mandate_reference": _("Number of the mandate"),
    "may_sign": _("Signs for the party"),
    "media_type": _("Kind of file"),
    "message": _("A word from the sender"),
    "name": _("Name"),
    "organisation": _("Number of the organisation"),
    "organisation_name": _("Organisation"),
    "party": _("Number of the party"),
    "reason": _("Reason"),
    "reference": _("Number of the mandate"),
    "regions": _("Regions, by official code"),
    "reminders": _("Reminders"),
    "replaces": _("Seat that is handed over"),
    "revoked_invitations": _("Invitations revoked with it"),
    "role": _("Role"),
    "seat": _("Number of the seat"),
    "series": _("Series"),
    "sha256": _("Fingerprint of the file"),
    "size": _("Size in bytes"),
    "slug": _("Name in the address"),
    "source": _("Source"),
    "starts_on": _("First day"),
    "title": _("Name of the campaign"),
    "to": _("To phase"),
    "value": _("Value"),
    "version": _("Version"),
    "visibility": _("Who can see it"),
    "year": _("Year"),
}
