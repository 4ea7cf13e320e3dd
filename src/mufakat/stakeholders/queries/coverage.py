"""How far those at the table cover what the campaign needs. However many campaigns are asked, the same few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Campaign, Party
from mufakat.engines import mapping
from mufakat.people.models import Organisation, Region
from mufakat.stakeholders.models import Requirement, Stakeholder, State
from mufakat.stakeholders.models.register import COUNTED
from mufakat.stakeholders.queries.needs import requirements_of

PARTY = "party:"  # a party at the table that nobody has entered into the register


@dataclass(frozen=True)
class Fit:
    """Somebody who could fill a place: in the register, or a party that is not entered there."""

    key: str
    name: str
    sector: str
    organisation: UUID | None
    is_engaged: bool
    is_open: bool  # could still be engaged: neither engaged nor withdrawn
    capabilities: frozenset[str]
    regions: frozenset[str]

    @property
    def number(self) -> UUID | None:
        return None if self.key.startswith(PARTY) else UUID(self.key)


@dataclass(frozen=True)
class Row:
    """A requirement, how many fill it, how many are missing, and who fits but is not engaged yet."""

    requirement: Requirement
    found: int
    missing: int
    fillers: tuple[Fit, ...]
    known: tuple[Fit, ...]

    @property
    def is_waived(self) -> bool:
        return self.requirement.waived_at is not None

    @property
    def is_gap(self) -> bool:
        return self.missing > 0 and not self.is_waived


@dataclass(frozen=True)
class Covered:
    """The coverage of one campaign. Waived requirements are listed but do not count."""

    score: Fraction | None
    rows: tuple[Row, ...]
    suppliers: tuple[Fit, ...]

    @property
    def gaps(self) -> tuple[Row, ...]:
        """What must be filled first, then by weight, then by how much is missing."""
        found = [row for row in self.rows if row.is_gap]
        return tuple(sorted(found, key=lambda r: (not r.requirement.is_mandatory, -r.requirement.weight, -r.missing)))

    @property
    def mandatory_gaps(self) -> tuple[Row, ...]:
        return tuple(row for row in self.gaps if row.requirement.is_mandatory)

    @property
    def strangers(self) -> tuple[Fit, ...]:
        """Parties at the table that are not in the register: nobody has said what they can do."""
        return tuple(fit for fit in self.suppliers if fit.number is None)


def coverage_for(campaign: Campaign) -> Covered:
    return coverages_of([campaign.pk])[campaign.pk]


def coverages_of(of: Iterable[UUID], *, only_asked: bool = False) -> dict[UUID, Covered]:
    """For many campaigns at once. `only_asked` leaves the register alone where nothing is required anywhere."""
    wanted = list(dict.fromkeys(of))
    required: dict[UUID, list[Requirement]] = defaultdict(list)
    for requirement in requirements_of(wanted):
        required[requirement.campaign_id].append(requirement)
    asked = [pk for pk in wanted if required[pk]] if only_asked else wanted
    fits = _fits(asked) if asked else {}
    return {pk: _covered(required[pk], fits.get(pk, [])) for pk in wanted}


def _covered(requirements: list[Requirement], fits: list[Fit]) -> Covered:
    asked = {r.region.code for r in requirements if r.region}
    needs = [_need(r) for r in requirements]
    standing = [need for need, r in zip(needs, requirements, strict=True) if r.waived_at is None]
    engaged = [_supplier(f, asked) for f in fits if f.is_engaged]
    could = [_supplier(f, asked) for f in fits if f.is_open]
    by_key = {fit.key: fit for fit in fits}
    present = mapping.coverage_of(needs, engaged)
    now = {row.need.key: row for row in present.rows}
    then = {row.need.key: row for row in mapping.coverage_of(needs, could).rows}
    rows = []
    for requirement in requirements:
        row, known = now[str(requirement.pk)], then[str(requirement.pk)]
        fillers = tuple(by_key[key] for key in row.suppliers)
        rows.append(Row(requirement, row.found, row.missing, fillers, tuple(by_key[key] for key in known.suppliers)))
    score = present.score if len(standing) == len(needs) else mapping.coverage_of(standing, engaged).score
    return Covered(score, tuple(rows), tuple(fits))


def _need(requirement: Requirement) -> mapping.Need:
    return mapping.Need(
        key=str(requirement.pk),
        sector=requirement.sector_id,
        capability=str(requirement.capability_id) if requirement.capability_id else None,
        region=requirement.region.code if requirement.region else None,
        least=requirement.least,
        weight=requirement.weight,
        is_mandatory=requirement.is_mandatory,
    )


def _supplier(fit: Fit, asked: set[str]) -> mapping.Supplier:
    """Who works in the whole country works in each of its provinces."""
    regions = fit.regions | asked if fit.regions & _COUNTRY else fit.regions
    return mapping.Supplier(key=fit.key, sector=fit.sector, capabilities=fit.capabilities, regions=frozenset(regions))


_COUNTRY = frozenset({"00"})


def seats_by_organisation(of: Iterable[UUID]) -> dict[UUID, dict[UUID, UUID]]:
    """Of each campaign the organisations at the table, those merged meanwhile under every name, and their party."""
    seated: dict[UUID, dict[UUID, UUID]] = defaultdict(dict)
    parties = Party.objects.filter(campaign__in=list(of), left_at__isnull=True).order_by("joined_at", "id")
    for campaign, party, organisation, merged in parties.values_list(
        "campaign", "pk", "organisation", "organisation__merged_into"
    ):
        for body in (organisation, merged):
            if body:
                seated[campaign].setdefault(body, party)
    absorbed = Organisation.objects.filter(merged_into__in={body for bodies in seated.values() for body in bodies})
    for old, new in absorbed.values_list("pk", "merged_into"):
        for bodies in seated.values():
            if new in bodies:
                bodies.setdefault(old, bodies[new])
    return seated


def _fits(of: list[UUID]) -> dict[UUID, list[Fit]]:
    seated = seats_by_organisation(of)
    abilities, places = _abilities(of), _regions(of)
    found: dict[UUID, list[Fit]] = defaultdict(list)
    entered: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Stakeholder.objects.filter(campaign__in=of, removed_at__isnull=True).order_by("name", "id")
    for campaign, pk, name, sector, state, organisation in rows.values_list(
        "campaign", _text("pk"), "name", "sector", "state", "organisation"
    ):
        party = seated[campaign].get(organisation)
        if party:
            entered[campaign].add(party)
        is_engaged = state in COUNTED or party is not None
        is_open = not is_engaged and state != State.WITHDRAWN
        found[campaign].append(Fit(pk, name, sector, organisation, is_engaged, is_open, abilities[pk], places[pk]))
    for campaign, fit in _unentered(seated, entered):
        found[campaign].append(fit)
    return found


def _unentered(seated: Mapping[UUID, Mapping[UUID, UUID]], entered: Mapping[UUID, set[UUID]]) -> list[tuple[UUID, Fit]]:
    """Parties that nobody has entered count with their sector and regions; what they can do is not known."""
    lone = [
        (campaign, body)
        for campaign, bodies in seated.items()
        for body, party in bodies.items()
        if party not in entered.get(campaign, ())
    ]
    bodies = (
        Organisation.objects.filter(merged_into__isnull=True)
        .prefetch_related("regions")
        .in_bulk([body for _campaign, body in lone])
    )
    return [
        (
            campaign,
            Fit(
                f"{PARTY}{body}",
                bodies[body].name,
                bodies[body].sector_id,
                body,
                True,
                False,
                frozenset(),
                frozenset(r.code for r in bodies[body].regions.all()),
            ),
        )
        for campaign, body in lone
        if body in bodies
    ]


def _many(name: str, column: str, of: list[UUID]) -> dict[str, frozenset[str]]:
    """What hangs on each stakeholder. Numbers as the database writes them: thousands of UUIDs are slow to make."""
    through = getattr(Stakeholder, name).through
    kept: dict[str, set[str]] = defaultdict(set)
    rows = through.objects.filter(stakeholder__campaign__in=of, stakeholder__removed_at__isnull=True)
    for stakeholder, other in rows.values_list(_text("stakeholder_id"), _text(column)):
        kept[stakeholder].add(other)
    return defaultdict(frozenset, {pk: frozenset(values) for pk, values in kept.items()})


def _text(column: str) -> Cast:
    return Cast(column, TextField())


def _abilities(of: list[UUID]) -> dict[str, frozenset[str]]:
    """By the number of the capability, written as Python writes it."""
    found = _many("capabilities", "capability_id", of)
    plain = {number: str(UUID(number)) for numbers in found.values() for number in numbers}
    return defaultdict(frozenset, {pk: frozenset(plain[n] for n in numbers) for pk, numbers in found.items()})


def _regions(of: list[UUID]) -> dict[str, frozenset[str]]:
    """By code: a province that was divided meanwhile keeps its own."""
    return _many("regions", "region__code", of)


def invited_in(campaign: Campaign) -> set[UUID]:
    """Organisations whose invitation waits for an answer: nobody is asked to invite them again."""
    waiting = campaigns.waiting_invitations(campaign).filter(organisation__isnull=False).order_by()
    return set(waiting.values_list("organisation", flat=True))


def regions_asked(covered: Covered) -> list[Region]:
    """Regions that any requirement names, for the filter."""
    named = {row.requirement.region.code: row.requirement.region for row in covered.rows if row.requirement.region}
    return [named[code] for code in sorted(named)]
