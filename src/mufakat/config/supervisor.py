"""One process group: the web server and the worker as children that are started, watched, restarted and stopped."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

import structlog

from mufakat.config import family

log = structlog.get_logger(__name__)
_LOOK_EVERY = 0.1
_QUIET_AFTER = 60.0
_LONGEST_WAIT = 30.0


@dataclass
class Child:
    """A process of the family: what it does, and whether all end when it ends or it is started again."""

    name: str
    work: Callable[[], None]
    is_vital: bool
    pid: int = 0
    born: float = 0.0
    falls: int = 0
    due: float = field(default=0.0)

    @property
    def is_alive(self) -> bool:
        return self.pid > 0


class Supervisor:
    """Runs its children until a signal, or until a vital child ends."""

    def __init__(self, children: Iterable[Child], *, grace: float) -> None:
        self.children = list(children)
        self.grace = grace
        self.signals = 0
        self.code = 0

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        for child in self.children:
            self._start(child)
        while not self.signals and not self.code:
            self._reap()
            self._restart()
            time.sleep(_LOOK_EVERY)
        self._stop()
        return self.code

    def _on_signal(self, number: int, frame: Any) -> None:
        self.signals += 1

    def _start(self, child: Child) -> None:
        supervisor = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _be(child, supervisor)
        child.pid, child.born = pid, time.monotonic()
        log.info("child.started", name=child.name, pid=pid)

    def _reap(self) -> None:
        for child in self.children:
            if child.is_alive and (status := _ended(child.pid)) is not None:
                self._fell(child, status)

    def _fell(self, child: Child, status: int) -> None:
        child.pid = 0
        if self.signals or self.code:
            log.info("child.stopped", name=child.name, status=status)
        elif child.is_vital:
            log.error("child.died", name=child.name, status=status, then="everything stops")
            self.code = 4
        else:
            lived = time.monotonic() - child.born
            child.falls = 1 if lived > _QUIET_AFTER else child.falls + 1
            pause = min(0.5 * 2 ** (child.falls - 1), _LONGEST_WAIT)
            child.due = time.monotonic() + pause
            log.error("child.died", name=child.name, status=status, then="started again", pause_seconds=pause)

    def _restart(self) -> None:
        for child in self.children:
            if not child.is_alive and not child.is_vital and time.monotonic() >= child.due and not self.code:
                self._start(child)

    def _stop(self) -> None:
        """Ask every child to end, give it time, then end it; a second signal cuts the time short."""
        log.info("stopping", grace_seconds=self.grace)
        asked = self.signals
        self._tell_all(signal.SIGTERM)
        until = time.monotonic() + self.grace
        while any(c.is_alive for c in self.children) and time.monotonic() < until and self.signals <= asked + 1:
            self._reap()
            time.sleep(_LOOK_EVERY / 2)
        for child in self.children:
            if child.is_alive:
                log.error("child.killed", name=child.name, pid=child.pid)
        self._tell_all(signal.SIGKILL)
        for child in self.children:
            if child.is_alive:
                os.waitpid(child.pid, 0)
                child.pid = 0

    def _tell_all(self, number: signal.Signals) -> None:
        for child in self.children:
            if child.is_alive:
                os.kill(child.pid, number)


def _ended(pid: int) -> int | None:
    """The exit status of a child that has ended: negative for a signal, as the subprocess module has it."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _be(child: Child, supervisor: int) -> NoReturn:
    """The life of a child: it never returns into its parent's code."""
    code = 0
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        family.die_with(supervisor)
        child.work()
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:  # noqa: BLE001 - the last frame of a process: whatever it was, say it and end
        traceback.print_exc()
        code = 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
