"""`mufakat worker`: the worker alone, for when it does not live beside the web; with --once, every job one time."""

from __future__ import annotations

from argparse import Namespace

from django.utils import timezone

from mufakat.config import readiness, worker
from mufakat.config.words import gettext as _
from mufakat.config.words import say


def run(options: Namespace) -> int:
    readiness.refuse_unsafe()
    readiness.refuse_unready(may_migrate=False)
    readiness.found(at=timezone.now())
    if not options.once:
        worker.work()
        return 0
    at = timezone.now()
    one = worker.Worker()
    failed = [job.name for job in one.jobs if not one.do(job, at)]
    for name in failed:
        say(_("The job %s failed; the log says why.") % name)
    return 1 if failed else 0
