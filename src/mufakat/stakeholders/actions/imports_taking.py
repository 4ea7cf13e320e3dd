"""Taking a file over: everything is made ready first, then written in one short transaction, or nothing is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions.acting import acting, by_seat, locked, record
from mufakat.campaigns.actions.refusals import NotAllowed
from mufakat.campaigns.models import Campaign
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.actions.imports_working import write_held
from mufakat.stakeholders.actions.imports_writing import Statement, insert_of, links_of
from mufakat.stakeholders.models import Capability, Import, ImportRow, Stakeholder, State, Tag
from mufakat.stakeholders.queries.imports_register import MANY, PLAIN, rows_by_name

Fate = ImportRow.Fate
_MADE: dict[str, type[Capability | Tag]] = {"capabilities": Capability, "tags": Tag}
_THROUGH: dict[str, tuple[Any, str]] = {
    "regions": (Stakeholder.regions.through, "region"),
    "capabilities": (Stakeholder.capabilities.through, "capability"),
    "tags": (Stakeholder.tags.through, "tag"),
}
_KEYS = {"sector": "sector_id", "owner": "owner_id"}
_UPDATED = [*PLAIN, "state_since", "version", "changed_at"]
_ORDER = [State.IDENTIFIED, State.CONTACTED, State.ENGAGED, State.COMMITTED]


class RegisterChanged(Exception):
    """The register is no longer the one with which the file was compared."""


@dataclass
class Plan:
    """What will be written, ready in memory."""

    new: list[Stakeholder] = field(default_factory=list)
    changed: dict[UUID, Stakeholder] = field(default_factory=dict)
    links: dict[str, dict[UUID, list[Any]]] = field(default_factory=lambda: {name: {} for name in MANY})
    organisations: set[UUID] = field(default_factory=set)


def take_import(*, found: Import, at: datetime) -> Import:
    """The register as the file has it: all of it or nothing, with one entry in the record."""
    plan = _plan(found, at)
    ready = _ready(plan, found.campaign)
    with transaction.atomic():
        campaign = locked(found.campaign)
        actor = acting(found.by, campaign, at)
        if not policies.can_import(actor):
            raise NotAllowed(
                _("Files are read into the register by the host and the facilitator, while the campaign runs.")
            )
        if queries.register_mark(campaign) != found.register_mark:
            raise RegisterChanged
        counts = found.counts | {"taken_new": len(plan.new), "taken_changed": len(plan.changed)}
        write_held(found, state=Import.State.DONE, counts=counts, ended_at=at, claimed_at=None)
        ready.write()
        record(
            campaign=campaign,
            verb="stakeholders.imported",
            object=f"import:{found.pk}",
            by=by_seat(actor),
            at=at,
            payload={
                "sha256": found.sha256,
                "n": found.rows,
                "n_new": len(plan.new),
                "n_changed": len(plan.changed),
            },
        )
    return found


def _plan(found: Import, at: datetime) -> Plan:
    lines = ImportRow.objects.filter(of=found).exclude(fate=Fate.SAME).exclude(decision="out").exclude(fate=Fate.WRONG)
    matched = list(lines.filter(match__isnull=False).values_list("match", flat=True))
    known = Stakeholder.objects.filter(campaign=found.campaign, removed_at__isnull=True)
    rows = {row.pk: row for row in known.iterator(2000)} if matched else {}
    plan = Plan(organisations=set(known.filter(organisation__isnull=False).values_list("organisation", flat=True)))
    for line in lines.order_by("number").iterator(2000):
        is_new = line.fate == Fate.NEW or line.decision == "new"
        if is_new:
            _add(plan, found.campaign, line, at)
        elif line.match_id in rows:
            _change(plan, rows[line.match_id], line, at)
    return plan


def _add(plan: Plan, campaign: Campaign, line: ImportRow, at: datetime) -> None:
    said = line.cleaned["values"]
    organisation = UUID(line.cleaned["organisation"]) if line.cleaned["organisation"] else None
    if organisation in plan.organisations:
        organisation = None  # it has its stakeholder; this one was said to be another
    elif organisation:
        plan.organisations.add(organisation)
    row = Stakeholder(
        id=uuid4(), campaign=campaign, organisation_id=organisation, added_at=at, changed_at=at, state_since=at
    )
    _fill(plan, row, said)
    plan.new.append(row)


def _change(plan: Plan, row: Stakeholder, line: ImportRow, at: datetime) -> None:
    said = {name: value for name, value in line.cleaned["values"].items() if name in line.cleaned["changes"]}
    if line.fate == Fate.ALIKE:
        said.pop("name", None)  # another spelling of the same
        if "state" in said and not _is_forward(row.state, said["state"]):
            del said["state"]
    if not said:
        return
    if "state" in said and "state_since" not in said:
        row.state_since = at
    _fill(plan, row, said)
    if row.pk not in plan.changed:
        row.version += 1
        row.changed_at = at
        plan.changed[row.pk] = row


def _is_forward(now: str, wanted: str) -> bool:
    return now in _ORDER and wanted in _ORDER and _ORDER.index(State(wanted)) > _ORDER.index(State(now))


def _fill(plan: Plan, row: Stakeholder, said: dict[str, Any]) -> None:
    for name, value in said.items():
        if name in MANY:
            plan.links[name][row.pk] = value
        elif name == "state_since":
            midnight = datetime.combine(date.fromisoformat(value), time.min, ZoneInfo(settings.DEFAULT_ZONE))
            if campaigns.day_of(row.state_since) != midnight.date():
                row.state_since = midnight
        else:
            setattr(row, _KEYS.get(name, name), value)


def _missing(
    campaign: Campaign, model: type[Capability | Tag], lists: Iterable[list[str]]
) -> tuple[dict[str, UUID], list[Any]]:
    """Numbers of capabilities or tags by name, and the rows of those that are not there yet."""
    words = {word.lower(): word for words in lists for word in words}
    numbers: dict[str, UUID] = rows_by_name(model, campaign, words)
    fresh = [model(id=uuid4(), campaign=campaign, name=words[key]) for key in sorted(words.keys() - numbers.keys())]
    return numbers | {row.name.lower(): row.pk for row in fresh}, fresh


@dataclass(frozen=True)
class _Ready:
    """Everything that the transaction writes, in order."""

    statements: list[Statement]
    unlinked: list[tuple[Any, list[UUID]]]

    def write(self) -> None:
        for through, old in self.unlinked:
            for start in range(0, len(old), 500):
                through.objects.filter(stakeholder__in=old[start : start + 500]).delete()
        for statement in self.statements:
            statement.write()


def _ready(plan: Plan, campaign: Campaign) -> _Ready:
    statements = [insert_of(plan.new), insert_of(list(plan.changed.values()), update=_UPDATED)]
    unlinked = []
    for name, (through, key) in _THROUGH.items():
        wanted = plan.links[name]
        if name in _MADE:
            numbers, fresh = _missing(campaign, _MADE[name], wanted.values())
            statements.append(insert_of(fresh))
            wanted = {pk: [numbers[word.lower()] for word in words] for pk, words in wanted.items()}
        pairs = ((pk, value) for pk, values in wanted.items() for value in dict.fromkeys(values))
        statements.append(links_of(through, ("stakeholder", key), pairs))
        unlinked.append((through, [pk for pk in wanted if pk in plan.changed]))
    return _Ready(statements, unlinked)
