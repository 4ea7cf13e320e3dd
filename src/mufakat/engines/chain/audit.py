"""`mufakat verify`: is a downloaded record whole, sealed, and still the one that was kept? Offline, without a server's help.

Usable from a program (`verify_file`), from a shell (`main`), and on a machine with only Python and `cryptography`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from mufakat.engines.chain import note, parallel, seal
from mufakat.engines.chain.earlier import Prior, check_against, read_prior
from mufakat.engines.chain.findings import MOST, Collected, Earlier, Finding, Kind, Report
from mufakat.engines.chain.scan import Scan, Unreadable
from mufakat.engines.chain.words import words

__all__ = ["main", "verify_file", "words"]


def verify_file(
    path: Path, *, earlier: Path | None = None, vkey: str | None = None, is_thorough: bool = False
) -> Report:
    """Audit a record file, by itself and against what was kept before.

    By itself: numbers without gaps, time that does not run backwards, every opening true to its commitment, none missing
    without a recorded erasure, and a seal under the key (`vkey`, or the one that the file names) over exactly these entries.
    `earlier` is a copy of the file, a signed checkpoint, or a `.tlog-proof`. Never raises on what a file holds; raises
    NoteRefused when `vkey` is no key. Thorough also demands canonical texts in openings, and takes longer.
    """
    if vkey is not None:
        note.key_name_of(vkey)
    prior: Prior | None = None
    if earlier is not None:
        try:
            prior = read_prior(earlier)
        except Unreadable as trouble:
            return _unreadable("earlier", trouble)
    try:
        scan = parallel.scan(path, prior.size if prior else None, is_thorough=is_thorough)
        return _judged(scan, path, prior, vkey)
    except Unreadable as trouble:
        return _unreadable("file", trouble)


def _judged(scan: Scan, path: Path, prior: Prior | None, vkey: str | None) -> Report:
    own, against, told = Collected(), Collected(), None
    checkpoint = seal.check_seal(scan, vkey, own)
    if prior:
        told = check_against(prior, path, scan, checkpoint, vkey=vkey, found=against)
    return _report(scan, told, vkey, [*against.kept, *own.kept, *scan.findings], own.more + against.more + scan.more)


def _report(scan: Scan, told: Earlier | None, vkey: str | None, findings: Sequence[Finding], more: int) -> Report:
    different = [finding for place, finding in enumerate(findings) if finding not in findings[:place]]
    return Report(
        ok=not different,
        readable=True,
        origin=scan.header.origin,
        title=scan.header.title,
        host=scan.header.host,
        vkey=vkey or scan.header.vkey,
        is_key_given=vkey is not None,
        size=scan.size,
        root=scan.root.hex(),
        first_at=scan.first_at,
        last_at=scan.last_at,
        openings=scan.openings,
        erased=scan.erased,
        withheld=scan.withheld,
        earlier=told,
        findings=tuple(different[:MOST]),
        more=more + len(different[MOST:]),
    )


def _unreadable(of: str, trouble: Unreadable) -> Report:
    finding = Finding(Kind.UNREADABLE, details={"reason": trouble.reason, "of": of})
    return Report(ok=False, readable=False, findings=(finding,))


def main(argv: Sequence[str] | None = None) -> int:
    """The command: 0 when the record verifies, 1 when it does not, 2 when it cannot be read (or the call is wrong)."""
    asked = _parser().parse_args(argv)
    try:
        report = verify_file(asked.file, earlier=asked.against, vkey=asked.key, is_thorough=asked.thorough)
    except note.NoteRefused as trouble:
        sys.stderr.write(f"--key: {trouble}\n")
        return 2
    if asked.json:
        text = (
            json.dumps({**report.as_values(), "words": words(report, asked.lang)}, ensure_ascii=False, indent=2) + "\n"
        )
    else:
        text = words(report, asked.lang)
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    if not report.readable:
        return 2
    return 0 if report.ok else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mufakat verify", description="Verify a downloaded record, offline; compare it with what you kept."
    )
    parser.add_argument("file", type=Path, help="the record file (also gzip)")
    parser.add_argument("--against", type=Path, metavar="FILE", help="an earlier copy, checkpoint or .tlog-proof")
    parser.add_argument("--key", metavar="VKEY", help="the log's key as you know it: <name>+<id>+<base64>")
    parser.add_argument("--thorough", action="store_true", help="also demand canonical texts in openings (slower)")
    parser.add_argument("--json", action="store_true", help="the report for programs")
    parser.add_argument("--lang", choices=["id", "en"], default="id", help="language of the report")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
