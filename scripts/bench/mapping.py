"""Figures of the engine of networks: 5,000 organisations with 50,000 ties, of several shapes, and the command on the same.

    python scripts/bench/mapping.py [exact]     with `exact`, also how far estimated betweenness is from the exact

`random`: ties at random, the hardest for communities. `grouped`: forty groups that keep to themselves. `hubs`: a few have
hundreds of ties (Barabasi & Albert 1999), as registers do.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from mufakat.engines import mapping
from mufakat.engines.mapping import Tie, betweenness
from mufakat.engines.mapping.graph import both_ways, graph_of

COUNT, TIES = 5000, 50_000
SECTORS = ("pemerintah", "masyarakat", "akademisi", "bisnis", "media")
Pair = tuple[int, int]


def pairs_of(shape: str, count: int, ties: int) -> list[Pair]:
    chance = random.Random(1)  # noqa: S311 - the same figures each time
    found: set[Pair] = set()
    ends = list(range(20))
    while len(found) < ties:
        a, b = chance.randrange(count), chance.randrange(count)
        if shape == "hubs":
            a = min(len(found) * count // ties + 20, count - 1)
            b = chance.choice(ends)
        if a == b or (shape == "grouped" and a % 40 != b % 40 and chance.random() > 0.02):
            continue
        found.add((min(a, b), max(a, b)))
        ends += (a, b)
    return sorted(found)


def best(call: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """Seconds on the clock and of the processor, each the least of several runs."""
    clock, work = [], []
    for _ in range(times):
        began, busy = time.perf_counter(), time.process_time()
        call()
        clock.append(time.perf_counter() - began)
        work.append(time.process_time() - busy)
    return min(clock), min(work)


def figure(name: str, value: float) -> None:
    print(f"{name}={value:.4g}", flush=True)


def bench_shape(shape: str) -> None:
    names = [f"Organisasi {number}" for number in range(COUNT)]
    ties = [Tie(names[a], names[b], 1 + a % 5, is_directed=b % 3 == 0) for a, b in pairs_of(shape, COUNT, TIES)]
    groups = {name: SECTORS[number % 5] for number, name in enumerate(names)}
    clock, work = best(lambda: mapping.measures_of(names, ties, groups=groups))
    figure(f"mapping_measures_{shape}_s", clock)
    figure(f"mapping_measures_{shape}_cpu_s", work)
    clock, work = best(lambda: mapping.layout_of(names, ties))
    figure(f"mapping_layout_{shape}_s", clock)
    figure(f"mapping_layout_{shape}_cpu_s", work)


def bench_campaign() -> None:
    names = [f"Organisasi {number}" for number in range(120)]
    ties = [Tie(names[a], names[b]) for a, b in pairs_of("hubs", 120, 600)]
    groups = {name: SECTORS[number % 5] for number, name in enumerate(names)}
    figure(
        "mapping_campaign_of_120_measures_ms", best(lambda: mapping.measures_of(names, ties, groups=groups))[0] * 1000
    )
    figure("mapping_campaign_of_120_layout_ms", best(lambda: mapping.layout_of(names, ties))[0] * 1000)


def bench_command(folder: Path) -> None:
    register, ties, needs = (folder / f"{name}.csv" for name in ("register", "ties", "needs"))
    with register.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["nama", "sektor", "keahlian", "kuasa", "kepentingan", "legitimasi", "urgensi"])
        writer.writerows(
            [f"Organisasi {n}", SECTORS[n % 5], f"k{n % 9}", n % 5 + 1, 3, "4|5|2", 2] for n in range(COUNT)
        )
    with ties.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["dari", "ke", "bobot"])
        writer.writerows((f"Organisasi {a}", f"Organisasi {b}", 2) for a, b in pairs_of("hubs", COUNT, TIES))
    needs.write_text("sektor,keahlian,minimum\n" + "".join(f"media,k{n % 9},{n}\n" for n in range(1, 200)))
    command = [sys.executable, "-m", "mufakat.config", "map", str(register), str(ties), "--needs", str(needs)]
    for name, more in (("table", []), ("json", ["--json"])):
        call = [*command, *more]
        figure(
            f"mapping_command_{name}_s",
            best(lambda call=call: subprocess.run(call, check=True, capture_output=True))[0],
        )


def bench_estimate() -> None:
    for shape in ("random", "grouped", "hubs"):
        names = [f"o{number:04}" for number in range(COUNT)]
        both = both_ways(graph_of(names, [Tie(names[a], names[b]) for a, b in pairs_of(shape, COUNT, TIES)]))
        near, starts = betweenness.betweenness_of(both, 0)
        exact = betweenness.shares_from(both, np.arange(COUNT)) / (COUNT - 1) / (COUNT - 2)
        first, other = (set(np.argsort(-values)[:20]) for values in (near, exact))
        figure(f"mapping_estimate_{shape}_starts", starts)
        figure(f"mapping_estimate_{shape}_of_first_20_found", len(first & other))
        figure(f"mapping_estimate_{shape}_off_by_percent_of_top", np.abs(near - exact).max() / exact.max() * 100)


def main() -> None:
    os.environ["MUFAKAT_LANG"] = "id"
    bench_campaign()
    for shape in ("random", "grouped", "hubs"):
        bench_shape(shape)
    with tempfile.TemporaryDirectory(prefix="mufakat-bench-") as folder:
        bench_command(Path(folder))
    if "exact" in sys.argv[1:]:
        bench_estimate()


if __name__ == "__main__":
    main()
