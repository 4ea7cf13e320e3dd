"""How fast the register of stakeholders answers, and how many queries it asks: one `name=value` a line.

    python scripts/bench/stakeholders.py [--stakeholders 5000] [--times 40]

A real server on loopback, one reader at a time; medians over `--times` requests. A second, small register shows that the
number of queries does not grow with it.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from tests.faults.site import Client, Site

LARGE, SMALL = "daftar-besar", "daftar-kecil"
PAGES = {
    "register": "daftar/",
    "register_search": "daftar/?q=warga",
    "register_filtered": "daftar/?state=contacted&gap=on&unassessed=on&sort=state",
    "register_last": "daftar/?page=200",
    "bulk": "daftar/ubah-beberapa/?semua=1&ubah=state",
    "add_search": "daftar/tambah/?q=Dinas+Kesehatan",
    "map": "peta/",
    "map_classes": "peta/golongan/",
    "network": "jejaring/",
    "ties": "hubungan/",
    "coverage": "cakupan/",
    "missing": "",
    "nominations": "usulan/",
}
FILES = {"csv": "daftar/unduh.csv", "xlsx": "daftar/unduh.xlsx", "plan": "rencana-pelibatan.pdf"}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--stakeholders", type=int, default=5000)
    asked.add_argument("--times", type=int, default=40)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="mufakat-bench-") as folder:
        site = Site(Path(folder) / "server")
        try:
            begun = time.monotonic()
            for slug, many in ((SMALL, 40), (LARGE, options.stakeholders)):
                print(_run(site, "build", slug, str(many)), end="", flush=True)
            print(f"built in {time.monotonic() - begun:.0f} s", flush=True)
            link = _run(site, "enter", LARGE).split()[-1]
            site.start()
            _queries(site)
            _medians(site, f"/masuk/{link}/", options.times)
            site.stop()
        finally:
            site.close()


def _run(site: Site, *arguments: str) -> str:
    environment = {
        **site.environment,
        "DJANGO_SETTINGS_MODULE": "mufakat.config.settings",
        "MUFAKAT_LOG_LEVEL": "ERROR",
    }
    line = [sys.executable, str(Path(__file__).with_name("stakeholders_site.py")), *arguments]
    return subprocess.run(line, env=environment, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE).stdout


def _queries(site: Site) -> None:
    paths = [*PAGES.values(), "@one"]
    counts = {slug: [int(n) for n in _run(site, "count", slug, *paths).split()] for slug in (SMALL, LARGE)}
    for name, small, large in zip([*PAGES, "one"], counts[SMALL], counts[LARGE], strict=True):
        print(f"mapping_query_{name}={large}\nmapping_query_{name}_growth={large - small}", flush=True)


def _medians(site: Site, link: str, times: int) -> None:
    client = Client(site.port)
    client.enter(link)
    base = f"/kampanye/{LARGE}/pemetaan/"
    for name, path in PAGES.items():
        print(f"mapping_{name}_median_ms={_median(client, base + path, times):.1f}", flush=True)
    for name, path in FILES.items():
        print(f"register_{name}_s={_median(client, base + path, 2) / 1000:.2f}", flush=True)
    client.close()


def _median(client: Client, path: str, times: int) -> float:
    taken = []
    for number in range(times + 2):
        begun = time.perf_counter()
        assert client.ask("GET", path)[0] == 200, path
        if number > 1:
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    main()
