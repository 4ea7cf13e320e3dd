"""One seat: shown to the seated, ended and mandated by its own party, its document for few."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import make
from tests.pages import is_missing, links, said, words

from mufakat.campaigns.models import Mandate, Role, Seat

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 surat tugas"


@pytest.fixture
def seat(table: Any) -> Seat:
    found: Seat = table.seat("liaison")
    return found


@pytest.fixture
def mandated(table: Any, seat: Seat) -> Seat:
    table.client("liaison").post(
        table.url("mandate", seat.pk), {"mandate": SimpleUploadedFile("a/../surat.pdf", PDF), "reference": "ST-1"}
    )
    return Seat.objects.get(pk=seat.pk)


def test_seat_shows_what_its_reader_may_do(table: Any, seat: Seat) -> None:
    acts = {
        who: [
            name
            for name in ("mandate", "hand_over", "delegate", "end_seat")
            if table.url(name, seat.pk) in links(table.client(who).get(table.url("seat", seat.pk)))
        ]
        for who in ("liaison", "host", "facilitator")
    }
    assert acts == {"liaison": ["mandate", "hand_over", "delegate", "end_seat"], "host": [], "facilitator": []}


def test_seat_is_only_there_for_the_seated(table: Any, seat: Seat) -> None:
    table.show()
    other = make.host_seat(make.campaign())
    for name in ("seat", "end_seat", "hand_over", "delegate", "mandate", "mandate_file"):
        assert is_missing(table.client("stranger").get(table.url(name, seat.pk)))
        assert is_missing(table.client("host").get(table.url(name, other.pk)))
        assert is_missing(table.client("host").get(table.url(name, uuid4())))
        assert table.client("nobody").get(table.url(name, seat.pk)).url.startswith("/akun/login/")


def test_end_seat_wants_a_reason_and_ends_it(table: Any, seat: Seat) -> None:
    colleague = make.seat(table.campaign, Role.LIAISON, make.person(name="Budi"), table.party)
    client, url = table.client("liaison"), table.url("end_seat", colleague.pk)
    assert "End the seat of Budi?" in words(client.get(url))
    assert client.post(url, {"reason": ""}).status_code == 422
    answer = client.post(url, {"reason": "Pindah."})
    assert answer.url == table.url("party", table.party.pk)
    page = client.get(table.url("seat", colleague.pk))
    assert said(page) == ["The seat has ended. It is recorded."]
    assert "This seat has ended Ended: Pindah." in words(page)
    again = client.post(url, {"reason": "Lagi."})
    assert again.status_code == 409
    assert "This seat has ended already." in words(again)


def test_the_last_liaison_hands_over_first(table: Any, seat: Seat) -> None:
    page = table.client("liaison").post(table.url("end_seat", seat.pk), {"reason": "x"})
    assert page.status_code == 409
    assert "Radio Contoh needs a liaison." in words(page)
    assert Seat.objects.get(pk=seat.pk).ended_at is None


def test_a_neutral_seat_is_given_up_by_its_holder_only(table: Any) -> None:
    url = table.url("end_seat", table.seat("facilitator").pk)
    assert table.client("host").post(url, {"reason": "x"}).status_code == 403
    assert table.client("facilitator").post(url, {"reason": "Selesai."}).url == "/"
    assert table.client("facilitator").get(table.url("home")).status_code == 404


def test_mandate_is_attached_by_the_own_party(table: Any, mandated: Seat) -> None:
    document = Mandate.objects.get()
    assert (document.file_name, document.size, document.media_type) == ("surat.pdf", len(PDF), "application/pdf")
    page = table.client("liaison").get(table.url("seat", mandated.pk))
    assert "Mandate attached ST-1 Download the document" in words(page)
    other = words(table.client("host").get(table.url("seat", mandated.pk)))
    assert "Mandate attached" in other
    assert "ST-1" not in other
    assert table.client("host").post(table.url("mandate", mandated.pk), {"reference": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("name", "content"), [("a.svg", b"<svg/>"), ("a.pdf", b"GIF89a"), ("a.pdf", b""), ("a.html", b"<html>")]
)
def test_mandate_refuses_other_files(table: Any, seat: Seat, name: str, content: bytes) -> None:
    page = table.client("liaison").post(
        table.url("mandate", seat.pk), {"mandate": SimpleUploadedFile(name, content), "reference": ""}
    )
    assert page.status_code == 422
    assert Mandate.objects.count() == 0


def test_mandate_file_is_a_download_for_few(table: Any, mandated: Seat) -> None:
    url = table.url("mandate_file", mandated.pk)
    for who in ("liaison", "facilitator"):
        page = table.client(who).get(url)
        assert b"".join(page.streaming_content) == PDF
        assert page["Content-Disposition"] == 'attachment; filename="surat.pdf"'
        assert page["Content-Type"] == "application/pdf"
        assert page["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Content-Length"] == str(len(PDF))
        assert page["Cache-Control"] == "no-store, private" or "no-store" in page["Cache-Control"]
    refused = table.client("host").get(url)
    assert refused.status_code == 403
    assert "Others see that it exists." in words(refused)
    assert table.client("nobody").get(url).status_code == 302


def test_mandate_file_that_is_not_there_is_not_there(table: Any, seat: Seat) -> None:
    assert is_missing(table.client("liaison").get(table.url("mandate_file", seat.pk)))
