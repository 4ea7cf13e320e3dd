"""A downloaded file that was changed betrays itself; one that only grew, or was lawfully erased from, raises no alarm."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.engines.chain import book
from tests.engines.chain.attacks import found, grown, keep_all_forms, rewrite
from tests.engines.chain.book import Act, acts_of, erasing, lines_of, write

from mufakat.engines.chain import audit
from mufakat.engines.chain.findings import Finding, Kind

ACTS = acts_of(12)


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
    short = [*acts[:-1], replace(acts[-1], said={"open": book.saying(book.chance_of(1), entries=[2])})]
    assert list(audit.verify_file(write(file, lines_of(short))).findings) == [
        Finding(Kind.ERASED_SILENTLY, 8, {"group": "personal"})
    ]


def test_erasure_is_not_excused_in_advance(file: Path) -> None:
    """An erasing act covers what was recorded before it, not what comes later."""
    chance = book.chance_of(1)
    early = Act(
        book.START - timedelta(days=1), "server", "erasure.done", "log:1", {"open": book.saying(chance, entries=[9])}
    )
    acts = [early, *rewrite(ACTS, 8, erased=frozenset({"personal.1"}))]
    report = audit.verify_file(write(file, lines_of(acts)))
    assert list(report.findings) == [Finding(Kind.ERASED_SILENTLY, 9, {"group": "personal"})]
