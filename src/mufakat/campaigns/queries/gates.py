"""The gates between phases: what must hold before a campaign moves on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from mufakat.campaigns.models import Campaign, Invitation, Phase, Role, Visibility
from mufakat.campaigns.queries.table import open_seats, parties_of, sectors_at

PHASES = list(Phase.values)


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
    voices = Count(Coalesce("organisation__merged_into", "organisation"), distinct=True)  # merged meanwhile: one voice
    counted = parties_of(campaign).order_by().aggregate(places=Count("pk"), voices=voices)
    places, parties = counted["places"], counted["voices"]
    sectors = sum(1 for s in sectors_at(campaign) if s.parties)
    with_liaison = open_seats(at).filter(campaign=campaign, role=Role.LIAISON).values("party").distinct().count()
    neutral = open_seats(at).filter(campaign=campaign, role=Role.FACILITATOR).exists()
    waiting = Invitation.objects.filter(
        campaign=campaign, state=Invitation.State.OPEN, organisation__isnull=False, expires_at__gt=at
    ).exclude(invited_by__party__organisation=F("organisation"))
    conditions = (
        Condition(
            campaign.visibility != Visibility.DRAFT, _("The campaign is no longer a draft."), "campaigns:settings"
        ),
        Condition(parties >= 3, _("At least three parties sit at the table."), "campaigns:parties"),
        Condition(sectors >= 2, _("The parties come from at least two sectors."), "campaigns:parties"),
        Condition(with_liaison == places, _("Every party has a liaison."), "campaigns:parties"),
        Condition(neutral, _("An independent facilitator is in place."), "campaigns:invitations"),
        Condition(
            not waiting.exists(), _("No invitation to a party is still waiting for an answer."), "campaigns:invitations"
        ),
    )
    if parties == places:
        return conditions
    return (*conditions, Condition(False, _("No organisation sits at the table twice."), "campaigns:parties"))


def next_gate(campaign: Campaign, at: datetime) -> Gate | None:
    """The gate ahead; None in the last phase, and where the way on is not built: a gate nobody asks at stays shut."""
    place = PHASES.index(campaign.phase)
    if place + 1 >= len(PHASES) or not _GATES.get(PHASES[place + 1]):
        return None
    phase = PHASES[place + 1]
    return Gate(phase, tuple(c for question in _GATES[phase] for c in question(campaign, at)))


def previous_phase(campaign: Campaign) -> str | None:
    place = PHASES.index(campaign.phase)
    return PHASES[place - 1] if 0 < place < len(PHASES) - 1 else None
