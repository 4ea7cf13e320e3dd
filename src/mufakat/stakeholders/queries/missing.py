"""What is missing at a campaign's table. The page that says it, the gate and the next step all ask here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Aggregate, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign
from mufakat.campaigns.queries import Condition
from mufakat.stakeholders.models import Assessment, Measures, Nomination, Relation, Stakeholder, State
from mufakat.stakeholders.models.scores import SCORES
from mufakat.stakeholders.queries.coverage import Covered, coverage_for, coverages_of
from mufakat.stakeholders.queries.groups import Heard, representation_for, voiceless_in
from mufakat.stakeholders.queries.register import GAP, organisations_at_table

FORGOTTEN_DAYS = 30
NAMED = 3  # a sentence names so many; the register shows the rest


@dataclass(frozen=True)
class Some:
    """How many, and the first few by name."""

    number: int
    first: tuple[Stakeholder, ...] = ()


@dataclass(frozen=True)
class Broken:
    """Somebody without whom the network falls apart, and how many others that would cut off."""

    name: str
    cut_off: int


@dataclass(frozen=True)
class Missing:
    """Everything that is still open, whoever reads it; a page shows of it what its reader may see."""

    covered: Covered
    nominations: int
    heard: tuple[Heard, ...]
    voiceless: Some
    forgotten: Some
    below: Some
    unassessed: int
    disputed: int
    failures: tuple[Broken, ...]
    stakeholders: int
    ties: int

    @property
    def silent(self) -> tuple[Heard, ...]:
        return tuple(h for h in self.heard if h.is_silent)


def missing_in(campaign: Campaign, at: datetime) -> Missing:
    """A constant number of queries, however long the register."""
    kept = Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True)
    forgotten, below = forgotten_in(campaign, at), below_wanted_in(campaign)
    newest = Assessment.objects.filter(stakeholder=OuterRef("pk"), is_newest=True)
    counted = kept.aggregate(
        all=Count("pk"),
        unassessed=Count("pk", filter=~Exists(newest)),
    )
    return Missing(
        covered=coverage_for(campaign),
        nominations=open_nominations_in(campaign),
        heard=tuple(representation_for(campaign)),
        voiceless=_some(voiceless_in(campaign)),
        forgotten=_some(forgotten),
        below=_some(below),
        unassessed=counted["unassessed"],
        disputed=disputed_in(campaign).count(),
        failures=failures_in(campaign),
        stakeholders=counted["all"],
        ties=Relation.objects.filter(campaign=campaign, removed_at__isnull=True).count(),
    )


def _some(found: QuerySet[Stakeholder]) -> Some:
    return Some(found.count(), tuple(found[:NAMED]))


def failures_in(campaign: Campaign) -> tuple[Broken, ...]:
    """From the newest measures of the network, if the worker has made any: who cuts off others when they drop out."""
    measures = Measures.objects.filter(campaign=campaign).first()
    said = measures.result.get("failures", ()) if measures else ()
    worst = {str(f["node"]): int(f["cut_off"]) for f in said if f.get("cut_off")}
    kept = Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True, pk__in=list(worst)[:NAMED])
    found = [Broken(name, worst[str(pk)]) for pk, name in kept.values_list("pk", "name")]
    return tuple(sorted(found, key=lambda b: (-b.cut_off, b.name)))


def open_nominations_in(campaign: Campaign) -> int:
    return Nomination.objects.filter(campaign=campaign, state=Nomination.State.OPEN).count()


def forgotten_in(campaign: Campaign, at: datetime) -> QuerySet[Stakeholder]:
    """Identified thirty days ago and never contacted, longest first; parties at the table are not forgotten."""
    return (
        Stakeholder.objects.filter(
            campaign=campaign,
            removed_at__isnull=True,
            state=State.IDENTIFIED,
            state_since__lt=at - timedelta(days=FORGOTTEN_DAYS),
            interactions__isnull=True,
        )
        .exclude(organisation__in=organisations_at_table(campaign))
        .order_by("state_since", "id")
    )


def below_wanted_in(campaign: Campaign) -> QuerySet[Stakeholder]:
    """Who takes part less than the campaign wants."""
    return Stakeholder.objects.filter(GAP, campaign=campaign, removed_at__isnull=True).order_by("name", "id")


def disputed_in(campaign: Campaign) -> QuerySet[Stakeholder]:
    """Whom the parties see two or more points apart in any score."""
    newest = Q(assessments__is_newest=True)
    figures: dict[str, Aggregate] = {f"low_{n}": Min(f"assessments__{n}", filter=newest) for n in SCORES}
    figures |= {f"high_{n}": Max(f"assessments__{n}", filter=newest) for n in SCORES}
    apart = Q(pk__isnull=True)
    for name in SCORES:
        apart |= Q(**{f"high_{name}__gte": F(f"low_{name}") + 2})
    kept = Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True, assessments__is_newest=True)
    return kept.annotate(**figures).filter(apart).order_by("name", "id")


def coverage_is_complete(campaign: Campaign, at: datetime) -> tuple[Condition, ...]:
    """Conditions of the gate to planning: the campaign knows whom it needs, and nobody who is missed is left unheard."""
    covered = coverages_of([campaign.pk], only_asked=True)[campaign.pk]
    return (
        Condition(bool(covered.rows), _("The campaign has said whom it needs."), "stakeholders:coverage"),
        Condition(
            not covered.mandatory_gaps,
            _("Every mandatory gap is filled or waived with a reason."),
            "stakeholders:coverage",
        ),
        Condition(not open_nominations_in(campaign), _("Every nomination is answered."), "stakeholders:nominations"),
    )


def committed_in(campaign: Campaign) -> QuerySet[Stakeholder]:
    """Whom the public may read of: name and sector of those who have committed themselves."""
    return (
        Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True, state=State.COMMITTED)
        .select_related("sector")
        .order_by("name", "id")
    )
