"""What persons and administrators do with organisations and accounts. Each act is recorded in the server's own log."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mufakat.ledger import actions as ledger
from mufakat.ledger import queries as record
from mufakat.people import policies, queries
from mufakat.people.models import Affiliation, EntryLink, FormerName, Organisation, Person, Region, Sector

ENTRY_LINK_LIFE = timedelta(hours=24)


class NotAllowed(Exception):  # noqa: N818 - the house names troubles by what is wrong
    """This person may not do that. `str()` is a sentence for the reader."""

    def __init__(self, words: Any = None) -> None:
        super().__init__(words or _("You may not do this."))


class AlreadyVerified(Exception):  # noqa: N818
    """The organisation is verified already."""


class CannotMerge(Exception):  # noqa: N818
    """The two organisations cannot become one; `str()` says why."""


class LinkSpent(Exception):  # noqa: N818
    """The entry link is unknown, used or expired."""


def _by(person: Person) -> str:
    return f"person:{person.pk}"


@transaction.atomic
def propose_organisation(*, by: Person, at: datetime, regions: Iterable[Region] = (), **fields: Any) -> Organisation:
    """Enter an organisation as proposed; an administrator verifies it later."""
    if not policies.can_propose_organisation(by):
        raise NotAllowed
    organisation = Organisation.objects.create(proposed_at=at, **fields)
    organisation.regions.set(regions)
    ledger.record(
        log=record.instance_log(),
        verb="organisation.proposed",
        object=f"organisation:{organisation.pk}",
        by=_by(by),
        at=at,
        payload={"name": organisation.name, "sector": organisation.sector_id, "kind": organisation.kind},
    )
    return organisation


@transaction.atomic
def verify_organisation(*, organisation: Organisation, by: Person, at: datetime, note: str) -> None:
    """Confirm that the organisation exists and is what it says; `note` says how that was checked."""
    if not policies.can_administer(by):
        raise NotAllowed
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if locked.status != Organisation.Status.PROPOSED:
        raise AlreadyVerified(_("This organisation is no longer waiting for verification."))
    locked.status, locked.verified_at = Organisation.Status.VERIFIED, at
    locked.save(update_fields=["status", "verified_at"])
    ledger.record(
        log=record.instance_log(),
        verb="organisation.verified",
        object=f"organisation:{locked.pk}",
        by=_by(by),
        at=at,
        payload={"name": locked.name, "note": note},
    )


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, by: Person, at: datetime, regions: Iterable[Region] | None = None, **fields: Any
) -> Organisation:
    """Correct an organisation's profile. A former name stays findable."""
    if not policies.can_change_organisation(by, organisation):
        raise NotAllowed
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = {name: value for name, value in fields.items() if getattr(locked, name) != value}
    if "name" in changed:
        FormerName.objects.create(organisation=locked, name=locked.name, until=at)
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.save()
    if regions is not None:
        locked.regions.set(regions)
    ledger.record(
        log=record.instance_log(),
        verb="organisation.changed",
        object=f"organisation:{locked.pk}",
        by=_by(by),
        at=at,
        payload={name: str(getattr(value, "pk", value)) for name, value in changed.items()},
    )
    return locked


@transaction.atomic
def affiliate(*, person: Person, organisation: Organisation, at: datetime, as_admin: bool = False) -> Affiliation:
    """A person now works for an organisation. Called where that was proved: an accepted invitation, or `mufakat init`."""
    known = queries.affiliation_of(person, organisation)
    if known:
        if as_admin and not known.is_organisation_admin:
            known.is_organisation_admin = True
            known.save(update_fields=["is_organisation_admin"])
        return known
    return Affiliation.objects.create(person=person, organisation=organisation, is_organisation_admin=as_admin, since=at)


@transaction.atomic
def register_person(*, email: str, name: str, language: str, at: datetime, **fields: Any) -> Person:
    """Make an account for an address that was proved, or that `mufakat init` was told."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - allauth's models need ours to be loaded first

    person = Person.objects.create_user(email=email, name=name, language=language, **fields)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


@transaction.atomic
def make_entry_link(*, person: Person, at: datetime) -> str:
    """A secret that lets this person in once, within a day; only its SHA-256 is kept."""
    secret = secrets.token_urlsafe(32)
    EntryLink.objects.create(
        person=person,
        digest=hashlib.sha256(secret.encode()).hexdigest(),
        made_at=at,
        expires_at=at + ENTRY_LINK_LIFE,
    )
    ledger.record(
        log=record.instance_log(), verb="entry_link.made", object=f"person:{person.pk}", by="operator", at=at
    )
    return secret


@transaction.atomic
def use_entry_link(*, secret: str, at: datetime) -> Person:
    link = (
        EntryLink.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(digest=hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest())
        .first()
    )
    if link is None or link.used_at or link.expires_at <= at or not link.person.is_active:
        raise LinkSpent(_("This link is unknown, has been used or has expired. Ask the operator to make a new one."))
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link.person


@transaction.atomic
def change_sector(*, sector: Sector, by: Person, at: datetime) -> None:
    """Save a new or changed sector as the form left it."""
    if not policies.can_administer(by):
        raise NotAllowed
    sector.save()
    ledger.record(
        log=record.instance_log(),
        verb="sector.changed",
        object=f"sector:{sector.pk}",
        by=_by(by),
        at=at,
        payload={"name_id": sector.name_id, "name_en": sector.name_en, "is_active": sector.is_active},
    )
