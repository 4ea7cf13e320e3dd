"""A log of the size of a test: written honestly, or by a holder of its key who rewrites what happened."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mufakat.engines.chain import canonical, merkle, note, record
from mufakat.engines.chain.entry import Entry, entry_bytes

ORIGIN = "contoh.id/kampanye/1"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FOREIGN = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
VKEY = note.vkey_of(ORIGIN, KEY.public_key())
FOREIGN_VKEY = note.vkey_of(ORIGIN, FOREIGN.public_key())
START = datetime(2026, 11, 24, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Act:
    """An entry before it has a number; `said` maps a group to (salt, text), `erased` names groups that nobody can open."""

    at: datetime
    by: str
    verb: str
    object: str
    said: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    erased: frozenset[str] = frozenset()

    def entry(self, seq: int) -> Entry:
        commitments = {group: canonical.commit_text(*opening) for group, opening in self.said.items()}
        return Entry(seq, self.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), self.by, self.verb, self.object, commitments)


def chance_of(seed: int) -> random.Random:
    """The same chance in every run."""
    return random.Random(seed)


def saying(chance: random.Random, **payload: object) -> tuple[bytes, str]:
    return chance.randbytes(32), canonical.text_of(payload)


def acts_of(count: int, seed: int = 1) -> list[Act]:
    """Acts as a campaign has them: most say something openly, some about a person, some nothing."""
    chance = chance_of(seed)
    acts = []
    for number in range(count):
        said = (
            {} if number % 7 == 6 else {"open": saying(chance, title=f"Pokok ke-{number}", place=chance.randrange(99))}
        )
        if number % 3 == 1:
            said["personal.1"] = saying(chance, name=f"Orang {number}")
        at = START + timedelta(minutes=number, microseconds=chance.randrange(10**6))
        acts.append(Act(at, f"seat:{chance.randrange(5)}", "note.written", f"note:{number}", said))
    return acts


def erasing(acts: list[Act], seqs: list[int], seed: int = 99) -> list[Act]:
    """The same log after a lawful erasure: the openings are gone, and an act says so."""
    chance = chance_of(seed)
    left = [
        replace(act, erased=act.erased | {group for group in act.said if group.startswith("personal")})
        if seq in seqs
        else act
        for seq, act in enumerate(acts, start=1)
    ]
    last = acts[-1].at + timedelta(minutes=1)
    return [*left, Act(last, "server", record.ERASURE, "log:1", {"open": saying(chance, entries=seqs)})]


def leaf_bytes(acts: list[Act]) -> list[bytes]:
    return [entry_bytes(act.entry(seq)) for seq, act in enumerate(acts, start=1)]


def seal_of(acts: list[Act], key: Ed25519PrivateKey = KEY, origin: str = ORIGIN) -> str:
    root = merkle.root_of(map(merkle.leaf_hash, leaf_bytes(acts)))
    return note.sign_checkpoint(origin=origin, size=len(acts), root=root, key_name=origin, key=key)


def lines_of(
    acts: list[Act], key: Ed25519PrivateKey = KEY, withheld: tuple[str, ...] = (), origin: str = ORIGIN
) -> list[str]:
    """The record file of a log, sealed with a key, as lines: header, entries, seal."""
    vkey = note.vkey_of(origin, key.public_key())
    header = record.Header(origin, vkey, "https://contoh.id", "Makin Cakap", len(acts), withheld)
    lines = [record.header_line(header)]
    for act, leaf in zip(acts, leaf_bytes(acts), strict=True):
        told = [
            (group, *opening)
            for group, opening in act.said.items()
            if group not in act.erased and record.kind_of(group) not in withheld
        ]
        lines.append(record.entry_line(leaf, told))
    return [*lines, record.seal_lines(seal_of(acts, key, origin))]


def write(path: Path, lines: list[str]) -> Path:
    path.write_bytes("".join(lines).encode())
    return path


def proof_of(acts: list[Act], seq: int, *, with_entry: bool = True) -> str:
    """The `.tlog-proof` that a party got for its entry when the log had these acts."""
    leaves = leaf_bytes(acts)
    nodes: dict[tuple[int, int], bytes] = {}
    frontier = merkle.Frontier()
    for leaf in leaves:
        frontier, completed = frontier.append(merkle.leaf_hash(leaf))
        nodes.update({(node.level, node.index): node.hash for node in completed})
    hashes = merkle.inclusion_proof(seq - 1, len(acts), lambda *place: nodes[place])
    extra = leaves[seq - 1] if with_entry else None
    return note.proof_text(index=seq - 1, hashes=hashes, checkpoint=seal_of(acts), extra=extra)
