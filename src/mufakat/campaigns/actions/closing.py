"""What follows here when an account is closed or a person leaves an organisation, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from mufakat.campaigns import queries
from mufakat.campaigns.actions.acting import by_person, locked, record
from mufakat.campaigns.actions.mandate import drop_files
from mufakat.campaigns.actions.seat import end_seats, told_of
from mufakat.campaigns.models import Campaign, Ending, Invitation, Mandate, Seat
from mufakat.ledger import actions as ledger
from mufakat.people.models import Organisation, Person


@transaction.atomic
def end_for_closing(*, person: Person, by: Person, at: datetime) -> None:
    """End the person's seats, take away their mandate documents and the letters to them, in every campaign."""
    _end(queries.places_of(person), person, by, at, Ending.ACCOUNT_CLOSED)
    _forget_letters(person, by, at)
    _forget_mandates(person, by, at)
    Seat.objects.filter(person=person).update(ended_because="", mandate_reference="")


@transaction.atomic
def end_for_leaving(*, person: Person, organisation: Organisation, by: Person, at: datetime) -> None:
    """End the seats the person holds for an organisation they no longer work for."""
    seats = queries.places_of(person).filter(
        Q(party__organisation=organisation) | Q(party__organisation__merged_into=organisation)
    )
    _end(seats, person, by, at, Ending.LEFT_ORGANISATION)


def _end(seats: QuerySet[Seat], person: Person, by: Person, at: datetime, ending: Ending) -> None:
    known = _locked(queries.campaigns_about(person))
    for seat in seats.filter(ended_at__isnull=True):
        campaign = known[seat.campaign_id]
        ended = end_seats([seat], at=at, ending=ending)
        record(
            campaign=campaign,
            verb="seat.ended",
            object=f"seat:{seat.pk}",
            by=by_person(by),
            at=at,
            payload=told_of(seat) | {"ending": ending.value} | ended.told(besides=seat),
            personal={person.pk: {"name": person.name}},
        )


def _locked(campaigns: Iterable[Campaign]) -> dict[object, Campaign]:
    """All campaigns that know the person, in the order in which logs are locked, before any of their logs is written."""
    return {c.pk: locked(c) for c in sorted(campaigns, key=lambda c: c.log.origin)}


def _forget_letters(person: Person, by: Person, at: datetime) -> None:
    """An address and words to a person are that person's data; a link sent to the address dies with it."""
    for invitation in queries.invitations_to(person).select_related("campaign__log", "organisation"):
        waits = invitation.state == Invitation.State.OPEN
        if waits:
            invitation.state, invitation.answered_at = Invitation.State.REVOKED, at
        invitation.email = invitation.message = invitation.reason = ""
        invitation.save(update_fields=["state", "answered_at", "email", "message", "reason"])
        if waits:
            organisation = invitation.organisation
            record(
                campaign=invitation.campaign,
                verb="invitation.revoked",
                object=f"invitation:{invitation.pk}",
                by=by_person(by),
                at=at,
                payload={"organisation_name": organisation.name if organisation else None, "role": invitation.role},
            )
        ledger.erase(subject=invitation.pk, by=by_person(by), at=at)
    queries.invitations_from(person).exclude(state=Invitation.State.OPEN).update(message="")


def _forget_mandates(person: Person, by: Person, at: datetime) -> None:
    for seat in queries.places_of(person).filter(mandate__isnull=False, mandate__removed_at__isnull=True):
        record(
            campaign=seat.campaign,
            verb="mandate.removed",
            object=f"seat:{seat.pk}",
            by=by_person(by),
            at=at,
            payload=told_of(seat) | {"sha256": seat.mandate.sha256 if seat.mandate else None},
        )
    about = queries.mandates_about(person)
    hashes = list(about.values_list("sha256", flat=True))
    Mandate.objects.filter(pk__in=list(about.values_list("pk", flat=True))).update(file_name="", removed_at=at)
    transaction.on_commit(lambda: drop_files(hashes, at=at))
