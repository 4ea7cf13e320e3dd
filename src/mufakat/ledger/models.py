"""The record: append-only Merkle logs, their openings, checkpoints and the cursors of those who follow them.

The ledger knows no persons: an actor is an opaque string such as `seat:<uuid>`, and what an entry says stays outside
it, in openings that the entry commits to by salted hashes. An opening about a person can be erased; the entry still
verifies.
"""

from __future__ import annotations

import uuid
from datetime import UTC

from django.db import models
from django.db.models import F, Q

from mufakat.engines.chain.entry import Entry as ChainEntry

OPEN = "open"  # the group of what every reader of a log may read

# the triggers of migration 0002_guards, by which the database itself keeps the record append-only
GUARDS = (
    "ledger_log_begins_empty",
    "ledger_log_grows",
    "ledger_log_stays",
    "ledger_entry_next",
    "ledger_entry_fixed",
    "ledger_entry_stays",
    "ledger_node_next",
    "ledger_node_fixed",
    "ledger_node_stays",
    "ledger_opening_next",
    "ledger_opening_erased",
    "ledger_opening_stays",
    "ledger_checkpoint_once",
    "ledger_checkpoint_fixed",
    "ledger_checkpoint_stays",
)


class Log(models.Model):
    """One append-only log. `size` and `peaks` are the head of its Merkle tree; a trigger lets them only grow by one.

    `last_at` is the time of the newest entry: time never runs backwards in a log.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    origin = models.CharField(max_length=200, unique=True)
    opened_at = models.DateTimeField()
    size = models.PositiveBigIntegerField(default=0)
    peaks = models.BinaryField(default=b"")
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.origin


class Entry(models.Model):
    """One act: leaf `seq - 1` of its log. Never updated, never deleted (triggers)."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    object = models.CharField(max_length=120)
    commitments = models.JSONField(default=dict)
    leaf = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "seq"], name="ledger_entry_once_per_place"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="ledger_entry_seq_from_one"),
        ]
        indexes = [
            models.Index(fields=["log", "object", "seq"], name="ledger_entry_by_object"),
            models.Index(fields=["log", "verb", "seq"], name="ledger_entry_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.object}"

    def as_chain(self) -> ChainEntry:
        return ChainEntry(
            seq=self.seq,
            at=self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            by=self.by,
            verb=self.verb,
            object=self.object,
            commitments=self.commitments,
        )


class Node(models.Model):
    """The hash of a perfect subtree; `position` counts its level's subtrees from the left (level 0 is Entry.leaf)."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    position = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "level", "position"], name="ledger_node_once"),
            models.CheckConstraint(condition=Q(level__gte=1), name="ledger_node_above_leaves"),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.position}"


class Opening(models.Model):
    """What an entry says: canonical JSON text and the salt of its commitment. Erasing empties both, once, for good."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="openings")
    group = models.CharField(max_length=40)
    subject = models.UUIDField(null=True, blank=True, db_index=True)
    salt = models.BinaryField(max_length=32, null=True)
    value = models.TextField(null=True)  # noqa: DJ001 - NULL means erased, which an empty text must not mean

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "group"], name="ledger_opening_once_per_group"),
            models.CheckConstraint(
                condition=Q(salt__isnull=True, value__isnull=True) | Q(salt__isnull=False, value__isnull=False),
                name="ledger_opening_whole_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.group}"

    @property
    def is_erased(self) -> bool:
        return self.value is None


class Checkpoint(models.Model):
    """A signed statement of a log's size and root, as given out. Never updated, never deleted (triggers)."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="ledger_checkpoint_once_per_size")]

    def __str__(self) -> str:
        return f"{self.log_id}@{self.size}"


class Cursor(models.Model):
    """How far a consumer has followed a log, and what stopped it last."""

    consumer = models.CharField(max_length=60)
    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(F("consumer"), F("log"), name="ledger_cursor_once")]

    def __str__(self) -> str:
        return f"{self.consumer} {self.log_id}@{self.seq}"


class Pulse(models.Model):
    """When a job of the worker last ran to its end; `worker` is its heartbeat."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%dT%H:%M:%SZ}"
