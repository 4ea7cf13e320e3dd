"""The worker: each job in its time, none of them able to stop the others."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from tests import make

from mufakat.config.worker import HEARTBEAT, JOBS, MINUTE, Every, Job, Nightly, Worker
from mufakat.ledger import queries as record

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self) -> None:
        self.now = make.NOW

    def __call__(self) -> datetime:
        return self.now

    def go(self, **pause: float) -> None:
        self.now += timedelta(**pause)


class Diary:
    """A job that writes down when it ran, and may break."""

    def __init__(self) -> None:
        self.runs: list[datetime] = []
        self.is_broken = False

    def __call__(self, *, at: datetime) -> None:
        self.runs.append(at)
        if self.is_broken:
            raise RuntimeError("something else")


def test_every_is_due_again_after_its_pause() -> None:
    period = Every(timedelta(hours=1))
    at = make.NOW
    assert period.is_due(None, at)
    assert not period.is_due(at, at + timedelta(minutes=59))
    assert period.is_due(at, at + timedelta(hours=1))


def test_every_is_due_when_the_clock_was_set_back() -> None:
    assert Every(timedelta(hours=1)).is_due(make.NOW + timedelta(days=1), make.NOW)


@pytest.mark.parametrize(
    ("last", "at", "due"),
    [
        # make.NOW is nine in the morning in Jakarta
        (None, timedelta(), True),
        (timedelta(days=-1), timedelta(), True),
        (timedelta(hours=-1), timedelta(), False),
        (timedelta(), timedelta(hours=16, minutes=59), False),
        (timedelta(), timedelta(hours=17), True),
        (timedelta(hours=17), timedelta(hours=18), False),
    ],
)
def test_nightly_is_due_once_from_its_hour_on(last: timedelta | None, at: timedelta, due: bool) -> None:
    assert settings.DEFAULT_ZONE == "Asia/Jakarta"
    assert Nightly(2).is_due(None if last is None else make.NOW + last, make.NOW + at) is due


def test_turn_does_what_is_due_and_nothing_else() -> None:
    clock, often, seldom = Clock(), Diary(), Diary()
    worker = Worker([Job("often", Every(MINUTE), often), Job("seldom", Every(10 * MINUTE), seldom)], clock)
    for _ in range(11):
        worker.turn()
        clock.go(minutes=1)
    assert (len(often.runs), len(seldom.runs)) == (11, 2)


def test_turn_goes_on_after_a_failure_and_tries_that_job_again_later() -> None:
    clock, broken, sound = Clock(), Diary(), Diary()
    broken.is_broken = True
    worker = Worker(
        [Job("broken", Every(timedelta(seconds=1)), broken), Job("sound", Every(timedelta(seconds=1)), sound)], clock
    )
    for _ in range(60):
        worker.turn()
        clock.go(seconds=1)
    assert len(sound.runs) == 60
    pauses = [b - a for a, b in zip(broken.runs, broken.runs[1:], strict=False)]
    assert pauses == [timedelta(seconds=s) for s in (2, 4, 8, 16)]
    broken.is_broken = False
    clock.go(minutes=1)
    worker.turn()
    clock.go(seconds=1)
    worker.turn()
    assert len(broken.runs) == 7


def test_a_new_worker_knows_what_the_last_one_did() -> None:
    clock, hourly = Clock(), Diary()
    jobs = [Job("hourly", Every(60 * MINUTE), hourly)]
    Worker(jobs, clock).turn()
    clock.go(minutes=30)
    Worker(jobs, clock).turn()
    assert len(hourly.runs) == 1
    clock.go(minutes=31)
    Worker(jobs, clock).turn()
    assert len(hourly.runs) == 2


def test_turn_leaves_a_heartbeat_every_ten_seconds() -> None:
    clock = Clock()
    worker = Worker([], clock)
    beats = set()
    for _ in range(31):
        worker.turn()
        beats.add(record.pulse_of(HEARTBEAT))
        clock.go(seconds=1)
    assert len(beats) == 4


def test_stop_lets_the_job_at_hand_finish_and_begins_no_other() -> None:
    clock, second = Clock(), Diary()
    worker = Worker([], clock)

    def first(*, at: datetime) -> None:
        worker.stop()

    worker.jobs = [Job("first", Every(MINUTE), first), Job("second", Every(MINUTE), second)]
    assert worker.turn() == 1
    assert second.runs == []


def test_every_job_runs_on_an_empty_server() -> None:
    worker = Worker(JOBS, Clock())
    assert [job.name for job in JOBS if not worker.do(job, make.NOW)] == []
    assert len({job.name for job in JOBS}) == len(JOBS)
