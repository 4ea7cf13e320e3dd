"""Who is in the register and what is known of them: add, change, remove."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import need_reason, writable
from mufakat.campaigns.actions.refusals import ChangedMeanwhile, NotPossible, Unwritable
from mufakat.campaigns.models import Campaign, Seat
from mufakat.people.models import Organisation, Region, Sector
from mufakat.stakeholders import queries
from mufakat.stakeholders.actions._keeping import (
    capabilities_named,
    check_owner,
    check_row,
    keeping,
    row_of,
    tags_named,
    tell,
)
from mufakat.stakeholders.models import AffectedGroup, Relation, Stakeholder, State

PLAIN = (
    "name", "reference", "sector", "kind", "interest", "affected_how", "position", "wanted", "present", "notes", "owner",
    "source", "proxy",
)  # fmt: skip
MANY = ("regions", "capabilities", "tags")


@transaction.atomic
def add_stakeholder(
    *,
    id: UUID,  # noqa: A002 - the number the form gave the new row
    campaign: Campaign,
    name: str,
    sector: Sector,
    by: Seat,
    at: datetime,
    organisation: Organisation | None = None,
    is_group: bool = False,
    state: str = State.IDENTIFIED,
    regions: Iterable[Region] = (),
    capabilities: Iterable[str] = (),
    tags: Iterable[str] = (),
    **fields: Any,
) -> Stakeholder:
    """Take somebody into the register. The same number twice is the same stakeholder, so a form sent twice adds one.

    Capabilities and tags are named; those that the campaign does not know yet are made.
    """
    now, seat = keeping(campaign, by, at)
    known = Stakeholder.objects.filter(pk=id, campaign=now).first()
    if known:
        return known
    _refuse_unknown(fields)
    if state == State.WITHDRAWN:
        raise NotPossible(_("Who has withdrawn was there before: add them first, then say why they withdrew."))
    made = Stakeholder(id=id, campaign=now, name=name, sector=sector, organisation=organisation, is_group=is_group)
    made.state, made.state_since, made.added_at, made.changed_at = state, at, at, at
    made.is_example = organisation.is_example if organisation else now.is_example
    for field, value in fields.items():
        setattr(made, field, value)
    if is_group and organisation:
        raise Unwritable("organisation", _("A group without an organisation of its own has none."))
    check_row(made)
    check_owner(now, made.owner, at)
    made.save(force_insert=True)
    made.regions.set(regions)
    made.capabilities.set(capabilities_named(now, capabilities))
    made.tags.set(tags_named(now, tags))
    tell(made, verb="stakeholder.added", by=seat, at=at, payload={"is_group": is_group, "state": str(state)})
    return made


@transaction.atomic
def change_stakeholder(
    *, stakeholder: Stakeholder, by: Seat, at: datetime, version: int | None = None, **fields: Any
) -> Stakeholder:
    """Correct what is known. `version` is the one the form showed: a change made meanwhile is never overwritten."""
    campaign, seat = keeping(stakeholder.campaign, by, at)
    now = row_of(campaign, stakeholder.pk)
    _refuse_unknown(fields, MANY)
    if version is not None and version != now.version:
        names = queries.fields_changed_since(now, version)
        raise ChangedMeanwhile(
            _("Somebody else changed %(name)s meanwhile. Nothing of yours was saved; compare and send it again.")
            % {"name": now.name},
            names,
        )
    changed = _apply(now, fields, at)
    if changed:
        now.version, now.changed_at = now.version + 1, at
        now.save()
        said = {"fields": sorted(changed), "version": now.version}
        tell(now, verb="stakeholder.changed", by=seat, at=at, payload=said)
    return now


def _apply(row: Stakeholder, fields: Mapping[str, Any], at: datetime) -> list[str]:
    """What differs, by name; columns are set on the row, sets of others are written."""
    changed = [name for name in PLAIN if name in fields and getattr(row, name) != fields[name]]
    for name in changed:
        setattr(row, name, fields[name])
    check_row(row)
    if "owner" in changed:
        check_owner(row.campaign, row.owner, at)
    wanted: dict[str, list[Any]] = {}
    if "regions" in fields:
        wanted["regions"] = list(fields["regions"])
    if "capabilities" in fields:
        wanted["capabilities"] = list(capabilities_named(row.campaign, fields["capabilities"]))
    if "tags" in fields:
        wanted["tags"] = list(tags_named(row.campaign, fields["tags"]))
    for name, values in wanted.items():
        kept = getattr(row, name)
        if {value.pk for value in values} != set(kept.values_list("pk", flat=True)):
            kept.set(values)
            changed.append(name)
    return changed


@transaction.atomic
def remove_stakeholder(*, stakeholder: Stakeholder, by: Seat, at: datetime, reason: str) -> Stakeholder:
    """Take out what was entered by mistake. The row stays behind the record; its ties and its voice for others end."""
    campaign, seat = keeping(stakeholder.campaign, by, at)
    now = row_of(campaign, stakeholder.pk)
    need_reason(reason)
    writable(Stakeholder, state_because=reason)
    if queries.party_of(now):
        raise NotPossible(_("Its organisation sits at the table, so it stays in the register."))
    ties = Relation.objects.filter(removed_at__isnull=True)
    ties.filter(a=now).update(removed_at=at)
    ties.filter(b=now).update(removed_at=at)
    Stakeholder.objects.filter(proxy=now).update(proxy=None)
    AffectedGroup.voices.through.objects.filter(stakeholder=now).delete()
    now.removed_at, now.changed_at, now.version = at, at, now.version + 1
    now.save()
    tell(now, verb="stakeholder.removed", by=seat, at=at, reason=reason)
    return now


def _refuse_unknown(fields: Mapping[str, Any], more: Iterable[str] = ()) -> None:
    unknown = set(fields) - {*PLAIN, *more}
    if unknown:
        raise TypeError(f"not changeable: {sorted(unknown)}")
