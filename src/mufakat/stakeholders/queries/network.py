"""The network of a campaign: what of it goes into the measures, whether they are still true, and what was measured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from mufakat.campaigns.models import Campaign
from mufakat.engines.mapping import Network, Tie, network_from_json
from mufakat.stakeholders.models import Measures, Relation, Stakeholder
from mufakat.stakeholders.queries.scores import live_stakeholders
from mufakat.stakeholders.queries.ties import live_ties

_GONE = Q(removed_at__isnull=False)


@dataclass(frozen=True)
class Graph:
    """A network as the engine takes it."""

    nodes: tuple[str, ...]
    ties: tuple[Tie, ...]
    groups: dict[str, str]


@dataclass(frozen=True)
class Measured:
    """What the worker found, when, and of how many ties."""

    network: Network
    picture: dict[str, Any]
    computed_at: datetime
    seconds: float
    ties: int
    mark: str


def marks_of(campaigns: Iterable[UUID] | None = None) -> dict[UUID, str]:
    """What the ties and the register of each campaign with ties are now, in short; two queries for all campaigns.

    Counts, the newest changes and the sum of strengths differ after every act that changes a tie or a stakeholder.
    """
    ties = Relation.objects.order_by().values("campaign")
    register = Stakeholder.objects.order_by().values("campaign")
    if campaigns is not None:
        ties, register = ties.filter(campaign__in=campaigns), register.filter(campaign__in=campaigns)
    of_ties = ties.annotate(
        n=Count("pk"),
        gone=Count("pk", filter=_GONE),
        newest=Max("at"),
        newest_gone=Max("removed_at"),
        strength=Sum("strength"),
        directed=Count("pk", filter=Q(is_directed=True)),
    )
    of_register = register.filter(campaign__in=Relation.objects.order_by().values("campaign")).annotate(
        n=Count("pk"), gone=Count("pk", filter=_GONE), newest=Max("changed_at"), newest_gone=Max("removed_at")
    )
    said = {row["campaign"]: row for row in of_register}
    return {row["campaign"]: _digest([row, said.get(row["campaign"])]) for row in of_ties}


def _digest(said: list[Any]) -> str:
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()


def mark_of(campaign: Campaign) -> str:
    """Empty where there never was a tie."""
    return marks_of([campaign.pk]).get(campaign.pk, "")


def campaigns_to_measure() -> list[tuple[Campaign, str]]:
    """Those whose measures are of another mark or missing, the longest outdated first, each with the mark of now."""
    marks = marks_of()
    kept = {m.campaign_id: m for m in Measures.objects.defer("result")}
    due = [pk for pk, mark in marks.items() if pk not in kept or kept[pk].mark != mark]
    found = Campaign.objects.in_bulk(due)
    due.sort(key=lambda pk: (kept[pk].computed_at.timestamp() if pk in kept else 0.0, str(pk)))
    return [(found[pk], marks[pk]) for pk in due if pk in found]


def graph_of(campaign: Campaign) -> Graph:
    """Every stakeholder of the register, tied or not, in a fixed order; two queries."""
    rows = list(live_stakeholders(campaign).order_by("pk").values_list("pk", "sector_id"))
    ties = live_ties(campaign).order_by("pk").values_list("a_id", "b_id", "strength", "is_directed", "kind")
    return Graph(
        nodes=tuple(str(pk) for pk, _sector in rows),
        ties=tuple(Tie(str(a), str(b), strength, is_directed, kind) for a, b, strength, is_directed, kind in ties),
        groups={str(pk): sector for pk, sector in rows},
    )


def measured_of(campaign: Campaign) -> Measured | None:
    kept = Measures.objects.filter(campaign=campaign).first()
    if kept is None:
        return None
    return Measured(
        network=network_from_json(kept.result["network"]),
        picture=kept.result["picture"],
        computed_at=kept.computed_at,
        seconds=kept.seconds,
        ties=kept.result["ties"],
        mark=kept.mark,
    )


def named_nodes(campaign: Campaign) -> dict[str, tuple[str, str]]:
    """The name and sector of each stakeholder, by its number as the measures know it."""
    rows = live_stakeholders(campaign).order_by("name", "pk").values_list("pk", "name", "sector_id")
    return {str(pk): (name, sector) for pk, name, sector in rows}


def ties_among(campaign: Campaign, keys: Iterable[str], most: int) -> QuerySet[Relation]:
    """The strongest ties between these stakeholders."""
    numbers = [UUID(key) for key in keys]
    return live_ties(campaign).filter(a__in=numbers, b__in=numbers).order_by("-strength", "pk")[:most]
