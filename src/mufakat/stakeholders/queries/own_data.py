"""What this app holds of one person: for the copy of their own data (UU 27/2022)."""

from __future__ import annotations

from typing import Any

from mufakat.people.models import Person
from mufakat.stakeholders.models import Assessment, Import, Interaction, Nomination, SavedView
from mufakat.stakeholders.models.scores import SCORES


def own_data_of(person: Person) -> dict[str, Any]:
    """What the person wrote here, whatever seat it was written from, as plain values; oldest first."""
    nominations = Nomination.objects.filter(by__person=person).select_related("campaign")
    views = SavedView.objects.filter(person=person).select_related("campaign")
    files = Import.objects.filter(by__person=person).select_related("campaign")
    return {
        "assessments": _assessments(person),
        "talks": _talks(person),
        "nominations": [
            {"campaign": n.campaign.title, "name": n.name, "reason": n.reason, "state": n.state, "answer": n.answer}
            for n in nominations.order_by("at", "pk")
        ],
        "saved_searches": [
            {"campaign": v.campaign.title, "name": v.name, "search": v.query, "shared": v.is_shared}
            for v in views.order_by("saved_at", "pk")
        ],
        "files_read_in": [
            {"campaign": f.campaign.title, "file": f.file_name, "rows": f.rows, "state": f.state}
            for f in files.order_by("at", "pk")
        ],
    }


def _assessments(person: Person) -> list[dict[str, Any]]:
    given = Assessment.objects.filter(seat__person=person).select_related("stakeholder__campaign")
    return [
        {
            "campaign": a.stakeholder.campaign.title,
            "stakeholder": a.stakeholder.name,
            "day": a.on.isoformat(),
            "scores": {name: getattr(a, name) for name in SCORES},
            "reason": a.reason,
            "evidence": a.evidence,
        }
        for a in given.order_by("at", "pk")
    ]


def _talks(person: Person) -> list[dict[str, Any]]:
    held = Interaction.objects.filter(by__person=person).select_related("stakeholder__campaign")
    return [
        {
            "campaign": t.stakeholder.campaign.title,
            "stakeholder": t.stakeholder.name,
            "day": t.on.isoformat(),
            "kind": t.kind,
            "summary": t.summary,
            "next_step": t.next_step,
        }
        for t in held.order_by("at", "pk")
    ]
