"""The register as its readers see it: found, sorted, and each stakeholder in the state that it really has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Campaign, Party, Seat
from mufakat.people.models import Organisation
from mufakat.people.queries import names
from mufakat.stakeholders.models import Assessment, Capability, Engagement, Stakeholder, State, Tag

_LEVELS = list(Engagement.values)
_BEFORE_ENGAGED = (State.IDENTIFIED, State.CONTACTED, State.WITHDRAWN)
_ORDER_OF_STATES = Case(*(When(state_now=state, then=Value(n)) for n, state in enumerate(State.values)), default=9)
_SORTS = {
    "changed": ("-changed_at",),
    "state": (_ORDER_OF_STATES, Lower("name")),
    "sector": ("sector__place", Lower("name")),
}
GAP = Q(*(Q(wanted=level, present__in=_LEVELS[:n]) for n, level in enumerate(_LEVELS) if n), _connector=Q.OR)
SORTS = ("", *_SORTS)


@dataclass(frozen=True)
class Search:
    """What is asked of the register; what is left empty is not asked."""

    words: str = ""
    sector: str = ""
    region: int | None = None
    capability: UUID | None = None
    tag: UUID | None = None
    state: str = ""
    has_gap: bool = False
    owner: UUID | None = None
    groups_only: bool = False
    is_unassessed: bool = False
    sort: str = ""


def organisations_at_table(campaign: Campaign) -> set[UUID]:
    """Organisations that are a party now, under every number they have: merged ones stand for each other."""
    seated = Party.objects.filter(campaign=campaign, left_at__isnull=True).order_by()
    found = {pk for pair in seated.values_list("organisation", "organisation__merged_into") for pk in pair if pk}
    return found | set(Organisation.objects.filter(merged_into__in=found).values_list("pk", flat=True))


def effective_state(stakeholder: Stakeholder, *, is_party: bool) -> State:
    """An organisation that sits at the table is at least engaged, whatever was last written down of it."""
    kept = State(stakeholder.state)
    return State.ENGAGED if is_party and kept in _BEFORE_ENGAGED else kept


def register_of(campaign: Campaign) -> QuerySet[Stakeholder]:
    """Everyone in the register, each with `is_party` and `state_now` (the state that counts); two queries more."""
    seated = organisations_at_table(campaign)
    return (
        Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True)
        .annotate(
            is_party=Case(When(organisation__in=seated, then=True), default=False),
            state_now=Case(
                When(organisation__in=seated, state__in=_BEFORE_ENGAGED, then=Value(State.ENGAGED.value)),
                default=F("state"),
            ),
        )
        .select_related("sector", "organisation__merged_into", "owner__person", "owner__party__organisation", "proxy")
    )


def stakeholders_matching(campaign: Campaign, search: Search) -> QuerySet[Stakeholder]:
    """Those that fit every part of the search, in its order."""
    found = register_of(campaign)
    for word in _plain(search.words).split():
        found = found.filter(_mentions(word))
    for name, value in _asked(search).items():
        found = found.filter(**{name: value})
    if search.has_gap:
        found = found.filter(GAP)
    if search.is_unassessed:
        found = found.filter(~Exists(Assessment.objects.filter(stakeholder=OuterRef("pk"), is_newest=True)))
    return found.order_by(*_SORTS.get(search.sort, (Lower("name"),)), "pk")


def _asked(search: Search) -> dict[str, object]:
    asked = {
        "sector": search.sector,
        "regions": search.region,
        "capabilities": search.capability,
        "tags": search.tag,
        "state_now": search.state,
        "owner": search.owner,
        "is_group": search.groups_only,
    }
    return {name: value for name, value in asked.items() if value}


def _plain(words: str) -> str:
    """Without what a database refuses to look for: NUL and half characters."""
    return words.encode("utf-8", "ignore").decode().replace("\x00", "").strip()


def _mentions(word: str) -> Q:
    tagged = Stakeholder.tags.through.objects.filter(tag__name__icontains=word).values("stakeholder")
    return Q(name__icontains=word) | Q(reference__icontains=word) | Q(interest__icontains=word) | Q(pk__in=tagged)


def stakeholder_by_number(campaign: Campaign, number: UUID) -> Stakeholder | None:
    """One of the register as it is now; what was removed or merged is not in it."""
    return register_of(campaign).filter(pk=number).first()


def stakeholder_gone(campaign: Campaign, number: UUID) -> Stakeholder | None:
    """One that was merged into another: old links lead on to what remains."""
    gone = Stakeholder.objects.filter(campaign=campaign, pk=number, merged_into__isnull=False)
    return gone.select_related("merged_into").first()


def party_of(stakeholder: Stakeholder) -> Party | None:
    """The party at the table that this stakeholder is."""
    if stakeholder.organisation is None:
        return None
    return campaigns.party_of(stakeholder.campaign, stakeholder.organisation.current)


def state_of(stakeholder: Stakeholder) -> State:
    """The state that counts; asks the database only for a row that did not come out of the register."""
    known = getattr(stakeholder, "state_now", None)
    return State(known) if known else effective_state(stakeholder, is_party=party_of(stakeholder) is not None)


def capabilities_of(campaign: Campaign) -> QuerySet[Capability]:
    return Capability.objects.filter(campaign=campaign, retired_at__isnull=True)


def tags_of(campaign: Campaign) -> QuerySet[Tag]:
    return Tag.objects.filter(campaign=campaign)


def owners_for(campaign: Campaign, at: datetime) -> QuerySet[Seat]:
    """Seats that may look after a relationship: every one that is open."""
    return campaigns.seats_at(campaign, at)


@dataclass(frozen=True)
class Alike:
    """One of the register that may be the same as the one being written, and how alike the names are (0 to 1)."""

    stakeholder: Stakeholder
    likeness: float


def possible_twins(campaign: Campaign, name: str, *, besides: Collection[UUID] = ()) -> list[Alike]:
    """Stakeholders of this campaign whose name is much like this one, most alike first; at most eight."""
    kept = Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True).exclude(pk__in=besides)
    scores = {pk: names.likeness(name, called) for pk, called in kept.order_by().values_list("pk", "name")}
    near = sorted((pk for pk, score in scores.items() if score >= names.ALIKE), key=lambda pk: -scores[pk])[:8]
    found = register_of(campaign).in_bulk(near)
    return [Alike(found[pk], round(scores[pk], 3)) for pk in near if pk in found]


def stakeholder_called(campaign: Campaign, name: str) -> Stakeholder | None:
    """The one of exactly this name or reference; nobody when several are called so."""
    said = _plain(name)
    found = list(register_of(campaign).filter(Q(name__iexact=said) | Q(reference=said))[:2]) if said else []
    return found[0] if len(found) == 1 else None


def stakeholders_being(campaign: Campaign, organisations: Collection[Organisation]) -> dict[UUID, UUID]:
    """Which of these organisations are in the register already: the organisation's number and the stakeholder's."""
    numbers = [o.pk for o in organisations]
    kept = Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True, organisation__in=numbers)
    return dict(kept.values_list("organisation_id", "pk"))


def has_gap(stakeholder: Stakeholder) -> bool:
    """Whether it should be engaged more than it is now; the same as `GAP` asks of the database."""
    return _LEVELS.index(stakeholder.wanted) > _LEVELS.index(stakeholder.present)


def looks_after_anyone(campaign: Campaign, seat: Seat | None) -> bool:
    """Whether this seat, or one of its party, is the owner of a relationship in the register."""
    if seat is None:
        return False
    owned = Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True, owner__ended_at__isnull=True)
    own = Q(owner=seat) | Q(owner__party=seat.party_id) if seat.party_id else Q(owner=seat)
    return owned.filter(own).exists()
