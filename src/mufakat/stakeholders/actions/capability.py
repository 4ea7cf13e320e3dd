"""Acts on the capabilities that a campaign looks for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import by_seat, record, writable
from mufakat.campaigns.actions.refusals import NotPossible
from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders.actions._needing import keeping_needs
from mufakat.stakeholders.models import Capability, Requirement


@transaction.atomic
def add_capability(
    *,
    campaign: Campaign,
    name: str,
    by: Seat,
    at: datetime,
    id: UUID | None = None,  # noqa: A002 - the number the form gave the new row
) -> Capability:
    """Name something the campaign looks for. The same name is the same capability; a retired one comes back."""
    name = " ".join(name.split())
    writable(Capability, name=name)
    if not name:
        raise NotPossible(_("A capability needs a name."))
    now, seat = keeping_needs(campaign=campaign, by=by, at=at)
    known: Capability | None = _called(now, name)
    if known and known.retired_at is None:
        return known
    if known:
        known.retired_at = None
        known.save(update_fields=["retired_at"])
    else:
        known = Capability.objects.create(campaign=now, name=name, **({"id": id} if id else {}))
    record(
        campaign=now,
        verb="capability.added",
        object=f"capability:{known.pk}",
        by=by_seat(seat),
        at=at,
        payload={"label": known.name},
    )
    return known


def _called(campaign: Campaign, name: str) -> Capability | None:
    """As the constraint of the database compares names."""
    return Capability.objects.filter(Exact(Lower("name"), Lower(Value(name))), campaign=campaign).first()


@transaction.atomic
def retire_capability(*, capability: Capability, by: Seat, at: datetime) -> Capability:
    """No longer offer it. Who has it keeps it; a requirement that asks for it has to go first."""
    now, seat = keeping_needs(campaign=capability.campaign, by=by, at=at)
    kept = Capability.objects.get(pk=capability.pk, campaign=now)
    if kept.retired_at:
        return kept
    if Requirement.objects.filter(campaign=now, capability=kept, removed_at__isnull=True).exists():
        raise NotPossible(_("A requirement still asks for this capability. Remove the requirement first."))
    kept.retired_at = at
    kept.save(update_fields=["retired_at"])
    record(
        campaign=now,
        verb="capability.retired",
        object=f"capability:{kept.pk}",
        by=by_seat(seat),
        at=at,
        payload={"label": kept.name},
    )
    return kept
