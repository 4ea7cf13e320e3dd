"""Every way of rewriting a record, by those without and with its key, against what the parties kept.

`FILE_ATTACKS` change a downloaded file; it betrays itself. `LOG_ATTACKS` are made by whoever holds the database and the log's
key: the file that results is flawless (the tests say so), and only what a party kept from before finds them out.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.chain import book
from tests.engines.chain.book import Act, acts_of, erasing, lines_of, write

from mufakat.engines.chain import audit
from mufakat.engines.chain.findings import Finding, Kind, Report

ACTS = acts_of(12)


def found(report: Report) -> list[tuple[Kind, int | None]]:
    return [(finding.kind, finding.seq) for finding in report.findings]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return write(tmp_path / "kept.txt", lines_of(ACTS))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.txt"


Lines = list[str]


def alter_payload(lines: Lines) -> Lines:
    return [*lines[:3], lines[3].replace("Pokok ke-2", "Pokok ke-9"), *lines[4:]]


def alter_actor(lines: Lines) -> Lines:
    return [*lines[:3], lines[3].replace('"by":"seat:', '"by":"seat:9'), *lines[4:]]


def backdate(lines: Lines) -> Lines:
    return [*lines[:3], lines[3].replace('{"at":"2026', '{"at":"2025'), *lines[4:]]


def drop(lines: Lines) -> Lines:
    return [*lines[:3], *lines[4:]]


def drop_last(lines: Lines) -> Lines:
    return [*lines[:-2], lines[-1]]


def cut_off(lines: Lines) -> Lines:
    return lines[:-3]


def reorder(lines: Lines) -> Lines:
    return [*lines[:3], lines[4], lines[3], *lines[5:]]


def insert(lines: Lines) -> Lines:
    other = lines_of(acts_of(12, seed=2))
    return [*lines[:3], other[3], *lines[3:]]


def duplicate(lines: Lines) -> Lines:
    return [*lines[:4], lines[3], *lines[4:]]


def swap_openings(lines: Lines) -> Lines:
    one, other = lines[3].split("\t"), lines[4].split("\t")
    return [*lines[:3], "\t".join([one[0], *other[1:]]), "\t".join([other[0], *one[1:]]), *lines[5:]]


def erase_silently(lines: Lines) -> Lines:
    return [*lines[:3], lines[3].split("\t")[0] + "\n", *lines[4:]]


def erase_person_silently(lines: Lines) -> Lines:
    return [*lines[:2], lines[2].partition("\tpersonal.1")[0] + "\n", *lines[3:]]


def add_opening(lines: Lines) -> Lines:
    return [*lines[:3], lines[3].replace("\n", f"\tpersonal.1\t{'0' * 64}\t{{}}\n"), *lines[4:]]


def change_checkpoint_size(lines: Lines) -> Lines:
    return [*lines[:-1], lines[-1].replace("\n12\n", "\n11\n")]


def change_checkpoint_root(lines: Lines) -> Lines:
    return [*lines[:-1], lines[-1].replace(lines[-1].split("\n")[3], base64.b64encode(bytes(32)).decode())]


def replace_header_key(lines: Lines) -> Lines:
    return [lines[0].replace(book.VKEY, book.FOREIGN_VKEY), *lines[1:]]


def claim_other_log(lines: Lines) -> Lines:
    return [lines[0].replace('"origin":"contoh.id/kampanye/1"', '"origin":"contoh.id/kampanye/2"'), *lines[1:]]


def change_header_size(lines: Lines) -> Lines:
    return [lines[0].replace('"size":12', '"size":11'), *lines[1:]]


def claim_nothing_is_missing(lines: Lines) -> Lines:
    """Openings withheld without saying so."""
    bare = lines_of(ACTS, withheld=("open", "personal"))
    return [lines[0], *bare[1:]]


FILE_ATTACKS: list[tuple[Callable[[Lines], Lines], list[tuple[Kind, int | None]], list[tuple[Kind, int | None]]]] = [
    (alter_payload, [(Kind.COMMITMENT, 3)], []),
    (alter_actor, [(Kind.ROOT, None)], [(Kind.ALTERED, 3)]),
    (backdate, [(Kind.ROOT, None), (Kind.TIME_BACKWARDS, 3)], [(Kind.BACKDATED, 3)]),
    (drop, [(Kind.REMOVED, 3)], [(Kind.TRUNCATED, None), (Kind.REMOVED, 3)]),
    (drop_last, [(Kind.TRUNCATED, None)], []),
    (cut_off, [(Kind.TRUNCATED, None)], []),
    (reorder, [(Kind.ROOT, None), (Kind.REORDERED, 3), (Kind.TIME_BACKWARDS, 3)], [(Kind.REORDERED, 3)]),
    (insert, [(Kind.SIZE, None), (Kind.REPEATED, 3)], [(Kind.INSERTED, 3)]),
    (duplicate, [(Kind.SIZE, None), (Kind.REPEATED, 3)], [(Kind.INSERTED, 4)]),
    (swap_openings, [(Kind.COMMITMENT, 3), (Kind.COMMITMENT, 4)], []),
    (erase_silently, [(Kind.ERASED_SILENTLY, 3)], []),
    (erase_person_silently, [(Kind.ERASED_SILENTLY, 2)], []),
    (add_opening, [(Kind.UNCOMMITTED, 3)], []),
    (change_checkpoint_size, [(Kind.SIGNATURE, None)], []),
    (change_checkpoint_root, [(Kind.SIGNATURE, None)], []),
    (replace_header_key, [(Kind.OTHER_KEY, None)], [(Kind.OTHER_KEY, None)]),
    (claim_other_log, [(Kind.OTHER_LOG, None)], [(Kind.OTHER_LOG, None)]),
    (change_header_size, [(Kind.SIZE, None)], []),
    (claim_nothing_is_missing, [(Kind.ERASED_SILENTLY, 1)], []),
]


@pytest.mark.parametrize(
    ("attack", "alone", "against"), FILE_ATTACKS, ids=[attack.__name__ for attack, *_ in FILE_ATTACKS]
)
def test_changed_file_betrays_itself(
    attack: Callable[[Lines], Lines],
    alone: list[tuple[Kind, int | None]],
    against: list[tuple[Kind, int | None]],
    file: Path,
    kept: Path,
) -> None:
    write(file, attack(lines_of(ACTS)))
    report = audit.verify_file(file)
    assert not report.ok
    assert set(alone) <= set(found(report))
    compared = audit.verify_file(file, earlier=kept)
    assert set(alone) | set(against) <= set(found(compared))
    assert not compared.ok


def test_each_lone_change_is_named_and_nothing_else(file: Path) -> None:
    """Whole reports, for attacks that touch one place."""
    expected = {
        alter_payload: [Finding(Kind.COMMITMENT, 3, {"group": "open"})],
        alter_actor: [Finding(Kind.ROOT, None, {"size": 12})],
        drop: [Finding(Kind.REMOVED, 3, {"last": 3})],
        drop_last: [Finding(Kind.TRUNCATED, None, {"size": 11, "had": 12})],
        add_opening: [Finding(Kind.UNCOMMITTED, 3, {"group": "personal.1"})],
        erase_person_silently: [Finding(Kind.ERASED_SILENTLY, 2, {"group": "personal"})],
        change_header_size: [Finding(Kind.SIZE, None, {"size": 12, "had": 11, "of": "first_line"})],
    }
    for attack, findings in expected.items():
        assert list(audit.verify_file(write(file, attack(lines_of(ACTS)))).findings) == findings, attack.__name__


Acts = list[Act]


def rewrite(acts: Acts, seq: int, **changes: object) -> Acts:
    return [replace(act, **changes) if number == seq else act for number, act in enumerate(acts, start=1)]


def log_alter_payload(acts: Acts, seq: int) -> Acts:
    said = {**acts[seq - 1].said, "open": book.saying(random.Random(5), title="Lain", place=1)}
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
    chance = random.Random(8)
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


def test_honest_growth_and_lawful_erasure_raise_no_alarm(tmp_path: Path, file: Path) -> None:
    history = [ACTS[:1], ACTS[:5], ACTS, erasing(ACTS, [2, 8]), grown(erasing(ACTS, [2, 8]), 4)]
    history.append(erasing(history[-1], [5, 11]))
    for place, now in enumerate(history):
        for withheld in [(), ("personal",), ("open", "personal")]:
            write(file, lines_of(now, withheld=withheld))
            report = audit.verify_file(file, vkey=book.VKEY)
            assert report.ok, report.findings
            for before in history[: place + 1]:
                for kept in keep_all_forms(tmp_path, before, 1):
                    report = audit.verify_file(file, earlier=kept)
                    assert report.ok, (kept.name, report.findings)
                    assert (report.earlier.agrees, report.earlier.size) == (True, len(before))


def test_erasure_is_counted_and_needs_its_record(file: Path) -> None:
    acts = erasing(ACTS, [2, 8])
    report = audit.verify_file(write(file, lines_of(acts)))
    assert (report.ok, report.erased, report.withheld) == (True, 2, 0)
    said = sum(len(act.said) for act in acts)
    assert report.openings == said - 2
    short = [*acts[:-1], replace(acts[-1], said={"open": book.saying(random.Random(1), entries=[2])})]
    assert list(audit.verify_file(write(file, lines_of(short))).findings) == [
        Finding(Kind.ERASED_SILENTLY, 8, {"group": "personal"})
    ]


def test_erasure_is_not_excused_in_advance(file: Path) -> None:
    """An erasing act covers what was recorded before it, not what comes later."""
    chance = random.Random(1)
    early = Act(
        book.START - timedelta(days=1), "server", "erasure.done", "log:1", {"open": book.saying(chance, entries=[9])}
    )
    acts = [early, *rewrite(ACTS, 8, erased=frozenset({"personal.1"}))]
    report = audit.verify_file(write(file, lines_of(acts)))
    assert list(report.findings) == [Finding(Kind.ERASED_SILENTLY, 9, {"group": "personal"})]


@settings(deadline=None)
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
