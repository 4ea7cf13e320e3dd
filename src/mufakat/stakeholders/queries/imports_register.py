"""The register as an import compares with it: every stakeholder once in memory, found by reference, organisation or name."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Campaign
from mufakat.people.models import Organisation
from mufakat.people.queries import names
from mufakat.stakeholders.models import Capability, Stakeholder, Tag
from mufakat.stakeholders.queries.imports_words import folded
from mufakat.stakeholders.queries.register import register_of

PLAIN = (
    "name",
    "reference",
    "sector_id",
    "kind",
    "interest",
    "affected_how",
    "position",
    "wanted",
    "present",
    "state",
    "notes",
    "owner_id",
    "source",
)
MANY = ("regions", "capabilities", "tags")
_COMMON = 40  # a word that so many names share tells them apart no more
_COMPARED = 5


@dataclass(frozen=True)
class Known:
    """A stakeholder of the register, as far as a file can change it."""

    pk: str
    name: str
    reference: str
    organisation: str
    values: Mapping[str, Any]


class Alike:
    """Names by the words they have in common, so that each is compared with a few others and not with all."""

    def __init__(self) -> None:
        self.places: dict[str, list[int]] = defaultdict(list)
        self.names: list[tuple[str, str]] = []

    def add(self, key: str, name: str) -> None:
        self.names.append((key, name))
        for word in sorted(_marks(name)):
            if len(self.places[word]) <= _COMMON:
                self.places[word].append(len(self.names) - 1)

    def nearest(self, name: str) -> tuple[str, str] | None:
        """The key and the name of the one most like this; None when none is alike enough."""
        shared: Counter[int] = Counter()
        for word in sorted(_marks(name)):
            found = self.places.get(word, ())
            if len(found) <= _COMMON:
                shared.update(found)
        scored = [(names.likeness(name, self.names[n][1]), n) for n, _times in shared.most_common(_COMPARED)]
        best = max(scored, default=(0.0, 0))
        return self.names[best[1]] if best[0] >= names.ALIKE else None


def _marks(name: str) -> set[str]:
    """Words, their beginnings and ends (so that one slip in a long word is forgiven), and initials."""
    reading = names.read(name)
    long = [word for word in reading.words if len(word) > 5]
    marks = {*reading.words, *(f"{word[:5]}_" for word in long), *(f"_{word[-5:]}" for word in long)}
    return marks | {reading.initials} if len(reading.initials) > 2 else marks


@dataclass
class Register:
    """What a row of a file may turn out to be."""

    known: dict[str, Known] = field(default_factory=dict)
    by_reference: dict[str, str] = field(default_factory=dict)
    by_organisation: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    alike: Alike = field(default_factory=Alike)
    words: dict[str, frozenset[Any]] = field(default_factory=dict)

    def match_of(self, reference: str, organisation: str, name: str) -> Known | None:
        """By reference, else by organisation, else by the exact name; one whose reference is another is another."""
        if reference and reference in self.by_reference:
            return self.known[self.by_reference[reference]]
        found = [self.by_organisation[organisation]] if organisation in self.by_organisation else []
        found = found or self.by_name.get(folded(name), [])
        fitting = [pk for pk in found if not reference or not self.known[pk].reference]
        return self.known[fitting[0]] if len(fitting) == 1 else None

    def namesake_of(self, name: str) -> Known | None:
        """Somebody who is called exactly or nearly so."""
        if exact := self.by_name.get(folded(name)):
            return self.known[exact[0]]
        near = self.alike.nearest(name)
        return self.known[near[0]] if near else None


def register_mark(campaign: Campaign) -> str:
    """What the register is now, in one word: any change of any stakeholder makes it another."""
    rows = Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True).order_by("pk")
    text = "\n".join(f"{pk}:{version}" for pk, version in rows.values_list("pk", "version").iterator(5000))
    return hashlib.sha256(text.encode()).hexdigest()


def register_to_compare(campaign: Campaign) -> Register:
    """The register and the organisations of the server, in a fixed number of queries."""
    register = Register(organisations=_organisations())
    rows = register_of(campaign).select_related(None).order_by("pk")
    many = {name: _many(rows, name) for name in MANY}
    register.words = {name: frozenset[Any]().union(*found.values()) for name, found in many.items()}
    for row in rows.values("pk", "organisation_id", "state_since", "state_now", *PLAIN).iterator(5000):
        pk = str(row["pk"])
        values = {name.removesuffix("_id"): row[name] for name in PLAIN}
        values["state"] = row["state_now"]  # what the register shows; who sits at the table is at least engaged
        values["owner"] = str(row["owner_id"] or "")
        values["state_since"] = campaigns.day_of(row["state_since"]).isoformat()
        values |= {name: many[name].get(pk, frozenset()) for name in MANY}
        _keep(register, Known(pk, row["name"], row["reference"], str(row["organisation_id"] or ""), values))
    return register


def _keep(register: Register, known: Known) -> None:
    register.known[known.pk] = known
    if known.reference:
        register.by_reference[known.reference] = known.pk
    if known.organisation:
        register.by_organisation[known.organisation] = known.pk
    register.by_name.setdefault(folded(known.name), []).append(known.pk)
    register.alike.add(known.pk, known.name)


def _many(rows: QuerySet[Stakeholder], name: str) -> dict[str, frozenset[Any]]:
    """Regions by number, capabilities and tags by name: a file may name some that are not there yet."""
    value = "regions__pk" if name == "regions" else f"{name}__name"
    found: dict[str, set[Any]] = defaultdict(set)
    for pk, one in rows.filter(**{f"{name}__isnull": False}).order_by().values_list("pk", value).iterator(5000):
        found[str(pk)].add(one if name == "regions" else one.lower())
    return {pk: frozenset(ones) for pk, ones in found.items()}


def _organisations() -> dict[str, str]:
    """Organisations by their exact name or short name; a name that two have leads to neither."""
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    rows = Organisation.objects.filter(merged_into__isnull=True).order_by("pk").values_list("pk", "name", "short_name")
    for pk, name, short in rows.iterator(5000):
        for key in {folded(name), folded(short)} - {""}:
            if found.setdefault(key, str(pk)) != str(pk):
                doubtful.add(key)
    return {key: pk for key, pk in found.items() if key not in doubtful}


def rows_by_name(model: type[Capability | Tag], campaign: Campaign, words: Iterable[str]) -> dict[str, Any]:
    """Capabilities or tags of a campaign by name, whatever the case."""
    wanted = {word.lower() for word in words}
    kept = model.objects.filter(campaign=campaign)
    return {row.name.lower(): row.pk for row in kept.only("pk", "name") if row.name.lower() in wanted}
