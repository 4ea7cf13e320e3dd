"""Acts on what a campaign requires at its table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import by_seat, need_reason, record, writable
from mufakat.campaigns.actions.refusals import NotAllowed, NotPossible
from mufakat.campaigns.models import Campaign, Seat
from mufakat.people.models import Region, Sector
from mufakat.stakeholders.actions._needing import keeping_needs
from mufakat.stakeholders.models import Capability, Requirement


@transaction.atomic
def set_requirement(
    *,
    id: UUID,  # noqa: A002 - the number the form gave the new row
    campaign: Campaign,
    by: Seat,
    at: datetime,
    sector: Sector | None = None,
    capability: Capability | None = None,
    region: Region | None = None,
    least: int = 1,
    weight: int = 1,
    is_mandatory: bool = True,
    reason: str = "",
) -> Requirement:
    """Require so many of a sector with a capability in a region. The same number twice is the same requirement."""
    now, seat = keeping_needs(campaign=campaign, by=by, at=at)
    wanted = Requirement(id=id, campaign=now, sector=sector, capability=capability, region=region, set_by=seat)
    wanted.least, wanted.weight, wanted.is_mandatory = least, weight, is_mandatory
    wanted.reason, wanted.set_at = reason.strip(), at
    return _set(wanted, seat=seat, at=at)


@transaction.atomic
def set_requirements(*, wanted: Iterable[Requirement], campaign: Campaign, by: Seat, at: datetime) -> list[Requirement]:
    """The whole set to begin with, or none of it: each is an entry of its own. What is required already is left out."""
    now, seat = keeping_needs(campaign=campaign, by=by, at=at)
    made = []
    for requirement in wanted:
        if _same(requirement, now):
            continue
        requirement.campaign, requirement.set_by, requirement.set_at = now, seat, at
        made.append(_set(requirement, seat=seat, at=at))
    return made


def _set(wanted: Requirement, *, seat: Seat, at: datetime) -> Requirement:
    campaign = wanted.campaign
    known = Requirement.objects.filter(pk=wanted.pk).first()
    if known:
        if known.campaign_id != campaign.pk:
            raise NotAllowed(_("This number belongs to another campaign."))
        return known
    _check(wanted)
    if _same(wanted, campaign):
        raise NotPossible(_("This is required already. Change that requirement instead."))
    wanted.save(force_insert=True)
    _record(wanted, "requirement.set", seat, at)
    return wanted


def _same(wanted: Requirement, campaign: Campaign) -> bool:
    return Requirement.objects.filter(
        campaign=campaign,
        sector=wanted.sector,
        capability=wanted.capability,
        region=wanted.region,
        removed_at__isnull=True,
    ).exists()


def _check(wanted: Requirement) -> None:
    writable(Requirement, reason=wanted.reason)
    if not (wanted.sector_id or wanted.capability_id or wanted.region_id):
        raise NotPossible(_("Choose at least a sector, a capability or a region."))
    if wanted.capability and wanted.capability.campaign_id != wanted.campaign_id:
        raise NotAllowed(_("This capability belongs to another campaign."))
    if wanted.capability and Capability.objects.filter(pk=wanted.capability.pk, retired_at__isnull=False).exists():
        raise NotPossible(_("This capability is no longer in use here."))
    try:
        wanted.clean_fields(exclude={f.name for f in Requirement._meta.fields} - {"least", "weight"})
    except ValidationError as trouble:
        raise NotPossible(" ".join(trouble.messages)) from trouble


@transaction.atomic
def change_requirement(
    *,
    requirement: Requirement,
    by: Seat,
    at: datetime,
    least: int,
    weight: int,
    is_mandatory: bool,
    reason: str,
) -> Requirement:
    """How many, how much it weighs, whether the campaign can go on without it. Of whom it asks stays as it is."""
    kept, seat = _kept(requirement, by, at)
    wanted = (least, weight, is_mandatory, reason.strip())
    if (kept.least, kept.weight, kept.is_mandatory, kept.reason) == wanted:
        return kept
    kept.least, kept.weight, kept.is_mandatory, kept.reason = wanted
    _check(kept)
    kept.save(update_fields=["least", "weight", "is_mandatory", "reason"])
    _record(kept, "requirement.set", seat, at)
    return kept


@transaction.atomic
def waive_requirement(*, requirement: Requirement, reason: str, by: Seat, at: datetime) -> Requirement:
    """Go on with the gap, knowingly and with a reason that everybody reads."""
    need_reason(reason)
    kept, seat = _kept(requirement, by, at)
    if kept.waived_at:
        raise NotPossible(_("This requirement was waived meanwhile."))
    kept.waived_at, kept.waived_because = at, reason.strip()
    writable(Requirement, waived_because=kept.waived_because)
    kept.save(update_fields=["waived_at", "waived_because"])
    _record(kept, "requirement.waived", seat, at, because=kept.waived_because)
    return kept


@transaction.atomic
def restore_requirement(*, requirement: Requirement, by: Seat, at: datetime) -> Requirement:
    """Ask for it again."""
    kept, seat = _kept(requirement, by, at)
    if kept.waived_at is None:
        return kept
    kept.waived_at, kept.waived_because = None, ""
    kept.save(update_fields=["waived_at", "waived_because"])
    _record(kept, "requirement.restored", seat, at)
    return kept


@transaction.atomic
def remove_requirement(*, requirement: Requirement, by: Seat, at: datetime) -> Requirement:
    """No longer ask for it; the record keeps that it was asked."""
    kept, seat = _kept(requirement, by, at)
    kept.removed_at = at
    kept.save(update_fields=["removed_at"])
    _record(kept, "requirement.removed", seat, at)
    return kept


def _kept(requirement: Requirement, by: Seat, at: datetime) -> tuple[Requirement, Seat]:
    now, seat = keeping_needs(campaign=requirement.campaign, by=by, at=at)
    kept = Requirement.objects.select_related("sector", "capability", "region").get(pk=requirement.pk, campaign=now)
    if kept.removed_at:
        raise NotPossible(_("This requirement was removed meanwhile."))
    kept.campaign = now
    return kept, seat


def _record(kept: Requirement, verb: str, seat: Seat, at: datetime, **more: Any) -> None:
    label = " · ".join(
        name
        for name in (
            kept.sector.name_id if kept.sector else "",
            kept.capability.name if kept.capability else "",
            kept.region.name if kept.region else "",
        )
        if name
    )
    payload = {
        "label": label,
        "sector": kept.sector_id,
        "capability": str(kept.capability_id) if kept.capability_id else None,
        "region": kept.region.code if kept.region else None,
        "least": kept.least,
        "weight": kept.weight,
        "is_mandatory": kept.is_mandatory,
    }
    record(
        campaign=kept.campaign,
        verb=verb,
        object=f"requirement:{kept.pk}",
        by=by_seat(seat),
        at=at,
        payload=payload | more,
    )
