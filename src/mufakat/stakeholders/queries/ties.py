"""Ties between stakeholders, as a list that can be searched, and whether two are tied already."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from mufakat.campaigns.models import Campaign
from mufakat.stakeholders.models import Relation, Stakeholder
from mufakat.stakeholders.queries.scores import live_matching

FEW = 200


def live_ties(campaign: Campaign) -> QuerySet[Relation]:
    """Ties that hold between stakeholders that are in the register."""
    gone = Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=False).order_by().values("pk")
    return Relation.objects.filter(~Q(a__in=gone), ~Q(b__in=gone), campaign=campaign, removed_at__isnull=True)


def ties_matching(campaign: Campaign, words: str = "", kind: str = "") -> QuerySet[Relation]:
    """Newest first; words are looked for in the names at both ends and in the source."""
    found = live_ties(campaign)
    if words := words.encode("utf-8", "ignore").decode().replace("\x00", "").strip():
        found = found.filter(Q(a__name__icontains=words) | Q(b__name__icontains=words) | Q(source__icontains=words))
    return found.filter(kind=kind) if kind in Relation.Kind.values else found


def with_ends(ties: Iterable[Relation]) -> list[Relation]:
    """These ties in their order, with both stakeholders: asked for a page, not for the whole list that is sorted."""
    numbers = [tie.pk for tie in ties]
    found = Relation.objects.select_related("a__sector", "b__sector").in_bulk(numbers)
    return [found[number] for number in numbers]


def tie_by_number(campaign: Campaign, number: UUID) -> Relation | None:
    return live_ties(campaign).filter(pk=number).select_related("a__sector", "b__sector", "campaign").first()


def ties_between(a: Stakeholder, b: Stakeholder) -> QuerySet[Relation]:
    return Relation.objects.filter(Q(a=a, b=b) | Q(a=b, b=a), removed_at__isnull=True)


def names_to_offer(campaign: Campaign) -> list[str]:
    """For typing a name: all of them in a small register, none in a large one."""
    names = list(live_matching(campaign).values_list("name", flat=True)[: FEW + 1])
    return names if len(names) <= FEW else []


def stakeholders_called(campaign: Campaign, words: str) -> list[Stakeholder]:
    """Whom these words mean: those called exactly so, else those whose name holds them; a few are enough to ask back."""
    words = words.encode("utf-8", "ignore").decode().replace("\x00", "").strip()
    if not words:
        return []
    found = live_matching(campaign)
    return list(found.filter(name__iexact=words)[:6]) or list(found.filter(name__icontains=words)[:6])
