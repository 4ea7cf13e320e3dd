"""How a stakeholder may go from state to state, and how it went so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mufakat.ledger import queries as record
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


def moves_of(stakeholder: Stakeholder, *, limit: int = 20) -> list[Move]:
    """The steps so far, newest first; for those at the table, who may read the reasons."""
    entries = record.entries_of(
        stakeholder.campaign.log, objects=[f"stakeholder:{stakeholder.pk}"], verbs=["stakeholder.moved"]
    ).order_by("-seq")[:limit]
    return [
        Move(
            told.entry.at,
            State(told.payload["from"]),
            State(told.payload["to"]),
            str(told.personal.get(str(stakeholder.pk), {}).get("reason", "")),
            told.entry.seq,
        )
        for told in record.told(entries, may_read_personal=True)
        if told.payload.get("to") in State.values and told.payload.get("from") in State.values
    ]


def fields_changed_since(stakeholder: Stakeholder, version: int) -> list[str]:
    """Names of what was changed after this version, as the record has it."""
    entries = record.entries_of(
        stakeholder.campaign.log,
        objects=[f"stakeholder:{stakeholder.pk}"],
        verbs=["stakeholder.changed", "stakeholder.moved"],
    ).order_by("-seq")[: max(stakeholder.version - version, 0)]
    said = [told.payload for told in record.told(entries, may_read_personal=False)]
    names = {name for payload in said if payload.get("version", 0) > version for name in payload.get("fields", ())}
    return sorted(names | ({"state"} if any("to" in payload for payload in said) else set()))
