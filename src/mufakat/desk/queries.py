"""What waits for one person, across all campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Invitation, Seat
from mufakat.campaigns.queries import NextStep
from mufakat.people import queries as people
from mufakat.people.models import Organisation, Person

_TONES = ("late", "due", "calm")


@dataclass(frozen=True)
class Place:
    """A campaign where this person has a seat, with the one thing expected there."""

    seat: Seat
    step: NextStep


def places_of(person: Person, at: datetime, *, words: str = "") -> list[Place]:
    """Every seat of the person: what is late first, then what is due, then by the end of the campaign."""
    seats = list(campaigns.seats_of(person, at))
    steps = campaigns.next_steps_for(seats, at)
    wanted = words.strip().casefold()
    places = [Place(seat, steps[seat.pk]) for seat in seats]
    found = [p for p in places if not wanted or wanted in _called(p.seat)]
    return sorted(found, key=lambda p: (_TONES.index(p.step.tone), p.seat.campaign.ends_on, p.seat.campaign.title))


def _called(seat: Seat) -> str:
    organisation = str(seat.party.organisation) if seat.party else ""
    return f"{seat.campaign.title} {organisation}".casefold()


def invitations_to(person: Person, at: datetime) -> list[Invitation]:
    """Open invitations that were sent to an address this person has proved."""
    found = Invitation.objects.filter(
        state=Invitation.State.OPEN,
        expires_at__gt=at,
        campaign__discarded_at__isnull=True,
        email__in=[a.lower() for a in proved_addresses(person)],
    )
    return list(found.select_related("campaign__host", "organisation").order_by("expires_at"))


def proved_addresses(person: Person) -> Sequence[str]:
    return list(
        Person.objects.filter(pk=person.pk, emailaddress__verified=True).values_list("emailaddress__email", flat=True)
    )


def organisations_to_verify() -> QuerySet[Organisation]:
    """Proposed organisations, the longest waiting first; for administrators."""
    return people.organisations_matching("", status=Organisation.Status.PROPOSED).order_by("proposed_at", "pk")
