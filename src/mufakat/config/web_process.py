"""The web process: granian in front of our ASGI application, loaded once before the processes that answer are forked."""

from __future__ import annotations

import os
import signal
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from mufakat.config import durability, family, settings

AT_ONCE = 64
_HEADERS_WITHIN = 15_000


def serve(*, host: str, port: int, workers: int, grace: int) -> None:
    """Answer requests until told to stop; one more process is forked for each that dies."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "mufakat.config.settings"
    main = os.getpid()

    def load() -> Any:
        from mufakat.config.asgi import application  # noqa: PLC0415 - loaded before the fork, looked up after it

        family.die_with(main, by=signal.SIGKILL)
        durability.keep_open()
        return application

    server = Server(
        "mufakat.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        websockets=False,
        backpressure=AT_ONCE,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN),
        respawn_failed_workers=True,
        workers_kill_timeout=max(1, grace - 2),
        log_level=LogLevels(str(settings.LOGGING["root"]["level"]).lower()),
        log_dictconfig=_logging(),
    )
    server.serve(target_loader=load, wrap_loader=False)


def _logging() -> dict[str, Any]:
    """Granian's lines go where ours go, in the same form."""
    own = {name: {"handlers": ["stderr"], "propagate": False} for name in ("_granian", "granian.access")}
    return {**settings.LOGGING, "loggers": own}
