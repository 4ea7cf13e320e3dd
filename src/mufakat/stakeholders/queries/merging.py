"""Two entries for one: may they be joined, and what would stand in the one that remains."""

from __future__ import annotations

from typing import Any

from mufakat.stakeholders.models import Engagement, Stakeholder, State

FILLED = ("reference", "kind", "interest", "affected_how", "position", "owner", "source", "organisation", "proxy")
NOTES_AT_MOST = 4000


def are_one(kept: Stakeholder, gone: Stakeholder) -> bool:
    """Whether two entries can be of the same: both groups or both not, and not two organisations of this server."""
    if kept.pk == gone.pk or kept.is_group != gone.is_group:
        return False
    if kept.organisation is None or gone.organisation is None:
        return True
    return kept.organisation.current == gone.organisation.current


def merged_fields(kept: Stakeholder, gone: Stakeholder) -> dict[str, Any]:
    """What the one that remains takes over: where it said nothing, the other's words; notes of both; the further state."""
    taken = {name: getattr(gone, name) for name in FILLED if _is_empty(getattr(kept, name))}
    taken = {name: value for name, value in taken.items() if not _is_empty(value)}
    if taken.get("proxy") == kept:
        del taken["proxy"]
    for level in ("wanted", "present"):
        if getattr(kept, level) == Engagement.NONE != getattr(gone, level):
            taken[level] = getattr(gone, level)
    notes = "\n\n".join(dict.fromkeys(words for words in (kept.notes, gone.notes) if words))
    if notes != kept.notes:
        taken["notes"] = notes[:NOTES_AT_MOST]
    if State.WITHDRAWN not in {kept.state, gone.state} and _place(gone.state) > _place(kept.state):
        taken |= {"state": gone.state, "state_since": gone.state_since, "state_because": gone.state_because}
    return taken


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _place(state: str) -> int:
    return State.values.index(state)
