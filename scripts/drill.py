"""The drill: a server is made, backed up, put back in an empty place, and compared; then a damaged archive must be refused.

python scripts/drill.py            a throw-away demonstration server
python scripts/drill.py FOLDER     the server in that data folder (it may run meanwhile)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

COMMAND = Path(sys.executable).parent / "mufakat"
DATABASE = "MUFAKAT_DATABASE_URL"


def mufakat(*arguments: str | Path, data: Path) -> subprocess.CompletedProcess[str]:
    # a restore into an empty place must never reach the database of the server that runs
    env = {name: value for name, value in os.environ.items() if name != DATABASE}
    env |= {"MUFAKAT_DATA": str(data), "MUFAKAT_LANG": "en", "MUFAKAT_LOG_LEVEL": "ERROR"}
    return subprocess.run([COMMAND, *arguments], env=env, text=True, capture_output=True, check=False)


def must(*arguments: str | Path, data: Path) -> str:
    run = mufakat(*arguments, data=data)
    if run.returncode:
        raise SystemExit(f"mufakat {arguments[0]}: exit code {run.returncode}\n{run.stdout}{run.stderr}")
    return run.stdout


def heads(data: Path) -> dict[str, tuple[int, str]]:
    """Size and root of each log, and that the whole database is sound."""
    found: dict[str, Any] = json.loads(must("inspect", data=data))
    if found["troubles"]:
        raise SystemExit(f"{data} is not sound: {found['troubles'][:5]}")
    return {row["origin"]: (row["size"], row["root"]) for row in found["logs"]}


def flip_a_byte(archive: Path) -> Path:
    damaged = archive.with_name("damaged.tar.gz")
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    return damaged


def main() -> int:
    if DATABASE in os.environ:
        raise SystemExit(f"The drill is for SQLite: unset {DATABASE}.")
    with tempfile.TemporaryDirectory(prefix="mufakat-drill-") as scratch:
        place = Path(scratch)
        source = Path(sys.argv[1]) if len(sys.argv) > 1 else place / "server"
        if source == place / "server":
            must("demo", "--no-serve", data=source)
        before = heads(source)
        started = time.monotonic()
        must("backup", place / "backup.tar.gz", "--with-keys", data=source)
        backed_up = time.monotonic()
        must("restore", place / "backup.tar.gz", data=place / "elsewhere")
        restored = time.monotonic()
        after = heads(place / "elsewhere")
        # every log comes back whole, and one entry longer: that it was restored
        shorter = [origin for origin, (size, _) in before.items() if after.get(origin, (0, ""))[0] < size + 1]
        refused = mufakat("restore", flip_a_byte(place / "backup.tar.gz"), "--check", data=place / "elsewhere")
    print(f"drill_logs={len(before)}")
    print(f"drill_entries={sum(size for size, _ in before.values())}")
    print(f"drill_backup_s={backed_up - started:.2f}")
    print(f"drill_restore_s={restored - backed_up:.2f}")
    print(f"drill_logs_shorter={len(shorter)}")
    print(f"drill_damage_refused={int(refused.returncode != 0)}")
    return 1 if shorter or not refused.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
