"""The document that lets a person act for a party: kept as a file under its hash, known to the record by it."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns import policies, queries
from mufakat.campaigns.actions.acting import acting, by_seat, locked, record, writable
from mufakat.campaigns.actions.refusals import FileRefused, NotAllowed, NotPossible, StorageFull
from mufakat.campaigns.actions.seat import told_of
from mufakat.campaigns.models import Mandate, Seat

AN_HOUR, A_DAY = 3600, 24 * 3600
KINDS = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
}


def attach_mandate(
    *, seat: Seat, by: Seat, at: datetime, content: bytes | None = None, file_name: str = "", reference: str = ""
) -> Seat:
    """Add or replace a seat's mandate: a document, the number it bears, or both.

    The file is on disk before the row that names it commits; one whose row never came is swept away later.
    """
    writable(Seat, mandate_reference=reference)
    if content is None and not reference.strip():
        raise NotPossible(_("Give the document, or the number that it bears."))
    if not policies.can_attach_mandate(by, seat):
        raise NotAllowed(_not_yours())
    kept = None
    if content is not None:
        media_type, ending = _kind_of(content)
        kept = Mandate(
            campaign_id=seat.campaign_id,
            seat=seat,
            file_name=clean_name(file_name, ending),
            media_type=media_type,
            size=len(content),
            sha256=_keep(content),
            added_at=at,
        )
    with transaction.atomic():
        return _attach(seat, by, at, kept, reference)


def _not_yours() -> str:
    return _("A mandate is added by the holder of the seat or by a liaison of the same party.")


def _attach(seat: Seat, by: Seat, at: datetime, kept: Mandate | None, reference: str) -> Seat:
    campaign = locked(seat.campaign)
    actor = acting(by, campaign, at)
    now = queries.seat_by_number(campaign, seat.pk)
    if now is None or not policies.can_attach_mandate(actor, now):
        raise NotAllowed(_not_yours())
    if now.ended_at:
        raise NotPossible(_("This seat has ended already."))
    if kept:
        kept.save(force_insert=True)
        now.mandate = kept  # the one before stays with the seat, as what held until now
    now.mandate_reference = reference or now.mandate_reference
    now.save(update_fields=["mandate", "mandate_reference"])
    said = {"sha256": kept.sha256, "size": kept.size, "media_type": kept.media_type} if kept else {}
    record(
        campaign=campaign,
        verb="mandate.attached",
        object=f"seat:{now.pk}",
        by=by_seat(actor),
        at=at,
        payload=told_of(now) | said,
        personal={
            now.person_id: {
                "name": now.person.name,
                "reference": reference,
                "file_name": kept.file_name if kept else "",
            }
        },
    )
    return now


def _kind_of(content: bytes) -> tuple[str, str]:
    """Media type and ending by the file's first bytes; what the sender calls it is not believed."""
    if len(content) > settings.UPLOAD_LIMIT:
        raise FileRefused(_("The file is larger than 20 MB."))
    for start, kind in KINDS.items():
        if content.startswith(start):
            return kind
    raise FileRefused(_("Only PDF, PNG and JPEG files are kept. This file is something else, whatever its name says."))


def clean_name(name: str, ending: str) -> str:
    """A name that is safe to give back: no path, no control or direction characters, the ending the content has."""
    plain = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    plain = "".join(c for c in re.split(r"[\\/]", plain)[-1] if unicodedata.category(c)[0] not in "CZ" or c == " ")
    stem = re.sub(r'[<>:"|?*;%]+', "-", plain.rpartition(".")[0] or plain).strip(" .-")
    return (stem[: 120 - len(ending)] or "mandat") + ending


def path_of(sha256: str) -> Path:
    return Path(settings.FILES) / sha256[:2] / sha256


def _keep(content: bytes) -> str:
    """Write the file whole or not at all: draft, flush to disk, rename, flush the folder."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    if target.exists() and target.stat().st_size == len(content):
        os.utime(target)
        return sha256
    draft = target.with_name(f".{sha256}.{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(draft, content)
        draft.replace(target)
        _flush_folder(target.parent)
    except OSError as trouble:
        draft.unlink(missing_ok=True)
        raise StorageFull(_("The server could not keep the file, so nothing was saved. Try again later.")) from trouble
    return sha256


def drop_files(hashes: Iterable[str], *, at: datetime) -> None:
    """Remove files that no mandate stands behind any more; the same document may serve several seats.

    One that was touched within the hour may be about to get another row, so it is left to the nightly sweep.
    """
    for sha256 in set(hashes):
        path = path_of(sha256)
        if path.exists() and _is_forgotten(sha256) and at.timestamp() - path.stat().st_mtime > AN_HOUR:
            path.unlink(missing_ok=True)


def _is_forgotten(sha256: str) -> bool:
    return not Mandate.objects.filter(sha256=sha256, removed_at__isnull=True).exists()


def sweep_files(*, at: datetime) -> int:
    """Remove what an interrupted upload left behind: files a day old or older without a row. Answers how many."""
    known = set(Mandate.objects.filter(removed_at__isnull=True).values_list("sha256", flat=True))
    swept = 0
    for path in Path(settings.FILES).glob("[0-9a-f][0-9a-f]/*"):
        if path.name not in known and at.timestamp() - path.stat().st_mtime > A_DAY:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
