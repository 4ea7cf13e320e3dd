"""A register of many stakeholders, in the data folder of the environment, and how many queries its pages ask.

python scripts/bench/stakeholders_site.py build SLUG STAKEHOLDERS
python scripts/bench/stakeholders_site.py enter SLUG
python scripts/bench/stakeholders_site.py count SLUG PATH ...
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()
sys.path.insert(0, str(Path(__file__).parent))
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.utils import timezone
from large_site import BEGUN, SECTORS, build

from mufakat.campaigns.models import Campaign, Party, Seat
from mufakat.people import actions as people
from mufakat.people.models import Person, Region
from mufakat.stakeholders import tasks
from mufakat.stakeholders.models import (
    Assessment,
    Capability,
    Engagement,
    Relation,
    Requirement,
    Stakeholder,
    State,
    Tag,
)
from mufakat.stakeholders.models.scores import SCORES

NAMES = ("Warga bantaran", "Dinas Kesehatan Kota", "Radio komunitas", "Koperasi pasar", "Fakultas ilmu sosial")
BATCH = 1000


def fill(slug: str, many: int) -> None:
    """Rows past the acts, in bulk, as the acts would have left them."""
    build(slug, 30, 200)
    campaign = Campaign.objects.get(slug=slug)
    host = Seat.objects.filter(campaign=campaign, party__organisation=campaign.host).first()
    assert host is not None
    with transaction.atomic():
        words = [Capability.objects.create(campaign=campaign, name=f"Keahlian {n}") for n in range(20)]
        tags = [Tag.objects.create(campaign=campaign, name=f"Label {n}") for n in range(20)]
        parties = list(Party.objects.filter(campaign=campaign).values_list("organisation", flat=True))
        rows = Stakeholder.objects.bulk_create(
            (_row(campaign, host, n, parties) for n in range(many)), batch_size=BATCH
        )
        regions = list(Region.objects.filter(level="province").values_list("pk", flat=True))
        _join(Stakeholder.regions.through, "region_id", rows, regions)
        _join(Stakeholder.capabilities.through, "capability_id", rows, [w.pk for w in words])
        _join(Stakeholder.tags.through, "tag_id", rows, [t.pk for t in tags])
        voices = _voices(campaign)
        Assessment.objects.bulk_create(
            (_assessment(row, seat, n) for n, row in enumerate(rows) for seat in voices), batch_size=BATCH
        )
        Relation.objects.bulk_create(_ties(campaign, rows), batch_size=BATCH)
        for n, capability in enumerate(words):
            Requirement.objects.create(
                campaign=campaign, capability=capability, sector_id=SECTORS[n % 6], least=3, set_by=host, set_at=BEGUN
            )
    began = time.perf_counter()
    tasks.measure(at=timezone.now())
    print(f"mapping_measured_{many}_s={time.perf_counter() - began:.2f}", flush=True)


def _row(campaign: Campaign, host: Seat, n: int, parties: list[object]) -> Stakeholder:
    states, levels = [s for s in State.values if s != State.WITHDRAWN], list(Engagement.values)
    return Stakeholder(
        campaign=campaign,
        organisation_id=parties[n] if n < len(parties) else None,
        name=f"{NAMES[n % len(NAMES)]} {n:05}",
        reference=f"R{n:05}",
        sector_id=SECTORS[n % len(SECTORS)],
        kind="community",
        interest="Ingin air yang bersih dan pasar yang tertib. " * 6,
        affected_how="Sumur kering tiap kemarau. " * 4,
        wanted=levels[n % 6],
        present=levels[n % 4],
        state=states[n % 4],
        state_since=BEGUN,
        owner=host if n % 3 == 0 else None,
        notes="Catatan. " * 10,
        added_at=BEGUN,
        changed_at=BEGUN,
    )


def _join(through: type, column: str, rows: list[Stakeholder], numbers: list[object]) -> None:
    pairs = (
        through(stakeholder_id=row.pk, **{column: numbers[(n * 7 + k) % len(numbers)]})
        for n, row in enumerate(rows)
        for k in range(2)
    )
    through.objects.bulk_create(pairs, batch_size=BATCH)  # type: ignore[attr-defined]  # a joining table


def _voices(campaign: Campaign) -> list[Seat]:
    """One seat each of three parties."""
    seats = Seat.objects.filter(campaign=campaign, party__isnull=False, ended_at__isnull=True).order_by("pk")
    return list({seat.party_id: seat for seat in seats}.values())[:3]


def _assessment(row: Stakeholder, seat: Seat, n: int) -> Assessment:
    scores = {name: 1 + (n * step) % 5 for name, step in zip(SCORES, (1, 2, 3, 7), strict=True)}
    return Assessment(
        stakeholder=row, seat=seat, party_id=seat.party_id, on=BEGUN.date(), at=BEGUN, reason="Karena.", **scores
    )


def _ties(campaign: Campaign, rows: list[Stakeholder]) -> list[Relation]:
    """Ten for each stakeholder, most of them among neighbours in the register."""
    chance = random.Random(7)  # noqa: S311 - the same picture every time
    pairs: set[tuple[Any, Any]] = set()
    while len(pairs) < 10 * len(rows) and len(rows) > 30:
        one = chance.randrange(len(rows))
        other = (one + chance.randint(1, 60)) % len(rows) if chance.random() < 0.8 else chance.randrange(len(rows))
        if one != other:
            a, b = sorted((rows[one].pk, rows[other].pk))
            pairs.add((a, b))
    said = {"campaign": campaign, "kind": "cooperation", "source": "Wawancara", "on": BEGUN.date(), "at": BEGUN}
    return [Relation(a_id=a, b_id=b, strength=1 + n % 5, **said) for n, (a, b) in enumerate(sorted(pairs))]


def count(slug: str, paths: list[str]) -> None:
    reader = _reader(slug)
    client = Client(HTTP_HOST="localhost")
    client.force_login(reader)
    base = f"/kampanye/{slug}/pemetaan/"
    one = Stakeholder.objects.filter(campaign__slug=slug, organisation=None).first()
    assert one is not None
    for path in paths:
        address = f"{base}pemangku/{one.pk}/" if path == "@one" else f"{base}{path}"
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        print(len(asked), flush=True)


def _reader(slug: str) -> Person:
    campaign = Campaign.objects.get(slug=slug)
    seat = Seat.objects.filter(campaign=campaign, party__organisation=campaign.host).select_related("person").first()
    assert seat is not None
    return seat.person


if __name__ == "__main__":
    act, slug, *more = sys.argv[1:]
    if act == "build":
        fill(slug, int(more[0]))
    elif act == "enter":
        print(people.make_entry_link(person=_reader(slug), at=timezone.now()))
    else:
        setup_test_environment()
        count(slug, more)
