"""What a log of 100,000 entries costs to read, from the database: proofs, pages, the file, the own check; `name=value` a line.

python scripts/bench/record.py [--entries 100000] [--databases sqlite postgres]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from ledger import environment_of

READER = Path(__file__).with_name("record_reader.py")
LIMIT = 600


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--entries", type=int, default=100_000)
    asked.add_argument("--databases", nargs="+", default=["sqlite", "postgres"], choices=["sqlite", "postgres"])
    options = asked.parse_args()
    for database in options.databases:
        with tempfile.TemporaryDirectory(prefix="mufakat-bench-") as folder:
            words = [sys.executable, str(READER), database, str(options.entries)]
            subprocess.run(words, env=environment_of(Path(folder), database), check=True, timeout=LIMIT)


if __name__ == "__main__":
    main()
