"""Figures of the record's engine: verifying a downloaded file, making and checking proofs, appending.

    python scripts/bench/chain.py [million]     with `million`, also a file of 1,000,000 entries (half a gigabyte, temporary)

An entry counts as verified when its line was checked whole: number, time, canonical form, leaf hash, its share of the tree, and
its opening against the commitment; reading the file and checking the seal are in the time. `bare` files have no openings.
"""

from __future__ import annotations

import hashlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mufakat.engines.chain import audit, merkle, note, record
from mufakat.engines.chain.canonical import text_of
from mufakat.engines.chain.entry import Entry, entry_bytes

ORIGIN = "contoh.id/kampanye"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PAYLOAD = (
    '{{"note":"Disampaikan dalam pertemuan koordinasi ke-{0}","organisation":"Organisasi {0}","role":"signatory"}}'
)
CHANCE = random.Random(1)  # noqa: S311 - figures from the same file each time


def entry_of(number: int, commitments: dict[str, str]) -> Entry:
    second = f"{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
    at = f"2026-{1 + number // 2419200 % 12:02}-{1 + number // 86400 % 28:02}T{second}.000000Z"
    unique = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()
    return Entry(number, at, f"seat:{unique}", "invitation.accepted", f"invitation:{unique}", commitments)


def write_record(path: Path, count: int, *, is_open: bool) -> None:
    """A file like that of a busy campaign: about 450 bytes an entry, each with one open opening (or none)."""
    leaves = []
    with path.open("w", newline="\n") as stream:
        vkey = note.vkey_of(ORIGIN, KEY.public_key())
        stream.write(record.header_line(record.Header(ORIGIN, vkey, "https://contoh.id", "Contoh", count)))
        for number in range(1, count + 1):
            salt, text = CHANCE.randbytes(32), PAYLOAD.format(number)
            opened = {"open": hashlib.sha256(salt + text.encode()).hexdigest()} if is_open else {}
            leaf = entry_bytes(entry_of(number, opened))
            leaves.append(merkle.leaf_hash(leaf))
            stream.write(record.entry_line(leaf, [("open", salt, text)] if is_open else []))
        root = merkle.root_of(leaves)
        seal = note.sign_checkpoint(origin=ORIGIN, size=count, root=root, key_name=ORIGIN, key=KEY)
        stream.write(record.seal_lines(seal))


def best_seconds(call: Callable[[], object], times: int = 3) -> float:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        found.append(time.perf_counter() - began)
    return min(found)


def cpu_seconds(call: Callable[[], object]) -> float:
    """Processor time of a call and its processes: comparable even when others use the machine."""
    before = os.times()
    call()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def figure(name: str, value: float) -> None:
    print(f"{name}={value:.2f}" if value < 1000 else f"{name}={value:.0f}", flush=True)


def verify(path: Path, *, earlier: Path | None = None, is_ok: bool = True) -> None:
    report = audit.verify_file(path, earlier=earlier)
    assert report.ok is is_ok, report.findings


def bench_verify(folder: Path, count: int) -> None:
    whole, bare, spoiled, kept = (folder / name for name in ("whole", "bare", "spoiled", "kept"))
    write_record(whole, count, is_open=True)
    write_record(bare, count, is_open=False)
    figure("record_bytes_per_entry", whole.stat().st_size / count)
    figure("verify_entries_per_s", count / best_seconds(lambda: verify(whole)))
    figure("verify_cpu_us_per_entry", min(cpu_seconds(lambda: verify(whole)) for _ in range(3)) / count * 1e6)
    figure("verify_bare_entries_per_s", count / best_seconds(lambda: verify(bare)))
    kept.write_bytes(whole.read_bytes())
    figure("verify_against_copy_entries_per_s", 2 * count / best_seconds(lambda: verify(whole, earlier=kept)))
    command = [sys.executable, "-m", "mufakat.engines.chain.audit", str(whole)]
    figure("verify_command_s", best_seconds(lambda: subprocess.run(command, check=True, capture_output=True)))
    spoiled.write_bytes(whole.read_bytes().replace(b'Organisasi 500"', b'Organisasi 501"'))
    figure("flawed_entries_per_s", count / best_seconds(lambda: verify(spoiled, is_ok=False), 1))


def bench_million(folder: Path) -> None:
    path = folder / "million"
    write_record(path, 1_000_000, is_open=True)
    figure("verify_million_entries_per_s", 1e6 / best_seconds(lambda: verify(path)))


def bench_proofs(size: int) -> None:
    """Proofs in a tree of `size`, over subtrees kept in memory: the look-ups of a database are not in the time."""
    levels = [[hashlib.sha256(number.to_bytes(8, "big")).digest() for number in range(size)]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([merkle.node_hash(below[p], below[p + 1]) for p in range(0, len(below) - 1, 2)])
    leaves, root = levels[0], merkle.root_of(levels[0])

    def fetch(level: int, position: int) -> bytes:
        return levels[level][position]

    made, checked, grown, held = [], [], [], []
    for _ in range(2000):
        index, old = CHANCE.randrange(size), CHANCE.randrange(1, size)
        began = time.perf_counter()
        proof = merkle.inclusion_proof(index, size, fetch)
        halfway = time.perf_counter()
        assert merkle.verify_inclusion(leaves[index], index, size, proof, root)
        made.append(halfway - began)
        checked.append(time.perf_counter() - halfway)
        began = time.perf_counter()
        consistent = merkle.consistency_proof(old, size, fetch)
        grown.append(time.perf_counter() - began)
        held.append(len(consistent))
    both = sorted(one + other for one, other in zip(made, checked, strict=True))
    figure("proof_make_us", statistics.median(made) * 1e6)
    figure("proof_verify_us", statistics.median(checked) * 1e6)
    figure("proof_make_and_verify_p99_us", both[len(both) * 99 // 100] * 1e6)
    figure("proof_consistency_make_us", statistics.median(grown) * 1e6)
    figure("proof_hashes_most", max(len(merkle.inclusion_proof(index, size, fetch)) for index in (0, 1, size - 1)))


def bench_append(size: int) -> None:
    frontier = merkle.Frontier(size, b"".join(bytes([bit]) * 32 for bit in range(size.bit_count())))
    leaf, count = bytes(32), 20_000
    began = time.perf_counter()
    for _ in range(count):
        frontier, _ = frontier.append(leaf)
    figure("append_us", (time.perf_counter() - began) / count * 1e6)
    act = entry_of(size, {"open": "0" * 64})
    payload = {"organisation": "Organisasi", "role": "signatory", "count": 3}
    figure("entry_bytes_us", best_seconds(lambda: [entry_bytes(act) for _ in range(2000)]) / 2000 * 1e6)
    figure("payload_text_us", best_seconds(lambda: [text_of(payload) for _ in range(2000)]) / 2000 * 1e6)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="mufakat-bench-") as folder:
        bench_verify(Path(folder), 100_000)
        if "million" in sys.argv[1:]:
            bench_million(Path(folder))
    bench_proofs(1_000_000)
    bench_append(1_000_000)


if __name__ == "__main__":
    main()
