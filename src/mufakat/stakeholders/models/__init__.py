"""Stakeholders, what is known of them and by whom, and what the campaign needs at its table."""

from mufakat.stakeholders.models.imports import Import, ImportRow
from mufakat.stakeholders.models.needs import AffectedGroup, Nomination, Requirement
from mufakat.stakeholders.models.pictures import Measures
from mufakat.stakeholders.models.register import (
    Capability,
    Engagement,
    Interaction,
    SavedView,
    Stakeholder,
    State,
    Tag,
)
from mufakat.stakeholders.models.scores import Assessment, Consent, Relation

__all__ = [
    "AffectedGroup",
    "Assessment",
    "Capability",
    "Consent",
    "Engagement",
    "Import",
    "ImportRow",
    "Interaction",
    "Measures",
    "Nomination",
    "Relation",
    "Requirement",
    "SavedView",
    "Stakeholder",
    "State",
    "Tag",
]
