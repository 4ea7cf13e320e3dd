"""The audit of files of any goodwill: the two walks agree, nothing crashes it, memory stays bounded, the command speaks."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.chain import book
from tests.engines.chain.book import acts_of, erasing, lines_of, write

from mufakat.engines.chain import audit, note, parallel, precise, record
from mufakat.engines.chain.findings import Earlier, Finding, Kind, Report

ACTS = acts_of(12)
LINES = lines_of(ACTS)
RAW = "".join(LINES).encode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "file.txt", LINES)


def kinds_of(report: Report) -> set[Kind]:
    return {finding.kind for finding in report.findings}


def test_report_of_a_record_in_order(file: Path) -> None:
    assert audit.verify_file(file, vkey=book.VKEY) == Report(
        ok=True,
        readable=True,
        origin=book.ORIGIN,
        title="Makin Cakap",
        host="https://contoh.id",
        vkey=book.VKEY,
        is_key_given=True,
        size=12,
        root=note.open_checkpoint(book.seal_of(ACTS), book.VKEY).root.hex(),
        first_at=ACTS[0].entry(1).at,
        last_at=ACTS[11].entry(12).at,
        openings=sum(len(act.said) for act in ACTS),
    )


def test_report_of_an_empty_log(tmp_path: Path) -> None:
    report = audit.verify_file(write(tmp_path / "empty.txt", lines_of([])))
    assert (report.ok, report.size, report.first_at) == (True, 0, "")
    grown = audit.verify_file(write(tmp_path / "grown.txt", LINES), earlier=tmp_path / "empty.txt")
    assert (grown.ok, grown.earlier.size) == (True, 0)


def test_report_against_an_earlier_copy(file: Path, tmp_path: Path) -> None:
    kept = write(tmp_path / "kept.txt", lines_of(ACTS[:5]))
    root = note.claimed_checkpoint(book.seal_of(ACTS[:5])).root.hex()
    assert audit.verify_file(file, earlier=kept).earlier == Earlier("record", 5, root, agrees=True)


@pytest.mark.parametrize("withheld", [(), ("personal",), ("open",), ("open", "personal")])
@pytest.mark.parametrize("count", [0, 2, 40])
@pytest.mark.parametrize("processes", [1, 3])
def test_both_walks_tell_the_same(count: int, withheld: tuple[str, ...], processes: int, tmp_path: Path) -> None:
    acts = erasing(acts_of(count), [2]) if count > 2 else acts_of(count)
    path = write(tmp_path / "file.txt", lines_of(acts, withheld=withheld))
    for mark in {None, 0, count // 2, count}:
        fast = parallel._scan_fast(path, mark, processes)
        slow = precise.scan(path, () if mark is None else [mark])
        assert {**_values(fast), "marked": {}} == {**_values(slow), "marked": {}}
        assert fast.marked.get(mark or 0) == slow.marked.get(mark or 0) or mark is None


def _values(scan: object) -> dict[str, object]:
    return {name: getattr(scan, name) for name in scan.__slots__}


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_one_changed_byte_is_found_alike_by_both_walks(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: int
) -> None:
    """In the header the title, the host and what is withheld are not sealed; any other byte is."""
    raw = bytearray(RAW)
    raw[place] ^= change
    path = tmp_path_factory.mktemp("byte") / "file.txt"
    path.write_bytes(raw)
    report = audit.verify_file(path)
    if place > len(LINES[0]):
        assert not report.ok
    try:
        fast = parallel._scan_fast(path, None, 1)
    except (parallel.Odd, audit.Unreadable):
        return
    assert _values(fast) == _values(precise.scan(path))


@given(st.data())
def test_any_bytes_end_in_a_report(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Pieces of real files, cut, doubled and mixed with noise: a report each time, in words, in both languages."""
    lines = [line.encode() for line in LINES]
    odd = [b"\n", b"\n\n", b"\t", b"{", b'{"a":', b"\x1f\x8b", b"\x00"]
    noise = st.one_of(st.binary(max_size=60), st.sampled_from([*lines, *odd]))
    raw = b"".join(data.draw(st.lists(noise, max_size=12)))
    head = data.draw(st.sampled_from([b"", lines[0], lines[0] + lines[1]]))
    folder = tmp_path_factory.mktemp("noise")
    path, other = folder / "file.txt", folder / "kept.txt"
    path.write_bytes(head + raw)
    other.write_bytes(data.draw(st.sampled_from([RAW, head + raw, book.seal_of(ACTS).encode(), raw])))
    for report in (
        audit.verify_file(path),
        audit.verify_file(path, earlier=other),
        audit.verify_file(other, earlier=path),
    ):
        assert report.ok is not bool(report.findings)
        for language in ("id", "en"):
            assert audit.words(report, language).endswith("\n")


Spoil = Callable[[bytes], bytes]
UNREADABLE: list[tuple[str, Spoil, str]] = [
    ("empty", lambda _: b"", "empty"),
    ("binary", lambda _: bytes(range(256)) * 40, "binary"),
    ("picture", lambda _: b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "header"),
    ("zip", lambda raw: b"PK\x03\x04" + raw, "header"),
    ("web page", lambda raw: b"<!doctype html>\n" + raw, "header"),
    ("proof", lambda _: book.proof_of(ACTS, 3).encode(), "proof"),
    ("utf-16", lambda raw: raw.decode().encode("utf-16"), "encoding"),
    ("byte order mark", lambda raw: b"\xef\xbb\xbf" + raw, "encoding"),
    ("latin-1 header", lambda raw: raw.replace(b"Makin", b"Mak\xedn"), "encoding"),
    ("crlf", lambda raw: raw.replace(b"\n", b"\r\n"), "newlines"),
    ("huge header", lambda _: b"{" * 10**6, "header"),
    ("deep header", lambda raw: b'{"a":' * 9000 + b"1" + b"}" * 9000 + b"\n" + raw, "header"),
    ("double key", lambda raw: raw.replace(b'"size":12', b'"size":12,"size":12'), "header"),
    ("float size", lambda raw: raw.replace(b'"size":12', b'"size":12.0'), "header"),
    ("other version", lambda raw: raw.replace(b"record@1", b"record@9"), "header"),
    ("cut gzip header", lambda raw: gzip.compress(raw)[:20], "gzip"),
    ("not gzip after all", lambda raw: b"\x1f\x8b" + raw, "gzip"),
]


@pytest.mark.parametrize(("spoil", "reason"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE])
def test_file_that_is_no_record_is_said_to_be_none(spoil: Spoil, reason: str, file: Path) -> None:
    file.write_bytes(spoil(RAW))
    report = audit.verify_file(file)
    assert report == Report(
        ok=False, readable=False, findings=(Finding(Kind.UNREADABLE, None, {"reason": reason, "of": "file"}),)
    )


def test_file_that_cannot_be_opened(tmp_path: Path) -> None:
    for path, reason in [(tmp_path / "none", "missing"), (tmp_path, "access"), (Path("a\x00b"), "access")]:
        assert audit.verify_file(path).findings[0].details == {"reason": reason, "of": "file"}
        assert audit.verify_file(write(tmp_path / "f", LINES), earlier=path).findings[0].details == {
            "reason": reason,
            "of": "earlier",
        }


def test_keepsake_that_is_nothing_of_ours(file: Path, tmp_path: Path) -> None:
    kept = write(tmp_path / "kept.txt", ["Dear all,\n\nsee you on Monday.\n"])
    assert audit.verify_file(file, earlier=kept).findings[0].details == {"reason": "kept", "of": "earlier"}


def _longest() -> bytes:
    return b'{"at":"' + b"x" * (record.LONGEST_LINE + 5) + b'"}\n'


BROKEN: list[tuple[str, Spoil, set[Kind]]] = [
    ("huge line", lambda raw: raw.replace(b"\n\n", b"\n" + _longest() + b"\n", 1), {Kind.BROKEN_LINE}),
    ("huge last line", lambda raw: raw.partition(b"\n\n")[0] + b"\n" + _longest()[:-1], {Kind.BROKEN_LINE, Kind.TRUNCATED}),
    ("huge entry", lambda raw: raw.replace(b"note:3", b"note:" + b"3" * 262144), {Kind.NOT_CANONICAL, Kind.ROOT}),
    ("latin-1 line", lambda raw: raw.replace(b'"title":"Pokok ke-3"', b'"title":"Pok\xf3k ke-3"'), {Kind.ENCODING}),
    ("nul in a line", lambda raw: raw.replace(b'"verb":"note', b'"verb":"\x00note', 1), {Kind.NOT_CANONICAL, Kind.ROOT}),
    ("deep line", lambda raw: raw.replace(b"\n\n", b"\n" + b"[" * 90_000 + b"\n\n", 1), {Kind.NOT_CANONICAL, Kind.SIZE}),
    ("double key", lambda raw: raw.replace(b'"seq":4,', b'"seq":4,"seq":4,'), {Kind.NOT_CANONICAL, Kind.ROOT}),
    ("spaced line", lambda raw: raw.replace(b'"seq":4,', b'"seq": 4,'), {Kind.NOT_CANONICAL, Kind.ROOT}),
    ("decomposed letter", lambda raw: raw.replace(b"note:3", "note:e\u0301".encode()), {Kind.NOT_CANONICAL, Kind.ROOT}),
    ("upper-case salt", lambda raw: raw.replace(raw.split(b"\t")[2], b"A" * 64), {Kind.BROKEN_LINE}),
    ("half an opening", lambda raw: raw.replace(b"\topen\t", b"\topen ", 1), {Kind.BROKEN_LINE}),
    ("empty opening", lambda raw: raw.replace(b"\n\n", b"\topen\t\t\n\n", 1), {Kind.BROKEN_LINE}),
    ("missing newline", lambda raw: raw[:-1], {Kind.UNSEALED}),
    ("no last newline and no seal", lambda raw: raw.partition(b"\n\n")[0], {Kind.TRUNCATED}),
    ("seal twice", lambda raw: raw + raw.partition(b"\n\n")[2], {Kind.UNSEALED}),
    ("entries after the seal", lambda raw: raw + LINES[3].encode(), {Kind.UNSEALED}),
    ("much after the seal", lambda raw: raw + b"x" * 10**6, {Kind.UNSEALED}),
    ("empty line between", lambda raw: raw.replace(LINES[5].encode(), b"\n" + LINES[5].encode()), {Kind.UNSEALED}),
    ("seal in another encoding", lambda raw: raw.replace("—".encode(), b"\x97"), {Kind.UNSEALED}),
    ("key that is none", lambda raw: raw.replace(book.VKEY.encode(), b"key"), {Kind.UNSEALED}),
    ("zero as number", lambda raw: raw.replace(b'"seq":4,', b'"seq":0,'), {Kind.NOT_CANONICAL, Kind.ROOT}),
    ("far number", lambda raw: raw.replace(b'"seq":4,', b'"seq":9007199254740991,'), {Kind.REMOVED, Kind.ROOT}),
    ("time of nowhere", lambda raw: raw.replace(b"T09:03", b"T29:03"), {Kind.NOT_CANONICAL, Kind.ROOT}),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "kinds"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_broken_record_gets_a_clear_finding(spoil: Spoil, kinds: set[Kind], file: Path, tmp_path: Path) -> None:
    spoiled = spoil(RAW)
    assert spoiled != RAW
    file.write_bytes(spoiled)
    report = audit.verify_file(file)
    assert (report.readable, report.ok) == (True, False)
    assert kinds <= kinds_of(report)
    compared = audit.verify_file(file, earlier=write(tmp_path / "kept.txt", LINES))
    assert kinds <= kinds_of(compared)


def test_gzip_is_read_and_its_damage_found(file: Path) -> None:
    packed = gzip.compress(RAW)
    file.write_bytes(packed)
    assert audit.verify_file(file).ok
    file.write_bytes(packed[:-20])
    assert kinds_of(audit.verify_file(file)) == {Kind.BROKEN_LINE, Kind.TRUNCATED}
    file.write_bytes(packed[: len(packed) // 2])
    assert kinds_of(audit.verify_file(file)) >= {Kind.BROKEN_LINE, Kind.TRUNCATED}


def test_memory_is_bounded_whatever_the_file(tmp_path: Path) -> None:
    """A gzip of 60 MB in one line, and 9,000 broken lines: neither is held in memory."""
    bomb, noise = tmp_path / "bomb.gz", tmp_path / "noise.txt"
    with gzip.open(bomb, "wb", compresslevel=1) as stream:
        stream.write(LINES[0].encode())
        for _ in range(60):
            stream.write(b"x" * 10**6)
    noise.write_bytes(LINES[0].encode() + b"broken\n" * 9_000)
    tracemalloc.start()
    try:
        reports = [audit.verify_file(bomb), audit.verify_file(noise)]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 24 << 20
    assert [len(report.findings) + report.more for report in reports] == [2, 9_001]
    assert len(reports[1].findings) == 100


def test_thorough_demands_canonical_texts(file: Path) -> None:
    """A text that several readers may understand differently, committed to as it is."""
    acts = [*ACTS, book.Act(ACTS[-1].at, "seat:1", "note.written", "note:x", {"open": (bytes(32), '{"a":1,"a":2}')})]
    write(file, lines_of(acts))
    assert audit.verify_file(file).ok
    assert kinds_of(audit.verify_file(file, is_thorough=True)) == {Kind.NOT_CANONICAL}


def test_key_that_is_none_is_refused(file: Path) -> None:
    with pytest.raises(note.NoteRefused):
        audit.verify_file(file, vkey="key")


def test_command_speaks_and_exits(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = write(tmp_path / "kept.txt", lines_of(ACTS[:5]))
    assert audit.main([str(file), "--against", str(kept), "--key", book.VKEY, "--lang", "en"]) == 0
    assert capsys.readouterr().out == (
        "The record verifies.\n"
        "Record: Makin Cakap (contoh.id/kampanye/1)\n"
        "Entries: 12, from 2026-11-24 09:00:00 UTC to 2026-11-24 09:11:00 UTC\n"
        f"Root: {audit.verify_file(file).root}\n"
        f"Key (the one you gave): {book.VKEY}\n"
        "Statements that match what was recorded: 15\n"
        "The 5 entries of the earlier copy are all still there, unchanged and in the same order.\n"
    )
    write(kept, lines_of(ACTS[:4] + acts_of(8, seed=2)[4:]))
    assert audit.main([str(file), "--against", str(kept)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("Catatan ini TIDAK terverifikasi.\n")
    assert "Kunci catatan menandatangani dua riwayat yang saling bertentangan: 8 entri pertama" in said
    assert audit.main([str(tmp_path / "none")]) == 2
    assert "tidak ditemukan" in capsys.readouterr().out
    assert audit.main([str(file), "--key", "x"]) == 2
    assert "--key" in capsys.readouterr().err


def test_command_speaks_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main([str(file), "--json", "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["size"], told["findings"]) == (True, 12, [])
    assert told["words"].startswith("The record verifies.")


def test_audit_runs_without_django_and_on_a_poor_terminal(file: Path) -> None:
    code = (
        "import sys, mufakat.engines.chain.audit as audit\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in {'django', 'allauth'}]\n"
        "sys.exit(audit.main(sys.argv[1:]))\n"
    )
    write(file, [LINES[0].replace("Makin", "Makin é \\u001b[31m"), *LINES[1:]])
    ran = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, env={"PYTHONIOENCODING": "ascii"}, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Makin \\xe9 \\ufffd[31m Cakap" in ran.stdout
