"""One walk through a record file by all processors: the fast walk over parts of it, joined, or the precise walk instead."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Sequence
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from mufakat.engines.chain import merkle, note, precise, swift
from mufakat.engines.chain.record import Header
from mufakat.engines.chain.scan import GZIP, Scan, header_of
from mufakat.engines.chain.spans import Span
from mufakat.engines.chain.swift import Odd, Part, Stretch

PARALLEL_FROM: Final = 4 << 20
"""So many bytes are worth a process of their own."""


def scan(path: Path, mark: int | None = None, *, processes: int | None = None, is_thorough: bool = False) -> Scan:
    """What a record file tells, fast when it is in order and precise when not; raises Unreadable when it is none.

    `mark` asks for the root of so many first entries; `processes` defaults to as many as the file is worth and processors
    are at hand. Thorough also demands canonical texts in openings, which only the precise walk does.
    """
    if not is_thorough:
        try:
            return _scan_fast(path, mark, processes)
        except (Odd, OSError, EOFError, ValueError):
            pass
    return precise.scan(path, () if mark is None else (mark,), is_thorough=is_thorough)


def _scan_fast(path: Path, mark: int | None, processes: int | None) -> Scan:
    with path.open("rb") as stream:
        if stream.read(len(GZIP)) == GZIP:
            raise Odd
        stream.seek(0)
        header = header_of(stream)
        begin = stream.tell()
    size = path.stat().st_size
    with path.open("rb") as stream:
        tail_from = max(begin - 1, size - note.LARGEST_NOTE - 2)
        stream.seek(tail_from)
        tail = stream.read()
    cut = tail.find(b"\n\n")
    if cut < 0:
        raise Odd
    try:
        seal = tail[cut + 2 :].decode()
    except UnicodeDecodeError:
        raise Odd from None
    end = tail_from + cut + 1
    cuts = _cuts(path, begin, end, processes or max(1, min(_processors(), (end - begin) // PARALLEL_FROM)))
    stretches = [Stretch(path, first, last, mark, header.withheld) for first, last in pairwise(cuts)]
    return _scan_from(header, _walk_all(stretches), mark, seal)


def _cuts(path: Path, begin: int, end: int, count: int) -> list[int]:
    """The offsets between which at most `count` parts lie: all at the start of a line."""
    cuts = [begin]
    with path.open("rb") as stream:
        for number in range(1, count):
            stream.seek(begin + (end - begin) * number // count)
            stream.readline(swift.BLOCK)
            if cuts[-1] < stream.tell() < end:
                cuts.append(stream.tell())
    return [*cuts, end]


def _walk_all(stretches: Sequence[Stretch]) -> list[Part]:
    """The parts in order: the first walked here, each other by a process of its own."""
    is_alone = sys.platform == "linux" and threading.active_count() == 1  # a fork must not meet another thread
    context: Any = multiprocessing.get_context("fork" if is_alone else "spawn")
    others = []
    for stretch in stretches[1:]:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_send_part, args=(sender, stretch), daemon=True)
        process.start()
        sender.close()
        others.append((process, receiver))
    try:
        parts = [swift.walk(stretches[0])]
        parts += [receiver.recv() for _, receiver in others]
    finally:
        for process, receiver in others:
            receiver.close()
            process.terminate()
            process.join()
    found = [part for part in parts if part is not None]
    if len(found) < len(parts) and len(parts) > 1:
        raise Odd
    return found


def _send_part(sender: Connection, stretch: Stretch) -> None:
    try:
        sender.send(swift.walk(stretch))
    except Odd:
        sender.send(None)


def _scan_from(header: Header, parts: Sequence[Part], mark: int | None, seal: str) -> Scan:
    """The whole from its parts, in the order of the file."""
    whole, last_at, marked = Span(), b"", {0: merkle.EMPTY_ROOT} if mark == 0 else {}
    for part in parts:
        if part.span.start != whole.end or part.first_at < last_at:
            raise Odd
        if part.marked:
            prefix = whole.copy()
            prefix.join(part.marked)
            marked[prefix.end] = prefix.root()
        whole.join(part.span)
        last_at = part.last_at
    erased = {seq for part in parts for by, seq in part.erased if seq < by}
    if any(seq not in erased for part in parts for seq in part.absent):
        raise Odd
    return Scan(
        header=header,
        size=whole.end,
        root=whole.root(),
        last_seq=whole.end,
        marked=marked,
        note=seal,
        first_at=parts[0].first_at.decode() if parts else "",
        last_at=last_at.decode(),
        openings=sum(part.openings for part in parts),
        erased=sum(len(part.absent) for part in parts),
        withheld=sum(part.withheld for part in parts),
    )


def _processors() -> int:
    """How many processes may walk: one beside other threads, as in a server, or where children are not allowed."""
    if threading.active_count() > 1 or multiprocessing.current_process().daemon:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
