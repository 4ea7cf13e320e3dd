"""Campaigns one may see, seats that act, parties at the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mufakat.campaigns.models import Campaign, Party, Phase, Role, Seat, Visibility
from mufakat.ledger.models import Log
from mufakat.people.models import Organisation, Person, Sector


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


def seat_by_number(campaign: Campaign, number: UUID) -> Seat | None:
    """Any seat of the campaign, open or ended, with what an act needs to know of it."""
    seat = (
        Seat.objects.filter(campaign=campaign, pk=number)
        .select_related("person", "party__organisation", "party__campaign", "mandate", "delegated_by__person")
        .first()
    )
    if seat:
        seat.campaign = campaign
    return seat


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
    """The organisation's party at the table, also when it joined under an organisation since merged into this one."""
    return (
        Party.objects.filter(
            Q(organisation=organisation) | Q(organisation__merged_into=organisation),
            campaign=campaign,
            left_at__isnull=True,
        )
        .order_by("joined_at", "id")
        .first()
    )


def has_liaison(party: Party, at: datetime) -> bool:
    """Whether somebody acts for the party in its own right; a deputy alone does not count."""
    return liaisons_of(party, at).exists()


def liaisons_of(party: Party, at: datetime) -> QuerySet[Seat]:
    return open_seats(at).filter(party=party, role=Role.LIAISON, delegated_by__isnull=True)


def is_last_liaison(seat: Seat, at: datetime) -> bool:
    """Whether a running party would be left without a liaison, or only with one that ends by the calendar."""
    if seat.party is None or seat.campaign.phase == Phase.CLOSED:
        return False
    liaisons = liaisons_of(seat.party, at)
    others = liaisons.exclude(pk=seat.pk)
    if not liaisons.filter(pk=seat.pk).exists():
        return False
    return not others.exists() or (seat.ends_on is None and not others.filter(ends_on__isnull=True).exists())


def is_host_seat(seat: Seat | None) -> bool:
    return (
        seat is not None
        and seat.party is not None
        and seat.party.organisation_id == seat.campaign.host_id
        and seat.role == Role.LIAISON
    )


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


def past_seats(at: datetime) -> QuerySet[Seat]:
    """Seats past their last day that are not closed yet; they stopped acting on that day."""
    return Seat.objects.filter(ended_at__isnull=True, ends_on__lt=day_of(at)).select_related("campaign").order_by("pk")


def logs_of_campaigns() -> QuerySet[Log]:
    return Log.objects.filter(pk__in=Campaign.objects.values("log")).order_by("origin")
