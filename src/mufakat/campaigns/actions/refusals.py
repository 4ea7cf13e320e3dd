"""Why an act did not happen. `str()` of each is a sentence for the reader; nothing was changed when one is raised."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from mufakat.campaigns.queries import Condition


class Refused(Exception):
    """The root of them all: a page shows the sentence and what was typed."""

    def __init__(self, words: StrOrPromise = "") -> None:
        super().__init__(str(words or _("You may not do this.")))


class NotAllowed(Refused):
    """This seat or person may not do that, whatever the state of things."""


class NotPossible(Refused):
    """Allowed as such, but not in the state things are in."""


class SeatEnded(Refused):
    """The seat that acts is no longer open."""


class AlreadySeated(Refused):
    """The person has an open seat in this campaign."""


class AlreadyInvited(Refused):
    """An invitation to this address is waiting."""


class LinkSpent(Refused):
    """The link of an invitation is unknown, or cannot be answered any more."""


class WrongAddress(Refused):
    """The invitation was sent to an address that this person has not proved to be theirs."""


class RemindedEnough(Refused):
    """Not more than one reminder a day, three in all."""


class LastLiaison(Refused):
    """A party cannot lose its only liaison this way."""


class Unwritable(Refused):
    """A text that cannot be kept; `field` names it."""

    def __init__(self, field: str, words: StrOrPromise) -> None:
        super().__init__(words)
        self.field = field


class FileRefused(Refused):
    """A file of the wrong kind or size."""


class StorageFull(Refused):
    """The server could not keep the file."""


class ChangedMeanwhile(Refused):
    """Somebody else changed the same thing after the form was opened; `fields` names what."""

    def __init__(self, words: StrOrPromise, fields: Sequence[str] = ()) -> None:
        super().__init__(words)
        self.fields = tuple(fields)


class GateClosed(Refused):
    """The gate to the next phase is not open; `conditions` are those still missing."""

    def __init__(self, words: StrOrPromise, conditions: Sequence[Condition] = ()) -> None:
        super().__init__(words)
        self.conditions = tuple(conditions)
