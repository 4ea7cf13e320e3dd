"""The record as sentences in the reader's language. Names of persons are for those with a seat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from mufakat.campaigns.models import Campaign, Phase, Role, Seat, Visibility
from mufakat.campaigns.queries.campaigns import field_label
from mufakat.ledger.queries import Told


@dataclass(frozen=True)
class Sentence:
    """One entry of the record, told: what happened, and who did it as far as this reader may know."""

    seq: int
    at: datetime
    verb: str
    words: str
    by: str
    is_erased: bool


@dataclass(frozen=True)
class Saying:
    """How a verb is said to everybody, and to those who may read names; `neutral` where no organisation is concerned."""

    plain: StrOrPromise
    named: StrOrPromise = ""
    neutral: StrOrPromise = ""
    neutral_named: StrOrPromise = ""

    def words(self, *, has_organisation: bool, may_read_names: bool) -> StrOrPromise:
        plain, named = (self.plain, self.named) if has_organisation else (self.neutral, self.neutral_named)
        plain, named = plain or self.plain, named or plain
        return (named or plain) if may_read_names else plain


SAYINGS: dict[str, Saying] = {
    "campaign.opened": Saying(
        _("%(organisation)s opened the campaign as its host."),
        _("%(person)s opened the campaign for %(organisation)s, its host."),
    ),
    "campaign.changed": Saying(_("What the campaign says of itself was changed: %(fields)s.")),
    "campaign.shown": Saying(_("The campaign can now be seen by more people: %(visibility)s.")),
    "campaign.discarded": Saying(_("The draft was discarded.")),
    "phase.moved": Saying(_("The campaign moved on to “%(to)s”.")),
    "phase.returned": Saying(_("The campaign went back to “%(to)s”.")),
    "fact.added": Saying(_("A fact was documented: %(label)s.")),
    "fact.removed": Saying(_("A documented fact was removed: %(label)s.")),
    "invitation.sent": Saying(
        _("%(organisation)s was offered a seat: %(role)s."), neutral=_("A neutral seat was offered: %(role)s.")
    ),
    "invitation.reminded": Saying(
        _("%(organisation)s was reminded of the seat offered to it: %(role)s."),
        neutral=_("A reminder was sent about the neutral seat: %(role)s."),
    ),
    "invitation.renewed": Saying(
        _("The invitation of %(organisation)s was renewed: %(role)s."),
        neutral=_("The invitation to the neutral seat was renewed: %(role)s."),
    ),
    "invitation.revoked": Saying(
        _("The invitation of %(organisation)s was revoked: %(role)s."),
        neutral=_("The invitation to the neutral seat was revoked: %(role)s."),
    ),
    "invitation.declined": Saying(
        _("%(organisation)s declined the seat: %(role)s."), neutral=_("The neutral seat was declined: %(role)s.")
    ),
    "invitation.expired": Saying(
        _("The invitation of %(organisation)s expired: %(role)s."),
        neutral=_("The invitation to the neutral seat expired: %(role)s."),
    ),
    "party.joined": Saying(
        _("%(organisation)s joined as a party."),
        _("%(organisation)s joined as a party. %(person)s took its first seat: %(role)s."),
    ),
    "party.left": Saying(_("%(organisation)s left the campaign.")),
    "seat.taken": Saying(
        _("%(organisation)s filled a seat: %(role)s."),
        _("%(person)s took a seat for %(organisation)s: %(role)s."),
        _("A neutral seat was taken: %(role)s."),
        _("%(person)s took a neutral seat: %(role)s."),
    ),
    "seat.handed_over": Saying(
        _("%(organisation)s handed a seat over: %(role)s."),
        _("%(person)s took over a seat of %(organisation)s: %(role)s."),
    ),
    "seat.delegated": Saying(
        _("%(organisation)s delegated a seat until %(ends_on)s: %(role)s."),
        _("%(person)s stands in for %(organisation)s until %(ends_on)s: %(role)s."),
    ),
    "seat.ended": Saying(
        _("A seat of %(organisation)s ended: %(role)s."),
        _("The seat of %(person)s for %(organisation)s ended: %(role)s."),
        _("A neutral seat ended: %(role)s."),
        _("The neutral seat of %(person)s ended: %(role)s."),
    ),
    "seat.lapsed": Saying(
        _("A seat of %(organisation)s passed its last day, %(ends_on)s: %(role)s."),
        _("The seat of %(person)s for %(organisation)s passed its last day, %(ends_on)s: %(role)s."),
        _("A neutral seat passed its last day, %(ends_on)s: %(role)s."),
        _("The neutral seat of %(person)s passed its last day, %(ends_on)s: %(role)s."),
    ),
    "mandate.attached": Saying(
        _("%(organisation)s added a mandate to a seat: %(role)s."),
        _("A mandate was added to the seat of %(person)s for %(organisation)s: %(role)s."),
        _("A mandate was added to a neutral seat: %(role)s."),
        _("A mandate was added to the neutral seat of %(person)s: %(role)s."),
    ),
    "mandate.removed": Saying(
        _("A mandate document of %(organisation)s was removed with the account it named."),
        neutral=_("A mandate document was removed with the account it named."),
    ),
    "erasure.done": Saying(_("Personal data was removed from the record: %(entries)s.")),
    "log.restored": Saying(_("The server was restored from a backup.")),
}
OTHERWISE = Saying(_("An act was recorded: %(verb)s."))

ACT_KINDS: dict[str, tuple[StrOrPromise, tuple[str, ...]]] = {
    "campaign": (
        _("The campaign itself"),
        ("campaign.opened", "campaign.changed", "campaign.shown", "campaign.discarded", "fact.added", "fact.removed"),
    ),
    "phase": (_("Phases"), ("phase.moved", "phase.returned")),
    "party": (_("Parties joining and leaving"), ("campaign.opened", "party.joined", "party.left")),
    "seat": (
        _("Seats and mandates"),
        (
            "seat.taken",
            "seat.handed_over",
            "seat.delegated",
            "seat.ended",
            "seat.lapsed",
            "mandate.attached",
            "mandate.removed",
        ),
    ),
    "invitation": (
        _("Invitations"),
        tuple(verb for verb in SAYINGS if verb.startswith("invitation.")),
    ),
    "record": (_("The record itself"), ("erasure.done", "log.restored")),
}


def teach_sayings(kind: str, label: StrOrPromise, sayings: Mapping[str, Saying]) -> None:
    """An app higher up the stair says how its verbs are told, and under which kind they are found (AppConfig.ready)."""
    SAYINGS.update(sayings)
    ACT_KINDS[kind] = (label, tuple(dict.fromkeys([*ACT_KINDS.get(kind, (label, ()))[1], *sayings])))


def erased() -> str:
    return _now("[erased]")


def sentences(told: Iterable[Told], campaign: Campaign, *, may_read_personal: bool) -> list[Sentence]:
    """Each entry as a sentence, in the order given; one query for all who acted."""
    listed = list(told)
    seats = _actors(listed, campaign)
    return [_sentence(t, seats, may_read_personal=may_read_personal) for t in listed]


def _actors(told: Sequence[Told], campaign: Campaign) -> dict[str, Seat]:
    numbers = {t.entry.by.removeprefix("seat:") for t in told if t.entry.by.startswith("seat:")}
    if not numbers:
        return {}
    seats = Seat.objects.filter(campaign=campaign, pk__in=[UUID(n) for n in numbers])
    return {f"seat:{s.pk}": s for s in seats.select_related("person", "party__organisation")}


def _sentence(told: Told, seats: Mapping[str, Seat], *, may_read_personal: bool) -> Sentence:
    said = told.payload
    saying = SAYINGS.get(told.entry.verb, OTHERWISE)
    words = str(saying.words(has_organisation=bool(_organisation(said)), may_read_names=may_read_personal)) % _Words(
        _parameters(told)
    )
    reason = _about_person(told, "reason") if may_read_personal else ""
    if reason:
        words = f"{words} " + _now("Reason: %(reason)s") % {"reason": reason}
    return Sentence(
        seq=told.entry.seq,
        at=told.entry.at,
        verb=told.entry.verb,
        words=words,
        by=_actor(told, seats, may_read_names=may_read_personal),
        is_erased=told.is_erased,
    )


class _Words(dict[str, str]):
    """Parameters of a sentence; one that an old entry does not have is a dash, never a crash of the page."""

    def __missing__(self, key: str) -> str:
        return "–"


def _parameters(told: Told) -> dict[str, str]:
    said = told.payload
    entries = said.get("entries") or []
    return {
        name: text
        for name, text in {
            "verb": told.entry.verb,
            "organisation": _organisation(said),
            "person": _about_person(told, "name") or (erased() if told.is_erased else _now("A person")),
            "role": _choice(Role, said.get("role")),
            "to": _choice(Phase, said.get("to")),
            "visibility": _choice(Visibility, said.get("visibility")),
            "label": str(said.get("label") or ""),
            "stakeholder": _about_person(told, "stakeholder") or _now("A stakeholder"),
            "n": str(said.get("n") or ""),
            "fields": _fields(told),
            "ends_on": _day(said.get("ends_on")),
            "entries": ngettext("%(n)s entry", "%(n)s entries", len(entries)) % {"n": len(entries)},
        }.items()
        if text
    }


def _fields(told: Told) -> str:
    names = told.payload if told.entry.verb == "campaign.changed" else ()
    return ", ".join(field_label(n) for n in names if n != "version")


def _organisation(said: Mapping[str, Any]) -> str:
    return str(said.get("organisation_name") or said.get("host_name") or "")


def _about_person(told: Told, name: str) -> str:
    return next((str(said[name]) for said in told.personal.values() if said.get(name)), "")


def _choice(choices: type[Role | Phase | Visibility], value: object) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def _day(text: object) -> str:
    try:
        return formats.date_format(date.fromisoformat(str(text)), "j F Y", use_l10n=False) if text else ""
    except ValueError:
        return str(text)


def _actor(told: Told, seats: Mapping[str, Seat], *, may_read_names: bool) -> str:
    by = told.entry.by
    if seat := seats.get(by):
        place = str(seat.party.organisation) if seat.party else str(seat.get_role_display())
        return f"{seat.person.name or erased()} · {place}" if may_read_names else place
    if by.startswith("person:"):
        organisation = _organisation(told.payload) or _choice(Role, told.payload.get("role"))
        name = told.personal.get(by.removeprefix("person:"), {}).get("name") or (erased() if told.is_erased else "")
        return " · ".join(part for part in (name if may_read_names else "", organisation) if part)
    if by.startswith("invitation:"):
        return _organisation(told.payload) or _now("the invited")
    return _now("Automatic") if by == "worker" else ""
