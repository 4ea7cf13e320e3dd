"""A backup's record against what this server holds and against checkpoints that parties kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from mufakat.config import words
from mufakat.config.words import gettext as _
from mufakat.engines.chain import merkle, note
from mufakat.ledger.models import Entry, Log


@dataclass(frozen=True, slots=True)
class Missing:
    """An entry that this server has and the backup has not."""

    origin: str
    seq: int
    at: str
    verb: str
    object: str


@dataclass(slots=True)
class Difference:
    """What a restore would take away, and where the two records contradict each other."""

    before: dict[str, int] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)
    forked: list[str] = field(default_factory=list)
    is_known: bool = True


def with_present(archived: Sequence[Mapping[str, Any]]) -> Difference:
    """Compare with the database in force; a broken one cannot be compared, and that is no reason not to restore."""
    sizes = {row["origin"]: row for row in archived}
    difference = Difference()
    try:
        for log in Log.objects.order_by("origin"):
            difference.before[log.origin] = log.size
            _compare(log, sizes.get(log.origin), difference)
    except DatabaseError:
        difference.is_known = False
    return difference


def _compare(log: Log, row: Mapping[str, Any] | None, difference: Difference) -> None:
    size = int(row["size"]) if row else 0
    if row and 0 < size <= log.size and _root_at(log, size).hex() != row["root"]:
        difference.forked.append(log.origin)
    newer = Entry.objects.filter(log=log, seq__gt=size).order_by("seq")
    difference.missing += [
        Missing(log.origin, e.seq, e.at.isoformat(timespec="seconds"), e.verb, e.object) for e in newer.iterator()
    ]


def _root_at(log: Log, size: int) -> bytes:
    leaves = Entry.objects.filter(log=log, seq__lte=size).order_by("seq").values_list("leaf", flat=True)
    return merkle.root_of(bytes(leaf) for leaf in leaves.iterator())


def refuse_contradiction(files: Iterable[str], archived: Sequence[Mapping[str, Any]]) -> list[str]:
    """Compare with checkpoints that parties kept: what is missing in the backup, in words; stops at a contradiction."""
    said = []
    for name in files:
        kept = _opened(Path(name), archived)
        row = next(r for r in archived if r["origin"] == kept.origin)
        if kept.size > row["size"]:
            said.append(
                _("%(origin)s: the checkpoint knows %(kept)d entries, the backup only %(size)d.")
                % {"origin": kept.origin, "kept": kept.size, "size": row["size"]}
            )
        elif kept.size == row["size"] and kept.root.hex() != row["root"]:
            raise words.refused(
                _("%s: the backup contradicts the checkpoint. It is not the record that the party saw.") % kept.origin,
                _("Keep both files and ask the parties for their copies of the record."),
            )
    return said


def _opened(path: Path, archived: Sequence[Mapping[str, Any]]) -> note.Checkpoint:
    try:
        text = path.read_text(encoding="utf-8")
        claimed = note.claimed_checkpoint(text)
        row = next((r for r in archived if r["origin"] == claimed.origin), None)
        if row is None:
            raise words.refused(_("The backup holds no record named %s.") % claimed.origin)
        return note.open_checkpoint(text, row["vkey"])
    except (OSError, UnicodeDecodeError, note.NoteRefused) as trouble:
        raise words.refused(
            _("%(file)s is not a checkpoint of this server: %(why)s") % {"file": path, "why": trouble}
        ) from trouble
