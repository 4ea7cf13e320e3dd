"""A child process that never outlives its parent, and one holder at a time of a place in the data folder."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1


def die_with(parent: int, *, by: signal.Signals = signal.SIGTERM) -> None:
    """From now on this process gets `by` when `parent` is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(by))
    else:
        threading.Thread(target=_watch, args=(parent, by), daemon=True).start()
    if os.getppid() != parent:
        os.kill(os.getpid(), by)


def _watch(parent: int, by: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), by)


class Taken(Exception):
    """Another process holds this lock."""


def _try_lock(path: Path) -> IO[str] | None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    stream = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stream.close()
        return None
    return stream


@contextmanager
def holding(path: Path, *, within: float = 0.0) -> Iterator[None]:
    """Hold the lock file at `path`; the kernel lets go of it when the process and its forks end, however they end.

    `within` is how many seconds to wait for a family that is just dying.
    """
    until = time.monotonic() + within
    while (stream := _try_lock(path)) is None:
        if time.monotonic() >= until:
            raise Taken(path.name)
        time.sleep(0.05)
    try:
        yield
    finally:
        stream.close()


def is_held(path: Path) -> bool:
    stream = _try_lock(path)
    if stream is None:
        return True
    stream.close()
    return False
