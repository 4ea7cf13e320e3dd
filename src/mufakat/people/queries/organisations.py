"""Finding organisations, and those that may be the same as one being written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mufakat.people.models import FormerName, Organisation, Person, Region
from mufakat.people.queries import names

MERGED = "merged"
SORTS = {
    "name": ("name", "pk"),
    "newest": ("-proposed_at", "pk"),
    "sector": ("sector__place", "name", "pk"),
    "status": ("status", "name", "pk"),
}


@dataclass(frozen=True)
class Likeness:
    """An organisation that may be the same as the one being written, and how alike the names are (0 to 1)."""

    organisation: Organisation
    alike: float


def possible_duplicates(name: str, *, short_name: str = "", besides: Organisation | None = None) -> list[Likeness]:
    """Organisations whose present, short or former name is much like this one, most alike first; at most eight."""
    known = Organisation.objects.filter(merged_into__isnull=True)
    known = known.exclude(pk=besides.pk) if besides else known
    called: dict[UUID, list[str]] = defaultdict(list)
    for pk, own, short in known.values_list("pk", "name", "short_name"):
        called[pk] = [own, short] if short else [own]
    for pk, old in FormerName.objects.values_list("organisation", "name"):
        if pk in called:
            called[pk].append(old)
    wanted = [words for words in (name, short_name) if words.strip()]
    scores = {pk: max((names.likeness(w, n) for w in wanted for n in all_), default=0) for pk, all_ in called.items()}
    near = sorted((pk for pk, score in scores.items() if score >= names.ALIKE), key=lambda pk: -scores[pk])[:8]
    found = Organisation.objects.select_related("sector").in_bulk(near)
    likenesses = [Likeness(found[pk], round(scores[pk], 3)) for pk in near]
    return sorted(likenesses, key=lambda likeness: (-likeness.alike, likeness.organisation.name))


def organisations_matching(
    words: str, *, sector: str = "", status: str = "", kind: str = "", region: Region | None = None, sort: str = "name"
) -> QuerySet[Organisation]:
    """Organisations found by present, short or former name. Merged ones only when `status` asks for them."""
    found = Organisation.objects.select_related("sector", "merged_into")
    for word in (w.strip(".,;:()\"'") for w in words.split()):
        found = found.filter(_called(word)) if word else found
    for field, value in (("sector", sector), ("kind", kind), ("regions", region)):
        found = found.filter(**{field: value}) if value else found
    if status == MERGED:
        return found.filter(merged_into__isnull=False).order_by(*SORTS[sort])
    found = found.filter(status=status) if status else found
    return found.filter(merged_into__isnull=True).order_by(*SORTS[sort])


def _called(word: str) -> Q:
    """Is called so in any of its names; an abbreviation also finds the words it stands for."""
    spelt = names.spelt_out(word)
    literal = _holds(word)
    if spelt == [word.lower()]:
        return literal
    whole = Q()
    for part in spelt:
        whole &= _holds(part)
    return Q(literal | whole)


def _holds(word: str) -> Q:
    former = FormerName.objects.filter(organisation=OuterRef("pk"), name__icontains=word)
    return Q(Q(name__icontains=word) | Q(short_name__icontains=word) | Exists(former))


def organisation_for(person: Person, pk: UUID) -> Organisation | None:
    """Every signed-in person may see every organisation: whom to work with is no secret here."""
    if not person.is_active:
        return None
    return (
        Organisation.objects.filter(pk=pk)
        .select_related("sector", "merged_into__sector")
        .prefetch_related(
            "regions",
            Prefetch("former_names", FormerName.objects.order_by("-until", "-pk")),
            Prefetch("merged_from", Organisation.objects.order_by("name")),
        )
        .first()
    )
