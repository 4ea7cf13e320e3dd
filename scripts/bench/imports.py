"""How long a large file takes from upload to register: one `name=value` a line.

    python scripts/bench/imports.py [--rows 20000] [--csv]

An XLSX of stakeholders of all sectors and provinces, read, checked, taken over, and read in again. A database and data
folder of its own, unless MUFAKAT_DATABASE_URL says otherwise.
`longest_write_s` is the longest time for which other writers had to wait.
"""

from __future__ import annotations

import argparse
import atexit
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(Path(__file__).parent)]
_FOLDER = tempfile.mkdtemp(prefix="mufakat-bench-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ |= {"MUFAKAT_DATA": _FOLDER, "MUFAKAT_DEMO": "true", "MUFAKAT_LOG_LEVEL": "ERROR"}
os.environ["DJANGO_SETTINGS_MODULE"] = "mufakat.config.settings"

import django

django.setup()
import large_site
from django.db import connection, transaction
from django.utils import timezone
from tests.stakeholders.import_steps import csv_of, xlsx_of

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Campaign, Seat
from mufakat.people.models import Region
from mufakat.stakeholders import actions, queries, tasks

FORMS = ("Dinas", "Yayasan", "Koperasi", "Radio", "Universitas", "Forum", "Asosiasi", "PT", "Komunitas", "Lembaga")
TOPICS = (
    "Kesehatan",
    "Pendidikan",
    "Pangan",
    "Literasi Digital",
    "Perempuan",
    "Nelayan",
    "Petani",
    "Energi",
    "Air",
    "Hutan",
)
SECTORS = ("Pemerintah", "Swasta", "Akademisi", "Masyarakat sipil", "Media", "Masyarakat umum")
HEAD = (
    "Nama",
    "Nomor rujukan",
    "Sektor",
    "Wilayah",
    "Kepentingan",
    "Keahlian",
    "Label",
    "Sikap",
    "Status",
    "Catatan",
    "Sumber",
)


def table(rows: int, chance: random.Random, regions: list[str]) -> list[tuple[str, ...]]:
    def word() -> str:
        return "".join(
            chance.choice("bcdgjklmnprst") + chance.choice("aiueo") for _ in range(chance.randint(2, 4))
        ).title()

    lines = [HEAD]
    for number in range(rows):
        name = f"{chance.choice(FORMS)} {chance.choice(TOPICS)} {word()} {word()}"
        lines.append(
            (
                name,
                f"PK-{number:05}",
                chance.choice(SECTORS),
                "; ".join(chance.sample(regions, chance.randint(1, 3))),
                "Ingin masyarakat di wilayahnya memperoleh manfaat. " * 3,
                "; ".join(chance.sample(TOPICS, 2)),
                chance.choice(TOPICS).lower(),
                str(chance.randint(-2, 2)),
                "Teridentifikasi",
                "Catatan pertemuan pertama.",
                "Pemetaan awal 2026",
            )
        )
    return lines


class Stopwatch:
    """The longest outermost transaction: on SQLite nobody else writes meanwhile."""

    longest = 0.0

    def watch(self, atomic: Any, connection: Any) -> None:
        enter, leave, begun = atomic.__enter__, atomic.__exit__, [0.0]

        def entering(self_: Any) -> None:
            is_first = not connection.in_atomic_block
            enter(self_)
            begun[0] = time.perf_counter() if is_first else begun[0]

        def leaving(self_: Any, *trouble: Any) -> None:
            leave(self_, *trouble)
            if not connection.in_atomic_block:
                self.longest = max(self.longest, time.perf_counter() - begun[0])

        atomic.__enter__, atomic.__exit__ = entering, leaving


def _campaign() -> Any:
    """The host's seat in a new campaign."""

    large_site.build("kampanye-impor", 5, 50)
    campaign = Campaign.objects.select_related("host", "log").get(slug="kampanye-impor")
    first = Seat.objects.filter(campaign=campaign, party__organisation=campaign.host).select_related("person").first()
    assert first
    return campaigns.seat_of(first.person, campaign, timezone.now())


class Laps:
    """Prints how long each step took."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.begun = self.last = time.perf_counter()

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        print(f"{self.name}_{step}_s={now - self.last:.2f}", flush=True)
        self.last = now


def run(rows: int, kind: str) -> None:

    seat = _campaign()
    chance = random.Random(7)  # noqa: S311 - the same file each time
    lines = table(rows, chance, sorted(Region.objects.filter(valid_to=None).values_list("name", flat=True)))
    content = csv_of(*lines) if kind == "csv" else xlsx_of(lines)
    print(f"file of {len(content) / 1024:.0f} kB, {kind}", flush=True)
    watch = Stopwatch()
    watch.watch(transaction.Atomic, connection)
    for name in ("first", "again"):
        _import(name, content, kind, seat, watch)


def _import(name: str, content: bytes, kind: str, seat: Any, watch: Stopwatch) -> None:
    campaign = seat.campaign
    now, number, laps = timezone.now, uuid4(), Laps(name)
    watch.longest = 0.0
    actions.upload_import(
        id=number, campaign=campaign, pieces=[content], kind=kind, file_name=f"d.{kind}", by=seat, at=now()
    )
    laps.lap("upload")
    tasks.read(at=now())
    laps.lap("read")
    found = queries.import_by_number(campaign, number)
    assert found
    actions.name_columns(found=found, columns=found.columns, by=seat, at=now())
    tasks.read(at=now())
    laps.lap("check")
    print(f"{name}: {queries.counts_of(found)}\n{name}_check_longest_write_s={watch.longest:.2f}", flush=True)
    watch.longest = 0.0
    actions.confirm_import(found=found, alike_as="new", by=seat, at=now())
    tasks.read(at=now())
    laps.lap("take")
    found = queries.import_by_number(campaign, number)
    assert found
    assert found.state == "done", (found.state, found.trouble)
    seconds = time.perf_counter() - laps.begun
    print(f"{name}_all_s={seconds:.2f}\n{name}_rows_per_s={found.rows / seconds:.0f}")
    print(f"{name}_take_longest_write_s={watch.longest:.2f}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--csv", action="store_true")
    options = asked.parse_args()
    run(options.rows, "csv" if options.csv else "xlsx")


if __name__ == "__main__":
    main()
