"""Organisations: proposed by anyone, verified and retired by an administrator, kept up by their own people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mufakat.people import policies
from mufakat.people.actions._record import NotAllowed, NotPossible, note
from mufakat.people.models import FormerName, Organisation, Person, Region

__all__ = [
    "AlreadyVerified",
    "NotAllowed",
    "NotPossible",
    "change_organisation",
    "propose_organisation",
    "restore_organisation",
    "retire_organisation",
    "verify_organisation",
]


class AlreadyVerified(NotPossible):
    """The organisation is verified already, or no longer waits for it."""


@transaction.atomic
def propose_organisation(
    *,
    by: Person,
    at: datetime,
    id: UUID | None = None,  # noqa: A002 - the row's own word
    regions: Iterable[Region] = (),
    **fields: Any,
) -> Organisation:
    """Enter an organisation as proposed; an administrator verifies it later. The same `id` sent again makes nothing new."""
    if not policies.can_propose_organisation(by):
        raise NotAllowed
    wanted = {"id": id} if id else {}
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(proposed_at=at, **wanted, **fields)
    except IntegrityError:
        known = Organisation.objects.filter(pk=id).first() if id else None
        if known is None:
            raise
        return known
    organisation.regions.set(regions)
    payload = {"name": organisation.name, "sector": organisation.sector_id, "kind": organisation.kind}
    note(verb="organisation.proposed", of=organisation, by=by, at=at, payload=payload)
    return organisation


def _lock(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


@transaction.atomic
def verify_organisation(*, organisation: Organisation, by: Person, at: datetime, note: str) -> None:
    """Confirm that the organisation exists and is what it says; `note` says how that was checked."""
    if not policies.can_administer(by):
        raise NotAllowed
    locked = _lock(organisation)
    if locked.status != Organisation.Status.PROPOSED:
        raise AlreadyVerified(_("This organisation is no longer waiting for verification."))
    locked.status, locked.verified_at = Organisation.Status.VERIFIED, at
    locked.save(update_fields=["status", "verified_at"])
    _tell("organisation.verified", locked, by, at, note=note)


def _tell(verb: str, organisation: Organisation, by: Person, at: datetime, **more: Any) -> None:
    note(verb=verb, of=organisation, by=by, at=at, payload={"name": organisation.name} | more)


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, by: Person, at: datetime, regions: Iterable[Region] | None = None, **fields: Any
) -> Organisation:
    """Correct an organisation's profile. A former name stays findable.

    When its own people change what was verified (name, sector, kind, registration number), it waits for verification
    again: otherwise a verified company could rename itself a ministry and host a campaign.
    """
    locked = _lock(organisation)
    if not policies.can_change_organisation(by, locked):
        raise NotAllowed
    changed = {name: value for name, value in fields.items() if getattr(locked, name) != value}
    if "name" in changed:
        FormerName.objects.create(organisation=locked, name=locked.name, until=at)
    if policies.is_verified_anew(by, locked, frozenset(changed)):
        changed["status"] = Organisation.Status.PROPOSED
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.save()
    said = {name: str(getattr(value, "pk", value)) for name, value in changed.items()}
    if regions is not None:
        said |= _change_regions(locked, list(regions))
    if said:
        note(verb="organisation.changed", of=locked, by=by, at=at, payload=said)
    return locked


def _change_regions(organisation: Organisation, regions: list[Region]) -> dict[str, str]:
    if set(organisation.regions.all()) == set(regions):
        return {}
    organisation.regions.set(regions)
    return {"regions": ", ".join(region.name for region in regions)}


@transaction.atomic
def retire_organisation(*, organisation: Organisation, by: Person, at: datetime, reason: str) -> None:
    """Set an organisation inactive: nobody can invite it any more; what it did stays."""
    if not policies.can_administer(by):
        raise NotAllowed
    locked = _lock(organisation)
    if locked.status == Organisation.Status.INACTIVE:
        raise NotPossible(_("This organisation is inactive already."))
    locked.status = Organisation.Status.INACTIVE
    locked.save(update_fields=["status"])
    _tell("organisation.retired", locked, by, at, reason=reason)


@transaction.atomic
def restore_organisation(*, organisation: Organisation, by: Person, at: datetime) -> None:
    """Undo retiring: what was verified is so again, the rest waits as before."""
    if not policies.can_administer(by):
        raise NotAllowed
    locked = _lock(organisation)
    if locked.merged_into_id or locked.status != Organisation.Status.INACTIVE:
        raise NotPossible(_("Only an inactive organisation that was not merged can be set active again."))
    locked.status = Organisation.Status.VERIFIED if locked.verified_at else Organisation.Status.PROPOSED
    locked.save(update_fields=["status"])
    _tell("organisation.restored", locked, by, at)
