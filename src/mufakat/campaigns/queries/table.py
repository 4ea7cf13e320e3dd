"""Questions about campaigns: who may see them, who sits at the table, which gate is open, what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from mufakat.campaigns.models import Campaign, Invitation, Party, Phase, Role, Seat, Visibility
from mufakat.people.models import Organisation, Person, Sector

PHASES = list(Phase.values)


def day_of(at: datetime) -> date:
    """The calendar day of an instant where this server lives."""
    return at.astimezone(ZoneInfo(settings.DEFAULT_ZONE)).date()


def open_seats(at: datetime) -> QuerySet[Seat]:
    """Seats that act now: begun, neither ended nor past their last day, of a party that is still there."""
    day = day_of(at)
    return Seat.objects.filter(
        Q(party__isnull=True) | Q(party__left_at__isnull=True),
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        ended_at__isnull=True,
        starts_on__lte=day,
        campaign__discarded_at__isnull=True,
        person__is_active=True,
    )


def seat_of(person: Person | None, campaign: Campaign, at: datetime) -> Seat | None:
    if person is None or not person.is_authenticated:
        return None
    return (
        open_seats(at)
        .filter(person=person, campaign=campaign)
        .select_related("campaign__host", "campaign__log", "party__organisation__sector", "person")
        .first()
    )


def seats_of(person: Person, at: datetime) -> QuerySet[Seat]:
    return (
        open_seats(at)
        .filter(person=person)
        .select_related("campaign__host", "campaign__log", "party__organisation__sector")
        .order_by("campaign__ends_on", "campaign__title")
    )


def campaigns_visible_to(person: Person | None, at: datetime) -> QuerySet[Campaign]:
    """Public ones for everybody; others where the person has a seat. In a draft that is the host's and neutral seats."""
    kept = Campaign.objects.filter(discarded_at__isnull=True).select_related("host__sector", "log")
    public = Q(visibility=Visibility.PUBLIC)
    if person is None or not person.is_authenticated:
        return kept.filter(public)
    mine = open_seats(at).filter(person=person, campaign=OuterRef("pk"))
    return kept.filter(public | Exists(mine))


def campaign_for(person: Person | None, slug: str, at: datetime) -> Campaign | None:
    return campaigns_visible_to(person, at).filter(slug=slug).first()


def parties_of(campaign: Campaign) -> QuerySet[Party]:
    """Parties at the table, in the order of joining, with their organisation and sector."""
    return (
        Party.objects.filter(campaign=campaign, left_at__isnull=True)
        .select_related("organisation__sector", "campaign")
        .order_by("joined_at", "id")
    )


def former_parties_of(campaign: Campaign) -> QuerySet[Party]:
    return (
        Party.objects.filter(campaign=campaign, left_at__isnull=False)
        .select_related("organisation__sector")
        .order_by("-left_at")
    )


def party_of(campaign: Campaign, organisation: Organisation) -> Party | None:
    return Party.objects.filter(campaign=campaign, organisation=organisation, left_at__isnull=True).first()


def seats_at(campaign: Campaign, at: datetime) -> QuerySet[Seat]:
    return (
        open_seats(at)
        .filter(campaign=campaign)
        .select_related("person", "party__organisation__sector", "mandate", "delegated_by__person")
        .order_by("party__joined_at", "taken_at", "id")
    )


@dataclass(frozen=True)
class SectorCount:
    """How many parties of a sector sit at the table."""

    sector: Sector
    parties: int


def sectors_at(campaign: Campaign) -> list[SectorCount]:
    """Every sector in use, also those with nobody at the table."""
    counted = dict(
        Party.objects.filter(campaign=campaign, left_at__isnull=True)
        .values_list("organisation__sector")
        .annotate(n=Count("pk"))
    )
    return [
        SectorCount(s, counted.get(s.pk, 0))
        for s in Sector.objects.filter(Q(is_active=True) | Q(pk__in=list(counted))).order_by("place", "code")
    ]


def invitations_of(campaign: Campaign) -> QuerySet[Invitation]:
    return (
        Invitation.objects.filter(campaign=campaign)
        .select_related("organisation__sector", "invited_by__party__organisation", "campaign")
        .order_by("-sent_at", "-id")
    )


def invitation_by_digest(digest: str) -> Invitation | None:
    return (
        Invitation.objects.filter(digest=digest)
        .select_related("campaign__host", "campaign__log", "organisation__sector", "invited_by__party__organisation")
        .first()
    )


# --- gates -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """One thing that must hold before a gate opens, said in a sentence, and where to mend it."""

    is_met: bool
    words: StrOrPromise
    url_name: str = ""


@dataclass(frozen=True)
class Gate:
    """The way into the next phase: open when every condition holds."""

    phase: str
    conditions: tuple[Condition, ...]

    @property
    def is_open(self) -> bool:
        return bool(self.conditions) and all(c.is_met for c in self.conditions)

    @property
    def missing(self) -> tuple[Condition, ...]:
        return tuple(c for c in self.conditions if not c.is_met)


GateQuestion = Callable[[Campaign, datetime], tuple[Condition, ...]]
_GATES: dict[str, list[GateQuestion]] = {}


def ask_at_gate(phase: str, question: GateQuestion) -> None:
    """An app higher up the stair adds its conditions to the gate of a phase (from its AppConfig.ready)."""
    if question not in _GATES.setdefault(phase, []):
        _GATES[phase].append(question)


def table_is_set(campaign: Campaign, at: datetime) -> tuple[Condition, ...]:
    """Conditions of the gate to planning: several parties of several sectors, each with a liaison, and a facilitator."""
    parties = parties_of(campaign).count()
    sectors = sum(1 for s in sectors_at(campaign) if s.parties)
    with_liaison = open_seats(at).filter(campaign=campaign, role=Role.LIAISON).values("party").distinct().count()
    neutral = open_seats(at).filter(campaign=campaign, role=Role.FACILITATOR).exists()
    waiting = Invitation.objects.filter(campaign=campaign, state=Invitation.State.OPEN, organisation__isnull=False)
    return (
        Condition(campaign.visibility != Visibility.DRAFT, _("The campaign is no longer a draft."), "campaigns:settings"),
        Condition(parties >= 3, _("At least three parties sit at the table."), "campaigns:parties"),
        Condition(sectors >= 2, _("The parties come from at least two sectors."), "campaigns:parties"),
        Condition(with_liaison == parties, _("Every party has a liaison."), "campaigns:parties"),
        Condition(neutral, _("An independent facilitator is in place."), "campaigns:invitations"),
        Condition(not waiting.exists(), _("No invitation to a party is still waiting for an answer."), "campaigns:invitations"),
    )


def next_gate(campaign: Campaign, at: datetime) -> Gate | None:
    """The gate ahead, or None where this campaign has no further phase."""
    place = PHASES.index(campaign.phase)
    if place + 1 >= len(PHASES):
        return None
    phase = PHASES[place + 1]
    return Gate(phase, tuple(c for question in _GATES.get(phase, []) for c in question(campaign, at)))


def previous_phase(campaign: Campaign) -> str | None:
    place = PHASES.index(campaign.phase)
    return PHASES[place - 1] if 0 < place < len(PHASES) - 1 else None
