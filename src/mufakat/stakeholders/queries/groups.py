"""Whom the issue affects, and whether those who speak for them have a fair share of the seats."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from mufakat.campaigns.models import Campaign
from mufakat.engines import mapping
from mufakat.stakeholders.models import AffectedGroup, Stakeholder
from mufakat.stakeholders.queries.coverage import seats_by_organisation
from mufakat.stakeholders.queries.needs import groups_of


@dataclass(frozen=True)
class Heard:
    """A group, the parties at the table that speak for it, and how that compares with its share of the people."""

    group: AffectedGroup
    voices: tuple[Stakeholder, ...]
    parties: int
    ratio: mapping.Ratio

    @property
    def is_silent(self) -> bool:
        return self.parties == 0


def representation_for(campaign: Campaign) -> list[Heard]:
    """Largest first. A voice counts when its organisation, or that of its proxy, is a party at the table."""
    groups = list(groups_of(campaign))
    seated = seats_by_organisation([campaign.pk]).get(campaign.pk, {}) if groups else {}
    parties = {str(g.pk): _parties(g, seated) for g in groups}
    people = {str(g.pk): g.people for g in groups}
    ratios = {r.group: r for r in mapping.representation_of({k: len(v) for k, v in parties.items()}, people)}
    heard = [Heard(g, tuple(g.voices.all()), len(parties[str(g.pk)]), ratios[str(g.pk)]) for g in groups]
    return sorted(heard, key=lambda h: (-h.group.people, h.group.name))


def _parties(group: AffectedGroup, seated: dict[UUID, UUID]) -> set[UUID]:
    speaking = [v.proxy if v.is_group and v.proxy else v for v in group.voices.all()]
    bodies = {v.organisation_id for v in speaking if v.organisation_id and not v.removed_at}
    return {seated[body] for body in bodies if body in seated}


def voiceless_in(campaign: Campaign) -> QuerySet[Stakeholder]:
    """Groups of people in the register that have neither an organisation nor anybody who speaks for them."""
    return Stakeholder.objects.filter(
        campaign=campaign, removed_at__isnull=True, is_group=True, proxy__isnull=True
    ).order_by("name", "id")
