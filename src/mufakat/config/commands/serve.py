"""`mufakat serve`: check, prepare, then run web and worker until stopped."""

from __future__ import annotations

import socket
import time
from argparse import Namespace

from django.conf import settings
from django.core.checks import Error, run_checks
from django.db import connections
from django.urls import get_resolver
from django.utils import timezone

from mufakat.config import family, readiness, restoration, web_process, words, worker
from mufakat.config.supervisor import Child, Supervisor
from mufakat.config.words import gettext as _
from mufakat.config.words import say

# How long a predecessor that was just killed may take to let go of its lock and its port.
PATIENCE = 3.0


def run(options: Namespace) -> int:
    try:
        with family.holding(settings.DATA / readiness.SERVE_LOCK, within=PATIENCE):
            prepare(options)
            return run_family(options)
    except family.Taken:
        raise words.refused(
            _("Another `mufakat serve` runs on this data folder (%s).") % settings.DATA,
            _("Stop it first, or name another folder with --data."),
        ) from None


def prepare(options: Namespace) -> None:
    refuse_taken_port(options.host, options.port)
    readiness.refuse_unsafe()
    readiness.refuse_unready(may_migrate=options.migrate)
    if options.migrate:
        readiness.migrate()
    refuse_failed_checks()
    restoration.finish_interrupted(at=timezone.now())
    readiness.found(at=timezone.now())
    readiness.collect_static()


def refuse_taken_port(host: str, port: int) -> None:
    until = time.monotonic() + PATIENCE
    while (why := _why_taken(host, port)) and time.monotonic() < until:
        time.sleep(0.1)
    if why:
        raise words.refused(
            _("Port %(port)d on %(host)s cannot be used: %(why)s.") % {"port": port, "host": host, "why": why},
            _("Stop what listens there, or choose another port with --port."),
        )


def _why_taken(host: str, port: int) -> str:
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            return trouble.strerror or str(trouble)
    return ""


def refuse_failed_checks() -> None:
    failed = [m for m in run_checks() if m.is_serious() and isinstance(m, Error)]
    for message in failed:
        raise words.refused(str(message.msg), str(message.hint or ""))


def run_family(options: Namespace) -> int:
    """Everything is loaded once, here, and then shared by the forked children."""
    from mufakat.config import asgi  # noqa: F401, PLC0415 - loads the whole site, which the checks above need not

    _ = get_resolver().url_patterns
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    children = [
        Child(
            "web",
            lambda: web_process.serve(
                host=options.host, port=options.port, workers=options.workers, grace=options.grace
            ),
            is_vital=True,
        )
    ]
    if not options.no_worker:
        children.append(Child("worker", worker.work, is_vital=False))
    greet(options)
    return Supervisor(children, grace=options.grace).run()


def greet(options: Namespace) -> None:
    host = f"[{options.host}]" if ":" in options.host else options.host
    say(_("Mufakat listens on http://%(host)s:%(port)d") % {"host": host, "port": options.port})
    say(_("Its address for people is %s") % settings.BASE_URL)
    say(_("Stop it with Ctrl-C."))
