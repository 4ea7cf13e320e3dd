"""The uploaded file, kept under its SHA-256 until its import has ended."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from mufakat.campaigns.actions.refusals import StorageFull
from mufakat.stakeholders import queries

AN_HOUR = 3600


def keep_file(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Whole on the disk or not at all; answers its SHA-256 and size. The name is known only at the end, so it is drafted."""
    folder = queries.path_of_import("")
    draft = folder / f".{secrets.token_hex(8)}"
    digest, size = hashlib.sha256(), 0
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            for piece in pieces:
                digest.update(piece)
                size += stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(queries.path_of_import(digest.hexdigest()))
        _flush_folder(folder)
    except OSError as trouble:
        draft.unlink(missing_ok=True)
        raise StorageFull(_("The server could not keep the file, so nothing was saved. Try again later.")) from trouble
    return digest.hexdigest(), size


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drop_files(*, at: datetime) -> int:
    """Remove files that no running import needs; one touched within the hour may be about to get its row."""
    folder, used, dropped = queries.path_of_import(""), queries.hashes_in_use(), 0
    for path in folder.glob("*"):
        if path.name not in used and at.timestamp() - path.stat().st_mtime > AN_HOUR:
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped
