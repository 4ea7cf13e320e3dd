"""Where stakeholders stand by the medians of their assessments: on the map, in the salience classes, over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, F, TextField
from django.db.models.functions import Cast

from mufakat.campaigns.models import Campaign, Seat
from mufakat.engines import mapping
from mufakat.engines.mapping import Quadrant, Salience, Summary
from mufakat.stakeholders.models import Assessment, Stakeholder
from mufakat.stakeholders.models.scores import SCORES
from mufakat.stakeholders.queries.scores import assessments_of, voice_of


@dataclass(frozen=True, slots=True)
class Standing:
    """One stakeholder by the assessments that count: medians with their range, and what follows from them.

    `x` and `y` are its place on the map: interest across, power upwards.
    """

    key: UUID
    name: str
    sector: str
    power: Summary
    interest: Summary
    legitimacy: Summary
    urgency: Summary
    x: float
    y: float
    quadrant: Quadrant
    salience: Salience

    @property
    def n(self) -> int:
        return self.power.n

    @property
    def scores(self) -> tuple[tuple[str, Summary], ...]:
        return tuple((name, getattr(self, name)) for name in SCORES)

    @property
    def disputed(self) -> tuple[str, ...]:
        """On which scales the assessors are two steps or more apart."""
        return tuple(name for name, summary in self.scores if summary.is_disputed)


@dataclass(frozen=True, slots=True)
class Step:
    """Where the medians stood at the end of a day on which somebody assessed."""

    on: date
    standing: Standing


class _Listed(Aggregate):
    """The scores of a group as one text, so that 5,000 stakeholders with many assessors come as 5,000 rows."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')", **context
        )


@lru_cache(maxsize=4096)
def _summary(digits: str) -> tuple[Summary, float]:
    """What these scores come to, and the median once more as a plain number; few different ones are ever asked for."""
    found = mapping.summary_of([int(digit) for digit in digits])
    if found is None:
        raise ValueError("nothing to summarise")
    return found, float(found.median)


@lru_cache(maxsize=256)
def _quadrant(power: float, interest: float) -> Quadrant:
    return mapping.quadrant_of(power=power, interest=interest)


@lru_cache(maxsize=1024)
def _salience(power: float, legitimacy: float, urgency: float) -> Salience:
    return mapping.salience_of(power=power, legitimacy=legitimacy, urgency=urgency)


def _standing(key: UUID, name: str, sector: str, codes: Sequence[str]) -> Standing:
    """`codes` are four digits each: power, interest, legitimacy, urgency."""
    (power, y), (interest, x), (legitimacy, l_), (urgency, u) = [
        _summary("".join(sorted(digits))) for digits in zip(*codes, strict=True)
    ]
    return Standing(
        key=key,
        name=name,
        sector=sector,
        power=power,
        interest=interest,
        legitimacy=legitimacy,
        urgency=urgency,
        x=x,
        y=y,
        quadrant=_quadrant(y, x),
        salience=_salience(y, l_, u),
    )


def standings_of(campaign: Campaign, seat: Seat | None = None, *, sector: str = "") -> list[Standing]:
    """Every assessed stakeholder, by name: as all assessors see it, or as one seat's own voice does. One query."""
    given = Assessment.objects.filter(
        stakeholder__campaign=campaign, stakeholder__removed_at__isnull=True, is_newest=True
    )
    if seat:
        given = given.filter(voice_of(seat))
    if sector:
        given = given.filter(stakeholder__sector=sector)
    code = F("power") * 1000 + F("interest") * 100 + F("legitimacy") * 10 + F("urgency")
    rows = (
        given.order_by()
        .values("stakeholder_id", "stakeholder__name", "stakeholder__sector_id")
        .annotate(codes=_Listed(Cast(code, TextField())))
        .order_by("stakeholder__name", "stakeholder_id")
        .values_list("stakeholder_id", "stakeholder__name", "stakeholder__sector_id", "codes")
    )
    return [_standing(key, name, sector_, codes.split(",")) for key, name, sector_, codes in rows]


def standing_of(stakeholder: Stakeholder, seat: Seat | None = None) -> Standing | None:
    """One stakeholder as it counts now; None where nobody (or not this voice) has assessed it."""
    given = [a for a in assessments_of(stakeholder, seat) if a.is_newest]
    return _of_assessments(stakeholder, given)


def _of_assessments(stakeholder: Stakeholder, given: Iterable[Assessment]) -> Standing | None:
    codes = [f"{a.power}{a.interest}{a.legitimacy}{a.urgency}" for a in given]
    return _standing(stakeholder.pk, stakeholder.name, stakeholder.sector_id, codes) if codes else None


def path_of(stakeholder: Stakeholder, given: Iterable[Assessment]) -> list[Step]:
    """The medians day by day: on each day every voice counts with what it last said until then; withdrawn never."""
    kept = sorted((a for a in given if a.withdrawn_at is None), key=lambda a: (a.on, a.at))
    voices: dict[UUID, Assessment] = {}
    steps: dict[date, Step] = {}
    for one in kept:
        voices[one.party_id or one.seat_id] = one
        standing = _of_assessments(stakeholder, voices.values())
        if standing:
            steps[one.on] = Step(one.on, standing)
    return list(steps.values())


def counted_by_quadrant(standings: Iterable[Standing]) -> dict[Quadrant, int]:
    counts = dict.fromkeys(Quadrant, 0)
    for one in standings:
        counts[one.quadrant] += 1
    return counts


def counted_by_salience(standings: Iterable[Standing]) -> dict[Salience, int]:
    counts = dict.fromkeys(Salience, 0)
    for one in standings:
        counts[one.salience] += 1
    return counts
