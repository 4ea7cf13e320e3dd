"""One change for many: who is chosen, what would become of each, and a mark by which a later look knows that nothing moved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders.models import Engagement, Stakeholder, State
from mufakat.stakeholders.queries.register import Search, register_of, stakeholders_matching, state_of
from mufakat.stakeholders.queries.states import needs_reason, states_after

BULK_KINDS: dict[str, StrOrPromise] = {
    "state": gettext_lazy("Move the state"),
    "wanted": gettext_lazy("Set the engagement wanted"),
    "owner": gettext_lazy("Name the relationship owner"),
    "add_tag": gettext_lazy("Add a tag"),
    "remove_tag": gettext_lazy("Take a tag away"),
    "add_capability": gettext_lazy("Add a capability"),
    "remove_capability": gettext_lazy("Take a capability away"),
}
_SETS = {"tag": "tags", "capability": "capabilities"}


@dataclass(frozen=True)
class Choice:
    """Whom it concerns: those ticked, or all that a search finds."""

    numbers: tuple[UUID, ...] = ()
    search: Search | None = None


@dataclass(frozen=True)
class BulkChange:
    """What to do with each: `value` is a state, a level, a name, or the number of a seat (empty: nobody)."""

    kind: str
    value: str
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """One stakeholder of a plan: what it is now and would be, or why it is left out."""

    row: Stakeholder
    before: str
    after: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class Plan:
    """What a change would do to whom."""

    changed: tuple[Line, ...]
    left_out: tuple[Line, ...]
    mark: str


def stakeholders_chosen(campaign: Campaign, choice: Choice) -> QuerySet[Stakeholder]:
    """Those of the choice that are in the register now."""
    if choice.search is not None:
        return stakeholders_matching(campaign, choice.search)
    return register_of(campaign).filter(pk__in=choice.numbers).order_by("name", "pk")


def plan_of(campaign: Campaign, choice: Choice, change: BulkChange) -> Plan:
    """The same number of queries however many are chosen."""
    rows = stakeholders_chosen(campaign, choice)
    kept_in = _SETS.get(change.kind.partition("_")[2])
    owner = Seat.objects.select_related("person").filter(pk=change.value).first() if _is_seat(change) else None
    lines = [_line(row, change, kept_in, owner) for row in (rows.prefetch_related(kept_in) if kept_in else rows)]
    said = "".join(f"{line.row.pk}:{line.row.version}:{state_of(line.row)};" for line in lines)
    mark = hashlib.sha256(f"{change.kind}|{change.value}|{change.reason}|{said}".encode()).hexdigest()
    return Plan(tuple(x for x in lines if not x.why_not), tuple(x for x in lines if x.why_not), mark)


def _is_seat(change: BulkChange) -> bool:
    return change.kind == "owner" and bool(change.value)


def _line(row: Stakeholder, change: BulkChange, kept_in: str | None, owner: Seat | None) -> Line:
    if kept_in:
        return _line_of_set(row, change, [str(value) for value in getattr(row, kept_in).all()])
    if change.kind == "state":
        return _line_of_state(row, change)
    if change.kind == "owner":
        before = str(row.owner.person) if row.owner else "–"
        after, is_same = str(owner.person) if owner else "–", row.owner_id == (owner.pk if owner else None)
    else:
        before, after = str(Engagement(row.wanted).label), str(Engagement(change.value).label)
        is_same = row.wanted == change.value
    return Line(row, before, after, _same() if is_same else "")


def _line_of_state(row: Stakeholder, change: BulkChange) -> Line:
    start, to, is_party = state_of(row), State(change.value), bool(getattr(row, "is_party", False))
    line = Line(row, str(start.label), str(to.label))
    why_not = ""
    if start == to:
        why_not = _same()
    elif to not in states_after(start, is_party=is_party):
        why_not = (
            _("Its organisation sits at the table, so it counts at least as engaged.")
            if is_party
            else _("Who has withdrawn is contacted first.")
        )
    elif needs_reason(start, to) and not change.reason.strip():
        why_not = _("It would go back, and no reason was given.")
    return Line(row, line.before, line.after, why_not)


def _line_of_set(row: Stakeholder, change: BulkChange, names: list[str]) -> Line:
    has = change.value.lower() in {name.lower() for name in names}
    is_added = change.kind.startswith("add")
    after = [*names, change.value] if is_added else [name for name in names if name.lower() != change.value.lower()]
    before_words, after_words = (", ".join(sorted(each, key=str.lower)) or "–" for each in (names, after))
    return Line(row, before_words, after_words, _same() if has == is_added else "")


def _same() -> str:
    return _("It is so already.")
