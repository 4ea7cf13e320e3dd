"""How a stakeholder may go from state to state, and how it went so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mufakat.ledger import queries as record
from mufakat.ledger.models import Entry
from mufakat.ledger.queries import Told
from mufakat.stakeholders.models import Stakeholder, State

_PLACES = {state: place for place, state in enumerate(State)}


def states_after(start: State, *, is_party: bool) -> list[State]:
    """Where a stakeholder may go from here; who sits at the table is not less than engaged."""
    if start == State.WITHDRAWN:
        return [State.CONTACTED]
    others = [state for state in State if state != start]
    return [state for state in others if state in {State.ENGAGED, State.COMMITTED}] if is_party else others


def needs_reason(start: State, to: State) -> bool:
    """Forward is free; back and out are explained."""
    return to == State.WITHDRAWN or (start != State.WITHDRAWN and _PLACES[to] < _PLACES[start])


@dataclass(frozen=True)
class Move:
    """A step that was recorded."""

    at: datetime
    start: State
    to: State
    reason: str
    seq: int


def entries_about(stakeholder: Stakeholder) -> QuerySet[Entry]:
    """What the record has about one stakeholder, also as one of many that were changed together."""
    log, number = stakeholder.campaign.log, str(stakeholder.pk)
    own = record.entries_of(log, objects=[f"stakeholder:{number}"])
    return own | record.entries_of(log, verbs=["stakeholders.changed"], text=number)


def moves_of(stakeholder: Stakeholder, *, limit: int = 20) -> list[Move]:
    """The steps so far, newest first; for those at the table, who may read the reasons."""
    verbs = ("stakeholder.moved", "stakeholders.changed")
    entries = entries_about(stakeholder).filter(verb__in=verbs).order_by("-seq")[:limit]
    told = record.told(entries, may_read_personal=True)
    return [move for entry in told if (move := _move(entry, str(stakeholder.pk)))]


def _move(told: Told, number: str) -> Move | None:
    start, to = told.payload.get("from"), told.payload.get("to")
    if isinstance(start, dict):  # many at once: from which state each came
        start = next((state for state, numbers in start.items() if number in numbers), None)
    if start not in State.values or to not in State.values:
        return None
    reason = next((str(said["reason"]) for said in told.personal.values() if said.get("reason")), "")
    return Move(told.entry.at, State(start), State(to), reason, told.entry.seq)


def fields_changed_since(stakeholder: Stakeholder, version: int) -> list[str]:
    """Names of what was changed after this version, as the record has it; every act but a talk makes a version."""
    entries = entries_about(stakeholder).exclude(verb="interaction.logged").order_by("-seq")
    said = record.told(entries[: max(stakeholder.version - version, 0)], may_read_personal=False)
    return sorted({name for told in said for name in _fields(told.payload)})


def _fields(payload: Mapping[str, Any]) -> Collection[str]:
    if "to" in payload:
        return ["state"]
    thing = str(payload.get("change", ""))
    named = {"tag": "tags", "capability": "capabilities"}.get(thing.partition("_")[2], thing)
    return payload.get("fields") or ([named] if named else [])
