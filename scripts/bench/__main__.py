"""All figures: runs each measurement of this folder and sets what it prints (`name=value`) beside the goal.

    python -m bench [NAME ...]        only these measurements, e.g. `python -m bench ledger`

A figure is never a verdict: the exit code tells only whether all could be taken.
The last run is kept in .cache/bench.txt.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FIGURE = re.compile(r"^([a-z][a-z0-9_.]*)=(-?[\d.]+)$")
STARTED = re.compile(r'with_name\("(\w+)\.py"\)')
# the first pattern that fits names the goal: (pattern, comparison, value)
GOALS = (
    (r"mapping_measures_.*_s|mapping_layout_.*_s|mapping_measured_5000_s", "<=", 2.0),
    (r"mapping_command_.*_s", "<=", 5.0),
    (r"mapping_.*_median_ms", "<=", 150.0),
    (r"first_all_s", "<=", 20.0),
    (r"acts_per_s_", ">=", 200.0),
    (r"verify_.*per_s", ">=", 300_000.0),
    (r"proof.*_ms", "<=", 1.0),
    (r"proof.*_us", "<=", 1000.0),
    (r"page_.*_ms|.*_median_ms", "<=", 100.0),
    (r"demo_first_page_s", "<=", 30.0),
    (r".*first_.*kb", "<=", 100.0),
    (r".*(next|again|after)_.*kb", "<=", 25.0),
)


def measurements(wanted: list[str]) -> list[Path]:
    """Scripts here; one that another starts (`with_name("…")`) is a part of it."""
    found = {p.stem: p for p in sorted(HERE.glob("*.py")) if not p.stem.startswith("_")}
    parts = {name for p in found.values() for name in STARTED.findall(p.read_text(encoding="utf-8"))}
    return [p for name, p in found.items() if name not in parts and (not wanted or name in wanted)]


def figures_of(script: Path) -> Iterator[tuple[str, float]]:
    """The figures as they come; other lines are passed on."""
    running = subprocess.Popen([sys.executable, str(script)], cwd=ROOT, text=True, stdout=subprocess.PIPE)
    assert running.stdout
    for line in running.stdout:
        if found := FIGURE.match(line.strip()):
            yield found[1], float(found[2])
        else:
            print(f"  {line.rstrip()}", flush=True)
    if running.wait():
        raise subprocess.CalledProcessError(running.returncode, str(script))


def beside_goal(name: str, value: float) -> str:
    for pattern, comparison, goal in GOALS:
        if re.match(pattern, name):
            reached = value >= goal if comparison == ">=" else value <= goal
            return f"goal {comparison} {goal:,g}" + ("" if reached else "  NOT REACHED")
    return ""


def main() -> int:
    lines, failed = [], 0
    for script in measurements(sys.argv[1:]):
        started = time.monotonic()
        print(f"== {script.stem}", flush=True)
        try:
            for name, value in figures_of(script):
                line = f"{name:<44}{value:>14,.6g}  {beside_goal(name, value)}".rstrip()
                lines.append(line)
                print(line, flush=True)
        except subprocess.CalledProcessError as trouble:
            failed += 1
            print(f"{script.stem} could not be measured: exit code {trouble.returncode}", flush=True)
        print(f"   ({time.monotonic() - started:.0f} s)", flush=True)
    kept = ROOT / ".cache/bench.txt"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
