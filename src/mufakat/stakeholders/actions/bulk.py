"""One change for many stakeholders: as it was shown, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import by_seat, record, writable
from mufakat.campaigns.actions.refusals import ChangedMeanwhile, NotPossible, Unwritable
from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import queries
from mufakat.stakeholders.actions._keeping import capabilities_named, check_owner, keeping, tags_named
from mufakat.stakeholders.models import Capability, Engagement, Stakeholder, State, Tag

AT_ONCE = 500


@transaction.atomic
def change_many(
    *, campaign: Campaign, choice: queries.Choice, change: queries.BulkChange, mark: str, by: Seat, at: datetime
) -> queries.Plan:
    """Do what the preview with this mark showed; when the register moved since, nothing is done."""
    now, seat = keeping(campaign, by, at)
    _check(now, change, at)
    plan = queries.plan_of(now, choice, change)
    if plan.mark != mark:
        raise ChangedMeanwhile(
            _("The register changed since this preview was made. Nothing was saved; look at it again.")
        )
    if not plan.changed:
        raise NotPossible(_("Nobody would be changed."))
    numbers = [line.row.pk for line in plan.changed]
    for part in _parts(numbers):
        rows = Stakeholder.objects.filter(pk__in=part)
        rows.update(version=F("version") + 1, changed_at=at, **_columns(change, at))
    if "_" in change.kind:
        _change_sets(now, change, numbers)
    said = {"n": len(numbers), "change": change.kind} | _told(plan, change)
    record(
        campaign=now,
        verb="stakeholders.changed",
        object=f"campaign:{now.pk}",
        by=by_seat(seat),
        at=at,
        payload=said,
        personal={now.pk: {"reason": change.reason.strip()}},
    )
    return plan


def _check(campaign: Campaign, change: queries.BulkChange, at: datetime) -> None:
    """Refuse what no row could keep."""
    known: dict[str, list[str]] = {"state": State.values, "wanted": Engagement.values}
    if change.kind not in queries.BULK_KINDS or change.value not in known.get(change.kind, [change.value]):
        raise NotPossible(_("This change is not known."))
    if change.kind == "owner" and change.value:
        check_owner(campaign, Seat.objects.filter(pk=change.value).first() or Seat(), at)
    if "_" in change.kind:
        writable(Tag if change.kind.endswith("tag") else Capability, name=change.value)
        if not change.value.strip():
            raise Unwritable("value", _("A name is needed."))
    writable(Stakeholder, state_because=change.reason)


def _parts(numbers: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


def _columns(change: queries.BulkChange, at: datetime) -> dict[str, Any]:
    if change.kind == "state":
        return {"state": change.value, "state_since": at, "state_because": change.reason.strip()}
    if change.kind == "wanted":
        return {"wanted": change.value}
    return {"owner": UUID(change.value) if change.value else None} if change.kind == "owner" else {}


def _change_sets(campaign: Campaign, change: queries.BulkChange, numbers: Sequence[UUID]) -> None:
    """Tags and capabilities, by the table that joins them to stakeholders."""
    act, _sep, thing = change.kind.partition("_")
    through: Any = Stakeholder.tags.through if thing == "tag" else Stakeholder.capabilities.through
    if act == "remove":
        for part in _parts(numbers):
            through.objects.filter(stakeholder__in=part, **{f"{thing}__name__iexact": change.value}).delete()
        return
    (named,) = (tags_named if thing == "tag" else capabilities_named)(campaign, [change.value])
    through.objects.bulk_create(
        [through(stakeholder_id=number, **{f"{thing}_id": named.pk}) for number in numbers], batch_size=AT_ONCE
    )


def _told(plan: queries.Plan, change: queries.BulkChange) -> dict[str, Any]:
    """Whom it concerned, by number; of a state also from where, so that each one's history can be told."""
    if change.kind != "state":
        return {"stakeholders": [str(line.row.pk) for line in plan.changed]}
    came_from: dict[str, list[str]] = defaultdict(list)
    for line in plan.changed:
        came_from[queries.state_of(line.row).value].append(str(line.row.pk))
    return {"from": dict(came_from), "to": change.value}
