"""What the engagement plan on paper says: everyone in the register, what is missing, and whom the issue affects."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from mufakat.campaigns.models import Campaign
from mufakat.ledger import queries as record
from mufakat.stakeholders.models import Interaction, Stakeholder
from mufakat.stakeholders.queries.coverage import Covered, coverage_for
from mufakat.stakeholders.queries.groups import Heard, representation_for
from mufakat.stakeholders.queries.register import register_of


@dataclass(frozen=True)
class Seal:
    """What a log had grown to when it was last sealed, for a reader who compares it later."""

    size: int
    root: str


@dataclass(frozen=True)
class EngagementPlan:
    """A constant number of queries. Each stakeholder has `next_step` from the last talk; who may read it is asked above."""

    stakeholders: tuple[Stakeholder, ...]
    covered: Covered
    heard: tuple[Heard, ...]
    seal: Seal | None


def plan_for(campaign: Campaign) -> EngagementPlan:
    last = Interaction.objects.filter(stakeholder=OuterRef("pk")).order_by("-on", "-at", "-id")
    everyone = register_of(campaign).annotate(next_step=Subquery(last.values("next_step")[:1]))
    newest = record.checkpoints_of(campaign.log).first()
    return EngagementPlan(
        stakeholders=tuple(everyone.order_by("sector__place", "name", "pk")),
        covered=coverage_for(campaign),
        heard=tuple(representation_for(campaign)),
        seal=Seal(newest.size, bytes(newest.root).hex()) if newest else None,
    )
