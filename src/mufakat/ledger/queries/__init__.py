"""Questions to the record: logs and their keys, entries, proofs, soundness, and who follows how far."""

from mufakat.ledger.queries.entries import Page, Told, entries_about, entries_of, entry_at, page_of, told
from mufakat.ledger.queries.export import export_lines
from mufakat.ledger.queries.following import CHECK, Backlog, backlogs, news_for, pulse_of, pulses, troubled_cursors
from mufakat.ledger.queries.logs import (
    INSTANCE,
    checkpoint_now,
    checkpoints_of,
    find_instance_log,
    in_lock_order,
    instance_log,
    missing_guards,
    origin_of,
    root_of,
    signing_key,
    unsealed_logs,
    vkey,
)
from mufakat.ledger.queries.proofs import Inclusion, growth_of, proof_of, proof_text
from mufakat.ledger.queries.soundness import fsck

__all__ = [
    "CHECK",
    "INSTANCE",
    "Backlog",
    "Inclusion",
    "Page",
    "Told",
    "backlogs",
    "checkpoint_now",
    "checkpoints_of",
    "entries_about",
    "entries_of",
    "entry_at",
    "export_lines",
    "find_instance_log",
    "fsck",
    "growth_of",
    "in_lock_order",
    "instance_log",
    "missing_guards",
    "news_for",
    "origin_of",
    "page_of",
    "proof_of",
    "proof_text",
    "pulse_of",
    "pulses",
    "root_of",
    "signing_key",
    "told",
    "troubled_cursors",
    "unsealed_logs",
    "vkey",
]
