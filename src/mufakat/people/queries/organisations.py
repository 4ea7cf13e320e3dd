"""Questions about persons, organisations, sectors and regions."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from mufakat.people.models import Affiliation, Organisation, Person, Region, Sector

_LEGAL_WORDS = frozenset(
    "pt cv tbk ud yayasan perkumpulan persatuan dinas kementerian badan kota kabupaten provinsi republik indonesia the of "
    "dan untuk foundation ministry agency inc ltd".split()
)
_ALIKE = 0.82


def comparable(name: str) -> str:
    """A name without case, accents, punctuation and the words of legal forms, for comparing."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return " ".join(w for w in words if w not in _LEGAL_WORDS) or " ".join(words)


@dataclass(frozen=True)
class Likeness:
    """An organisation that may be the same as the one being written, and how alike the names are (0 to 1)."""

    organisation: Organisation
    alike: float


def possible_duplicates(name: str, *, short_name: str = "", besides: Organisation | None = None) -> list[Likeness]:
    """Organisations whose present, short or former name is much like this one, most alike first."""
    wanted = comparable(name)
    words = [w for w in wanted.split() if len(w) > 2] or wanted.split()
    if not words:
        return []
    near = Q()
    for word in words:
        near |= Q(name__icontains=word) | Q(short_name__iexact=word) | Q(former_names__name__icontains=word)
    if short_name:
        near |= Q(short_name__iexact=short_name)
    found = Organisation.objects.filter(near, merged_into__isnull=True).select_related("sector").distinct()
    if besides:
        found = found.exclude(pk=besides.pk)
    likenesses = [
        Likeness(o, _likeness(wanted, short_name, o)) for o in found.prefetch_related("former_names")[:500]
    ]
    return sorted((x for x in likenesses if x.alike >= _ALIKE), key=lambda x: (-x.alike, x.organisation.name))[:8]


def _likeness(wanted: str, short_name: str, organisation: Organisation) -> float:
    names = [organisation.name, *(f.name for f in organisation.former_names.all())]
    best = max(difflib.SequenceMatcher(None, wanted, comparable(n)).ratio() for n in names)
    own_short = organisation.short_name.lower()
    if own_short and own_short in {short_name.lower(), wanted}:
        return 1.0
    return best


def sectors_in_use() -> QuerySet[Sector]:
    return Sector.objects.filter(is_active=True)


def regions_on(day: date) -> QuerySet[Region]:
    """The provinces as they were on that day (34 before the divisions of 2022, 38 after)."""
    return Region.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, level="province")


def affiliation_of(person: Person, organisation: Organisation) -> Affiliation | None:
    return Affiliation.objects.filter(person=person, organisation=organisation, ended_at__isnull=True).first()


def affiliations_of(person: Person) -> QuerySet[Affiliation]:
    return (
        Affiliation.objects.filter(person=person, ended_at__isnull=True)
        .select_related("organisation__sector")
        .order_by("organisation__name")
    )


def organisations_for_hosting(person: Person) -> list[Organisation]:
    """Verified organisations of this person whose sector may convene a campaign."""
    return [
        a.organisation
        for a in affiliations_of(person)
        if a.organisation.status == Organisation.Status.VERIFIED and a.organisation.sector.may_convene
    ]


def organisations_matching(words: str, *, sector: str = "", status: str = "") -> QuerySet[Organisation]:
    found = Organisation.objects.select_related("sector", "merged_into")
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(short_name__icontains=words) | Q(former_names__name__icontains=words)
        ).distinct()
    if sector:
        found = found.filter(sector_id=sector)
    if status:
        found = found.filter(status=status)
    return found


def person_by_email(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email).first()


def administrators() -> Sequence[Person]:
    return Person.objects.filter(is_administrator=True, is_active=True)
