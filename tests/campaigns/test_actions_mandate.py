"""A mandate document is kept whole or not at all, under its hash, whatever it is called and whatever it pretends to be."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests import make

from mufakat.campaigns import actions
from mufakat.campaigns.actions import mandate as files
from mufakat.campaigns.models import Mandate, Role, Seat
from mufakat.ledger import actions as ledger

pytestmark = pytest.mark.django_db
PDF, PNG, JPG = b"%PDF-1.7\nsurat", b"\x89PNG\r\n\x1a\nx", b"\xff\xd8\xff\xe0x"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.FILES = tmp_path / "files"


def on_disk() -> list[str]:
    return sorted(p.name for p in Path(settings.FILES).rglob("*") if p.is_file())


def party_seat() -> Seat:
    return make.liaison_of(make.party(make.campaign()))


def test_attach_mandate_keeps_the_file_under_its_hash_and_records_it() -> None:
    seat = party_seat()
    now = actions.attach_mandate(
        seat=seat, by=seat, at=make.NOW, content=PDF, file_name="Surat Tugas.pdf", reference="ST-1/2026"
    )
    sha256 = hashlib.sha256(PDF).hexdigest()
    kept = Mandate.objects.get()
    assert (now.mandate, now.mandate_reference) == (kept, "ST-1/2026")
    assert (kept.seat, kept.campaign, kept.file_name, kept.media_type, kept.size, kept.sha256, kept.added_at) == (
        seat,
        seat.campaign,
        "Surat Tugas.pdf",
        "application/pdf",
        len(PDF),
        sha256,
        make.NOW,
    )
    path = files.path_of(sha256)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (PDF, 0o600)
    newest = make.told(seat.campaign)[-1]
    assert (newest.entry.verb, newest.entry.object) == ("mandate.attached", f"seat:{seat.pk}")
    assert {k: newest.payload[k] for k in ("sha256", "size", "media_type", "role")} == {
        "sha256": sha256,
        "size": len(PDF),
        "media_type": "application/pdf",
        "role": "liaison",
    }
    assert newest.personal == {
        str(seat.person_id): {"name": seat.person.name, "reference": "ST-1/2026", "file_name": "Surat Tugas.pdf"}
    }


def test_a_newer_document_takes_the_place_of_the_older_which_is_kept() -> None:
    seat = party_seat()
    actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=PDF, file_name="a.pdf", reference="ST-1")
    now = actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=PNG, file_name="b.png")
    assert now.mandate is not None
    assert (now.mandate.file_name, now.mandate_reference) == ("b.png", "ST-1")
    assert [m.file_name for m in seat.mandates.order_by("file_name")] == ["a.pdf", "b.png"]
    assert len(on_disk()) == 2


def test_a_number_without_a_document_is_enough_but_nothing_is_not() -> None:
    seat = party_seat()
    now = actions.attach_mandate(seat=seat, by=seat, at=make.NOW, reference="ST-1")
    assert (now.mandate, now.mandate_reference) == (None, "ST-1")
    with pytest.raises(actions.NotPossible):
        actions.attach_mandate(seat=seat, by=seat, at=make.NOW, reference=" ")


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PDF, "surat.exe", "surat.pdf"),
        (PNG, "surat", "surat.png"),
        (JPG, "foto.JPEG", "foto.jpg"),
        (PDF, "../../etc/passwd", "passwd.pdf"),
        (PDF, "C:\\Users\\ani\\surat.pdf", "surat.pdf"),
        (PDF, 'a"; filename="b.html', "a- filename=-b.pdf"),
        (PDF, "a\r\nSet-Cookie: x.pdf", "aSet-Cookie- x.pdf"),
        (PDF, "\u202egnp.tarus.pdf", "gnp.tarus.pdf"),
        (PDF, "  .. .pdf", "mandat.pdf"),
        (PDF, "", "mandat.pdf"),
        (PDF, "\udcff\x00.pdf", "mandat.pdf"),
        (PDF, "x" * 500 + ".pdf", "x" * 116 + ".pdf"),
        (PDF, "ᬓᬢ surat é.pdf", "ᬓᬢ surat é.pdf"),
    ],
)
def test_a_file_is_named_safely_after_what_it_is(content: bytes, name: str, kept: str) -> None:
    seat = party_seat()
    now = actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=content, file_name=name)
    assert now.mandate is not None
    assert now.mandate.file_name == kept


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90", b"<html>", b"<?xml version='1.0'?><svg/>", b"PK\x03\x04", b" %PDF-1.7", b"GIF89a"],
    ids=["empty", "exe", "html", "svg", "zip", "pdf behind a space", "gif"],
)
def test_other_files_are_refused_whatever_they_are_called(content: bytes) -> None:
    seat = party_seat()
    with pytest.raises(actions.FileRefused):
        actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=content, file_name="surat.pdf")
    assert (Mandate.objects.count(), on_disk()) == (0, [])


def test_a_file_may_have_20_megabytes_and_not_one_byte_more(settings: Any) -> None:
    seat = party_seat()
    settings.UPLOAD_LIMIT = 1000
    actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=PDF.ljust(1000), file_name="a.pdf")
    with pytest.raises(actions.FileRefused):
        actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=PDF.ljust(1001), file_name="a.pdf")


def test_who_may_not_add_a_mandate_fills_no_disk() -> None:
    seat = party_seat()
    strangers = [make.host_seat(seat.campaign), make.seat(seat.campaign), make.host_seat(make.campaign())]
    for other in strangers:
        with pytest.raises(actions.NotAllowed):
            actions.attach_mandate(seat=seat, by=other, at=make.NOW, content=PDF, file_name="a.pdf")
    assert on_disk() == []


def test_an_ended_seat_gets_no_mandate_and_an_ended_one_adds_none() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison, signatory = make.liaison_of(party), make.seat(campaign, Role.SIGNATORY, party=party)
    actions.end_seat(seat=signatory, by=liaison, at=make.NOW, reason="x")
    with pytest.raises(actions.NotPossible):
        actions.attach_mandate(seat=signatory, by=liaison, at=make.NOW, content=PDF, file_name="a.pdf")
    with pytest.raises(actions.SeatEnded):
        actions.attach_mandate(seat=signatory, by=signatory, at=make.NOW, content=PDF, file_name="a.pdf")
    assert Mandate.objects.count() == 0


@pytest.mark.parametrize("step", ["fsync", "replace", "open"])
def test_a_full_disk_leaves_nothing_half_written(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = party_seat()

    def full(*args: Any, **kwargs: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "open": (os, "open"), "replace": (Path, "replace")}[step], full)
    before = make.verbs(seat.campaign)
    with pytest.raises(actions.StorageFull):
        actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=PDF, file_name="a.pdf")
    assert (on_disk(), Mandate.objects.count(), make.verbs(seat.campaign)) == ([], 0, before)
    monkeypatch.undo()
    assert actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=PDF, file_name="a.pdf").mandate


def test_a_damaged_copy_on_disk_is_written_anew() -> None:
    seat = party_seat()
    path = files.path_of(hashlib.sha256(PDF).hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(PDF[:-1])
    actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=PDF, file_name="a.pdf")
    assert path.read_bytes() == PDF


def test_sweep_files_removes_what_no_row_stands_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    seat = party_seat()
    actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=PDF, file_name="a.pdf")
    monkeypatch.setattr(ledger, "record", _interrupted)
    with pytest.raises(RuntimeError):
        actions.attach_mandate(seat=seat, by=seat, at=make.NOW, content=PNG, file_name="a.png")
    orphan = files.path_of(hashlib.sha256(PNG).hexdigest())
    draft = orphan.with_name(f".{orphan.name}.draft")
    draft.write_bytes(b"half")
    for path in (*Path(settings.FILES).rglob("*"),):
        os.utime(path, (make.NOW.timestamp() - 86_000,) * 2)
    assert actions.sweep_files(at=make.NOW) == 0
    os.utime(orphan, (make.NOW.timestamp() - 86_401,) * 2)
    os.utime(draft, (make.NOW.timestamp() - 86_401,) * 2)
    assert actions.sweep_files(at=make.NOW) == 2
    assert on_disk() == [hashlib.sha256(PDF).hexdigest()]


def _interrupted(**_said: Any) -> None:
    raise RuntimeError("killed here")
