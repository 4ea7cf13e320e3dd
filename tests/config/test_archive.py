"""An archive is believed only when every byte is as its manifest says."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from mufakat.config import archive

FACTS = {"product_version": "0.1.0", "created_at": "2026-11-24T02:00:00+00:00", "logs": []}


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "database").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
    (folder / "letter").write_bytes(b"%PDF-1.7 surat tugas")
    (folder / "empty").write_bytes(b"")
    return {
        "database.sqlite3": folder / "database",
        "files/mandates/5f2a/surat tugas.pdf": folder / "letter",
        "files/empty": folder / "empty",
        "keys/log.key": folder / "letter",
    }


@pytest.fixture
def packed(tmp_path: Path, sources: dict[str, Path]) -> Path:
    target = tmp_path / "backup.tar.gz"
    archive.write(target, FACTS, sources)
    return target


def test_unpack_gives_back_every_byte(packed: Path, sources: dict[str, Path], tmp_path: Path) -> None:
    manifest = archive.unpack(packed, tmp_path / "out")
    out = {str(p.relative_to(tmp_path / "out")): p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert out == {name: path.read_bytes() for name, path in sources.items()}
    assert manifest == archive.examine(packed)
    assert dict(manifest.facts) | FACTS == dict(manifest.facts)


def test_write_lets_only_its_owner_read_it_and_leaves_no_draft(packed: Path) -> None:
    assert packed.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in packed.parent.iterdir() if p.is_file()] == ["backup.tar.gz"]


def test_write_leaves_nothing_when_a_source_vanishes(tmp_path: Path, sources: dict[str, Path]) -> None:
    with pytest.raises(FileNotFoundError):
        archive.write(tmp_path / "b.tar.gz", FACTS, {**sources, "files/gone": tmp_path / "gone"})
    assert list(tmp_path.glob("*b.tar.gz*")) == []


def test_examine_finds_every_flipped_byte(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 150)):
        broken = tmp_path / "broken.tar.gz"
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        try:
            manifest = archive.examine(broken)
        except (archive.Damaged, archive.Newer):
            continue
        # gzip's header has bytes that mean nothing (time, operating system): the content is the same all the same.
        assert manifest == archive.examine(packed), place


def test_examine_refuses_every_cut(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        cut = tmp_path / "cut.tar.gz"
        cut.write_bytes(whole[:length])
        with pytest.raises(archive.Damaged):
            archive.examine(cut)


def crafted(target: Path, content: list[tuple[tarfile.TarInfo, bytes]], /, **changes: Any) -> Path:
    """An archive that says of its members whatever a test wants."""
    rows = {
        info.name: {"size": info.size, "sha256": archive.hashlib.sha256(text).hexdigest()} for info, text in content
    }
    manifest = {"format": archive.FORMAT, "format_version": 1, **FACTS, "members": rows, **changes}
    text = json.dumps(manifest).encode()
    with gzip.open(target, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as tar:
        head = tarfile.TarInfo(archive.MANIFEST)
        head.size = len(text)
        tar.addfile(head, io.BytesIO(text))
        for info, body in content:
            tar.addfile(info, io.BytesIO(body))
    return target


def member(name: str, content: bytes = b"x", kind: bytes = tarfile.REGTYPE) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type = len(content), kind
    return info, content


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "files/../../evil",
        "/etc/passwd",
        "files//evil",
        "files/..",
        "keys/../evil.key",
        "files\\evil",
        "C:evil",
        "files/a\nb",
        "files/a\0b",
        "database.sqlite3/evil",
        "manifest.json",
        "",
    ],
)
def test_unpack_writes_nothing_outside_its_places(tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    packed = crafted(tmp_path / "evil.tar.gz", [member(name or "x")], members={name: {"size": 1, "sha256": "0"}})
    with pytest.raises(archive.Damaged):
        archive.unpack(packed, tmp_path / "out")
    assert list((tmp_path / "out").rglob("*")) == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_unpack_refuses_what_is_not_a_plain_file(tmp_path: Path, kind: bytes) -> None:
    packed = crafted(tmp_path / "evil.tar.gz", [member("files/a", b"", kind)])
    with pytest.raises(archive.Damaged):
        archive.unpack(packed, tmp_path / "out")


def test_unpack_refuses_a_member_that_is_not_announced_or_comes_twice(tmp_path: Path) -> None:
    extra = crafted(
        tmp_path / "a.tar.gz", [member("files/a"), member("files/b")], members={"files/a": _announced(b"x")}
    )
    twice = crafted(tmp_path / "b.tar.gz", [member("files/a"), member("files/a")])
    for packed in (extra, twice):
        with pytest.raises(archive.Damaged, match="not as the manifest announces"):
            archive.unpack(packed, tmp_path / "out" / packed.name)


def _announced(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": archive.hashlib.sha256(content).hexdigest()}


def test_examine_refuses_a_bomb_before_reading_it(tmp_path: Path) -> None:
    content = b"\0" * 60_000_000
    packed = crafted(tmp_path / "bomb.tar.gz", [member("files/zeros", content)])
    assert packed.stat().st_size < 100_000
    with pytest.raises(archive.Damaged, match="more than its size can hold"):
        archive.examine(packed)


def test_examine_refuses_a_newer_format(tmp_path: Path) -> None:
    packed = crafted(tmp_path / "new.tar.gz", [], format_version=2, product_version="9.0")
    with pytest.raises(archive.Newer, match=r"9\.0"):
        archive.examine(packed)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "another"},
        {"format_version": "1"},
        {"members": []},
        {"members": {"files/a": {}}},
        {"members": {"files/a": {"size": -1, "sha256": ""}}},
        {"members": {"files/a": {"size": "many", "sha256": ""}}},
        {"members": None},
    ],
)
def test_examine_refuses_a_manifest_that_makes_no_sense(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(archive.Damaged):
        archive.examine(crafted(tmp_path / "odd.tar.gz", [], **changes))


@pytest.mark.parametrize(
    "content", [b"", b"not an archive", b"PK\x03\x04" + b"\0" * 100, gzip.compress(b"not a tar", mtime=0)]
)
def test_examine_refuses_other_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(archive.Damaged):
        archive.examine(path)
