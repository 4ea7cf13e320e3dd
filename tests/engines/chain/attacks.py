"""Rewritings of a log by whoever holds its database and its key: each gives acts that make a flawless new log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.engines.chain import book
from tests.engines.chain.book import Act, acts_of, lines_of, write

from mufakat.engines.chain.findings import Kind, Report

Acts = list[Act]


def rewrite(acts: Acts, seq: int, **changes: object) -> Acts:
    return [replace(act, **changes) if number == seq else act for number, act in enumerate(acts, start=1)]


def log_alter_payload(acts: Acts, seq: int) -> Acts:
    said = {**acts[seq - 1].said, "open": book.saying(book.chance_of(5), title="Lain", place=1)}
    return rewrite(acts, seq, said=said)


def log_alter_actor(acts: Acts, seq: int) -> Acts:
    return rewrite(acts, seq, by="seat:9")


def log_alter_object(acts: Acts, seq: int) -> Acts:
    return rewrite(acts, seq, object="note:other", verb="note.withdrawn")


def log_backdate(acts: Acts, seq: int) -> Acts:
    """As far as the neighbour allows, so that time still runs forwards."""
    before = acts[seq - 2].at if seq > 1 else acts[0].at - timedelta(days=3)
    return rewrite(acts, seq, at=before + timedelta(microseconds=1))


def log_backdate_all(acts: Acts, seq: int) -> Acts:
    return [replace(act, at=act.at - timedelta(days=30)) for act in acts]


def log_drop(acts: Acts, seq: int) -> Acts:
    return [*acts[: seq - 1], *acts[seq:]]


def log_truncate(acts: Acts, seq: int) -> Acts:
    return acts[: seq - 1]


def log_reorder(acts: Acts, seq: int) -> Acts:
    """Two neighbours change places and times."""
    one, other = (seq - 2, seq - 1) if seq == len(acts) else (seq - 1, seq)
    swapped = list(acts)
    swapped[one] = replace(acts[other], at=acts[one].at)
    swapped[other] = replace(acts[one], at=acts[other].at)
    return swapped


def log_insert(acts: Acts, seq: int) -> Acts:
    forged = replace(acts_of(1, seed=3)[0], at=acts[seq - 1].at, object="note:forged")
    return [*acts[: seq - 1], forged, *acts[seq - 1 :]]


def log_duplicate(acts: Acts, seq: int) -> Acts:
    return [*acts[:seq], acts[seq - 1], *acts[seq:]]


def log_rebuild(acts: Acts, seq: int) -> Acts:
    """The same acts with fresh salts: nothing that a reader sees is different."""
    chance = book.chance_of(8)
    return [
        replace(act, said={group: (chance.randbytes(32), said[1]) for group, said in act.said.items()}) for act in acts
    ]


def log_rewind(acts: Acts, seq: int) -> Acts:
    """An old state is restored and the log goes on from there."""
    return [
        *acts[: seq - 1],
        *(replace(act, object=f"{act.object}-again") for act in acts_of(len(acts) + 3, seed=4)[seq - 1 :]),
    ]


def log_erase_entry(acts: Acts, seq: int) -> Acts:
    """An act is replaced by an empty one, number and time untouched."""
    return rewrite(acts, seq, said={}, by="server", verb="entry.void", object="log:1")


LOG_ATTACKS: list[Callable[[Acts, int], Acts]] = [
    log_alter_payload, log_alter_actor, log_alter_object, log_backdate, log_backdate_all, log_drop, log_truncate, log_reorder,
    log_insert, log_duplicate, log_rebuild, log_rewind, log_erase_entry,
]  # fmt: skip


def grown(acts: Acts, count: int = 3) -> Acts:
    """Honest acts after these."""
    last = acts[-1].at if acts else book.START
    return [
        *acts,
        *(replace(act, at=last + timedelta(hours=1 + place)) for place, act in enumerate(acts_of(count, seed=6))),
    ]


def keep_all_forms(folder: Path, acts: Acts, seq: int) -> list[Path]:
    """What parties keep: a copy, a checkpoint, a proof with its entry, and one without."""
    return [
        write(folder / f"{len(acts)}.copy", lines_of(acts)),
        write(folder / f"{len(acts)}.seal", [book.seal_of(acts)]),
        write(folder / f"{len(acts)}.{seq}.tlog-proof", [book.proof_of(acts, seq)]),
        write(folder / f"{len(acts)}.{seq}.bare.tlog-proof", [book.proof_of(acts, seq, with_entry=False)]),
    ]


def found(report: Report) -> list[tuple[Kind, int | None]]:
    """The kinds and places of what a report found."""
    return [(finding.kind, finding.seq) for finding in report.findings]
