"""The mapping of the demonstration, act by act: who is known, how they are seen, who is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Seat
from mufakat.config.demo import register
from mufakat.people import queries as people
from mufakat.people.models import Organisation, Region, Sector
from mufakat.stakeholders import actions
from mufakat.stakeholders.models import Capability, Nomination, Requirement, Stakeholder

if TYPE_CHECKING:
    from mufakat.config.demo.story import Table

Act = tuple[datetime, Callable[[datetime], None]]
KEEPER = "ratna"
POPULATION = "Kepmendagri 300.2.2-2430 Tahun 2025"
WITHDREW = "Program tanggung jawab sosialnya selesai."


@dataclass
class Mapping:
    """The register as it fills; rows are remembered by the key of whom they are about."""

    table: Table
    known: dict[str, Stakeholder] = field(default_factory=dict)
    capabilities: dict[str, Capability] = field(default_factory=dict)
    requirements: dict[tuple[str, str], Requirement] = field(default_factory=dict)
    nominations: dict[str, Nomination] = field(default_factory=dict)

    def seat(self, key: str, at: datetime) -> Seat:
        return self.table.seat(key, at)

    def name_capabilities(self, at: datetime) -> None:
        for name in register.CAPABILITIES:
            self.capabilities[name] = actions.add_capability(
                campaign=self.table.campaign, name=name, by=self.seat(KEEPER, at), at=at
            )

    def add(self, at: datetime, who: register.Known) -> None:
        body = self.table.stage.bodies.get(who.key)
        self.known[who.key] = actions.add_stakeholder(
            id=uuid4(),
            campaign=self.table.campaign,
            organisation=body,
            name=body.name if body else who.name,
            sector=body.sector if body else Sector.objects.get(pk=who.sector),
            kind=body.kind if body else who.kind,
            is_group=who.is_group,
            proxy=self.known[who.proxy] if who.proxy else None,
            state=who.state,
            regions=_regions("31"),
            capabilities=who.can,
            interest=who.interest,
            affected_how=who.affected,
            position=who.position,
            wanted=who.wanted,
            present=who.present,
            owner=self.seat(KEEPER, at),
            source="Rekaan untuk peragaan.",
            by=self.seat(KEEPER, at),
            at=at,
        )

    def add_partner(self, at: datetime, body: Organisation) -> None:
        """A real organisation, with what is published about it and nothing else."""
        actions.add_stakeholder(
            id=uuid4(),
            campaign=self.table.campaign,
            organisation=body,
            name=body.name,
            sector=body.sector,
            kind=body.kind,
            source=body.source,
            by=self.seat(KEEPER, at),
            at=at,
        )

    def withdraw(self, at: datetime, who: str) -> None:
        row = self.known[who]
        actions.move_stakeholder(stakeholder=row, to="withdrawn", reason=WITHDREW, by=self.seat(KEEPER, at), at=at)

    def require(self, at: datetime) -> None:
        for sector, capability, region, least, weight, is_mandatory, reason in register.REQUIREMENTS:
            self.requirements[sector, capability] = actions.set_requirement(
                id=uuid4(),
                campaign=self.table.campaign,
                sector=Sector.objects.get(pk=sector) if sector else None,
                capability=self.capabilities[capability],
                region=_regions(region)[0] if region else None,
                least=least,
                weight=weight,
                is_mandatory=is_mandatory,
                reason=reason,
                by=self.seat(KEEPER, at),
                at=at,
            )

    def waive(self, at: datetime) -> None:
        sector, capability, reason = register.WAIVED
        kept = self.requirements[sector, capability]
        actions.waive_requirement(requirement=kept, reason=reason, by=self.seat("ningsih", at), at=at)

    def name_groups(self, at: datetime) -> None:
        for name, number, source, voices in register.GROUPS:
            region = next(iter(_regions(number)), None)
            actions.set_group(
                id=uuid4(),
                campaign=self.table.campaign,
                name=name,
                region=region,
                people=region.population or 1 if region else int(number),
                source=source or POPULATION,
                voices=[self.known[key] for key in voices],
                by=self.seat(KEEPER, at),
                at=at,
            )

    def assess(self, at: datetime, *, whom: str, by: str, scores: str, reason: str) -> None:
        names = ("power", "interest", "legitimacy", "urgency")
        actions.give_assessment(
            id=uuid4(),
            stakeholder=self.known[whom],
            scores={name: int(digit) for name, digit in zip(names, scores, strict=True)},
            reason=reason,
            on=campaigns.day_of(at),
            by=self.seat(by, at),
            at=at,
        )

    def consent(self, at: datetime, who: str, by: str) -> None:
        actions.give_consent(id=uuid4(), stakeholder=self.known[who], by=self.seat(by, at), at=at)

    def tie(self, at: datetime, *, a: str, b: str, kind: str, strength: int, is_directed: bool, source: str) -> None:
        actions.add_tie(
            id=uuid4(),
            a=self.known[a],
            b=self.known[b],
            kind=kind,
            strength=strength,
            is_directed=is_directed,
            source=source,
            on=campaigns.day_of(at),
            by=self.seat(KEEPER, at),
            at=at,
        )

    def talk(self, at: datetime, *, whom: str, by: str, kind: str, summary: str, then: str) -> None:
        actions.log_interaction(
            id=uuid4(),
            stakeholder=self.known[whom],
            on=campaigns.day_of(at),
            kind=kind,
            summary=summary,
            next_step=then,
            by=self.seat(by, at),
            at=at,
        )

    def entrust(self, at: datetime, whom: str, to: str) -> None:
        """Hand the relationship to somebody at the table."""
        row = actions.change_stakeholder(
            stakeholder=self.known[whom], owner=self.seat(to, at), by=self.seat(KEEPER, at), at=at
        )
        self.known[whom] = row

    def nominate(self, at: datetime, *, by: str, name: str, sector: str, capability: str, reason: str) -> None:
        self.nominations[name] = actions.nominate(
            id=uuid4(),
            campaign=self.table.campaign,
            name=name,
            sector=Sector.objects.get(pk=sector),
            capability=self.capabilities[capability],
            reason=reason,
            by=self.seat(by, at),
            at=at,
        )

    def answer(self, at: datetime, *, name: str, state: str, words: str, key: str) -> None:
        actions.answer_nomination(
            nomination=self.nominations[name],
            state=state,
            answer=words,
            stakeholder=self.known.get(key),
            by=self.seat("ningsih" if state == "declined" else KEEPER, at),
            at=at,
        )


def _regions(code: str) -> list[Region]:
    return list(Region.objects.filter(code=code, valid_to__isnull=True))


def acts_of(table: Table) -> list[Act]:
    """Everything about the mapping, each with its moment; the story puts it among the other acts."""
    mapping, at = Mapping(table), table.stage.at
    return [
        (at(39, 8), mapping.name_capabilities),
        *_register(mapping),
        *_seen(mapping),
        (at(30, 9), mapping.require),
        (at(24, 8), mapping.name_groups),
        (at(16, 11), mapping.waive),
        (at(14, 12), partial(mapping.withdraw, who="gawai")),
        (at(21, 14), partial(mapping.entrust, whom="jaringan", to="maria")),
        (at(15, 9), partial(mapping.consent, who="literasi", by="sari")),
        *_nominations(mapping),
    ]


def _register(mapping: Mapping) -> Iterator[Act]:
    at = mapping.table.stage.at
    for number, who in enumerate(register.REGISTER):
        yield at(who.days, 13, number), partial(mapping.add, who=who)
    real = people.organisations_matching("").filter(is_example=False).select_related("sector")
    for number, body in enumerate(real):
        yield at(20, 13, number), partial(mapping.add_partner, body=body)


def _seen(mapping: Mapping) -> Iterator[Act]:
    at = mapping.table.stage.at
    for number, (whom, by, days, scores, reason) in enumerate(register.ASSESSMENTS):
        yield at(days, 16, number), partial(mapping.assess, whom=whom, by=by, scores=scores, reason=reason)
    for number, (a, b, kind, strength, is_directed, source) in enumerate(register.TIES):
        act = partial(mapping.tie, a=a, b=b, kind=kind, strength=strength, is_directed=is_directed, source=source)
        yield at(19, 17, number), act
    for number, (whom, by, days, kind, summary, then) in enumerate(register.TALKS):
        act = partial(mapping.talk, whom=whom, by=by, kind=kind, summary=summary, then=then)
        yield at(days, 10, 30 + number), act


def _nominations(mapping: Mapping) -> Iterator[Act]:
    at = mapping.table.stage.at
    for number, row in enumerate(register.NOMINATIONS):
        key, by, days, name, sector, capability, reason, state, answered, words = row
        made = partial(mapping.nominate, by=by, name=name, sector=sector, capability=capability, reason=reason)
        yield at(days, 8, 30 + number), made
        if state:
            yield at(answered, 9, 30 + number), partial(mapping.answer, name=name, state=state, words=words, key=key)
