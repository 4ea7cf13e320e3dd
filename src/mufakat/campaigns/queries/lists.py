"""The long lists, narrowed and sorted; each is one query however long it gets."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from mufakat.campaigns.models import Campaign, Invitation, Party, Phase, Role, Visibility
from mufakat.campaigns.queries.invitations import invitations_of
from mufakat.campaigns.queries.table import campaigns_visible_to, open_seats
from mufakat.people.models import Person

Order = tuple[str | Lower, ...]
_CAMPAIGN_ORDERS: dict[str, Order] = {"due": ("ends_on", Lower("title"), "id"), "name": (Lower("title"), "id")}
_PARTY_ORDERS: dict[str, Order] = {"new": ("-joined_at", "id"), "name": (Lower("organisation__name"), "id")}


def _plain(words: str) -> str:
    """PostgreSQL refuses NUL, and nothing is found by it."""
    return words.replace("\x00", "").strip()


def campaigns_matching(
    person: Person | None, at: datetime, *, words: str = "", phase: str = "", which: str = "", sort: str = ""
) -> QuerySet[Campaign]:
    """Campaigns this reader may see, with `parties_count`. `which` is "mine" or a visibility; `sort` due or name."""
    parties = Party.objects.filter(campaign=OuterRef("pk"), left_at__isnull=True).order_by()
    found = campaigns_visible_to(person, at).annotate(
        parties_count=Coalesce(Subquery(parties.values("campaign").annotate(n=Count("pk")).values("n")), 0)
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
    campaign: Campaign, at: datetime, *, words: str = "", sector: str = "", state: str = "", sort: str = ""
) -> QuerySet[Party]:
    """Parties with their number of open seats (`seats_count`) and whether a liaison acts (`is_represented`).

    `state` is "" for those at the table, "left" or "all"; `sort` is "" (longest at the table), "new" or "name".
    """
    here = open_seats(at).filter(party=OuterRef("pk")).order_by()
    found = (
        Party.objects.filter(campaign=campaign)
        .select_related("organisation__sector", "organisation__merged_into__sector", "campaign")
        .annotate(
            seats_count=Coalesce(Subquery(here.values("party").annotate(n=Count("pk")).values("n")), 0),
            is_represented=Exists(here.filter(role=Role.LIAISON)),
        )
    )
    if state in {"", "left"}:
        found = found.filter(left_at__isnull=state == "")
    if words := _plain(words):
        found = found.filter(
            Q(organisation__name__icontains=words)
            | Q(organisation__short_name__icontains=words)
            | Q(organisation__merged_into__name__icontains=words)
            | Q(organisation__merged_into__short_name__icontains=words)
        )
    if sector:
        found = found.filter(organisation__sector_id=sector)
    return found.order_by(*_PARTY_ORDERS.get(sort, ("joined_at", "id")))


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
