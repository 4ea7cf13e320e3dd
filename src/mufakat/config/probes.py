"""What can be asked of a running server. Each probe answers with findings; none of them changes anything."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mufakat.config import actions, durability, readiness, sources
from mufakat.config import settings as given
from mufakat.ledger import actions as ledger
from mufakat.ledger import queries as record
from mufakat.ledger.models import Log

FINE, ODD, BAD = "fine", "odd", "bad"
SLOW = 0.5
LEAST_BYTES, LEAST_SHARE = 1_000_000_000, 0.10
OLD_BACKUP, OLD_CHECK = timedelta(days=2), timedelta(days=2)
LATE_WORKER, LATE_CONSUMER, SKEW = timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a probe saw: fine, odd (worth knowing) or bad (must be mended), and how to mend it."""

    probe: str
    state: str
    says: str
    mend: str = ""


Probe = Callable[[datetime], Iterator[Finding]]


def python_version(at: datetime) -> Iterator[Finding]:
    words = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    if platform.python_version_tuple() < ("3", "11") or sqlite3.sqlite_version_info < (3, 35):
        yield Finding("python", BAD, words, _("Mufakat needs Python 3.11 and SQLite 3.35 or newer."))
    else:
        yield Finding("python", FINE, words)


def data_folder(at: datetime) -> Iterator[Finding]:
    mode = stat.S_IMODE(settings.DATA.stat().st_mode)
    probe = settings.DATA / f".doctor.{time.time_ns()}"
    try:
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as trouble:
        yield Finding(
            "data",
            BAD,
            _("The data folder %(folder)s cannot be written: %(why)s") % _about(settings.DATA, trouble.strerror),
        )
        return
    if mode & 0o007:
        words = _("Everybody on this machine can look into the data folder %s.") % settings.DATA
        yield Finding("data", ODD, words, f"chmod 700 {settings.DATA}")
    else:
        yield Finding("data", FINE, _("Data folder: %s") % settings.DATA)


def _about(folder: Path, why: str | None) -> dict[str, object]:
    return {"folder": folder, "why": why or "?"}


def key_files(at: datetime) -> Iterator[Finding]:
    for trouble in durability.open_keys(settings.KEYS):
        yield Finding("keys", BAD, trouble.what, trouble.mend)
        return
    yield Finding("keys", FINE, _("Keys: %s") % settings.KEYS)


def disk_space(at: datetime) -> Iterator[Finding]:
    usage = shutil.disk_usage(settings.DATA)
    says = _("%(free).1f of %(all).1f GB free for data") % {"free": usage.free / 1e9, "all": usage.total / 1e9}
    if usage.free < LEAST_BYTES:
        yield Finding("disk", BAD, says, _("Free at least 1 GB, or move the data folder to a larger disk."))
    elif usage.free < LEAST_SHARE * usage.total:
        yield Finding("disk", ODD, says, _("Less than a tenth is free: plan for more room."))
    else:
        yield Finding("disk", FINE, says)


def database(at: datetime) -> Iterator[Finding]:
    """Reachable, and able to write: in a transaction that is rolled back."""
    try:
        has_tables = not readiness.is_empty() and not readiness.pending_migrations()
        begun = time.perf_counter()
        with transaction.atomic():
            if has_tables:
                ledger.beat(name="probe", at=at)
            transaction.set_rollback(True)
    except DatabaseTrouble as trouble:
        words = _("The database does not answer: %s") % str(trouble).strip()[:200]
        yield Finding("database", BAD, words, _("Is it running, and is MUFAKAT_DATABASE_URL right?"))
        return
    took = time.perf_counter() - begun
    says = _("%(kind)s answers a write in %(ms)d ms") % {"kind": connection.vendor, "ms": round(took * 1000)}
    yield Finding("database", FINE if took < SLOW else ODD, says, "" if took < SLOW else _("The disk is slow or busy."))


def schema(at: datetime) -> Iterator[Finding]:
    if readiness.is_empty():
        yield Finding("schema", BAD, _("The database is empty."), _("Run `mufakat init`."))
    elif newer := readiness.unknown_migrations():
        words = _("The database belongs to a newer version (%s).") % ", ".join(newer[:3])
        yield Finding("schema", BAD, words, _("Install that version."))
    elif pending := readiness.pending_migrations():
        words = _("The database is older than this version: %s not applied.") % ", ".join(pending[:3])
        yield Finding("schema", BAD, words, _("Make a backup, then run `mufakat serve --migrate`."))
    else:
        yield Finding("schema", FINE, _("The schema is this version's."))


def durable(at: datetime) -> Iterator[Finding]:
    troubles = durability.troubles()
    for trouble in troubles:
        yield Finding("durability", BAD, trouble.what, trouble.mend)
    if not troubles:
        yield Finding("durability", FINE, _("What is acknowledged survives a power cut."))


def guards(at: datetime) -> Iterator[Finding]:
    if missing := record.missing_guards():
        words = _("The database no longer guards the record: %s missing.") % ", ".join(missing[:3])
        yield Finding("guards", BAD, words, _("Someone removed its triggers. Ask the parties to verify their copies."))
    else:
        yield Finding("guards", FINE, _("The database refuses changes to the record."))


def worker_beats(at: datetime) -> Iterator[Finding]:
    beat = record.pulse_of(readiness.HEARTBEAT)
    if beat is None:
        yield Finding("worker", ODD, _("The worker has never run."), _("Run `mufakat serve` without --no-worker."))
    elif at - beat > LATE_WORKER:
        words = _("The worker was last seen %d minutes ago.") % ((at - beat).total_seconds() // 60)
        yield Finding("worker", BAD, words, _("Read the log of `mufakat serve`; it says why the worker stopped."))
    else:
        yield Finding("worker", FINE, _("The worker is at work."))


def consumers(at: datetime) -> Iterator[Finding]:
    """Whoever follows the record is close behind, and nothing has failed without being mended."""
    late = [b for b in record.backlogs() if at - b.oldest_at > LATE_CONSUMER]
    for backlog in late[:5]:
        words = _("%(who)s is %(n)d entries behind on %(log)s. %(trouble)s") % {
            "who": backlog.consumer,
            "n": backlog.behind,
            "log": backlog.origin,
            "trouble": backlog.trouble,
        }
        yield Finding("consumers", BAD, words, _("Read the log of the worker, mend the cause; it goes on by itself."))
    if not late:
        yield Finding("consumers", FINE, _("Everything recorded has been told on."))


def record_check(at: datetime) -> Iterator[Finding]:
    broken = [c for c in record.troubled_cursors() if c.consumer == record.CHECK]
    for cursor in broken[:5]:
        words = _("The record %(log)s is not sound: %(what)s") % {
            "log": cursor.log.origin,
            "what": cursor.trouble[:300],
        }
        yield Finding(
            "record", BAD, words, _("Stop, keep the database, and compare with a party's copy: `mufakat verify`.")
        )
    if broken:
        return
    last = record.pulse_of("ledger.check") or record.instance_log().opened_at
    if at - last > OLD_CHECK:
        yield Finding(
            "record", ODD, _("The record has not been checked for two days."), _("The worker does it each night.")
        )
    else:
        yield Finding("record", FINE, _("The record was checked and found sound."))


def backups(at: datetime) -> Iterator[Finding]:
    last = record.pulse_of(readiness.BACKUP)
    if last is None:
        yield Finding(
            "backup", ODD, _("There has never been a backup."), _("Run `mufakat backup FILE` every day, by cron.")
        )
    elif at - last > OLD_BACKUP:
        words = _("The last backup is %d days old.") % (at - last).days
        yield Finding("backup", ODD, words, _("Run `mufakat backup FILE` every day, by cron."))
    else:
        yield Finding("backup", FINE, _("The last backup is recent and was verified."))


def clock(at: datetime) -> Iterator[Finding]:
    newest = Log.objects.aggregate(newest=Max("last_at"))["newest"]
    if newest and newest - at > SKEW:
        words = _("The clock is behind the record by %d seconds.") % (newest - at).total_seconds()
        yield Finding("clock", BAD, words, _("Set the clock, and keep it by NTP: entries never go back in time."))
    else:
        yield Finding("clock", FINE, _("The clock agrees with the record."))


def addresses(at: datetime) -> Iterator[Finding]:
    base = urlsplit(settings.BASE_URL)
    host = base.hostname or ""
    is_local = host in {"localhost", "127.0.0.1", "::1"} or host.endswith(".localhost")
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        words = _("MUFAKAT_BASE_URL names %s, which MUFAKAT_HOSTS does not allow.") % host
        yield Finding("address", BAD, words, _("Add it to MUFAKAT_HOSTS."))
    elif base.scheme != "https" and not is_local:
        words = _("People reach this server over http, so anyone on the way can read along.")
        mend = _(
            "Put a proxy with a certificate in front, and set MUFAKAT_BASE_URL to https and MUFAKAT_BEHIND_PROXY=true."
        )
        yield Finding("address", BAD, words, mend)
    elif base.scheme == "https" and getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is None:
        words = _("The address is https, but MUFAKAT_BEHIND_PROXY is not set.")
        yield Finding("address", ODD, words, _("Set MUFAKAT_BEHIND_PROXY=true when a proxy ends the encryption."))
    else:
        yield Finding("address", FINE, _("Address: %s") % settings.BASE_URL)


def mail(at: datetime) -> Iterator[Finding]:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") and not settings.DEMO:
        words = _("No mail server is set: letters only lie in %s.") % settings.MAIL_FOLDER
        yield Finding("mail", ODD, words, _("Set MUFAKAT_MAIL_URL, such as smtp+tls://user:password@host:587."))
    else:
        yield Finding(
            "mail", FINE, _("Mail: %s") % (settings.EMAIL_HOST if not settings.DEMO else settings.MAIL_FOLDER)
        )


def demonstration(at: datetime) -> Iterator[Finding]:
    if settings.DEMO:
        yield Finding("demo", ODD, _("This is a demonstration: everybody may step into every role."))


def static_files(at: datetime) -> Iterator[Finding]:
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield Finding(
            "static", ODD, _("The static files are not collected yet."), _("`mufakat serve` does it at its start.")
        )
    else:
        yield Finding("static", FINE, _("The static files are collected."))


def catalogues(at: datetime) -> Iterator[Finding]:
    texts = sorted(settings.PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"))
    lacking = [p for p in texts if not p.with_suffix(".mo").exists()]
    if lacking:
        words = _("The translations of %s are not compiled.") % ", ".join(p.parts[-5] for p in lacking)
        yield Finding("catalogues", BAD, words, _("Run scripts/build_hook.py, or install the wheel again."))
    else:
        yield Finding("catalogues", FINE, _("The translations are compiled."))


def setting_names(at: datetime) -> Iterator[Finding]:
    for name, meant in sources.unknown(given.env.asked).items():
        mend = _("Did you mean %s?") % meant if meant else ""
        yield Finding("settings", ODD, _("%s is set, but it is not a setting.") % name, mend)


def restores(at: datetime) -> Iterator[Finding]:
    if record.pulse_of(actions.UNFINISHED):
        yield Finding("restore", BAD, _("A restore was interrupted."), _("`mufakat serve` finishes it at its start."))
    elif record.pulse_of(actions.UNSEEN):
        words = _("A backup was restored, and no administrator has acknowledged it on the site.")
        yield Finding("restore", ODD, words, _("Sign in as administrator and read the notice on top of the page."))
