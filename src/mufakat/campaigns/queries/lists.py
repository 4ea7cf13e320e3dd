"""The long lists, narrowed and sorted; each is one query however long it gets."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from mufakat.campaigns.models import Campaign, Invitation, Party, Phase, Role, Seat, Visibility
from mufakat.campaigns.queries.invitations import invitations_of
from mufakat.campaigns.queries.table import campaigns_visible_to, open_seats
from mufakat.people.models import Person

Order = tuple[str | Lower, ...]
_CAMPAIGN_ORDERS: dict[str, Order] = {"due": ("ends_on", Lower("title"), "id"), "name": (Lower("title"), "id")}
_PARTY_ORDERS: dict[str, Order] = {"new": ("-joined_at", "id"), "name": (Lower("organisation__name"), "id")}


def _plain(words: str) -> str:
    """Without what a database refuses to look for: NUL and half characters."""
    return words.encode("utf-8", "ignore").decode().replace("\x00", "").strip()


def campaigns_matching(
    person: Person | None, at: datetime, *, words: str = "", phase: str = "", which: str = "", sort: str = ""
) -> QuerySet[Campaign]:
    """Campaigns this reader may see, with `parties_now`. `which` is "mine" or a visibility; `sort` due or name."""
    parties = Party.objects.filter(campaign=OuterRef("pk"), left_at__isnull=True).order_by()
    found = campaigns_visible_to(person, at).annotate(
        parties_now=Coalesce(Subquery(parties.values("campaign").annotate(n=Count("pk")).values("n")), 0)
    )
    if words := _plain(words):
        found = found.filter(
            Q(title__icontains=words)
            | Q(issue__icontains=words)
            | Q(host__name__icontains=words)
            | Q(host__short_name__icontains=words)
        )
    if phase in Phase.values:
        found = found.filter(phase=phase)
    if which in Visibility.values:
        found = found.filter(visibility=which)
    elif which == "mine" and person is not None:
        found = found.filter(Exists(open_seats(at).filter(person=person, campaign=OuterRef("pk"))))
    return found.order_by(*_CAMPAIGN_ORDERS.get(sort, ("-opened_at", "id")))


def parties_matching(
    campaign: Campaign, at: datetime, *, left: bool = False, words: str = "", sector: str = "", sort: str = ""
) -> QuerySet[Party]:
    """Parties at the table, or those that left, with `seats_now` and `has_liaison`. `sort` is "" (longest there), new, name."""
    here = open_seats(at).filter(party=OuterRef("pk")).order_by()
    found = (
        Party.objects.filter(campaign=campaign, left_at__isnull=not left)
        .select_related("organisation__sector", "organisation__merged_into__sector", "campaign")
        .annotate(
            seats_now=Coalesce(Subquery(here.values("party").annotate(n=Count("pk")).values("n")), 0),
            has_liaison=Exists(here.filter(role=Role.LIAISON)),
        )
    )
    if words := _plain(words):
        found = found.filter(
            Q(organisation__name__icontains=words)
            | Q(organisation__short_name__icontains=words)
            | Q(organisation__merged_into__name__icontains=words)
            | Q(organisation__merged_into__short_name__icontains=words)
        )
    if sector := _plain(sector):
        found = found.filter(organisation__sector_id=sector)
    return found.order_by(*_PARTY_ORDERS.get(sort, ("joined_at", "id")))


def party_by_number(campaign: Campaign, number: UUID) -> Party | None:
    """Any party of the campaign, also one that left."""
    return (
        Party.objects.filter(campaign=campaign, pk=number)
        .select_related("organisation__sector", "organisation__merged_into__sector", "campaign__host")
        .first()
    )


def seats_of_party(party: Party, at: datetime) -> QuerySet[Seat]:
    return (
        open_seats(at)
        .filter(party=party)
        .select_related("person", "mandate", "delegated_by__person", "party__organisation")
        .order_by("taken_at", "id")
    )


def invitations_matching(campaign: Campaign, *, words: str = "", state: str = "") -> QuerySet[Invitation]:
    """Invitations, newest first. An address is found by its whole text only."""
    found = invitations_of(campaign)
    if words := _plain(words):
        found = found.filter(
            Q(organisation__name__icontains=words)
            | Q(organisation__short_name__icontains=words)
            | Q(organisation__merged_into__name__icontains=words)
            | Q(email__iexact=words)
        )
    return found.filter(state=state) if state in Invitation.State.values else found
