"""Backups while people act, each put back elsewhere and compared: does it hold every act acknowledged before it began?

python -m tests.faults.drill --n 50                 make drill
python -m tests.faults.drill --n 10 --db postgres

Prints one `name=value` a figure; exit code 1 when an act was missing or something was not sound.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from tests.faults.databases import Database, Postgres, Sqlite
from tests.faults.load import Crowd
from tests.faults.site import Client, Site


@dataclass
class Outcome:
    """What a run of backups has shown."""

    backups: int = 0
    acts: int = 0
    seconds: float = 0.0
    missing: list[UUID] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    backup_seconds: list[float] = field(default_factory=list)
    restore_seconds: list[float] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.backups > 0 and self.acts > 0 and not self.missing and not self.troubles

    def figures(self, name: str) -> list[str]:
        return [
            f"drill_{name}_backups={self.backups}",
            f"drill_{name}_acts_per_s={self.acts / self.seconds:.0f}",
            f"drill_{name}_missing={len(self.missing)}",
            f"drill_{name}_unsound={len(self.troubles)}",
            f"drill_{name}_backup_seconds={statistics.median(self.backup_seconds):.1f}",
            f"drill_{name}_restore_seconds={statistics.median(self.restore_seconds):.1f}",
        ]


def run(*, n: int, database: Database, folder: Path, clients: int = 4) -> Outcome:
    outcome = Outcome()
    site = Site(folder / "server", database_url=database.url)
    first = Client(site.port)
    try:
        link = site.init()
        site.start()
        first.enter(link)
        first.ask("GET", "/organisasi/baru/")
        crowd = Crowd([first.twin() for _ in range(clients)])
        crowd.begin()
        begun = time.monotonic()
        try:
            for number in range(n):
                time.sleep(0.5)
                _back_up_and_put_back(site, crowd, database, folder / f"drill-{number}", outcome)
        finally:
            crowd.end()
        outcome.acts, outcome.seconds = len(crowd.acknowledged), time.monotonic() - begun
        site.stop()
    finally:
        first.close()
        site.close()
    return outcome


def _back_up_and_put_back(site: Site, crowd: Crowd, database: Database, folder: Path, outcome: Outcome) -> None:
    folder.mkdir()
    expected = set(crowd.acknowledged)
    begun = time.monotonic()
    said = site.command("backup", str(folder / "backup.tar.gz"), "--with-keys")
    outcome.backup_seconds.append(time.monotonic() - begun)
    assert "Backup written and verified" in said
    copy = database.another(folder)
    other = Site(folder / "server", database_url=copy.url)
    try:
        begun = time.monotonic()
        other.command("restore", str(folder / "backup.tar.gz"))
        outcome.restore_seconds.append(time.monotonic() - begun)
        outcome.missing += sorted(expected - copy.recorded(expected))
        outcome.troubles += copy.halves() + list(json.loads(other.command("inspect"))["troubles"])
    finally:
        other.close()
    outcome.backups += 1
    shutil.rmtree(folder)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--n", type=int, default=10)
    options.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    options.add_argument("--clients", type=int, default=4)
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="mufakat-drill-"))
    database: Database = Postgres(folder, is_victim=False) if given.db == "postgres" else Sqlite(folder)
    try:
        with database:
            outcome = run(n=given.n, database=database, folder=folder, clients=given.clients)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(*outcome.figures(given.db), sep="\n")
    print(*outcome.missing[:5], *outcome.troubles[:5], sep="\n", end="", file=sys.stderr)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
