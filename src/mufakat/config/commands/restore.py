"""`mufakat restore FILE`: examine, compare, say what would be lost, then replace in one step."""

from __future__ import annotations

import shutil
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from mufakat.config import archive, comparison, family, readiness, restoration
from mufakat.config.words import gettext as _
from mufakat.config.words import ngettext, refused, say, warn
from mufakat.engines.chain import note
from mufakat.ledger import queries as record

SCRATCH = ".restore-"
_SHOWN = 30


def run(options: Namespace) -> int:
    path = Path(options.file)
    manifest = examined(path)
    refuse_unfit(manifest)
    missing = comparison.refuse_contradiction(options.checkpoint, manifest.facts["logs"])
    is_fresh = has_no_data()
    difference = comparison.Difference() if is_fresh else comparison.with_present(manifest.facts["logs"])
    tell_before(manifest, difference, missing)
    if options.check:
        return 0
    if not is_fresh and not options.replace:
        raise refused(
            _("There is data here already."),
            _("Run the command again with --replace; the old database is kept beside the new one."),
        )
    with alone():
        sweep()
        refuse_full_disk(manifest)
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=settings.DATA) as scratch:
            put_back(path, Path(scratch), difference, is_fresh=is_fresh)
    tell_after(difference)
    return 0


def examined(path: Path) -> archive.Manifest:
    if not path.is_file():
        raise refused(_("%s does not exist.") % path)
    try:
        return archive.examine(path)
    except archive.Damaged as trouble:
        raise refused(
            _("%(file)s is damaged: %(why)s") % {"file": path, "why": trouble}, _("Use another backup.")
        ) from trouble
    except archive.Newer as trouble:
        raise refused(
            _("The backup was made by a newer version (%s).") % trouble, _("Install that version first.")
        ) from trouble


def refuse_unfit(manifest: archive.Manifest) -> None:
    """Another kind of database, or a schema that this version does not know."""
    kind = str(manifest.facts.get("database"))
    if kind != connection.vendor:
        raise refused(
            _("The backup is of a %(theirs)s database, this server uses %(ours)s.")
            % {"theirs": kind, "ours": connection.vendor},
            _("Set MUFAKAT_DATABASE_URL to a database of that kind."),
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.facts["schema"]) - known):
        raise refused(
            _("The backup has a newer schema than this version knows (%s).") % ", ".join(newer[:3]),
            _("Install version %s first.") % manifest.facts.get("product_version"),
        )


def has_no_data() -> bool:
    try:
        return readiness.is_empty()
    except DatabaseError:
        return False  # there is something, even if it cannot be read


@contextmanager
def alone() -> Iterator[None]:
    """Nobody serves this data folder while it is exchanged."""
    with ExitStack() as stack:
        try:
            for name in (readiness.SERVE_LOCK, readiness.WORKER_LOCK):
                stack.enter_context(family.holding(settings.DATA / name))
        except family.Taken:
            raise refused(
                _("`mufakat serve` runs on this data folder (%s).") % settings.DATA, _("Stop it, then restore.")
            ) from None
        yield


def sweep() -> None:
    """What a restore left behind that was killed."""
    for folder in settings.DATA.glob(f"{SCRATCH}*"):
        shutil.rmtree(folder)


def refuse_full_disk(manifest: archive.Manifest) -> None:
    needed = 3 * manifest.size
    if shutil.disk_usage(settings.DATA).free < needed:
        raise refused(
            _("Not enough room in %(folder)s: about %(size)d MB are needed.")
            % {"folder": settings.DATA, "size": needed // 1_000_000 + 1},
            _("Free some space first."),
        )


def put_back(path: Path, folder: Path, difference: comparison.Difference, *, is_fresh: bool) -> None:
    manifest = archive.unpack(path, folder)
    picture = next(folder.glob("database.*"), None)
    if picture is None:
        raise refused(_("The backup holds no database."))
    facts = {"created_at": manifest.facts["created_at"], "before": difference.before}
    restoration.examine(picture, folder, manifest, facts)
    if is_fresh:
        restoration.place_keys(folder)
    elif restoration.brings_other_keys(folder):
        warn(
            _(
                "The keys in the backup were not used: this server keeps its own. A new, empty data folder takes them over."
            )
        )
    restoration.place_files(folder)
    kept = restoration.swap(picture, facts, is_fresh=is_fresh)
    say(_("Restored: %s") % path)
    if kept:
        say(_("The database as it was is kept in %s; delete it when all is well.") % kept)
    tell_keys(manifest, came_along=is_fresh and (folder / "keys").exists())


def tell_before(manifest: archive.Manifest, difference: comparison.Difference, missing: list[str]) -> None:
    say(
        _("The backup is whole. It was made on %(at)s by version %(version)s for %(server)s.")
        % {
            "at": manifest.facts["created_at"],
            "version": manifest.facts["product_version"],
            "server": manifest.facts["instance"],
        }
    )
    for line in missing:
        warn(line)
    for origin in difference.forked:
        warn(_("%s: the record here and the one in the backup are not the same history.") % origin)
    if not difference.is_known:
        warn(_("The database here cannot be read, so nobody can say what it had beyond the backup."))
    tell_missing(difference)


def tell_missing(difference: comparison.Difference) -> None:
    if not difference.missing:
        return
    number = len(difference.missing)
    warn(
        ngettext(
            "%(n)d entry of the record here is not in the backup:",
            "%(n)d entries of the record here are not in the backup:",
            number,
        )
        % {"n": number}
    )
    for entry in difference.missing[:_SHOWN]:
        warn(f"  {entry.origin} {entry.seq}  {entry.at}  {entry.verb}  {entry.object}")
    if number > _SHOWN:
        warn(ngettext("  and %(n)d more", "  and %(n)d more", number - _SHOWN) % {"n": number - _SHOWN})


def tell_keys(manifest: archive.Manifest, *, came_along: bool) -> None:
    if came_along:
        say(_("The keys came with the backup: seals and links are as before."))
        return
    known = {
        note.vkey_of(row["origin"], record.signing_key().public_key()) == row["vkey"] for row in manifest.facts["logs"]
    }
    if False in known:
        warn(
            _("The key of the record here is not the one of the backup: copy the old keys, if you have them, to %s.")
            % settings.KEYS
        )


def tell_after(difference: comparison.Difference) -> None:
    say(_("Everybody is signed out, and each record says that it was restored."))
    if any(e.verb in {"invitation.revoked", "seat.ended", "party.left", "erasure.done"} for e in difference.missing):
        warn(_("Among the lost entries are ends of seats, revoked invitations or erasures: do those again now."))
    say(_("Start the site with `mufakat serve`. Tell the parties: their copies of the record may be longer."))
