"""What the apps higher up the stair add to a campaign: pages in its rail, and next steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django_stubs_ext import StrOrPromise

from mufakat.campaigns.models import Campaign, Seat


@dataclass(frozen=True)
class Section:
    """A page of a campaign in its rail. `waiting` says how many things there need the reader."""

    url_name: str
    label: StrOrPromise
    count: int | None = None
    waiting: int = 0


SectionQuestion = Callable[[Campaign, Seat | None], Section | None]
_SECTIONS: list[SectionQuestion] = []


def add_section(question: SectionQuestion) -> None:
    """Ask this whenever a page of a campaign is shown; None where the reader has no such page (AppConfig.ready)."""
    if question not in _SECTIONS:
        _SECTIONS.append(question)


def sections_of(campaign: Campaign, seat: Seat | None) -> list[Section]:
    return [found for question in _SECTIONS if (found := question(campaign, seat))]


_FIELD_NAMES: dict[str, StrOrPromise] = {}


def name_fields(names: Mapping[str, StrOrPromise]) -> None:
    """What the fields of an app's entries are called where people read the record (AppConfig.ready)."""
    _FIELD_NAMES.update(names)


def named_fields() -> Mapping[str, StrOrPromise]:
    return _FIELD_NAMES


Opener = Callable[[Campaign, Seat | None], Collection[UUID]]
_CONFIDED: dict[str, Opener] = {}


def confide(names: Collection[str], opener: Opener) -> None:
    """Fields of the record that only some at the table may read; `opener` answers the subjects open to a seat."""
    _CONFIDED.update(dict.fromkeys(names, opener))


def confided() -> Mapping[str, Opener]:
    return _CONFIDED


@dataclass(frozen=True)
class Upcoming:
    """What an app higher up the stair has to say about a seat's next step; see `NextStep`."""

    title: str
    when: str = ""
    then: str = ""
    url: str = ""
    label: str = ""
    tone: str = "due"


StepQuestion = Callable[[Sequence[Seat], datetime], Mapping[UUID, Upcoming]]
_STEPS: list[StepQuestion] = []


def ask_next(question: StepQuestion) -> None:
    """Ask this for all seats of a reader at once, in a fixed number of queries (AppConfig.ready)."""
    if question not in _STEPS:
        _STEPS.append(question)


def upcoming(seats: Sequence[Seat], at: datetime) -> dict[UUID, Upcoming]:
    """The first thing each app says about each seat; the app lowest on the stair is asked first."""
    found: dict[UUID, Upcoming] = {}
    for question in _STEPS:
        found = dict(question(seats, at)) | found
    return found
