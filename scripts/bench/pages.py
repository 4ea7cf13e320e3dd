"""How fast the pages of a large campaign answer, and how heavy a public page is: one `name=value` a line.

    python scripts/bench/pages.py [--parties 300] [--entries 100000] [--times 60]

A real server on loopback, one reader at a time; medians over `--times` requests after a few to warm up. A second, small campaign
shows that the number of queries does not grow. Weights are bytes of bodies as they travel, compressed as browsers ask for it.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from tests.faults.site import Client, Site

PAGES = {"home": "", "parties": "pihak/", "activity": "catatan/", "activity_last": "catatan/?sebelum=30"}
LARGE, SMALL = "kampanye-besar", "kampanye-kecil"
_PARTS = re.compile(r'(?:href|src)="(/static/[^"]+|/kampanye/[^"]+\.css)"')


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--parties", type=int, default=300)
    asked.add_argument("--entries", type=int, default=100_000)
    asked.add_argument("--times", type=int, default=60)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="mufakat-bench-") as folder:
        site = Site(Path(folder) / "server")
        try:
            link = _enter_as_reader(site, options)
            site.start()
            _queries(site)
            _medians(site, link, options.times)
            _weights(site)
            site.stop()
        finally:
            site.close()


def _run(site: Site, *arguments: str) -> str:
    environment = {
        **site.environment,
        "DJANGO_SETTINGS_MODULE": "mufakat.config.settings",
        "MUFAKAT_LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE
    )
    return done.stdout


def _enter_as_reader(site: Site, options: argparse.Namespace) -> str:
    """Build both campaigns; answers an entry link of somebody with a seat in the large one."""
    script = str(Path(__file__).with_name("large_site.py"))
    begun = time.monotonic()
    _run(site, script, SMALL, "10", "60")
    _run(site, script, LARGE, str(options.parties), str(options.entries))
    print(f"built in {time.monotonic() - begun:.0f} s", flush=True)
    code = (
        "import django; django.setup()\n"
        "from django.utils import timezone\n"
        "from mufakat.people import actions, queries\n"
        f"reader = queries.person_by_email('{LARGE}-0@bench.example')\n"
        "print(actions.make_entry_link(person=reader, at=timezone.now()))\n"
    )
    return f"/masuk/{_run(site, '-c', code).strip()}/"


def _queries(site: Site) -> None:
    found = dict(
        line.split("=") for line in _run(site, str(Path(__file__).with_name("page_queries.py")), SMALL, LARGE).split()
    )
    for name, value in found.items():
        if name.endswith(LARGE.replace("-", "_")):
            page = name.removesuffix("_" + LARGE.replace("-", "_"))
            growth = int(value) - int(found[f"{page}_{SMALL.replace('-', '_')}"])
            print(f"{page}={value}\n{page}_growth={growth}", flush=True)


def _median(client: Client, path: str, times: int) -> float:
    for _ in range(5):
        assert client.ask("GET", path)[0] == 200, path
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        client.ask("GET", path)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1000


def _medians(site: Site, link: str, times: int) -> None:
    seated, public = Client(site.port), Client(site.port)
    seated.enter(link)
    for who, client in (("public", public), ("seated", seated)):
        for page, path in PAGES.items():
            print(f"page_{page}_{who}_ms={_median(client, f'/kampanye/{LARGE}/{path}', times):.1f}", flush=True)
        client.close()


def _weights(site: Site) -> None:
    """What a browser fetches for the public home of the campaign: all of it at first, the page alone afterwards."""
    page = f"/kampanye/{LARGE}/"
    plain = Client(site.port)
    parts = sorted(set(_PARTS.findall(plain.ask("GET", page)[2])))
    plain.close()
    again = _weight(site, page)
    first = again + sum(_weight(site, part) for part in parts)
    print(f"public_first_visit_kb={first / 1000:.1f}\npublic_after_visit_kb={again / 1000:.1f}", flush=True)
    print(f"{len(parts) + 1} requests at the first visit", flush=True)


def _weight(site: Site, path: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    line.request("GET", path, headers={"Host": f"localhost:{site.port}", "Accept-Encoding": "gzip, deflate, br"})
    answer = line.getresponse()
    size = len(answer.read())
    line.close()
    assert answer.status == 200, path
    return size


if __name__ == "__main__":
    assert os.name == "posix"
    main()
