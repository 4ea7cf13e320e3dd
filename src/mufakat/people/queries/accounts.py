"""What this server holds about a person, and what closing the account would mean.

Apps higher up the stair hold data about persons too. From their AppConfig.ready they add a section to the person's own data
(`add_own_data`), say what closing would do there or why it cannot be done yet (`ask_before_closing`), and name the action that
does it (`when_closing`); likewise for a person who leaves an organisation (`when_leaving`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from mufakat.ledger.models import Entry, Opening
from mufakat.people.models import Affiliation, EntryLink, Organisation, Person


@dataclass(frozen=True)
class Consequence:
    """What closing the account does, in a sentence; one that `blocks` must be mended first, at `url`."""

    words: StrOrPromise
    blocks: bool = False
    url: str = ""
    label: StrOrPromise = ""


class ClosingStep(Protocol):
    """An action of a higher app that ends what it holds for a person whose account is being closed."""

    def __call__(self, *, person: Person, by: Person, at: datetime) -> object: ...


class LeavingStep(Protocol):
    """An action of a higher app that ends what a person held for an organisation that is being left."""

    def __call__(self, *, person: Person, organisation: Organisation, by: Person, at: datetime) -> object: ...


ClosingQuestion = Callable[[Person, datetime], Iterable[Consequence]]
DataQuestion = Callable[[Person], Any]
_BEFORE_CLOSING: list[ClosingQuestion] = []
_WHEN_CLOSING: list[ClosingStep] = []
_WHEN_LEAVING: list[LeavingStep] = []
LAST_ADMINISTRATOR = _(
    "You are the only administrator of this server. Ask whoever runs it to appoint another administrator first."
)
_OWN_DATA: dict[str, DataQuestion] = {}


def ask_before_closing(question: ClosingQuestion) -> None:
    if question not in _BEFORE_CLOSING:
        _BEFORE_CLOSING.append(question)


def consequences_of_closing(person: Person, at: datetime) -> list[Consequence]:
    """What closing does besides removing the account itself; what blocks it comes first."""
    others = Person.objects.filter(is_administrator=True, is_active=True).exclude(pk=person.pk)
    own = [Consequence(LAST_ADMINISTRATOR, blocks=True)] if person.is_administrator and not others.exists() else []
    asked = [consequence for question in _BEFORE_CLOSING for consequence in question(person, at)]
    return sorted(own + asked, key=lambda consequence: not consequence.blocks)


def when_closing(step: ClosingStep) -> None:
    if step not in _WHEN_CLOSING:
        _WHEN_CLOSING.append(step)


def steps_when_closing() -> list[ClosingStep]:
    return list(_WHEN_CLOSING)


def when_leaving(step: LeavingStep) -> None:
    if step not in _WHEN_LEAVING:
        _WHEN_LEAVING.append(step)


def steps_when_leaving() -> list[LeavingStep]:
    return list(_WHEN_LEAVING)


def add_own_data(section: str, question: DataQuestion) -> None:
    """`question` answers with what can be written as JSON: texts, numbers, lists and objects of them, None."""
    _OWN_DATA[section] = question


def own_data_of(person: Person) -> dict[str, Any]:
    """Everything this server holds about a person, for that person: access and a portable copy (UU 27/2022)."""
    return {
        "account": _account(person),
        "email_addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
        "ways_to_sign_in": _ways_in(person),
        "sessions": [
            {"started": _moment(s.created_at), "ip_address": s.ip, "browser": s.user_agent}
            for s in UserSession.objects.filter(user=person).order_by("created_at")
        ],
        "affiliations": _affiliations(person),
        "entry_links": [
            {"made": _moment(link.made_at), "expires": _moment(link.expires_at), "used": _moment(link.used_at)}
            for link in EntryLink.objects.filter(person=person).order_by("made_at")
        ],
        "record": {"about_you": _said_about(person), "done_by_you": _done_by(person)},
    } | {section: question(person) for section, question in sorted(_OWN_DATA.items())}


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _account(person: Person) -> dict[str, Any]:
    return {
        "id": str(person.pk),
        "email": person.email,
        "name": person.name,
        "office_telephone": person.phone,
        "language": person.language,
        "time_zone": person.zone,
        "is_administrator": person.is_administrator,
        "joined": _moment(person.joined_at),
        "last_signed_in": _moment(person.last_login),
    }


def _ways_in(person: Person) -> dict[str, Any]:
    own = Authenticator.objects.filter(user=person).order_by("created_at")
    return {
        "password": person.has_usable_password(),
        "devices": [
            {"kind": a.type, "name": str(a), "added": _moment(a.created_at), "last_used": _moment(a.last_used_at)}
            for a in own
        ],
    }


def _affiliations(person: Person) -> list[dict[str, Any]]:
    own = Affiliation.objects.filter(person=person).select_related("organisation").order_by("since", "pk")
    return [
        {
            "organisation": a.organisation.name,
            "is_organisation_admin": a.is_organisation_admin,
            "since": _moment(a.since),
            "ended": _moment(a.ended_at),
        }
        for a in own
    ]


def _said_about(person: Person) -> list[dict[str, Any]]:
    openings = Opening.objects.filter(subject=person.pk).select_related("entry__log").order_by("entry__at", "pk")
    return [_entry(o.entry) | {"says": json.loads(o.value) if o.value else None} for o in openings]


def _done_by(person: Person) -> list[dict[str, Any]]:
    entries = Entry.objects.filter(by=f"person:{person.pk}").select_related("log").order_by("at", "pk")
    return [_entry(entry) for entry in entries]


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "log": entry.log.origin,
        "number": entry.seq,
        "at": _moment(entry.at),
        "act": entry.verb,
        "object": entry.object,
    }
