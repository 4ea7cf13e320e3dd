"""A log rebuilt by the holder of its key is flawless in itself (the tests say so): what the parties kept finds it out."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.chain import book
from tests.engines.chain.attacks import (
    LOG_ATTACKS,
    Acts,
    found,
    grown,
    keep_all_forms,
    log_alter_actor,
    log_alter_object,
    log_alter_payload,
    log_backdate,
    log_backdate_all,
    log_drop,
    log_duplicate,
    log_insert,
    log_rebuild,
    log_rewind,
    log_truncate,
)
from tests.engines.chain.book import acts_of, lines_of, write

from mufakat.engines.chain import audit
from mufakat.engines.chain.findings import Finding, Kind

TRIALS = int(os.environ.get("MUFAKAT_TRIALS", "1"))
ACTS = acts_of(12)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return write(tmp_path / "kept.txt", lines_of(ACTS))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.txt"


@pytest.mark.parametrize("attack", LOG_ATTACKS, ids=lambda attack: attack.__name__)
@pytest.mark.parametrize("is_grown", [False, True], ids=["as it is", "grown"])
def test_rebuilt_log_is_found_by_every_party(
    attack: Callable[[Acts, int], Acts], is_grown: bool, file: Path, tmp_path: Path
) -> None:
    forged = attack(ACTS, 5)
    if is_grown:
        forged = grown(forged)
    write(file, lines_of(forged))
    assert audit.verify_file(file).ok, "the forger did flawless work: without what was kept nothing shows"
    for kept in keep_all_forms(tmp_path, ACTS, 5) + keep_all_forms(tmp_path, ACTS[:9], 2):
        report = audit.verify_file(file, earlier=kept)
        assert not report.ok, kept.name
        assert not report.earlier.agrees
        kinds = {finding.kind for finding in report.findings}
        assert kinds & {Kind.RESEALED, Kind.SPLIT_VIEW, Kind.TRUNCATED}, (kept.name, report.findings)


@pytest.mark.parametrize(
    "attack",
    [attack for attack in LOG_ATTACKS if attack not in {log_rebuild, log_backdate_all}],
    ids=lambda attack: attack.__name__,
)
def test_copies_from_before_the_tampered_entry_stay_quiet(
    attack: Callable[[Acts, int], Acts], file: Path, tmp_path: Path
) -> None:
    """A copy can only vouch for its own entries: no false alarm, and no false promise."""
    write(file, lines_of(attack(ACTS, 8)))
    for kept in keep_all_forms(tmp_path, ACTS[:6], 2):
        assert audit.verify_file(file, earlier=kept).ok, kept.name


EXACT: list[tuple[Callable[[Acts, int], Acts], list[Finding]]] = [
    (log_alter_payload, [Finding(Kind.SPLIT_VIEW, None, {"size": 12}),
                         Finding(Kind.ALTERED, 5, {"fields": ["open.place", "open.title"]})]),
    (log_alter_actor, [Finding(Kind.SPLIT_VIEW, None, {"size": 12}), Finding(Kind.ALTERED, 5, {"fields": ["by"]})]),
    (log_alter_object, [Finding(Kind.SPLIT_VIEW, None, {"size": 12}), Finding(Kind.ALTERED, 5, {"fields": ["verb", "object"]})]),
    (log_drop, [Finding(Kind.TRUNCATED, None, {"size": 11, "had": 12}), Finding(Kind.REMOVED, 5, {"last": 5})]),
    (log_truncate, [Finding(Kind.TRUNCATED, None, {"size": 4, "had": 12})]),
    (log_insert, [Finding(Kind.RESEALED, None, {"size": 12}), Finding(Kind.INSERTED, 5, {"last": 5})]),
    (log_duplicate, [Finding(Kind.RESEALED, None, {"size": 12}), Finding(Kind.INSERTED, 6, {"last": 6})]),
]  # fmt: skip


@pytest.mark.parametrize(("attack", "findings"), EXACT, ids=[attack.__name__ for attack, _ in EXACT])
def test_own_copy_says_precisely_what_happened(
    attack: Callable[[Acts, int], Acts], findings: list[Finding], file: Path, kept: Path
) -> None:
    report = audit.verify_file(write(file, lines_of(attack(ACTS, 5))), earlier=kept)
    assert list(report.findings) == findings


def test_own_copy_names_a_backdated_entry(file: Path, kept: Path) -> None:
    report = audit.verify_file(write(file, lines_of(log_backdate(ACTS, 5))), earlier=kept)
    assert found(report) == [(Kind.SPLIT_VIEW, None), (Kind.BACKDATED, 5)]
    assert report.findings[1].details["before"] == ACTS[4].entry(5).at
    assert report.findings[1].details["fields"] == []


def test_own_copy_names_a_move(file: Path, kept: Path) -> None:
    moved = [*ACTS[:4], *ACTS[5:10], replace(ACTS[4], at=ACTS[9].at), *ACTS[10:]]
    report = audit.verify_file(write(file, lines_of(moved)), earlier=kept)
    assert found(report) == [(Kind.SPLIT_VIEW, None), (Kind.REORDERED, 5), (Kind.ALTERED, 5)]
    assert report.findings[1].details == {"now": 10}
    assert report.findings[2].details == {"fields": ["at"]}


def test_own_copy_names_several_changes_at_once(file: Path, kept: Path) -> None:
    forged = grown(log_drop(log_alter_actor(log_insert(ACTS, 9), 3), 6))
    report = audit.verify_file(write(file, lines_of(forged)), earlier=kept)
    assert found(report) == [(Kind.RESEALED, None), (Kind.REMOVED, 6), (Kind.INSERTED, 8), (Kind.ALTERED, 3)]


def test_own_copy_says_which_end_was_replaced(file: Path, kept: Path) -> None:
    report = audit.verify_file(write(file, lines_of(log_rewind(ACTS, 10))), earlier=kept)
    assert found(report) == [(Kind.RESEALED, None), (Kind.ALTERED, 10), (Kind.ALTERED, 11), (Kind.ALTERED, 12)]


def test_own_copy_counts_a_rebuild_of_everything(file: Path, tmp_path: Path) -> None:
    acts = acts_of(300)
    kept = write(tmp_path / "kept.txt", lines_of(acts))
    report = audit.verify_file(write(file, lines_of(log_rebuild(acts, 1))), earlier=kept)
    assert len(report.findings) == 100
    assert report.findings[1] == Finding(Kind.ALTERED, 1, {"fields": ["open"]})
    assert len(report.findings) + report.more == 1 + sum(bool(act.said) for act in acts)


def test_checkpoint_alone_does_not_know_where(file: Path, tmp_path: Path) -> None:
    seal = write(tmp_path / "seal.txt", [book.seal_of(ACTS)])
    report = audit.verify_file(write(file, lines_of(grown(log_alter_actor(ACTS, 5)))), earlier=seal)
    assert list(report.findings) == [Finding(Kind.RESEALED, None, {"size": 12})]


def test_proof_of_the_altered_entry_says_what_is_different(file: Path, tmp_path: Path) -> None:
    kept = write(tmp_path / "own.tlog-proof", [book.proof_of(ACTS, 5)])
    report = audit.verify_file(write(file, lines_of(grown(log_alter_actor(ACTS, 5)))), earlier=kept)
    assert list(report.findings) == [
        Finding(Kind.RESEALED, None, {"size": 12}),
        Finding(Kind.ALTERED, 5, {"fields": ["by"]}),
    ]
    assert (report.earlier.entry, report.earlier.is_entry_kept) == (5, False)


def test_proof_of_another_entry_says_where_to_look(file: Path, tmp_path: Path) -> None:
    kept = write(tmp_path / "own.tlog-proof", [book.proof_of(ACTS, 2, with_entry=False)])
    report = audit.verify_file(write(file, lines_of(grown(log_alter_actor(ACTS, 7)))), earlier=kept)
    assert list(report.findings) == [
        Finding(Kind.RESEALED, None, {"size": 12}),
        Finding(Kind.WITHIN, 5, {"last": 8}),
    ]
    assert (report.earlier.entry, report.earlier.is_entry_kept) == (2, True)


def test_foreign_key_is_found_by_key_and_by_copy(file: Path, kept: Path, tmp_path: Path) -> None:
    """Whoever has no log key can only seal with another: flawless in itself, found by the key one knows or by any copy."""
    write(file, lines_of(log_alter_actor(ACTS, 5), book.FOREIGN))
    assert audit.verify_file(file).ok
    by_key = audit.verify_file(file, vkey=book.VKEY)
    assert found(by_key) == [(Kind.OTHER_KEY, None)]
    by_copy = audit.verify_file(file, earlier=kept)
    assert found(by_copy) == [(Kind.OTHER_KEY, None), (Kind.ALTERED, 5)]
    seal = write(tmp_path / "seal.txt", [book.seal_of(ACTS)])
    by_seal = audit.verify_file(file, earlier=seal)
    assert found(by_seal) == [(Kind.OTHER_KEY, None), (Kind.REWRITTEN, None)]


def test_two_parties_shown_different_logs_find_out_by_exchanging_seals(tmp_path: Path) -> None:
    shown = {"a": ACTS, "b": log_alter_payload(ACTS, 12)}
    files = {name: write(tmp_path / f"{name}.txt", lines_of(acts)) for name, acts in shown.items()}
    seals = {name: write(tmp_path / f"{name}.seal", [book.seal_of(acts)]) for name, acts in shown.items()}
    assert all(audit.verify_file(path).ok for path in files.values())
    assert found(audit.verify_file(files["a"], earlier=seals["b"])) == [(Kind.SPLIT_VIEW, None)]
    assert found(audit.verify_file(files["b"], earlier=files["a"])) == [(Kind.SPLIT_VIEW, None), (Kind.ALTERED, 12)]


def test_forged_keepsake_accuses_nobody(file: Path, tmp_path: Path) -> None:
    """A checkpoint that the log's key never signed is what is broken, not the record."""
    forged = book.seal_of(log_alter_actor(ACTS, 5)).replace("\n12\n", "\n11\n")
    report = audit.verify_file(write(file, lines_of(ACTS)), earlier=write(tmp_path / "forged.txt", [forged]))
    assert list(report.findings) == [Finding(Kind.EARLIER_BROKEN, None, {"reason": "signature"})]


def test_proof_of_another_place_accuses_nobody(file: Path, tmp_path: Path) -> None:
    text = book.proof_of(ACTS, 5).replace("index 4", "index 5")
    report = audit.verify_file(write(file, lines_of(ACTS)), earlier=write(tmp_path / "forged.txt", [text]))
    assert list(report.findings) == [Finding(Kind.EARLIER_BROKEN, None, {"reason": "path"})]


def test_keepsake_of_another_log_is_not_compared(file: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.txt", lines_of(ACTS, origin="contoh.id/kampanye/2"))
    report = audit.verify_file(write(file, lines_of(ACTS)), earlier=other)
    assert Kind.OTHER_LOG in {finding.kind for finding in report.findings}


@given(st.data())
def test_random_rewritings_are_found_and_random_histories_are_not(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("trial")
    size = data.draw(st.integers(2, 40), label="size")
    acts = acts_of(size, seed=data.draw(st.integers(0, 5), label="seed"))
    when = data.draw(st.integers(1, size), label="kept at")
    seq = data.draw(st.integers(1, when), label="entry")
    more = data.draw(st.integers(0, 5), label="growth")
    kept = data.draw(
        st.sampled_from(keep_all_forms(folder, acts[:when], data.draw(st.integers(1, when)))), label="kept"
    )
    honest = write(folder / "honest.txt", lines_of(grown(acts, more) if more else acts))
    assert audit.verify_file(honest, earlier=kept).ok
    attack = data.draw(st.sampled_from(LOG_ATTACKS), label="attack")
    forged = attack(acts, seq)
    if forged and book.leaf_bytes(forged)[:when] != book.leaf_bytes(acts)[:when]:
        forged = grown(forged, more) if more else forged
        report = audit.verify_file(write(folder / "forged.txt", lines_of(forged)), earlier=kept)
        assert not report.ok
        assert report.findings


@pytest.mark.parametrize("parties", [3, 5, 9])
def test_every_party_that_kept_something_finds_every_attack(parties: int, tmp_path: Path) -> None:
    """Each party keeps what it likes from a time of its own; the log is then rewritten under what it kept."""
    chance = book.chance_of(parties)
    tried = caught = alarms = 0
    for trial in range(TRIALS):
        acts = acts_of(chance.randint(10, 60), seed=trial)
        times = [chance.randint(2, len(acts)) for _ in range(parties)]
        kept = [(when, chance.choice(keep_all_forms(tmp_path, acts[:when], chance.randint(1, when)))) for when in times]
        honest = write(tmp_path / "honest.txt", lines_of(grown(acts)))
        alarms += sum(not audit.verify_file(honest, earlier=path).ok for _, path in kept)
        for attack in LOG_ATTACKS:
            forged = grown(attack(acts, chance.randint(1, min(times))))
            file = write(tmp_path / "forged.txt", lines_of(forged))
            assert audit.verify_file(file).ok
            is_touched = [book.leaf_bytes(forged)[:when] != book.leaf_bytes(acts)[:when] for when in times]
            tried += sum(is_touched)
            caught += sum(
                not audit.verify_file(file, earlier=path).ok
                for (_, path), hit in zip(kept, is_touched, strict=True)
                if hit
            )
    print(f"tamper_parties={parties}\ntamper_kinds={len(LOG_ATTACKS)}\ntamper_tried={tried}\ntamper_found={caught}")
    assert (tried > 0, caught, alarms) == (True, tried, 0)
