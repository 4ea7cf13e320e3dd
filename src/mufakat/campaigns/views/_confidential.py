"""What the record holds that not everyone at the table may read: addresses, private words, numbers of mandates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from mufakat.campaigns import policies, queries
from mufakat.campaigns.queries import inviting
from mufakat.campaigns.views.frame import Visit

CONFIDENTIAL = frozenset({"email", "message", "mandate_reference", "reference", "file_name"})


def _confidential() -> frozenset[str]:
    return CONFIDENTIAL | queries.confided().keys()


def subjects_open_to(here: Visit) -> frozenset[UUID]:
    """Invitations this seat answers for, and persons whose mandate it may read."""
    invitations = [i.pk for i in inviting.senders_of(here.campaign) if policies.can_answer_for_invitation(here.seat, i)]
    persons = [s.person_id for s in inviting.all_seats_of(here.campaign) if policies.can_read_mandate(here.seat, s)]
    others = {subject for opener in set(queries.confided().values()) for subject in opener(here.campaign, here.seat)}
    return frozenset({*invitations, *persons, *others})


def may_show(here: Visit) -> Callable[[UUID, str], bool]:
    """Whether this reader's copy of the record holds an opening, by its subject and its text."""
    open_ones = subjects_open_to(here)
    marks = tuple(f'"{name}":' for name in _confidential())
    return lambda subject, text: subject in open_ones or not any(mark in text for mark in marks)


def readable(here: Visit, personal: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, Any]]:
    """The fields about persons that this reader may read, in order."""
    open_ones = {str(s) for s in subjects_open_to(here)} if personal else set()
    return [
        (name, value)
        for subject, values in personal.items()
        for name, value in values.items()
        if subject in open_ones or name not in _confidential()
    ]
