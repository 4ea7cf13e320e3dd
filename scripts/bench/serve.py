"""The server as a whole: how soon it answers, how much it answers, what it weighs in memory. One `name=value` a line.

python scripts/bench/serve.py [--seconds 5] [--clients 4]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from tests.faults.load import Crowd
from tests.faults.site import Client, Site


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=5)
    asked.add_argument("--clients", type=int, default=4)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="mufakat-bench-") as folder:
        _demo(Site(Path(folder) / "demo"))
        site = Site(Path(folder) / "server")
        try:
            _serve(site, options)
        finally:
            site.close()


def _demo(site: Site) -> None:
    """From the command to the first page of the demonstration, data and static files included."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "mufakat.config", "demo", "--port", str(site.port)]
    site.process = subprocess.Popen(
        command, env=site.environment, cwd=ROOT, stdout=site.log, stderr=site.log, start_new_session=True
    )
    site.group = site.process.pid
    try:
        site.wait_until_it_answers(60)
        client = Client(site.port)
        assert client.ask("GET", "/kampanye/makin-cakap-digital/")[0] == 200
        client.close()
        print(f"demo_first_page_s={time.monotonic() - begun:.1f}", flush=True)
        site.stop()
    finally:
        site.close()


def _serve(site: Site, options: argparse.Namespace) -> None:
    link = site.init()
    site.start()
    site.stop()
    begun = time.monotonic()
    site.start()
    print(f"serve_start_s={time.monotonic() - begun:.2f}", flush=True)
    reader = Client(site.port)
    reader.enter(link)
    reader.ask("GET", "/organisasi/baru/")
    pages = _pages(site, options)
    print(f"serve_pages_per_s={pages / options.seconds:.0f}", flush=True)
    crowd = Crowd([reader.twin() for _ in range(options.clients)])
    crowd.begin()
    time.sleep(options.seconds)
    crowd.end()
    print(f"serve_acts_per_s={len(crowd.acknowledged) / options.seconds:.0f}", flush=True)
    family = [psutil.Process(site.group), *psutil.Process(site.group).children(recursive=True)]
    # Forked processes share most of their memory; the proportional share counts it once.
    weight = sum(process.memory_full_info().pss for process in family)
    print(f"serve_memory_mb={weight / 1e6:.0f}", flush=True)
    begun = time.monotonic()
    reader.close()
    site.stop()
    print(f"serve_stop_s={time.monotonic() - begun:.2f}", flush=True)


def _pages(site: Site, options: argparse.Namespace) -> int:
    """Public list of campaigns, asked for by several at once."""
    until = time.monotonic() + options.seconds
    counts = [0] * options.clients

    def ask(place: int) -> None:
        client = Client(site.port)
        while time.monotonic() < until:
            assert client.ask("GET", "/kampanye/")[0] == 200
            counts[place] += 1
        client.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(options.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


if __name__ == "__main__":
    main()
