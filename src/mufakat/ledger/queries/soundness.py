"""Is the stored record what it should be? Everything is computed again from the entries and compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from mufakat.engines.chain import canonical, merkle, note, record
from mufakat.engines.chain.entry import entry_bytes
from mufakat.ledger.models import OPEN, Checkpoint, Entry, Log, Node, Opening
from mufakat.ledger.queries import logs

CHUNK = 2000
MOST = 100


def fsck(log: Log) -> list[str]:
    """What is wrong with a log, in plain sentences; nothing when it is sound. At most a hundred, in constant memory."""
    findings: list[str] = []
    for finding in _Walk(log).findings():
        findings.append(finding)
        if len(findings) == MOST:
            findings.append("… and more; only the first hundred are named")
            break
    return findings


class _Walk:
    """One pass over a log, entry by entry, growing its tree again.

    The log may grow meanwhile. So the head is read last, and everything counted before it: what came later is left out.
    """

    def __init__(self, log: Log) -> None:
        newest = Entry.objects.filter(log=log).order_by("-seq").values_list("seq", flat=True).first()
        self.checkpoints = {c.size: c for c in Checkpoint.objects.filter(log=log)}
        self.stored_nodes = Node.objects.filter(log=log).count()
        self.log = Log.objects.get(pk=log.pk)
        self.last = max(self.log.size, newest or 0)
        self.frontier = merkle.Frontier()
        self.last_at: datetime | None = None
        self.nodes = 0
        self.erased: set[int] = set()
        self.owned_up: set[int] = set()

    def findings(self) -> Iterator[str]:
        if self.checkpoints.get(0):
            yield from self._compare_checkpoint()
        for first in range(1, self.last + 1, CHUNK):
            yield from self._chunk(first, min(first + CHUNK - 1, self.last))
        yield from self._compare_head()
        yield from self._silent_erasures()
        yield from (f"checkpoint at {size}: the log has only {self.log.size}" for size in self.checkpoints)

    def _chunk(self, first: int, last: int) -> Iterator[str]:
        rows = Entry.objects.filter(log=self.log, seq__gte=first, seq__lte=last).order_by("seq")
        found = {entry.seq: entry for entry in rows}
        openings: dict[int, list[Opening]] = {}
        for opening in Opening.objects.filter(entry__in=rows):
            openings.setdefault(opening.entry_id, []).append(opening)
        completed: list[merkle.Node] = []
        for seq in range(first, last + 1):
            entry = found.get(seq)
            if entry is None:
                yield f"entry {seq} is missing"
                completed += self._grow(bytes(merkle.HASH_BYTES))
                continue
            yield from self._compare_entry(entry)
            yield from self._compare_openings(entry, openings.get(entry.pk, []))
            completed += self._grow(bytes(entry.leaf))
            yield from self._compare_checkpoint()
        yield from self._compare_nodes(completed)

    def _grow(self, leaf: bytes) -> list[merkle.Node]:
        self.frontier, completed = self.frontier.append(leaf)
        return [node for node in completed if node.level > 0]

    def _compare_entry(self, entry: Entry) -> Iterator[str]:
        try:
            leaf = merkle.leaf_hash(entry_bytes(entry.as_chain()))
        except ValueError as trouble:
            yield f"entry {entry.seq} cannot be read: {trouble}"
            return
        if leaf != bytes(entry.leaf):
            yield f"entry {entry.seq} was altered: its words do not give its stored hash"
        if self.last_at and entry.at < self.last_at:
            yield f"entry {entry.seq} is dated before the entry that precedes it"
        self.last_at = entry.at

    def _compare_openings(self, entry: Entry, openings: list[Opening]) -> Iterator[str]:
        by_group = {opening.group: opening for opening in openings}
        for group in sorted(set(by_group) - set(entry.commitments)):
            yield f"entry {entry.seq}, {group}: an opening that the entry does not commit to"
        for group, commitment in sorted(entry.commitments.items()):
            opening = by_group.get(group)
            if opening is None:
                yield f"entry {entry.seq}, {group}: the opening is missing"
            elif opening.value is None:
                self.erased.add(entry.seq)
            elif not _fits(opening, commitment):
                yield f"entry {entry.seq}, {group}: what it says was altered"
            elif entry.verb == record.ERASURE and group == OPEN:
                self.owned_up |= set(json.loads(opening.value).get("entries", []))

    def _compare_nodes(self, completed: list[merkle.Node]) -> Iterator[str]:
        self.nodes += len(completed)
        stored = dict(self._stored(completed))
        for node in completed:
            found = stored.get((node.level, node.index))
            if found is None:
                yield f"node {node.level}/{node.index} is missing"
            elif found != node.hash:
                yield f"node {node.level}/{node.index} does not fit the entries below it"

    def _stored(self, completed: list[merkle.Node]) -> Iterator[tuple[tuple[int, int], bytes]]:
        for level in {node.level for node in completed}:
            places = [node.index for node in completed if node.level == level]
            rows = Node.objects.filter(log=self.log, level=level, position__gte=places[0], position__lte=places[-1])
            for position, found in rows.values_list("position", "hash"):
                yield (level, position), bytes(found)

    def _compare_checkpoint(self) -> Iterator[str]:
        checkpoint = self.checkpoints.pop(self.frontier.size, None)
        if checkpoint is None:
            return
        try:
            said = note.open_checkpoint(checkpoint.note, logs.vkey(self.log))
        except note.NoteRefused as trouble:
            yield f"checkpoint at {checkpoint.size}: {trouble}"
            return
        if said != note.Checkpoint(self.log.origin, checkpoint.size, bytes(checkpoint.root)):
            yield f"checkpoint at {checkpoint.size}: its note says something else than its row"
        if said.root != self.frontier.root():
            yield f"checkpoint at {checkpoint.size}: the first {checkpoint.size} entries are not those it was signed for"

    def _compare_head(self) -> Iterator[str]:
        if self.log.size != self.frontier.size:
            yield f"the head says {self.log.size} entries, there are {self.frontier.size}"
        elif bytes(self.log.peaks) != self.frontier.peaks:
            yield "the head does not fit the entries"
        if self.last_at and self.log.last_at < self.last_at:
            yield "the head is dated before the newest entry"
        if self.stored_nodes > self.nodes:
            yield f"there are {self.stored_nodes - self.nodes} nodes too many"

    def _silent_erasures(self) -> Iterator[str]:
        later = Opening.objects.filter(
            entry__log=self.log, entry__seq__gt=self.last, entry__verb=record.ERASURE, group=OPEN, value__isnull=False
        )
        for value in later.values_list("value", flat=True):
            self.owned_up |= set(json.loads(value or "{}").get("entries", []))
        for seq in sorted(self.erased - self.owned_up):
            yield f"entry {seq} was erased without a record of it"


def _fits(opening: Opening, commitment: str) -> bool:
    try:
        return canonical.commit_text(bytes(opening.salt or b""), opening.value or "") == commitment
    except ValueError:
        return False
