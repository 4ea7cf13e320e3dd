"""The archive of a backup: a tar.gz whose first member, the manifest, names every other with its size and SHA-256.

Nothing in an archive is believed: members are read in the order they come, checked against the manifest while they are
read, and written only where their checked names lead. Python's own extraction is not used.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

FORMAT = "mufakat-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 32 * 1024 * 1024
_MOST_MEMBERS = 200_000
_MOST_GROWTH = 400
_CHUNK = 1024 * 1024
_SAFE_NAME = re.compile(r"(?:database\.(?:sqlite3|dump)|keys/[a-z]+\.key|files/[\w.@ -]+(?:/[\w.@ -]+)*)", re.ASCII)


class Damaged(Exception):
    """This is not a whole, unaltered archive of this kind. `str()` says what was found."""


class Newer(Exception):
    """The archive was written in a format that this version does not know."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive as the manifest announces it."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    facts: Mapping[str, Any]
    members: Mapping[str, Member]

    @property
    def size(self) -> int:
        return sum(m.size for m in self.members.values())


def digest_of(path: Path) -> Member:
    found, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
            size += len(chunk)
    return Member(size, found.hexdigest())


# --- writing ---------------------------------------------------------------------------------------------------------
def write(target: Path, facts: Mapping[str, Any], sources: Mapping[str, Path]) -> Manifest:
    """Write the archive beside its name and give it the name when it is whole and on the disk."""
    members = {name: digest_of(path) for name, path in sources.items()}
    rows = {name: {"size": m.size, "sha256": m.sha256} for name, m in members.items()}
    manifest = {"format": FORMAT, "format_version": FORMAT_VERSION, **facts, "members": rows}
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            _write_tar(raw, json.dumps(manifest, indent=1, ensure_ascii=False).encode(), sources, members)
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(target.parent)
    return Manifest(manifest, members)


def _write_tar(raw: IO[bytes], manifest: bytes, sources: Mapping[str, Path], members: Mapping[str, Member]) -> None:
    with (
        gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=4, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        tar.addfile(_info(MANIFEST, len(manifest)), io.BytesIO(manifest))
        for name, path in sources.items():
            with path.open("rb") as stream:
                tar.addfile(_info(name, members[name].size), stream)


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# --- reading ---------------------------------------------------------------------------------------------------------
def examine(path: Path) -> Manifest:
    """The manifest of an archive whose every byte was read and found as announced."""
    return _read(path, None)


def unpack(path: Path, folder: Path) -> Manifest:
    """Examine an archive while writing its members below an empty folder."""
    return _read(path, folder)


def _read(path: Path, folder: Path | None) -> Manifest:
    try:
        with _opened(path) as tar:
            members = iter(tar)
            manifest = _manifest_of(tar, next(members, None), path.stat().st_size)
            waiting = dict(manifest.members)
            for info in members:
                _take(tar, info, waiting, folder)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as trouble:
        raise Damaged(f"not a whole tar.gz file ({trouble})") from trouble
    if waiting:
        raise Damaged(f"{len(waiting)} announced files are missing, first {next(iter(waiting))}")
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    with gzip.open(path, "rb") as packed:
        with tarfile.open(fileobj=packed, mode="r|") as tar:
            yield tar
        # Reading to the end lets gzip compare its own checksum of the whole.
        while packed.read(_CHUNK):
            pass


def _manifest_of(tar: tarfile.TarFile, info: tarfile.TarInfo | None, packed_size: int) -> Manifest:
    if info is None or info.name != MANIFEST or not info.isreg() or info.size > _LARGEST_MANIFEST:
        raise Damaged("it does not begin with a manifest")
    stream = tar.extractfile(info)
    assert stream is not None
    try:
        facts = json.loads(stream.read())
        if facts["format"] != FORMAT or not isinstance(facts["format_version"], int):
            raise Damaged("its manifest is of another kind")
        if facts["format_version"] > FORMAT_VERSION:
            raise Newer(str(facts.get("product_version", "?")))
        members = {name: Member(int(m["size"]), str(m["sha256"])) for name, m in facts["members"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as trouble:
        raise Damaged("its manifest cannot be read") from trouble
    manifest = Manifest(facts, members)
    _refuse_bomb(manifest, packed_size)
    return manifest


def _refuse_bomb(manifest: Manifest, packed_size: int) -> None:
    if len(manifest.members) > _MOST_MEMBERS:
        raise Damaged("it announces more files than a backup has")
    if any(m.size < 0 for m in manifest.members.values()) or manifest.size > packed_size * _MOST_GROWTH:
        raise Damaged("it announces more than its size can hold")
    for name in manifest.members:
        if not _SAFE_NAME.fullmatch(name) or ".." in name.split("/"):
            raise Damaged(f"it announces a file with the name {name[:80]!r}")


def _take(tar: tarfile.TarFile, info: tarfile.TarInfo, waiting: dict[str, Member], folder: Path | None) -> None:
    announced = waiting.pop(info.name, None)
    if announced is None or not info.isreg() or info.size != announced.size:
        raise Damaged(f"{info.name[:80]!r} is not as the manifest announces it")
    stream = tar.extractfile(info)
    assert stream is not None
    target = _created(folder / info.name) if folder else None
    found, size = hashlib.sha256(), 0
    try:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
            size += len(chunk)
            if target:
                target.write(chunk)
        if target:
            target.flush()
            os.fsync(target.fileno())
    finally:
        if target:
            target.close()
    if size != announced.size or found.hexdigest() != announced.sha256:
        raise Damaged(f"{info.name[:80]!r} does not have the announced checksum")


def _created(path: Path) -> IO[bytes]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
