"""Assessments as they were given: whose they are, which of them count, and who consented to theirs being read."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Campaign, Party, Seat
from mufakat.stakeholders.models import Assessment, Consent, Stakeholder

CONFIDED = frozenset({"scores", "scores_because", "scores_evidence"})


def live_stakeholders(campaign: Campaign) -> QuerySet[Stakeholder]:
    return Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True)


def live_stakeholder(campaign: Campaign, number: UUID) -> Stakeholder | None:
    return live_stakeholders(campaign).filter(pk=number).select_related("sector", "organisation").first()


def live_matching(campaign: Campaign, words: str = "", sector: str = "") -> QuerySet[Stakeholder]:
    """The register by name, narrowed by words of the name and by sector."""
    found = live_stakeholders(campaign).select_related("sector")
    if words := words.encode("utf-8", "ignore").decode().replace("\x00", "").strip():
        found = found.filter(name__icontains=words)
    return (found.filter(sector=sector) if sector else found).order_by("name", "pk")


def voice_of(seat: Seat) -> Q:
    """Assessments by this seat's party; a neutral seat speaks for itself alone."""
    return Q(party=seat.party_id) if seat.party_id else Q(party__isnull=True, seat=seat.pk)


def own_assessment(seat: Seat, stakeholder: Stakeholder) -> Assessment | None:
    """What this seat's voice says of a stakeholder now."""
    return Assessment.objects.filter(voice_of(seat), stakeholder=stakeholder, is_newest=True).first()


def assessment_by_number(campaign: Campaign, number: UUID) -> Assessment | None:
    return (
        Assessment.objects.filter(pk=number, stakeholder__campaign=campaign)
        .select_related("stakeholder__sector", "party__organisation", "seat")
        .first()
    )


def assessments_of(stakeholder: Stakeholder, seat: Seat | None = None) -> QuerySet[Assessment]:
    """All that was said of a stakeholder, or what one voice said, newest first; withdrawn ones too."""
    found = Assessment.objects.filter(stakeholder=stakeholder).select_related("party__organisation", "seat")
    return found.filter(voice_of(seat)) if seat else found


def own_assessments(seat: Seat, words: str = "", sector: str = "") -> QuerySet[Assessment]:
    """What this seat's voice says now, by the name of the stakeholder."""
    return (
        Assessment.objects.filter(
            voice_of(seat), stakeholder__in=live_matching(seat.campaign, words, sector).order_by(), is_newest=True
        )
        .select_related("stakeholder__sector")
        .order_by("stakeholder__name", "pk")
    )


def unassessed_by(seat: Seat, words: str = "", sector: str = "") -> QuerySet[Stakeholder]:
    """Stakeholders of which this seat's voice has said nothing yet, by name."""
    said = Assessment.objects.filter(voice_of(seat), stakeholder=OuterRef("pk"), is_newest=True)
    return live_matching(seat.campaign, words, sector).filter(~Exists(said))


def assessments_open_to(campaign: Campaign, seat: Seat | None, *, all_of_them: bool) -> Collection[UUID]:
    """Whose words in the record this seat may read: its own voice's, or (for the team) all."""
    if seat is None:
        return ()
    found = Assessment.objects.filter(stakeholder__campaign=campaign)
    return frozenset((found if all_of_them else found.filter(voice_of(seat))).values_list("pk", flat=True))


def _holding() -> QuerySet[Consent]:
    """Given, not taken back, by a party still at the table that is the assessed organisation still."""
    is_itself = (
        Q(party__organisation=F("stakeholder__organisation"))
        | Q(party__organisation__merged_into=F("stakeholder__organisation"))
        | Q(party__organisation=F("stakeholder__organisation__merged_into"))
    )
    return Consent.objects.filter(is_itself, withdrawn_at__isnull=True, party__left_at__isnull=True)


def consent_of(stakeholder: Stakeholder) -> Consent | None:
    """The consent that holds, if any."""
    return _holding().filter(stakeholder=stakeholder).select_related("party__organisation").first()


def consented_in(campaign: Campaign) -> QuerySet[Stakeholder]:
    """Stakeholders whose own party lets every seat read how they are assessed."""
    return live_matching(campaign).filter(Exists(_holding().filter(stakeholder=OuterRef("pk"))))


def party_assessed(stakeholder: Stakeholder) -> Party | None:
    """The party that this stakeholder is at the table, if it sits there."""
    organisation = stakeholder.organisation
    return campaigns.party_of(stakeholder.campaign, organisation.current) if organisation else None
