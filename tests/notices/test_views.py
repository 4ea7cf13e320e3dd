from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import make
from tests.notices.conftest import tell

from mufakat.notices import actions, queries
from mufakat.notices.models import Mail, Notice, Preference
from mufakat.people.models import Person

pytestmark = pytest.mark.django_db
INBOX, SETTINGS = "/kabar/", "/kabar/pengaturan/"


@pytest.fixture
def signed_in(client: Client, reader: Person) -> Client:
    client.force_login(reader)
    return client


def _page(client: Client, path: str) -> str:
    response = client.get(path)
    html = response.content.decode()
    assert (response.status_code, html.count("<h1")) == (200, 1)
    return html


def _titles(html: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", title).strip()
        for title in re.findall(r'class="item-words">\s*<p[^>]*>(.*?)</p>', html, re.DOTALL)
    ]


# --- the inbox -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [INBOX, SETTINGS, "/kabar/00000000-0000-4000-8000-000000000000/"])
def test_pages_are_for_the_signed_in(client: Client, path: str) -> None:
    assert client.get(path).headers["Location"] == f"{reverse('account_login')}?next={path}"


@pytest.mark.parametrize("count", [1, 30])
def test_inbox_asks_three_things_of_its_tables_for_one_and_for_many(
    signed_in: Client, reader: Person, count: int
) -> None:
    """How many, how many of the kind shown, and the page; what the site asks on every page is counted elsewhere."""
    for number in range(count):
        tell(reader, number)
    with CaptureQueriesContext(connection) as asked:
        signed_in.get(INBOX)
    own = [query["sql"] for query in asked if 'FROM "notices_' in query["sql"]]
    in_page = [sql for sql in own if sql not in _asked_by_every_page(signed_in)]
    assert len(in_page) == 3, in_page


def _asked_by_every_page(client: Client) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        client.get("/kabar/berhenti/x/")
    return [query["sql"] for query in asked]


def test_inbox_shows_the_newest_first_in_pages(signed_in: Client, reader: Person) -> None:
    for number in range(30):
        tell(reader, number, at=make.NOW + timedelta(minutes=number))
    tell(make.person(), 99)
    assert _titles(_page(signed_in, INBOX)) == [f"Kabar ke-{n} dari Makin Cakap Digital" for n in range(29, 4, -1)]
    assert _titles(_page(signed_in, f"{INBOX}?page=2")) == [
        f"Kabar ke-{n} dari Makin Cakap Digital" for n in range(4, -1, -1)
    ]
    for odd in ("0", "99", "x", "-1", "9" * 40):
        assert len(_titles(_page(signed_in, f"{INBOX}?page={odd}"))) in {5, 25}


def test_inbox_has_its_empty_states(signed_in: Client, reader: Person) -> None:
    assert "Belum ada kabar" in _page(signed_in, INBOX)
    assert "Belum ada kabar" in _page(signed_in, f"{INBOX}?tab=unread")
    actions.mark_read(notice=tell(reader, 1), at=make.NOW)
    assert "Semua kabar sudah Anda baca" in _page(signed_in, f"{INBOX}?tab=unread")
    assert "Tidak ada yang cocok" in _page(signed_in, f"{INBOX}?q=gajah")


def test_inbox_filters_by_unread_and_by_words(signed_in: Client, reader: Person) -> None:
    actions.mark_read(notice=tell(reader, 1), at=make.NOW)
    tell(reader, 2)
    tell(reader, 3, title="Pihak baru: %(campaign)s", params={"campaign": "Gerakan Membaca"})
    unread = _page(signed_in, f"{INBOX}?tab=unread")
    assert sorted(_titles(unread)) == ["Kabar ke-2 dari Makin Cakap Digital", "Pihak baru: Gerakan Membaca"]
    found = _page(signed_in, f"{INBOX}?tab=unread&q=gerakan")
    assert _titles(found) == ["Pihak baru: Gerakan Membaca"]
    assert "1 kabar ditemukan" in found
    assert len(_titles(_page(signed_in, f"{INBOX}?q={'x' * 200}&tab=lain"))) == 3  # an unfit question is no question


def test_inbox_shows_hostile_words_as_words(signed_in: Client, reader: Person) -> None:
    hostile = '"><script>alert(1)</script>'
    tell(reader, 1, title="%(x)s", body="%(x)s", params={"x": hostile})
    for html in (_page(signed_in, INBOX), _page(signed_in, f"{INBOX}?q={hostile}")):
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_inbox_speaks_the_language_and_zone_of_its_reader(signed_in: Client, reader: Person) -> None:
    tell(reader, 1)
    assert "Selasa, 24 November 2026" in _page(signed_in, INBOX)
    assert "09.00 WIB" in _page(signed_in, INBOX)
    Person.objects.filter(pk=reader.pk).update(language="en", zone="Asia/Jayapura")
    html = _page(signed_in, INBOX)
    assert "Tuesday 24 November 2026" in html
    assert "11:00 WIT" in html


# --- opening and marking -------------------------------------------------------------------------------------------------


def test_opening_a_notice_reads_it_and_leads_to_what_it_is_about(signed_in: Client, reader: Person) -> None:
    notice = tell(reader, 1)
    response = signed_in.get(f"/kabar/{notice.pk}/")
    assert (response.status_code, response.headers["Location"]) == (302, notice.path)
    notice.refresh_from_db()
    assert notice.read_at is not None
    bare = tell(reader, 2, path="")
    assert signed_in.get(f"/kabar/{bare.pk}/").headers["Location"] == INBOX


def test_what_is_fetched_ahead_of_the_reader_is_not_read(signed_in: Client, reader: Person) -> None:
    notice = tell(reader, 1)
    assert signed_in.head(f"/kabar/{notice.pk}/").status_code == 302
    assert signed_in.get(f"/kabar/{notice.pk}/", headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 302
    assert Client().get(f"/kabar/{notice.pk}/").status_code == 302
    assert queries.unread_count(reader) == 1


def test_marking_one_as_read_stays_where_the_reader_was(signed_in: Client, reader: Person) -> None:
    notice = tell(reader, 1)
    response = signed_in.post(f"/kabar/{notice.pk}/?tab=unread&page=2")
    assert (response.status_code, response.headers["Location"]) == (302, f"{INBOX}?tab=unread&page=2")
    assert queries.unread_count(reader) == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_notice_does_not_exist(signed_in: Client, method: str) -> None:
    other = make.person()
    notice = tell(other, 1)
    assert getattr(signed_in, method)(f"/kabar/{notice.pk}/").status_code == 404
    assert getattr(signed_in, method)(f"/kabar/{uuid4()}/").status_code == 404
    assert queries.unread_count(other) == 1


def test_marking_all_as_read_reaches_what_was_shown(signed_in: Client, reader: Person) -> None:
    tell(reader, 1)
    found = re.search(r'name="until" value="([^"]+)"', _page(signed_in, INBOX))
    assert found is not None
    late = tell(reader, 2, at=make.NOW.replace(year=2090))
    response = signed_in.post("/kabar/dibaca/", {"until": found[1]}, follow=True)
    assert "1 kabar ditandai sudah dibaca." in response.content.decode()
    assert list(Notice.objects.filter(read_at__isnull=True)) == [late]


@pytest.mark.parametrize("until", ["", "kemarin", "2026-13-01"])
def test_marking_all_as_read_wants_to_know_what_was_shown(signed_in: Client, reader: Person, until: str) -> None:
    tell(reader, 1)
    assert signed_in.post("/kabar/dibaca/", {"until": until}).status_code == 400
    assert signed_in.get("/kabar/dibaca/").status_code == 405
    assert queries.unread_count(reader) == 1


# --- settings ------------------------------------------------------------------------------------------------------------


def test_settings_show_what_holds_and_when_the_next_summary_goes(signed_in: Client, reader: Person) -> None:
    html = _page(signed_in, SETTINGS)
    assert "siti@contoh.example" in html
    assert re.search(r"Ringkasan berikutnya: (Senin|Selasa|Rabu|Kamis|Jumat), \d+ \w+ \d{4}, 07\.00 WIB", html)
    assert '<option value="7" selected>07.00 WIB</option>' in html
    actions.change_preference(person=reader, at=make.NOW, digest="never")
    assert "Tidak ada ringkasan yang akan dikirim" in _page(signed_in, SETTINGS)


def test_settings_hold_at_once_and_say_so(signed_in: Client, reader: Person) -> None:
    tell(reader, 1, urgency=Notice.Urgency.NOW)
    response = signed_in.post(SETTINGS, {"digest": "weekly", "digest_hour": "16"}, follow=True)
    assert response.redirect_chain == [(SETTINGS, 302)]
    assert "Tersimpan dan langsung berlaku." in response.content.decode()
    saved = Preference.objects.get()
    assert (saved.person, saved.mail_now, saved.digest, saved.digest_hour) == (reader, False, "weekly", 16)
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"digest": "hourly", "digest_hour": "7"}, {"digest": "daily", "digest_hour": "24"}, {"digest": "daily"}, {}],
)
def test_settings_refuse_what_cannot_be(signed_in: Client, wrong: dict[str, str]) -> None:
    response = signed_in.post(SETTINGS, wrong)
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert Preference.objects.count() == 0


# --- stopping letters ----------------------------------------------------------------------------------------------------


def _stop_path(reader: Person, kind: str) -> str:
    return queries.stop_url(reader, kind).removeprefix("http://localhost:8000")


@pytest.mark.parametrize("kind", ["notice", "digest"])
def test_looking_at_the_link_stops_nothing(client: Client, reader: Person, kind: str) -> None:
    assert "Hentikan surel ini" in _page(client, _stop_path(reader, kind))
    assert client.head(_stop_path(reader, kind)).status_code == 200
    assert Preference.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "holds", "words"),
    [
        ("notice", (False, "daily"), "Surel tentang hal yang menunggu Anda sudah dihentikan"),
        ("digest", (True, "never"), "Ringkasan sudah dihentikan"),
    ],
)
def test_one_click_of_a_mail_program_stops_that_kind(
    reader: Person, kind: str, holds: tuple[bool, str], words: str
) -> None:
    """As RFC 8058 says: no cookie, no token of a form, no redirect."""
    program = Client(enforce_csrf_checks=True)
    response = program.post(
        _stop_path(reader, kind), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert words in response.content.decode()
    assert [(p.mail_now, p.digest) for p in Preference.objects.filter(person=reader)] == [holds]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_link_stops_nothing(client: Client, reader: Person, method: str) -> None:
    forged = _stop_path(reader, "digest").replace(reader.pk.hex, make.person().pk.hex)
    response = getattr(client, method)(forged)
    assert response.status_code == 404
    assert "Tautan ini tidak berlaku lagi" in response.content.decode()
    assert Preference.objects.count() == 0


def test_the_link_is_not_indexed_cached_or_passed_on(client: Client, reader: Person) -> None:
    response = client.get(_stop_path(reader, "digest"))
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
