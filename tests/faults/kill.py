"""kill -9 under load, over and over: is every acknowledged act there afterwards, and nothing half-written?

python -m tests.faults.kill --n 1000                      kills the whole server (web, worker, supervisor)
python -m tests.faults.kill --n 50 --db postgres          kills every process of the PostgreSQL server instead
python -m tests.faults.kill --n 50 --db postgres --victim server

Prints one `name=value` a figure; exit code 1 when an acknowledged act was lost or a record was not sound.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.faults.databases import Database, Postgres, Sqlite
from tests.faults.load import Crowd
from tests.faults.site import Client, Site


@dataclass
class Outcome:
    """What a run of kills has shown."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged_but_kept: int = 0
    lost: list[UUID] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        odd = set(self.statuses) - {302, 503}
        return not (self.lost or self.halves or self.troubles or odd) and self.acknowledged > 0

    def figures(self, name: str) -> list[str]:
        return [
            f"kill_{name}_kills={self.kills}",
            f"kill_{name}_acknowledged={self.acknowledged}",
            f"kill_{name}_kept_though_unacknowledged={self.unacknowledged_but_kept}",
            f"kill_{name}_lost={len(self.lost)}",
            f"kill_{name}_half_written={len(self.halves)}",
            f"kill_{name}_unsound={len(self.troubles)}",
            f"kill_{name}_seconds={self.seconds:.0f}",
        ]


def run(*, n: int, database: Database, folder: Path, clients: int = 4, zygote: bool = True, seed: int = 0) -> Outcome:
    """Kill `n` times at random moments between the first acts and half a second later."""
    chance = random.Random(seed)
    outcome = Outcome()
    begun = time.monotonic()
    site = Site(folder / "server", database_url=database.url, zygote=zygote)
    try:
        first = Client(site.port)
        link = site.init()
        site.start()
        first.enter(link)
        first.ask("GET", "/organisasi/baru/")
        first.close()
        for number in range(n):
            if not database.is_victim and number:
                site.start()
            _kill_once(site, first, database, chance, outcome, clients)
            if number % 50 == 49 and not database.is_victim:
                outcome.troubles += unsound(site)
        if database.is_victim:
            site.stop()
        outcome.troubles += unsound(site)
        outcome.halves += database.halves()
    finally:
        site.close()
    outcome.seconds = time.monotonic() - begun
    return outcome


def _kill_once(
    site: Site, first: Client, database: Database, chance: random.Random, outcome: Outcome, clients: int
) -> None:
    crowd = Crowd([first.twin() for _ in range(clients)], keep_trying=database.is_victim)
    crowd.begin()
    until = time.monotonic() + 20
    while not crowd.acknowledged and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(chance.uniform(0.0, 0.5))
    if database.is_victim:
        database.kill()
        time.sleep(chance.uniform(0.0, 0.3))
        database.start()
        before = len(crowd.acknowledged)
        while len(crowd.acknowledged) <= before and time.monotonic() < until:
            time.sleep(0.01)
    else:
        site.kill()
    crowd.end()
    outcome.kills += 1
    outcome.acknowledged += len(crowd.acknowledged)
    for status, times in crowd.statuses.items():
        outcome.statuses[status] = outcome.statuses.get(status, 0) + times
    kept = database.recorded(crowd.attempted)
    outcome.lost += [one for one in crowd.acknowledged if one not in kept]
    outcome.unacknowledged_but_kept += len(kept - set(crowd.acknowledged))


def unsound(site: Site) -> list[str]:
    """integrity_check and the whole record computed again, by `mufakat inspect`."""
    found: dict[str, Any] = json.loads(site.command("inspect"))
    return list(found["troubles"])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--n", type=int, default=1000)
    options.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    options.add_argument("--victim", choices=["server", "database"])
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="mufakat-kill-"))
    try:
        return _report(given, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _report(given: argparse.Namespace, folder: Path) -> int:
    victim = given.victim or ("database" if given.db == "postgres" else "server")
    if given.db == "sqlite" and victim == "database":
        print("SQLite has no server to kill.", file=sys.stderr)
        return 2
    database: Database = Postgres(folder, is_victim=victim == "database") if given.db == "postgres" else Sqlite(folder)
    with database:
        outcome = run(n=given.n, database=database, folder=folder, clients=given.clients, seed=given.seed)
    print(*outcome.figures(f"{given.db}_{victim}"), sep="\n")
    for words in [*map(str, outcome.lost[:5]), *outcome.halves[:5], *outcome.troubles[:5]]:
        print(f"  {words}", file=sys.stderr)
    odd = {status: times for status, times in outcome.statuses.items() if status not in {302, 503}}
    if odd:
        print(f"  answers that are neither 302 nor 503: {odd}", file=sys.stderr)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
