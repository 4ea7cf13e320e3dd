"""Whom an entry of the record concerns, and what each is told. Never the one who acted; never a person's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop as msgid

from mufakat.campaigns.models import Campaign, Invitation, Role, Seat, Visibility
from mufakat.campaigns.queries.invitations import COLLEAGUE, kind_of
from mufakat.campaigns.queries.table import is_host_seat, open_seats
from mufakat.ledger.queries import Told
from mufakat.people.models import Person

NOW, DIGEST = "now", "digest"


@dataclass(frozen=True)
class Telling:
    """One notice for one person: message ids with parameters, how urgent, and the way to what it is about."""

    person: Person
    urgency: str
    title: str
    path: str = ""
    action: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """What is needed to tell an entry: the campaign, who sits there now, and whom the entry names."""

    told: Told
    campaign: Campaign
    seats: tuple[Seat, ...]
    at: datetime

    @property
    def verb(self) -> str:
        return self.told.entry.verb

    @property
    def number(self) -> str:
        return self.told.entry.object.partition(":")[2]

    @property
    def params(self) -> dict[str, str]:
        organisation = self.told.payload.get("organisation_name") or ""
        label = self.told.payload.get("label") or ""
        return {"campaign": self.campaign.title, "organisation": str(organisation), "label": str(label)}

    def to(self, name: str, *args: object) -> str:
        return reverse(f"campaigns:{name}", args=[self.campaign.slug, *args])

    def of_party(self, number: object) -> list[Seat]:
        return [s for s in self.seats if s.party_id is not None and str(s.party_id) == str(number)]

    def conveners(self) -> list[Seat]:
        """The host's liaisons and the facilitator: who mends what is missing at the table."""
        return [s for s in self.seats if is_host_seat(s) or s.role == Role.FACILITATOR]

    def say(self, seats: Iterable[Seat], urgency: str, title: str, path: str = "", action: str = "") -> list[Telling]:
        return [Telling(s.person, urgency, title, path or self.to("home"), action, self.params) for s in seats]

    def say_to_ended(self, numbers: Iterable[str], title: str) -> list[Telling]:
        """To those whose seat is gone: the way leads to the campaign only if they may still see it."""
        ended = Seat.objects.filter(pk__in=[UUID(n) for n in numbers], person__is_active=True)
        path = self.to("home") if self.campaign.visibility == Visibility.PUBLIC else "/"
        return [
            Telling(s.person, NOW, title, path, "", self.params) for s in ended.select_related("person").order_by("pk")
        ]


def tellings_of(told: Told, campaign: Campaign, at: datetime) -> list[Telling]:
    """What this entry means for each person concerned; the first that fits a person is what they are told."""
    speak = _TELLERS.get(told.entry.verb)
    if speak is None:
        return []
    seats = open_seats(at).filter(campaign=campaign, taken_at__lte=told.entry.at)  # who came later reads the record
    seats = seats.select_related("person", "party__organisation")
    scene = Scene(told, campaign, tuple(_knowing(seats.order_by("taken_at", "id"), campaign)), at)
    actor = _actor(told)
    first: dict[UUID, Telling] = {}
    for telling in speak(scene):
        if telling.person.pk != actor:
            first.setdefault(telling.person.pk, telling)
    return list(first.values())


def _knowing(seats: Iterable[Seat], campaign: Campaign) -> Iterable[Seat]:
    for seat in seats:
        seat.campaign = campaign
        yield seat


def _actor(told: Told) -> UUID | None:
    kind, _colon, number = told.entry.by.partition(":")
    if kind == "person":
        return UUID(number)
    if kind == "seat":
        return Seat.objects.filter(pk=UUID(number)).values_list("person", flat=True).first()
    return None


Teller = Callable[[Scene], list[Telling]]


def _everyone(title: str, *, urgency: str = DIGEST, page: str = "home", action: str = "") -> Teller:
    return lambda scene: scene.say(scene.seats, urgency, title, scene.to(page), action)


def _discarded(scene: Scene) -> list[Telling]:
    seats = Seat.objects.filter(campaign=scene.campaign, ended_at__isnull=True, person__is_active=True)
    title = msgid("The draft “%(campaign)s” was discarded")
    return [Telling(s.person, NOW, title, "/", "", scene.params) for s in seats.select_related("person")]


def _offered(scene: Scene) -> list[Telling]:
    invitation = _invitation(scene)
    if invitation is None:
        return []
    path = scene.to("invitation", invitation.pk)
    if invitation.organisation is None:
        return scene.say(scene.seats, DIGEST, msgid("A neutral seat was offered in “%(campaign)s”"), path)
    if kind_of(invitation) == COLLEAGUE:
        title = msgid("A further seat of %(organisation)s was offered in “%(campaign)s”")
        return scene.say(scene.of_party(invitation.invited_by.party_id), DIGEST, title, path)
    return scene.say(scene.seats, DIGEST, msgid("%(organisation)s was invited to “%(campaign)s”"), path)


def _invitation(scene: Scene) -> Invitation | None:
    return (
        Invitation.objects.filter(pk=UUID(scene.number), campaign=scene.campaign)
        .select_related("organisation", "invited_by__party__organisation")
        .first()
    )


def _senders(scene: Scene, invitation: Invitation) -> list[Seat]:
    """Who answers for an invitation: its sender, or if that seat is gone the liaisons who may."""
    own = [s for s in scene.seats if s.pk == invitation.invited_by_id]
    if own:
        return own
    if invitation.invited_by.party_id is None:
        return [s for s in scene.seats if is_host_seat(s)]
    return [s for s in scene.of_party(invitation.invited_by.party_id) if s.role == Role.LIAISON]


def _to_senders(party: str, neutral: str, action: str, *, table_too: bool = False) -> Teller:
    def speak(scene: Scene) -> list[Telling]:
        invitation = _invitation(scene)
        if invitation is None:
            return []
        title = party if invitation.organisation_id else neutral
        path = scene.to("invitation", invitation.pk)
        told = scene.say(_senders(scene, invitation), NOW, title, path, action)
        if table_too and kind_of(invitation) != COLLEAGUE:
            told += scene.say(scene.seats, DIGEST, title, path)
        return told

    return speak


def _last_call(scene: Scene) -> list[Telling]:
    """The server mails the invited by itself; where it has no address, the sender has to."""
    invitation = _invitation(scene)
    if invitation is None or invitation.email or scene.told.entry.by != "worker":
        return []
    title = msgid("An invitation to “%(campaign)s” expires soon, and we have no address to remind")
    path = scene.to("invitation", invitation.pk)
    return scene.say(_senders(scene, invitation), NOW, title, path, msgid("Send the link again"))


def _joined(scene: Scene) -> list[Telling]:
    title = msgid("%(organisation)s has joined “%(campaign)s”")
    path = scene.to("party", scene.told.payload.get("party") or UUID(int=0))
    taken = Seat.objects.filter(pk=UUID(scene.number)).select_related("invitation").first()
    sent = [s for s in scene.seats if taken and s.pk == taken.invitation.invited_by_id]
    return scene.say(sent, NOW, title, path) + scene.say(scene.seats, DIGEST, title, path)


def _taken(scene: Scene) -> list[Telling]:
    said = scene.told.payload
    path = scene.to("seat", scene.number)
    handed = [said["replaces"]] if said.get("replaces") in said.get("ended_seats", []) else []
    others = [n for n in said.get("ended_seats", []) if n not in handed]
    told = scene.say_to_ended(handed, msgid("Your seat for %(organisation)s in “%(campaign)s” was handed over"))
    told += scene.say_to_ended(others, msgid("Your seat for %(organisation)s in “%(campaign)s” has ended"))
    if said.get("party"):
        title = msgid("%(organisation)s has filled a seat in “%(campaign)s”")
        return told + scene.say(scene.of_party(said["party"]), DIGEST, title, path)
    return told + scene.say(scene.seats, DIGEST, msgid("A neutral seat was taken in “%(campaign)s”"), path)


def _seat_ended(scene: Scene) -> list[Telling]:
    said = scene.told.payload
    gone = [scene.number, *said.get("ended_seats", [])]
    if not said.get("party"):
        told = scene.say_to_ended(gone, msgid("Your seat in “%(campaign)s” has ended"))
        title = msgid("A neutral seat has become free in “%(campaign)s”")
        return (
            told + scene.say(scene.conveners(), NOW, title, scene.to("parties")) + scene.say(scene.seats, DIGEST, title)
        )
    told = scene.say_to_ended(gone, msgid("Your seat for %(organisation)s in “%(campaign)s” has ended"))
    party = scene.of_party(said["party"])
    path = scene.to("party", said["party"])
    told += scene.say(party, DIGEST, msgid("A seat of %(organisation)s in “%(campaign)s” has ended"), path)
    if any(s.role == Role.LIAISON for s in party):
        return told
    title = msgid("%(organisation)s has no liaison in “%(campaign)s” any more")
    return told + scene.say(scene.conveners(), NOW, title, path, msgid("Invite a new liaison"))


def _mandate(scene: Scene) -> list[Telling]:
    title = msgid("A mandate was added to a seat in “%(campaign)s”")
    path = scene.to("seat", scene.number)
    own = [s for s in scene.seats if str(s.pk) == scene.number]
    own += scene.of_party(scene.told.payload.get("party"))
    return scene.say([*own, *scene.conveners()], DIGEST, title, path)


def _left(scene: Scene) -> list[Telling]:
    title = msgid("%(organisation)s has left “%(campaign)s”")
    path = scene.to("party", scene.number)
    told = scene.say_to_ended(
        scene.told.payload.get("ended_seats", []),
        msgid("%(organisation)s has left “%(campaign)s”, and your seat ended with it"),
    )
    return told + scene.say(scene.conveners(), NOW, title, path) + scene.say(scene.seats, DIGEST, title, path)


def teach_tellers(tellers: Mapping[str, Teller]) -> None:
    """An app higher up the stair says whom its verbs concern and what each is told (AppConfig.ready)."""
    _TELLERS.update(tellers)


_TELLERS: dict[str, Teller] = {
    "campaign.changed": _everyone(msgid("What “%(campaign)s” says of itself was changed")),
    "campaign.shown": _everyone(msgid("“%(campaign)s” can now be seen by more people")),
    "campaign.discarded": _discarded,
    "phase.moved": _everyone(msgid("“%(campaign)s” has moved on to its next phase"), urgency=NOW),
    "phase.returned": _everyone(msgid("“%(campaign)s” has gone back one phase"), urgency=NOW),
    "fact.added": _everyone(msgid("A fact was documented in “%(campaign)s”: %(label)s")),
    "fact.removed": _everyone(msgid("A documented fact was removed from “%(campaign)s”: %(label)s")),
    "invitation.sent": _offered,
    "invitation.reminded": _last_call,
    "invitation.declined": _to_senders(
        msgid("%(organisation)s has declined the seat in “%(campaign)s”"),
        msgid("The neutral seat in “%(campaign)s” was declined"),
        msgid("See the answer"),
        table_too=True,
    ),
    "invitation.expired": _to_senders(
        msgid("The invitation of %(organisation)s to “%(campaign)s” has expired"),
        msgid("The invitation to a neutral seat in “%(campaign)s” has expired"),
        msgid("Renew it"),
    ),
    "party.joined": _joined,
    "party.left": _left,
    "seat.taken": _taken,
    "seat.handed_over": _taken,
    "seat.delegated": _taken,
    "seat.ended": _seat_ended,
    "seat.lapsed": _seat_ended,
    "mandate.attached": _mandate,
}
