"""What every act here has in common: who may not, what is not possible, and the entry in the server's own log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from mufakat.ledger import actions as ledger
from mufakat.ledger import queries as record
from mufakat.people.models import Organisation, Person, Sector


class NotAllowed(Exception):
    """This person may not do that. `str()` is a sentence for the reader."""

    def __init__(self, words: Any = None) -> None:
        super().__init__(words or _("You may not do this."))


class NotPossible(Exception):
    """It cannot be done as things stand. `str()` says why."""


def note(
    *,
    verb: str,
    of: Person | Organisation | Sector,
    by: Person | None,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    personal: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> None:
    """One entry about a row of this app; without a person it was done on the server's own shell or by the server itself."""
    ledger.record(
        log=record.instance_log(),
        verb=verb,
        object=f"{type(of).__name__.lower()}:{of.pk}",
        by=f"person:{by.pk}" if by else "operator",
        at=at,
        payload=payload,
        personal=personal,
    )
