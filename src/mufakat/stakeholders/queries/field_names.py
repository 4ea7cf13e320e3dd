"""What the fields of this app's entries are called in the record."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

FIELD_NAMES: Mapping[str, StrOrPromise] = {
    "a": _("From"),
    "assessment": _("Number of the assessment"),
    "b": _("To"),
    "capability": _("Capability"),
    "group": _("Number of the group"),
    "interaction": _("Number of the talk"),
    "is_directed": _("Goes one way only"),
    "is_group": _("A group of people without an organisation of its own"),
    "is_mandatory": _("The campaign cannot go on without it"),
    "kind": _("Kind"),
    "least": _("At least"),
    "n": _("How many"),
    "n_changed": _("Changed"),
    "n_new": _("New"),
    "on": _("Day"),
    "region": _("Region"),
    "scores": _("Scores: power, interest, legitimacy, urgency"),
    "scores_because": _("Reason of the assessment"),
    "scores_evidence": _("Evidence of the assessment"),
    "sector": _("Sector"),
    "stakeholder": _("Stakeholder"),
    "state": _("State"),
    "strength": _("Strength"),
    "tie": _("Number of the tie"),
    "tie_source": _("Source of the tie"),
    "weight": _("Weight"),
}
