"""Acts on the people whom the issue affects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import by_seat, record, writable
from mufakat.campaigns.actions.refusals import NotAllowed, NotPossible
from mufakat.campaigns.models import Campaign, Seat
from mufakat.people.models import Region
from mufakat.stakeholders.actions._needing import keeping_needs
from mufakat.stakeholders.models import AffectedGroup, Stakeholder


@transaction.atomic
def set_group(
    *,
    id: UUID,  # noqa: A002 - of the group to change, or the number the form gave a new one
    campaign: Campaign,
    name: str,
    people: int,
    source: str,
    by: Seat,
    at: datetime,
    region: Region | None = None,
    voices: Iterable[Stakeholder] = (),
) -> AffectedGroup:
    """Say whom the issue affects, how many they are by which source, and who speaks for them."""
    now, seat = keeping_needs(campaign=campaign, by=by, at=at)
    group = AffectedGroup.objects.filter(pk=id).first() or AffectedGroup(id=id, campaign=now)
    if group.campaign_id != now.pk:
        raise NotAllowed(_("This number belongs to another campaign."))
    if group.removed_at:
        raise NotPossible(_("This group was removed meanwhile."))
    speaking = list(voices)
    kept = Stakeholder.objects.filter(campaign=now, removed_at__isnull=True)
    if kept.filter(pk__in=[v.pk for v in speaking]).count() != len({v.pk for v in speaking}):
        raise NotPossible(_("Somebody chosen is not in this campaign's register any more."))
    group.name, group.people, group.source = name.strip(), people, source.strip()
    group.region, group.set_at = region, at
    _check(group)
    group.save()
    group.voices.set(speaking)
    _record(group, "group.set", seat, at, voices=sorted(str(v.pk) for v in speaking))
    return group


def _check(group: AffectedGroup) -> None:
    writable(AffectedGroup, name=group.name, source=group.source)
    if not group.name or not group.source:
        raise NotPossible(_("A group needs a name, and its number a source."))
    try:
        group.clean_fields(exclude={f.name for f in AffectedGroup._meta.fields} - {"people"})
    except ValidationError as trouble:
        raise NotPossible(" ".join(trouble.messages)) from trouble
    others = AffectedGroup.objects.filter(campaign=group.campaign_id, removed_at__isnull=True).exclude(pk=group.pk)
    if any(name.lower() == group.name.lower() for name in others.values_list("name", flat=True)):
        raise NotPossible(_("A group of this name is already listed."))


@transaction.atomic
def remove_group(*, group: AffectedGroup, by: Seat, at: datetime) -> AffectedGroup:
    """Take it off the list; the record keeps that it stood there."""
    now, seat = keeping_needs(campaign=group.campaign, by=by, at=at)
    kept = AffectedGroup.objects.select_related("region").get(pk=group.pk, campaign=now)
    if kept.removed_at:
        return kept
    kept.campaign, kept.removed_at = now, at
    kept.save(update_fields=["removed_at"])
    _record(kept, "group.removed", seat, at)
    return kept


def _record(group: AffectedGroup, verb: str, seat: Seat, at: datetime, **more: object) -> None:
    payload: dict[str, object] = {
        "label": group.name,
        "people": group.people,
        "source": group.source,
        "region": group.region.code if group.region else None,
    }
    record(
        campaign=seat.campaign,
        verb=verb,
        object=f"group:{group.pk}",
        by=by_seat(seat),
        at=at,
        payload=payload | more,
    )
