"""`mufakat demo`: a fresh server with the demonstration, and how to enter it."""

from __future__ import annotations

import shutil
from argparse import Namespace

from django.conf import settings
from django.db import connections
from django.utils import timezone

from mufakat.config import family, readiness
from mufakat.config.commands import serve
from mufakat.config.demo import cast, mark, seed
from mufakat.config.words import gettext as _
from mufakat.config.words import refused, say

KEEPS = frozenset({"keys", "static", "uploads", "mail", readiness.SERVE_LOCK, readiness.WORKER_LOCK})


def run(options: Namespace) -> int:
    try:
        with family.holding(settings.DATA / readiness.SERVE_LOCK):
            if not (options.keep and mark.is_set()):
                begin_anew()
            options.migrate, options.workers, options.no_worker, options.grace = True, 1, False, 5
            if options.no_serve:
                readiness.collect_static()
                say(_("The demonstration is ready in %s.") % settings.DATA)
                return 0
            serve.prepare(options)
            tell_roles()
            return serve.run_family(options)
    except family.Taken:
        raise refused(
            _("A demonstration already runs on %s.") % settings.DATA, _("Stop it, or name another folder with --data.")
        ) from None


def begin_anew() -> None:
    """Only a folder that is empty or was a demonstration before is emptied."""
    strangers = {p.name for p in settings.DATA.iterdir()} - KEEPS
    if strangers and not mark.is_set():
        raise refused(
            _("%s holds other data, so no demonstration is made there.") % settings.DATA,
            _("Name an empty folder with --data."),
        )
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        connections.close_all()
        for path in settings.DATA.iterdir():
            if path.name not in KEEPS - {"mail"}:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        settings.MAIL_FOLDER.mkdir(mode=0o700)
    elif not readiness.is_empty():
        raise refused(_("The database holds data already."), _("Use an empty database for a demonstration."))
    mark.put()  # first of all, so that a demonstration that was stopped half-way may be begun anew
    readiness.migrate()
    seed.seed(now=timezone.now())


def tell_roles() -> None:
    say(_("The demonstration: %s") % settings.BASE_URL)
    say(_('On every page, "Step into a role" makes you one of these, without a password:'))
    for part in cast.PARTS:
        say(f"  {_(part.label):<28} {_(part.note)}")
    say()
