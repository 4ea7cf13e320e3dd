"""What the site as a whole answers: files for programs, odd requests, storage trouble, the body limit, long answers."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from tests import make
from tests.config.conftest import ON_POSTGRES

from mufakat.config import actions, asgi, context, logs, middleware, urls
from mufakat.config.asgi import Limited
from mufakat.ledger import actions as ledger
from mufakat.ledger import queries as record

pytestmark = pytest.mark.django_db


class Breaking:
    """An address whose view breaks in a given way."""

    trouble: BaseException = RuntimeError("unset")


def broken(request: HttpRequest) -> HttpResponse:
    raise Breaking.trouble


def remembered(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse("ok")


urlpatterns = [*urls.urlpatterns, path("rusak/", broken), path("ingat/", remembered)]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def breaking(settings: Any) -> type[Breaking]:
    settings.ROOT_URLCONF = __name__
    return Breaking


# --- files for programs ----------------------------------------------------------------------------------------------
def test_robots_keeps_a_demonstration_out_of_search_engines(client: Client, settings: Any) -> None:
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    settings.DEMO = False
    assert b"Disallow: /undangan/\n" in client.get("/robots.txt").content


def test_security_txt_is_there_when_a_contact_is(client: Client, settings: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:aman@kota.example"
    answer = client.get("/.well-known/security.txt")
    assert answer.content.startswith(b"Contact: mailto:aman@kota.example\nExpires: 20")


def test_favicon_leads_to_the_mark(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert "/static/web/mark" in answer["Location"]


# --- the notice after a restore --------------------------------------------------------------------------------------
@pytest.fixture
def restored() -> Iterator[None]:
    ledger.beat(name=actions.UNSEEN, at=make.NOW)
    context._restored.at = -context._REMEMBERED_SECONDS
    yield
    context._restored.at = -context._REMEMBERED_SECONDS


@pytest.mark.usefixtures("restored")
def test_the_restore_notice_stands_on_every_page_until_an_administrator_has_read_it(client: Client) -> None:
    words = "Server ini dikembalikan ke keadaan sebelumnya"
    assert words in client.get("/kampanye/").content.decode()
    client.force_login(make.person())
    assert client.post("/pemulihan/").status_code == 403
    client.force_login(make.person(is_administrator=True))
    assert "Saya sudah membaca ini" in client.get("/kampanye/").content.decode()
    assert client.get("/pemulihan/").status_code == 405
    assert client.post("/pemulihan/").status_code == 302
    assert record.pulse_of(actions.UNSEEN) is None
    context._restored.at = -context._REMEMBERED_SECONDS
    assert words not in client.get("/kampanye/").content.decode()


def test_acknowledge_restore_sends_strangers_to_sign_in(client: Client) -> None:
    answer = client.post("/pemulihan/")
    assert (answer.status_code, answer["Location"]) == (302, "/akun/login/?next=/pemulihan/")


# --- trouble ---------------------------------------------------------------------------------------------------------
FULL = OperationalError("database or disk is full")


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        (FULL, 503),
        (OperationalError("disk I/O error"), 503),
        (OperationalError("database is locked"), 503),
        (OperationalError("attempt to write a readonly database"), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 503),
        (ValueError("A string literal cannot contain NUL (0x00) characters."), 400),
        (UnicodeEncodeError("utf-8", "\udc80", 0, 1, "surrogates not allowed"), 400),
        (DataError("bigint out of range"), 400),
        (OverflowError("Python int too large to convert to SQLite INTEGER"), 400),
    ],
)
def test_trouble_in_a_view_is_told_apart(
    client: Client, breaking: type[Breaking], trouble: Exception, status: int
) -> None:
    breaking.trouble = trouble
    answer = client.get("/rusak/")
    assert answer.status_code == status
    if status == 503:
        assert answer["Retry-After"] == "30"
        assert "tidak ada yang berubah" in answer.content.decode()


@pytest.mark.parametrize(
    "trouble", [RuntimeError("ours"), OSError(errno.ENOENT, "no such file"), ValueError("ours"), KeyError("ours")]
)
def test_our_own_faults_stay_faults(client: Client, breaking: type[Breaking], trouble: Exception) -> None:
    client.raise_request_exception = False
    breaking.trouble = trouble
    answer = client.get("/rusak/")
    assert answer.status_code == 500
    assert "Ada yang rusak di pihak kami" in answer.content.decode()


def test_a_mistake_in_sql_is_ours_on_sqlite_and_a_lost_server_is_not() -> None:
    mistake = OperationalError("no such column: nama")
    assert middleware.is_storage_trouble(mistake) is (connection.vendor != "sqlite")
    assert middleware.is_storage_trouble(InterfaceError("connection already closed")) is ON_POSTGRES


@pytest.mark.usefixtures("breaking")
def test_trouble_while_the_session_is_saved_answers_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Around the view, where no view's exception hook sees it."""
    from django.contrib.sessions.backends.db import SessionStore

    def full(self: SessionStore, must_create: bool = False) -> None:
        raise FULL

    monkeypatch.setattr(SessionStore, "save", full)
    client.raise_request_exception = False
    answer = client.get("/ingat/")
    assert answer.status_code == 503
    assert "tidak ada yang berubah" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/kampanye/%00/",
        "/kampanye/%ff%fe/",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/undangan/" + "a" * 5000 + "/",
        "/kampanye/?page=%00&q=%00",
    ],
)
def test_odd_addresses_are_refused_calmly(client: Client, address: str) -> None:
    assert client.get(address).status_code in {200, 302, 400, 404}


def test_odd_hosts_and_headers_are_refused_calmly(client: Client) -> None:
    assert client.get("/kampanye/", headers={"host": "evil.example"}).status_code == 400
    for name, value in {
        "accept-language": "x" * 10_000,
        "cookie": "mufakat=" + "\x7f" * 200 + "; mufakat_language=../../etc",
        "accept-encoding": "gzip;q=\u0661",
        "x-forwarded-for": "1.2.3.4, '; DROP TABLE",
        "x-forwarded-host": "evil.example",
        "range": "bytes=0-18446744073709551615",
        "content-type": "multipart/form-data",
    }.items():
        answer = client.get("/kampanye/", headers={name: value})
        assert answer.status_code == 200, (name, answer.status_code)
        assert b"evil.example" not in answer.content


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=\x00", b"x"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"x" * 3_000_000,
        ),
        ("application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"a=b"),
        ("application/x-www-form-urlencoded", b"a=%00&b=%ff%fe&c=\xed\xa0\x80"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(3000))),
        ("application/json", b"{" * 100_000),
        ("text/plain", b"\xff" * 1000),
    ],
)
def test_odd_bodies_are_refused_calmly(client: Client, content_type: str, body: bytes) -> None:
    answer = client.generic("POST", "/bahasa/", body, content_type)
    assert answer.status_code in {302, 400}


def test_every_answer_carries_its_headers(client: Client) -> None:
    for address, status in [("/kampanye/", 200), ("/tidak-ada/", 404), ("/healthz", 200)]:
        answer = client.get(address)
        assert answer.status_code == status
        assert answer["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert "no-store" in answer["Cache-Control"]
        assert not answer.has_header("Server-Timing")


# --- ASGI ------------------------------------------------------------------------------------------------------------
class Exchange:
    """One request over ASGI, its body in the given pieces."""

    def __init__(self, pieces: list[bytes], headers: list[tuple[bytes, bytes]] | None = None) -> None:
        self.pieces = pieces
        self.scope = {"type": "http", "headers": headers or []}
        self.sent: list[Any] = []

    async def receive(self) -> dict[str, Any]:
        piece = self.pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces)}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    def through(self, app: Any) -> int:
        asyncio.run(app(self.scope, self.receive, self.send))
        return int(self.sent[0]["status"])


async def swallow(scope: Any, receive: Any, send: Any) -> None:
    while (await receive())["more_body"]:
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})


async def full_disk(scope: Any, receive: Any, send: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_limited_lets_an_honest_body_through() -> None:
    assert Exchange([b"x" * 60, b"x" * 40], [(b"content-length", b"100")]).through(Limited(swallow, most=100)) == 200


def test_limited_refuses_what_is_announced_too_large_before_reading_it() -> None:
    exchange = Exchange([b"x"], [(b"Content-Length", b"101")])
    assert exchange.through(Limited(swallow, most=100)) == 413
    assert exchange.pieces == [b"x"]


def test_limited_counts_a_body_that_announces_nothing() -> None:
    exchange = Exchange([b"x" * 60] * 1000)
    assert exchange.through(Limited(swallow, most=100)) == 413
    assert len(exchange.pieces) == 998


def test_limited_answers_503_when_the_body_finds_no_room() -> None:
    assert Exchange([b"x"]).through(Limited(full_disk)) == 503


def test_long_answers_are_sent_while_they_are_made() -> None:
    """The pieces arrive before the source has ended, and all in the thread that the view ran in."""
    import threading

    made: list[int] = []
    threads: set[int] = set()

    def source() -> Iterator[bytes]:
        for n in range(40):
            made.append(n)
            threads.add(threading.get_ident())
            yield b"x" * 10_000

    seen_at: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body" and message.get("body"):
            seen_at.append(len(made))

    asyncio.run(asgi.Piecewise().send_response(StreamingHttpResponse(source()), send))
    assert seen_at[0] == 7
    assert seen_at[-1] == 40
    assert len(threads) == 1


# --- logs and context ------------------------------------------------------------------------------------------------
def test_logs_leave_out_secret_addresses() -> None:
    event = {"event": "Not Found: /undangan/abc-DEF_123/tolak/", "path": "/masuk/s3cret/", "n": 3}
    assert logs.without_secrets(None, "info", event) == {
        "event": "Not Found: /undangan/…/tolak/",
        "path": "/masuk/…/",
        "n": 3,
    }


def test_navigation_costs_the_same_for_everybody(django_assert_num_queries: Any) -> None:
    reader = make.person()
    for number in (1, 30):
        for _ in range(number):
            make.campaign(opener=reader)
        request = RequestFactory().get("/")
        request.user = reader
        with django_assert_num_queries(2):
            shown = context.site(request)
            assert [str(link.label) for link in shown["navigation"]][1:3] == ["Kampanye", "Organisasi"]
            assert str(shown["seat_words"])
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        shown = context.site(request)
        assert [link.url for link in shown["navigation"]] == ["/kampanye/"]
        assert str(shown["seat_words"]) == ""
        assert list(shown["account_links"]) == []
