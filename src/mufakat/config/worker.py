"""The worker: an explicit list of jobs, each with its period. One job's failure does not stop the others."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from mufakat.campaigns import tasks as campaigns
from mufakat.config import durability, family, upkeep
from mufakat.config.readiness import HEARTBEAT, WORKER_LOCK
from mufakat.ledger import actions as ledger
from mufakat.ledger import tasks as record
from mufakat.ledger.models import Pulse
from mufakat.notices import tasks as notices
from mufakat.people import tasks as people
from mufakat.stakeholders import tasks as stakeholders

log = structlog.get_logger(__name__)
BEAT_EVERY = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(minutes=10)


class Period(Protocol):
    """When a job is due, seen from its last run."""

    def is_due(self, last: datetime | None, at: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class Every:
    """Again when this much time has passed."""

    pause: timedelta

    def is_due(self, last: datetime | None, at: datetime) -> bool:
        return last is None or at - last >= self.pause or last > at


@dataclass(frozen=True, slots=True)
class Nightly:
    """Once a day, from this hour on where the server lives."""

    hour: int

    def is_due(self, last: datetime | None, at: datetime) -> bool:
        here = at.astimezone(ZoneInfo(settings.DEFAULT_ZONE))
        turn = here.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        if here < turn:
            turn -= timedelta(days=1)
        return last is None or last < turn or last > at


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that the worker does, over and over."""

    name: str
    period: Period
    run: Callable[..., object]


SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
JOBS: tuple[Job, ...] = (
    Job("campaigns.tell", Every(2 * SECOND), campaigns.tell),
    Job("notices.send", Every(2 * SECOND), notices.send),
    Job("stakeholders.enter", Every(2 * SECOND), stakeholders.enter),
    Job("stakeholders.read", Every(1 * SECOND), stakeholders.read),
    Job("stakeholders.measure", Every(5 * SECOND), stakeholders.measure),
    Job("campaigns.expire", Every(5 * MINUTE), campaigns.expire),
    Job("campaigns.remind_waiting", Every(15 * MINUTE), campaigns.remind_waiting),
    Job("notices.digest", Every(5 * MINUTE), notices.digest),
    Job("ledger.seal", Every(60 * MINUTE), record.seal),
    Job("ledger.check", Nightly(2), record.check),
    Job("people.tidy", Nightly(3), people.tidy),
    Job("notices.forget", Nightly(3), notices.forget),
    Job("campaigns.sweep", Nightly(3), campaigns.sweep),
    Job("stakeholders.tidy", Nightly(3), stakeholders.tidy),
    Job("upkeep.sessions", Nightly(3), upkeep.clear_sessions),
    Job("upkeep.cache", Nightly(3), upkeep.clear_cache),
    Job("upkeep.files", Nightly(3), upkeep.clear_temporary_files),
)


class Worker:
    """Runs the jobs that are due until told to stop; the job at hand is finished first."""

    def __init__(self, jobs: Sequence[Job] = JOBS, clock: Callable[[], datetime] = timezone.now) -> None:
        self.jobs = jobs
        self.clock = clock
        self.stopped = threading.Event()
        self.last: dict[str, datetime] = {}
        self.failures: dict[str, int] = {}
        self.paused_until: dict[str, datetime] = {}

    def stop(self, number: int = 0, frame: Any = None) -> None:
        self.stopped.set()

    def run(self, *, tick: float = 1.0) -> None:
        while not self.stopped.is_set():
            self.turn()
            self.stopped.wait(tick)
        log.info("worker.stopped")

    def turn(self) -> int:
        """Do what is due now; answers how many jobs ran to their end."""
        self._beat()
        done = 0
        for job in self.jobs:
            if self.stopped.is_set():
                break
            at = self.clock()
            if self.paused_until.get(job.name, at) <= at and job.period.is_due(self.last.get(job.name), at):
                done += self.do(job, at)
        return done

    def do(self, job: Job, at: datetime) -> bool:
        _let_go_of_connections()
        try:
            job.run(at=at)
            if not isinstance(job.period, Every) or job.period.pause >= MINUTE:
                ledger.beat(name=job.name, at=at)
        except Exception:  # noqa: BLE001 - whatever a job fell over, it is said, and the other jobs go on
            self._failed(job, at)
            return False
        finally:
            _let_go_of_connections()
        self.last[job.name] = at
        self.failures.pop(job.name, None)
        self.paused_until.pop(job.name, None)
        return True

    def _failed(self, job: Job, at: datetime) -> None:
        times = self.failures.get(job.name, 0) + 1
        pause = min(timedelta(seconds=2**times), _LONGEST_PAUSE)
        self.failures[job.name], self.paused_until[job.name] = times, at + pause
        log.exception("job.failed", job=job.name, times=times, again_in_seconds=pause.total_seconds())

    def _beat(self) -> None:
        at = self.clock()
        if not Every(BEAT_EVERY).is_due(self.last.get(HEARTBEAT), at):
            return
        try:
            if not self.last:
                self.last = {p.name: p.at for p in Pulse.objects.filter(name__in=[j.name for j in self.jobs])}
            ledger.beat(name=HEARTBEAT, at=at)
            self.last[HEARTBEAT] = at
        except Exception:
            log.exception("worker.cannot_beat")
            _let_go_of_connections()


def _let_go_of_connections() -> None:
    """A connection that broke must not be met again by the next job."""
    if not connection.in_atomic_block:
        close_old_connections()


def work() -> None:
    """The life of the worker process: one at a time for a data folder; a second one waits its turn."""
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    while not worker.stopped.is_set():
        try:
            with family.holding(settings.DATA / WORKER_LOCK):
                durability.keep_open()
                log.info("worker.started", jobs=[job.name for job in worker.jobs])
                worker.run()
        except family.Taken:
            log.info("worker.waits", because="another worker serves this data folder")
            worker.stopped.wait(5)
