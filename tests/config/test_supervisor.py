"""The family of processes: restarted, stopped together, never orphaned. Each test runs a real supervisor in its own process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Started = Callable[[str], "Family"]


class Family:
    """A supervisor with children that note their process ids in files of `folder`."""

    def __init__(self, folder: Path, children: str) -> None:
        self.folder = folder
        script = textwrap.dedent(
            """
            import os, signal, sys, time
            from pathlib import Path
            from mufakat.config.supervisor import Child, Supervisor
            folder = Path(sys.argv[1])
            def note(name):
                path = folder / name
                old = path.read_text() if path.exists() else ""
                path.write_text(old + f"{os.getpid()}\\n")
            def lives(name):
                def work():
                    note(name)
                    time.sleep(60)
                return work
            def falls(name):
                def work():
                    note(name)
                    sys.exit(3)
                return work
            def is_deaf(name):
                def work():
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    note(name)
                    time.sleep(60)
                return work
            """
        )
        script += f"sys.exit(Supervisor([{children}], grace=1.0).run())\n"
        self.log = (folder / "log").open("w")
        self.process = subprocess.Popen([sys.executable, "-c", script, str(folder)], stderr=self.log, stdout=self.log)

    def pids(self, name: str, least: int = 1, within: float = 15) -> list[int]:
        path = self.folder / name
        until = time.monotonic() + within
        while time.monotonic() < until:
            found = path.read_text().split() if path.exists() else []
            if len(found) >= least:
                return [int(pid) for pid in found]
            time.sleep(0.02)
        raise AssertionError(f"{name} was not started {least} times: {(self.folder / 'log').read_text()}")

    def wait(self) -> int:
        return self.process.wait(timeout=15)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pid: int, within: float = 10) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not is_alive(pid):
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Started]:
    made: list[Family] = []

    def start(children: str) -> Family:
        made.append(Family(tmp_path, children))
        return made[-1]

    yield start
    for one in made:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        one.log.close()


BOTH = 'Child("web", lives("web"), is_vital=True), Child("worker", lives("worker"), is_vital=False)'


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_run_stops_every_child_on_a_signal(family: Started, number: signal.Signals) -> None:
    one = family(BOTH)
    children = one.pids("web") + one.pids("worker")
    one.process.send_signal(number)
    assert one.wait() == 0
    assert [is_alive(pid) for pid in children] == [False, False]


def test_run_starts_a_dead_worker_again_and_says_so(family: Started) -> None:
    one = family(BOTH)
    first = one.pids("worker")[0]
    os.kill(first, signal.SIGKILL)
    second = one.pids("worker", least=2)[1]
    assert is_alive(second)
    assert is_alive(one.pids("web")[0])
    assert "started again" in (one.folder / "log").read_text()


def test_run_waits_longer_each_time_a_worker_falls(family: Started) -> None:
    begun = time.monotonic()
    one = family('Child("web", lives("web"), is_vital=True), Child("worker", falls("worker"), is_vital=False)')
    one.pids("worker", least=4)
    assert time.monotonic() - begun >= 0.5 + 1 + 2
    assert is_alive(one.pids("web")[0])


def test_run_ends_everything_when_the_web_dies(family: Started) -> None:
    one = family(BOTH)
    worker = one.pids("worker")[0]
    os.kill(one.pids("web")[0], signal.SIGKILL)
    assert one.wait() == 4
    assert not is_alive(worker)
    assert "everything stops" in (one.folder / "log").read_text()


def test_run_kills_a_child_that_does_not_listen(family: Started) -> None:
    one = family('Child("web", is_deaf("web"), is_vital=True)')
    web = one.pids("web")[0]
    begun = time.monotonic()
    one.process.terminate()
    assert one.wait() == 0
    assert 0.9 <= time.monotonic() - begun < 5
    assert not is_alive(web)


def test_run_cuts_the_time_short_on_a_second_and_third_signal(family: Started) -> None:
    one = family('Child("web", is_deaf("web"), is_vital=True)')
    one.pids("web")
    begun = time.monotonic()
    for _ in range(3):
        one.process.send_signal(signal.SIGINT)
        time.sleep(0.15)
    one.wait()
    assert time.monotonic() - begun < 0.9


def test_children_do_not_outlive_a_killed_supervisor(family: Started) -> None:
    one = family(BOTH)
    children = one.pids("web") + one.pids("worker")
    one.process.kill()
    one.process.wait()
    assert [gone(pid) for pid in children] == [True, True]
