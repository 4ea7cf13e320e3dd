from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests import make
from tests.pages import client_of, said, words
from tests.people.conftest import code_in_mail
from tests.people.record import verbs

from mufakat.people import actions, queries
from mufakat.people.models import Person
from mufakat.people.queries import Consequence, accounts

pytestmark = pytest.mark.django_db
Proved = Callable[[Person], Client]
PROFILE = {"name": "Siti Rahmawati", "phone": "021-555", "language": "en", "zone": "Asia/Jayapura"}
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}'\"%s\u202e"


def test_profile_acts_at_once_in_words_zone_and_cookie() -> None:
    person = make.person(name="Siti", language="id")
    client = client_of(person)
    assert "Nama ini dibaca semua pihak" in words(client.get("/profil/"))
    answer = client.post("/profil/", PROFILE, follow=True)
    assert said(answer) == ["Your profile was saved."]
    assert "Every party of a campaign in which you have a seat reads this name." in words(answer)
    assert client.cookies["mufakat_language"].value == "en"
    person.refresh_from_db()
    assert {name: getattr(person, name) for name in PROFILE} == PROFILE


def test_profile_names_what_is_wrong() -> None:
    person = make.person(language="en")
    answer = client_of(person).post("/profil/", PROFILE | {"name": " ", "zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert "2 answers need another look" in words(answer)
    person.refresh_from_db()
    assert person.zone == "Asia/Jakarta"


def test_profile_trusts_no_name() -> None:
    person = make.person(language="en")
    organisation = make.organisation(name=HOSTILE)
    actions.affiliate(person=person, organisation=organisation, at=make.NOW, as_admin=True)
    client = client_of(person)
    client.post("/profil/", PROFILE | {"name": HOSTILE})
    text = client.get("/profil/").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in text
    person.refresh_from_db()
    assert person.name == HOSTILE.removesuffix("\u202e")


# --- a copy of one's data --------------------------------------------------------------------------------------------
def test_a_copy_asks_for_proof_by_code_and_then_gives_everything() -> None:
    person = make.person(email="siti@contoh.example", language="en")
    client = client_of(person)
    page = client.get("/profil/data/")
    assert "Continue: confirm that it is you" in words(page)
    answer = client.post("/profil/data/")
    assert answer["Location"] == "/profil/konfirmasi/?next=%2Fprofil%2Fdata%2F"
    assert "We send a code to siti@contoh.example." in words(client.get(answer["Location"]))
    client.post("/profil/konfirmasi/", {"next": "/profil/data/"})
    assert mail.outbox[0].subject == "Your confirmation code"
    wrong = client.post("/profil/konfirmasi/", {"code": "0000-0000", "next": "/profil/data/"})
    assert (wrong.status_code, "This code is not right." in words(wrong)) == (422, True)
    answer = client.post("/profil/konfirmasi/", {"code": code_in_mail("siti@contoh.example"), "next": "/profil/data/"})
    held = json.loads(answer.content)  # the request that was waiting goes on
    assert answer["Content-Disposition"].startswith('attachment; filename="mufakat-data-')
    assert (held["format"], held["account"]["email"]) == ("mufakat-own-data/1", "siti@contoh.example")
    assert "campaigns" in held
    assert verbs() == ["own_data.exported"]


def test_a_copy_belongs_to_its_person_and_is_limited(proved_client: Proved) -> None:
    person, other = make.person(), make.person(name="Orang Lain Sekali")
    client = proved_client(person)
    answers = [client.post("/profil/data/") for _ in range(7)]
    assert [a.status_code for a in answers] == [200] * 6 + [429]
    assert other.name not in answers[0].content.decode()


def test_a_code_for_proof_holds_five_tries_and_for_its_person_only() -> None:
    person = make.person(email="siti@contoh.example", language="en")
    client = client_of(person)
    client.post("/profil/konfirmasi/")
    code = code_in_mail("siti@contoh.example")
    for _ in range(4):
        assert client.post("/profil/konfirmasi/", {"code": "1111-1111"}).status_code == 422
    answer = client.post("/profil/konfirmasi/", {"code": "1111-1111"}, follow=True)
    assert said(answer) == ["This code no longer holds. Ask for a new one."]
    client.post("/profil/konfirmasi/", {"code": code})
    assert client.post("/profil/data/").status_code == 302


def test_proof_uses_the_password_of_those_who_have_one() -> None:
    person = make.person()
    person.set_password("kuda baterai staples")
    person.save()
    client = client_of(person)
    answer = client.get("/profil/konfirmasi/?next=/profil/tutup/")
    assert answer["Location"] == "/akun/reauthenticate/?next=%2Fprofil%2Ftutup%2F"
    answer = client.post("/akun/reauthenticate/", {"password": "kuda baterai staples", "next": "/profil/tutup/"})
    assert answer["Location"] == "/profil/tutup/"
    assert 'name="word"' in client.get("/profil/tutup/").content.decode()


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)"])
def test_proof_leads_nowhere_else(target: str) -> None:
    person = make.person(email="siti@contoh.example")
    client = client_of(person)
    client.post("/profil/konfirmasi/", {"next": target})
    answer = client.post("/profil/konfirmasi/", {"code": code_in_mail("siti@contoh.example"), "next": target})
    assert answer["Location"] == "/profil/"


# --- closing ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "_BEFORE_CLOSING", [])
    monkeypatch.setattr(accounts, "_WHEN_CLOSING", [])


def test_closing_says_what_goes_and_what_stays_and_asks_twice(proved_client: Proved) -> None:
    person = make.person(language="en", email="siti@contoh.example")
    page = words(client_of(person).get("/profil/tutup/"))
    for part in ("What is removed", "What ends today", "What stays, and why", "UU 27/2022", "Continue: confirm"):
        assert part in page
    client = proved_client(person)
    wrong = client.post("/profil/tutup/", {"word": "ya"})
    assert (wrong.status_code, "Type exactly the word" in words(wrong)) == (422, True)
    answer = client.post("/profil/tutup/", {"word": "close"}, follow=True)
    assert answer.redirect_chain == [("/akun-ditutup/", 302)]
    person.refresh_from_db()
    assert (person.email, person.closed_at is not None) == (None, True)
    assert client.get("/profil/").status_code == 302
    assert client.post("/profil/tutup/", {"word": "close"}).status_code == 302  # sent twice: signed out by then


def test_closing_without_a_fresh_proof_waits_for_it() -> None:
    person = make.person(language="en", email="siti@contoh.example")
    client = client_of(person)
    answer = client.post("/profil/tutup/", {"word": "CLOSE"})
    assert answer["Location"] == "/profil/konfirmasi/?next=%2Fprofil%2Ftutup%2F"
    person.refresh_from_db()
    assert person.is_active


def test_closing_shows_what_blocks_it(alone: None, proved_client: Proved) -> None:
    person = make.person(language="en")
    queries.ask_before_closing(
        lambda *_: [
            Consequence("Kursi <b>A</b> berakhir."),
            Consequence("Serahkan kursi B.", True, "/kampanye/b/", "Serahkan"),
        ]
    )
    client = proved_client(person)
    page = client.get("/profil/tutup/")
    assert "This must be settled first Serahkan kursi B. Serahkan" in words(page)
    assert "Kursi &lt;b&gt;A&lt;/b&gt; berakhir." in page.content.decode()
    assert 'name="word"' not in page.content.decode()
    answer = client.post("/profil/tutup/", {"word": "CLOSE"})
    assert (answer.status_code, "Serahkan kursi B." in words(answer)) == (409, True)


# --- sessions --------------------------------------------------------------------------------------------------------
def _session(person: Person, agent: str) -> tuple[Client, UserSession]:
    client = client_of(person)
    made = UserSession.objects.create(
        user=person, ip="10.0.0.9", user_agent=agent, session_key=client.session.session_key
    )
    return client, made


def test_sessions_are_listed_and_ended_one_by_one() -> None:
    person = make.person(language="en")
    here, _ = _session(person, "Mozilla Firefox/130 (Windows NT)")
    there, other = _session(person, "<b>Chrome/1</b> (Android)")
    page = here.get("/akun/sessions/")
    assert "Firefox · Windows" in words(page)
    assert "Chrome · Android" in words(page)
    assert "<b>Chrome" not in page.content.decode()
    foreign = client_of(make.person(language="en")).post(f"/profil/sesi/{other.pk}/akhiri/", follow=True)
    assert said(foreign) == ["That session had ended already."]
    answer = here.post(f"/profil/sesi/{other.pk}/akhiri/", follow=True)
    assert said(answer) == ["That session was ended. Whoever used it must sign in again."]
    assert there.get("/profil/").status_code == 302
    assert here.get("/profil/").status_code == 200
    _session(person, "Safari/1 (iPhone)")
    assert said(here.post("/akun/sessions/", follow=True)) == ["All other sessions were ended."]
    assert UserSession.objects.count() == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/profil/"),
        ("get", "/profil/data/"),
        ("post", "/profil/data/"),
        ("get", "/profil/tutup/"),
        ("post", "/profil/tutup/"),
        ("get", "/profil/konfirmasi/"),
        ("post", "/profil/sesi/1/akhiri/"),
    ],
)
def test_visitors_sign_in_first(method: str, path: str) -> None:
    answer = getattr(client_of(None), method)(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/akun/login/?next={path}")


@pytest.mark.parametrize(
    ("path", "method"), [("/profil/", "delete"), ("/profil/sesi/1/akhiri/", "get"), ("/akun-ditutup/", "post")]
)
def test_other_methods_are_refused(path: str, method: str) -> None:
    assert getattr(client_of(make.person()), method)(path).status_code == 405


def test_profile_lists_where_one_works() -> None:
    person = make.person(language="en")
    assert "No organisation yet" in words(client_of(person).get("/profil/"))
    actions.affiliate(
        person=person, organisation=make.organisation(name="Dinas A"), at=timezone.now() - timedelta(days=1)
    )
    assert "Dinas A Since" in words(client_of(person).get("/profil/"))
