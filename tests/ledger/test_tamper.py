"""Whoever holds the database and the key can rewrite the record, but not what a party kept.

Each attack is made in the tables, with the guards gone. `careless` ones stop there; `thorough` ones compute leaves, nodes,
head and checkpoints again and sign them with the log's own key. The own check (fsck) sees the first kind; a party's earlier
copy, a kept checkpoint and a kept proof see every kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests import make
from tests.ledger.conftest import SITI, Attack, act, acts

from mufakat.engines.chain import audit, canonical, merkle
from mufakat.engines.chain.entry import entry_bytes
from mufakat.engines.chain.findings import Report
from mufakat.ledger import actions, queries
from mufakat.ledger.models import Checkpoint, Entry, Log, Node, Opening
from mufakat.ledger.queries import logs

pytestmark = pytest.mark.django_db
SIZE = 9


@dataclass(frozen=True)
class Kept:
    """What a party has from the day the log had nine entries, and the folder where it keeps it."""

    folder: Path
    copy: Path
    checkpoint: Path
    proof: Path


def _export(log: Log, path: Path) -> Path:
    path.write_text("".join(queries.export_lines(log, title="Contoh", may_read_personal=True)), encoding="utf-8")
    return path


@pytest.fixture
def kept(log: Log, tmp_path: Path) -> Kept:
    acts(log, SIZE)
    actions.sign_checkpoint(log=log, at=make.NOW)
    (tmp_path / "checkpoint").write_text(queries.checkpoint_now(log), encoding="utf-8")
    (tmp_path / "proof").write_text(queries.proof_text(Entry.objects.get(log=log, seq=4)), encoding="utf-8")
    return Kept(tmp_path, _export(log, tmp_path / "kept.mufakat"), tmp_path / "checkpoint", tmp_path / "proof")


def _verify(log: Log, kept: Kept, earlier: Path) -> Report:
    return audit.verify_file(_export(log, kept.folder / "now.mufakat"), earlier=earlier)


def _found(report: Report) -> set[tuple[str, int | None]]:
    return {(finding.kind.value, finding.seq) for finding in report.findings}


# --- what the attacker does --------------------------------------------------------------------------------------------


def _entry(log: Log, seq: int) -> Entry:
    return Entry.objects.get(log=log, seq=seq)


def _say(log: Log, seq: int, text: str) -> None:
    """Other words in the opening, and a commitment that fits them."""
    opening = Opening.objects.get(entry=_entry(log, seq), group="open")
    value = json.dumps({"text": text})
    commitments = _entry(log, seq).commitments | {"open": canonical.commit_text(bytes(opening.salt or b""), value)}
    Opening.objects.filter(pk=opening.pk).update(value=value)
    Entry.objects.filter(log=log, seq=seq).update(commitments=commitments)


def _drop(log: Log, *seqs: int) -> None:
    Opening.objects.filter(entry__log=log, entry__seq__in=seqs).delete()
    Entry.objects.filter(log=log, seq__in=seqs).delete()


def _renumber(log: Log) -> None:
    for seq, entry in enumerate(Entry.objects.filter(log=log).order_by("seq"), start=1):
        Entry.objects.filter(pk=entry.pk).update(seq=seq)


def _swap(log: Log, one: int, other: int) -> None:
    first, second = _entry(log, one), _entry(log, other)
    Entry.objects.filter(pk=first.pk).update(seq=999, at=second.at)
    Entry.objects.filter(pk=second.pk).update(seq=one, at=first.at)
    Entry.objects.filter(pk=first.pk).update(seq=other)


def _insert(log: Log, after: int) -> None:
    for entry in Entry.objects.filter(log=log, seq__gt=after).order_by("-seq"):
        Entry.objects.filter(pk=entry.pk).update(seq=entry.seq + 1)
    old = _entry(log, after)
    Entry.objects.create(
        log=log, seq=after + 1, at=old.at, by="seat:9", verb="goal.agreed", object="goal:9", leaf=old.leaf
    )


def _rebuild(log: Log) -> None:
    """Leaves, nodes, head and checkpoints computed again from the altered entries, and signed."""
    frontier, completed = merkle.Frontier(), []
    for entry in Entry.objects.filter(log=log).order_by("seq"):
        leaf = merkle.leaf_hash(entry_bytes(entry.as_chain()))
        Entry.objects.filter(pk=entry.pk).update(leaf=leaf)
        frontier, nodes = frontier.append(leaf)
        completed += [node for node in nodes if node.level]
    Node.objects.filter(log=log).delete()
    Node.objects.bulk_create([Node(log=log, level=n.level, position=n.index, hash=n.hash) for n in completed])
    Log.objects.filter(pk=log.pk).update(size=frontier.size, peaks=frontier.peaks)
    Checkpoint.objects.filter(log=log).delete()
    log.refresh_from_db()
    actions.sign_checkpoint(log=log, at=make.NOW)


def _alter(log: Log) -> None:
    Entry.objects.filter(log=log, seq=4).update(verb="goal.agreed")


def _rewrite(log: Log) -> None:
    _say(log, 4, "Anggaran untuk kami saja")


def _backdate(log: Log) -> None:
    Entry.objects.filter(log=log, seq=4).update(at=make.NOW + timedelta(seconds=200))


def _truncate(log: Log) -> None:
    _drop(log, *range(7, log.size + 1))


def _remove(log: Log) -> None:
    _drop(log, 4)
    _renumber(log)


Act = Callable[[Log], None]
THOROUGH: dict[str, tuple[Act, set[tuple[str, int | None]]]] = {
    "alter": (_alter, {("altered", 4)}),
    "rewrite what it says": (_rewrite, {("altered", 4)}),
    "backdate": (_backdate, {("backdated", 4)}),
    "reorder": (lambda log: _swap(log, 4, 5), {("reordered", 4)}),
    "remove": (_remove, {("removed", 4)}),
    "insert": (lambda log: _insert(log, 3), {("inserted", 4)}),
    "truncate": (_truncate, {("truncated", None)}),
}


@pytest.mark.parametrize("name", THOROUGH)
@pytest.mark.parametrize("grows", [0, 3])
def test_a_rebuilt_and_signed_record_is_found_by_what_a_party_kept(
    log: Log, kept: Kept, attack: Attack, name: str, grows: int
) -> None:
    tamper, differences = THOROUGH[name]
    attack()
    for number in range(grows):
        act(log, SIZE + 1 + number)
    tamper(log)
    _rebuild(log)

    assert queries.fsck(log) == []  # it is a sound record, of something else
    assert _verify(log, kept, kept.copy).ok is False
    assert audit.verify_file(kept.folder / "now.mufakat").ok is True

    size = log.size
    verdict = "truncated" if size < SIZE else "split_view" if size == SIZE else "resealed"
    by_copy = _found(_verify(log, kept, kept.copy))
    assert (verdict, None) in by_copy
    assert differences <= by_copy
    by_checkpoint = _verify(log, kept, kept.checkpoint)
    assert (by_checkpoint.ok, _found(by_checkpoint)) == (False, {(verdict, None)})
    by_proof = _verify(log, kept, kept.proof)
    assert (by_proof.ok, (verdict, None) in _found(by_proof)) == (False, True)


def test_honest_growth_is_not_mistaken_for_an_attack(log: Log, kept: Kept) -> None:
    act(log, SIZE + 1)
    actions.erase(subject=SITI, by="person:1", at=make.NOW + timedelta(days=1))
    for earlier in (kept.copy, kept.checkpoint, kept.proof):
        report = _verify(log, kept, earlier)
        assert (report.ok, report.findings, report.size, report.erased) == (True, (), 11, 3)
    assert queries.fsck(log) == []


def test_two_parties_who_are_shown_different_records_find_it_by_comparing(log: Log, kept: Kept, attack: Attack) -> None:
    attack()
    _say(log, SIZE, "Yang ini hanya untuk pihak B")
    _rebuild(log)
    other = _export(log, kept.folder / "of_b.mufakat")
    assert _found(audit.verify_file(other, earlier=kept.copy)) == {("split_view", None), ("altered", 9)}
    assert _found(audit.verify_file(kept.copy, earlier=other)) == {("split_view", None), ("altered", 9)}


def test_a_record_signed_with_another_key_is_found(
    log: Log, kept: Kept, attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_key = Ed25519PrivateKey.generate()
    monkeypatch.setattr(logs, "_key_in", lambda _folder: other_key)
    attack()
    _rebuild(log)
    for earlier in (kept.copy, kept.checkpoint, kept.proof):
        report = _verify(log, kept, earlier)
        assert (report.ok, ("other_key", None) in _found(report)) == (False, True)


def test_going_on_from_an_older_backup_is_found(log: Log, kept: Kept, attack: Attack) -> None:
    attack()
    _truncate(log)
    _rebuild(log)
    for number in (21, 22, 23, 24):
        act(log, number)
    assert _found(_verify(log, kept, kept.copy)) >= {("resealed", None), ("altered", 7)}


# --- careless attacks: the own check names them too --------------------------------------------------------------------

CARELESS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "an act": (
        "UPDATE ledger_entry SET verb = 'goal.agreed' WHERE seq = 4",
        {},
        ["entry 4 was altered: its words do not give its stored hash"],
    ),
    "a time": (
        "UPDATE ledger_entry SET at = '2026-11-24 02:00:01' WHERE seq = 4",
        {},
        [
            "entry 4 was altered: its words do not give its stored hash",
            "entry 4 is dated before the entry that precedes it",
        ],
    ),
    "an act and its hash": (
        "UPDATE ledger_entry SET verb = 'goal.agreed', leaf = %(leaf)s WHERE seq = 4",
        {"leaf": b"own"},
        [
            "checkpoint at 9: the first 9 entries are not those it was signed for",
            "node 1/1 does not fit the entries below it",
            "node 2/0 does not fit the entries below it",
            "node 3/0 does not fit the entries below it",
            "the head does not fit the entries",
        ],
    ),
    "a removed act": (
        "DELETE FROM ledger_entry WHERE seq = 5",
        {},
        [
            "entry 5 is missing",
            "checkpoint at 9: the first 9 entries are not those it was signed for",
            "node 1/2 does not fit the entries below it",
            "node 2/1 does not fit the entries below it",
            "node 3/0 does not fit the entries below it",
            "the head does not fit the entries",
        ],
    ),
    "what was said": (
        'UPDATE ledger_opening SET value = \'{"text":"lain"}\' WHERE "group" = \'open\' AND entry_id = %(entry)s',
        {"entry": 4},
        ["entry 4, open: what it says was altered"],
    ),
    "a silent erasure": (
        "UPDATE ledger_opening SET value = NULL, salt = NULL WHERE entry_id = %(entry)s",
        {"entry": 4},
        ["entry 4 was erased without a record of it"],
    ),
    "a removed opening": (
        "DELETE FROM ledger_opening WHERE entry_id = %(entry)s",
        {"entry": 4},
        ["entry 4, open: the opening is missing"],
    ),
    "a node": (
        "UPDATE ledger_node SET hash = %(leaf)s WHERE level = 2 AND position = 1",
        {"leaf": b"other"},
        ["node 2/1 does not fit the entries below it"],
    ),
    "a removed node": ("DELETE FROM ledger_node WHERE level = 1 AND position = 0", {}, ["node 1/0 is missing"]),
    "a head that shrank": (
        "UPDATE ledger_log SET size = 8 WHERE size = 9",
        {},
        ["the head says 8 entries, there are 9"],
    ),
    "a checkpoint": (
        "UPDATE ledger_checkpoint SET note = replace(note, %(old)s, %(new)s)",
        {"old": "\n9\n", "new": "\n8\n"},
        ["checkpoint at 9: the signature of localhost/campaign/contoh+{key} does not verify"],
    ),
    "a checkpoint's row": (
        "UPDATE ledger_checkpoint SET root = %(leaf)s",
        {"leaf": b"other"},
        ["checkpoint at 9: its note says something else than its row"],
    ),
}


@pytest.mark.parametrize("name", CARELESS)
def test_the_own_check_names_what_was_done_to_the_tables(log: Log, kept: Kept, attack: Attack, name: str) -> None:
    statement, values, findings = CARELESS[name]
    altered = _entry(log, 4)
    altered.verb = "goal.agreed"
    leaves = {b"own": merkle.leaf_hash(entry_bytes(altered.as_chain())), b"other": b"\x07" * 32}
    known: dict[Any, Any] = {4: altered.pk} | leaves
    if "DELETE FROM ledger_entry" in statement:
        attack("DELETE FROM ledger_opening WHERE entry_id = %(id)s", id=_entry(log, 5).pk)
    attack(statement, **{key: known.get(value, value) for key, value in values.items()})
    key = queries.vkey(log).split("+")[1]
    assert queries.fsck(log) == [finding.format(key=key) for finding in findings]


CARELESS_IN_THE_FILE = {
    "an act": {("altered", 4)},
    "a time": {("backdated", 4)},
    "a removed act": {("removed", 5)},
    "what was said": {("commitment", 4)},
    "a silent erasure": {("erased_silently", 4)},
}


@pytest.mark.parametrize("name", CARELESS_IN_THE_FILE)
def test_a_party_names_it_from_its_own_copy(log: Log, kept: Kept, attack: Attack, name: str) -> None:
    statement, values, _findings = CARELESS[name]
    if "DELETE FROM ledger_entry" in statement:
        attack("DELETE FROM ledger_opening WHERE entry_id = %(id)s", id=_entry(log, 5).pk)
    attack(statement, **{key: _entry(log, int(value)).pk for key, value in values.items()})
    report = _verify(log, kept, kept.copy)
    assert report.ok is False
    assert CARELESS_IN_THE_FILE[name] <= _found(report)
