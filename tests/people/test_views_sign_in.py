"""Signing in, signing up, and what opens an account: allauth's pages with our rules."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from hashlib import sha1
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests import make
from tests.pages import client_of, said, words
from tests.people.conftest import code_in_mail, proved

from mufakat.config.adapter import AccountAdapter, SecondStepAdapter
from mufakat.people.models import Person

pytestmark = pytest.mark.django_db
PASSWORD = "kuda baterai staples"


def _with_password(**fields: Any) -> Person:
    person = make.person(language="en", **fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def _totp(secret: str) -> str:
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), sha1).digest()
    number = struct.unpack(">I", digest[digest[-1] & 15 :][:4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def _signed_in(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


# --- signing up and in by a code -------------------------------------------------------------------------------------
def test_signing_up_takes_a_name_an_address_and_its_code() -> None:
    client = client_of(None)
    answer = client.post("/akun/signup/?next=/organisasi/", {"name": " Siti  R ", "email": "Siti@Contoh.Example"})
    assert answer["Location"] == "/akun/confirm-email/"
    person = Person.objects.get()
    assert (person.email, person.name, person.language) == ("siti@contoh.example", "Siti R", "en")
    wrong = client.post("/akun/confirm-email/", {"code": "0000-0000"})
    assert "This code is not right." in words(wrong)
    answer = client.post("/akun/confirm-email/", {"code": code_in_mail("siti@contoh.example").replace("-", " ")})
    assert (answer["Location"], _signed_in(client)) == ("/organisasi/", str(person.pk))
    assert EmailAddress.objects.get().verified
    assert client.get("/akun/2fa/webauthn/add/").status_code == 200  # the code was proof enough


def test_signing_up_with_a_known_address_tells_nobody() -> None:
    make.person(email="siti@contoh.example", language="en")
    known, unknown = client_of(None), client_of(None)
    answers = [
        client.post("/akun/signup/", {"name": "X", "email": email})
        for client, email in ((known, "siti@contoh.example"), (unknown, "baru@contoh.example"))
    ]
    assert len({(a.status_code, a["Location"]) for a in answers}) == 1
    pages = [client.get("/akun/confirm-email/") for client in (known, unknown)]
    texts = {words(page).replace("siti@", "baru@") for page in pages}
    assert texts == {words(pages[1])}
    assert [m.subject for m in mail.outbox] == ["You have an account already", "Confirm your e-mail address"]
    assert Person.objects.count() == 2


def test_a_code_signs_in_and_an_unknown_address_gets_another_letter() -> None:
    person = make.person(email="siti@contoh.example", language="id")
    client = client_of(None)
    answer = client.post("/akun/login/code/?next=/profil/", {"email": "SITI@contoh.example"})
    assert answer["Location"] == "/akun/login/code/confirm/?next=%2Fprofil%2F"
    assert mail.outbox[0].subject == "Kode masuk Anda"  # in the language of the reader, not of the browser
    answer = client.post(answer["Location"], {"code": code_in_mail("siti@contoh.example"), "next": "/profil/"})
    assert (answer["Location"], _signed_in(client)) == ("/profil/", str(person.pk))

    stranger = client_of(None)
    answer = stranger.post("/akun/login/code/", {"email": "tidak@ada.example"})
    assert answer["Location"] == "/akun/login/code/confirm/"
    assert (mail.outbox[-1].subject, mail.outbox[-1].to) == (
        "There is no account for this address",
        ["tidak@ada.example"],
    )
    assert "http://testserver/akun/signup/" in mail.outbox[-1].body
    assert "1234" not in words(stranger.post(answer["Location"], {"code": "1234-5678"}))
    assert not _signed_in(stranger)


def test_a_code_holds_for_five_tries() -> None:
    make.person(email="siti@contoh.example")
    client = client_of(None)
    client.post("/akun/login/code/", {"email": "siti@contoh.example"})
    code = code_in_mail("siti@contoh.example")
    for _ in range(4):
        assert client.post("/akun/login/code/confirm/", {"code": "0000-0000"}).status_code == 200
    answer = client.post("/akun/login/code/confirm/", {"code": "0000-0000"}, follow=True)
    assert (answer.redirect_chain[-1][0], said(answer)) == (
        "/akun/login/code/",
        ["Too many attempts in a short time. Wait a few minutes and try again."],
    )
    client.post("/akun/login/code/confirm/", {"code": code})
    assert not _signed_in(client)


def test_a_new_code_replaces_the_old_one_and_is_said_to_be_on_its_way() -> None:
    make.person(email="siti@contoh.example")
    client = client_of(None)
    client.post("/akun/login/code/", {"email": "siti@contoh.example"})
    first = code_in_mail("siti@contoh.example")
    assert said(client.get("/akun/login/code/confirm/")) == []
    answer = client.post("/akun/login/code/confirm/", {"action": "resend"}, follow=True)
    assert said(answer) == ["A new code is on its way."]
    client.post("/akun/login/code/confirm/", {"code": first})
    assert not _signed_in(client)
    client.post("/akun/login/code/confirm/", {"code": code_in_mail("siti@contoh.example")})
    assert _signed_in(client)


def test_a_closed_account_is_unknown() -> None:
    make.person(email="siti@contoh.example", is_active=False, language="en")
    client = client_of(None)
    client.post("/akun/login/code/", {"email": "siti@contoh.example"})
    assert mail.outbox[0].subject == "There is no account for this address"


# --- passwords and the second step -----------------------------------------------------------------------------------
def test_a_password_signs_in_and_a_wrong_one_says_nothing_of_the_account() -> None:
    person, client = _with_password(), client_of(None)
    texts = set()
    for email, password in ((person.email, "salah salah salah"), ("tidak@ada.example", PASSWORD)):
        answer = client.post("/akun/login/", {"login": email, "password": password})
        texts.add(words(answer).split("Other ways")[1])
    assert len(texts) == 1
    assert "The e-mail address or the password is not right." in texts.pop()
    answer = client.post("/akun/login/?next=/profil/", {"login": person.email, "password": PASSWORD})
    assert (answer["Location"], _signed_in(client)) == ("/profil/", str(person.pk))
    assert UserSession.objects.get().user == person


def test_the_password_form_never_sends_a_code() -> None:
    person, client = _with_password(), client_of(None)
    assert client.post("/akun/login/", {"login": person.email, "password": ""}).status_code == 200
    assert mail.outbox == []


def test_a_password_has_twelve_characters_and_lies_as_argon2id() -> None:
    person = make.person(language="en")
    client = proved(client_of(person), person)
    short = client.post("/akun/password/set/", {"password1": "sebelas1234", "password2": "sebelas1234"})
    assert "12 characters" in words(short)
    answer = client.post("/akun/password/set/", {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert (answer.redirect_chain[-1][0], said(answer)) == ("/akun/2fa/", ["Your password is set."])
    person.refresh_from_db()
    assert person.password.startswith("argon2$argon2id$")
    assert mail.outbox[0].subject == "Your account has a password now"


def test_a_lost_password_is_replaced_by_a_code_and_ends_other_sessions() -> None:
    person = _with_password(email="siti@contoh.example")
    elsewhere, client = client_of(person), client_of(None)
    client.post("/akun/password/reset/", {"email": person.email})
    client.post("/akun/password/reset/confirm/", {"code": code_in_mail(person.email or "")})
    new = "gajah terbang di pagi"
    answer = client.post("/akun/password/reset/complete/", {"password1": new, "password2": new})
    assert answer["Location"] == "/akun/password/reset/done/"
    person.refresh_from_db()
    assert person.check_password(new)
    assert elsewhere.get("/profil/").status_code == 302


def test_two_step_verification_is_asked_after_code_and_password_and_its_key_is_locked() -> None:
    person = _with_password()
    client = proved(client_of(person), person)
    secret = re.search(r'id="totp-key" value="(\w+)"', client.get("/akun/2fa/totp/activate/").content.decode())
    assert secret
    answer = client.post("/akun/2fa/totp/activate/", {"code": _totp(secret[1])}, follow=True)
    assert "10 codes left" in words(answer)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret[1] not in kept
    assert SecondStepAdapter().decrypt(kept) == secret[1]

    second = client_of(None)
    answer = second.post("/akun/login/", {"login": person.email, "password": PASSWORD})
    assert (answer["Location"], _signed_in(second)) == ("/akun/2fa/authenticate/", "")
    assert "This did not work." in words(second.post("/akun/2fa/authenticate/", {"code": "000000"}))
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    second.post("/akun/2fa/authenticate/", {"code": code})
    assert _signed_in(second) == str(person.pk)
    third = client_of(None)
    third.post("/akun/login/", {"login": person.email, "password": PASSWORD})
    assert "This did not work." in words(third.post("/akun/2fa/authenticate/", {"code": code}))  # each code once


def test_a_passkey_alone_asks_for_no_second_step() -> None:
    person = _with_password()
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Ponsel", "credential": {}})
    client = client_of(None)
    client.post("/akun/login/", {"login": person.email, "password": PASSWORD})
    assert _signed_in(client) == str(person.pk)


def test_a_second_step_whose_key_is_lost_opens_to_nobody() -> None:
    foreign = "gAAAAABm-not-ours"
    first, second = SecondStepAdapter().decrypt(foreign), SecondStepAdapter().decrypt(foreign)
    assert first != second
    assert len(base64.b32decode(first)) == 20


@pytest.mark.parametrize(
    "credential", ["", "x", "[]", "{}", '"x"', "null", '{"response": {"userHandle": 7}}', '{"id": "x"}', "1e999"]
)
@pytest.mark.parametrize("url", ["/akun/2fa/webauthn/login/", "/akun/2fa/webauthn/add/"])
def test_a_garbled_passkey_is_refused_and_breaks_nothing(url: str, credential: str) -> None:
    person = make.person()
    client = proved(client_of(person), person) if "add" in url else client_of(None)
    client.get(url, headers={"accept": "application/json"})
    assert client.post(url, {"credential": credential, "name": "x"}).status_code in {200, 302}
    assert Authenticator.objects.count() == 0


# --- limits, addresses, letters --------------------------------------------------------------------------------------
def test_too_many_codes_for_one_address_are_refused_in_words() -> None:
    make.person(email="siti@contoh.example")
    for _ in range(3):
        client_of(None).post("/akun/login/code/", {"email": "siti@contoh.example"})
    answer = client_of(None).post("/akun/login/code/", {"email": "siti@contoh.example"})
    assert "Too many attempts in a short time." in words(answer)
    assert len(mail.outbox) == 3


def test_too_many_attempts_from_one_place_get_429_with_our_page() -> None:
    client = client_of(None)
    answers = [client.post("/akun/signup/", {"email": "x"}) for _ in range(31)]
    assert [a.status_code for a in answers[:30]] == [200] * 30
    assert (answers[30].status_code, "Too many attempts in a short time" in words(answers[30])) == (429, True)
    assert int(answers[30]["Retry-After"]) > 0


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "/\\jahat.example/",
        "http://testserver/profil/",
        "http://localhost:8000/",
        "javascript:alert(1)",
        "\t//jahat.example",
        "profil/",
    ],
)
def test_signing_in_leads_nowhere_but_to_a_path_of_this_site(target: str) -> None:
    person, client = _with_password(), client_of(None)
    answer = client.post("/akun/login/", {"login": person.email, "password": PASSWORD, "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_signing_out_takes_a_post() -> None:
    person = make.person(language="en")
    client = client_of(person)
    assert "Sign out?" in words(client.get("/akun/logout/"))
    assert _signed_in(client)
    answer = client.post("/akun/logout/", {"next": "https://jahat.example"}, follow=True)
    assert (_signed_in(client), answer.redirect_chain[0][0]) == ("", "/")


@pytest.mark.parametrize(
    "trouble", [ConnectionRefusedError(), TimeoutError(), SMTPRecipientsRefused({"siti@contoh.example": (550, b"no")})]
)
@pytest.mark.parametrize("email", ["siti@contoh.example", "tidak@ada.example"])
def test_a_code_that_cannot_be_sent_is_said_whoever_asks(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, trouble: Exception, email: str
) -> None:
    make.person(email="siti@contoh.example")

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise trouble

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    answer = client_of(None).post("/akun/login/code/", {"email": email})
    assert (answer.status_code, "We cannot send e-mail at the moment" in words(answer)) == (503, True)
    assert "siti@" not in caplog.text


def test_a_lost_notification_takes_nothing_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    person = make.person()
    proved(client_of(person), person).post("/akun/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    person.refresh_from_db()
    assert person.has_usable_password()


def test_a_changed_address_is_confirmed_by_a_code_and_the_old_one_is_told() -> None:
    person = make.person(email="lama@contoh.example", language="en")
    client = proved(client_of(person), person)
    client.post("/akun/email/", {"email": "baru@contoh.example", "action_add": "1"})
    person.refresh_from_db()
    assert person.email == "lama@contoh.example"
    answer = client.post("/akun/confirm-email/", {"code": code_in_mail("baru@contoh.example")}, follow=True)
    person.refresh_from_db()
    assert (person.email, said(answer)) == ("baru@contoh.example", ["Your new e-mail address holds from now on."])
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (["lama@contoh.example"], "Your e-mail address was changed")
    assert "127.0.0.1" in mail.outbox[-1].body


def test_letters_have_both_forms_and_trust_no_browser_name() -> None:
    person = make.person(language="en")
    client = proved(client_of(person), person)
    agent = "<script>alert(1)</script> Chrome/1 (Android)"
    client.post("/akun/password/set/", {"password1": PASSWORD, "password2": PASSWORD}, headers={"user-agent": agent})
    letter = mail.outbox[0]
    assert isinstance(letter, mail.EmailMultiAlternatives)
    html = str(letter.alternatives[0][0])
    assert "With: Chrome · Android" in letter.body
    assert ("With: Chrome · Android" in html, "<script" in html) == (True, False)


def test_the_same_sign_up_twice_at_once_makes_one_account() -> None:
    """The second of two requests that both saw no account."""
    client = client_of(None)
    client.post("/akun/signup/", {"name": "Siti", "email": "siti@contoh.example"})
    EmailAddress.objects.all().delete()
    Person.objects.update(email="SITI@contoh.example")
    monkey = Client(headers={"accept-language": "en"})
    answer = monkey.post("/akun/signup/", {"name": "Siti", "email": "siti@contoh.example"})
    assert answer.status_code == 302
    assert Person.objects.count() == 1


# --- every page ------------------------------------------------------------------------------------------------------
OPEN = [
    "/akun/login/",
    "/akun/signup/",
    "/akun/login/code/",
    "/akun/password/reset/",
    "/akun/inactive/",
    "/akun/password/reset/done/",
]
OWN = [
    "/akun/2fa/",
    "/akun/email/",
    "/akun/password/set/",
    "/akun/2fa/totp/activate/",
    "/akun/2fa/webauthn/",
    "/akun/2fa/webauthn/add/",
    "/akun/sessions/",
    "/akun/logout/",
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", OPEN + OWN)
def test_pages_are_ours_in_both_languages(path: str, language: str) -> None:
    person = make.person(name="<b>Siti</b>", language=language)
    client = proved(client_of(person), person) if path in OWN else client_of(None)
    client.cookies["mufakat_language"] = language
    text = client.get(path).content.decode()
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert "<b>Siti" not in text
    assert not re.search(r"<script(?![^>]*(src=|application/json))|style=|\son\w+=", text)
    assert not re.search(r"e-?mail|sign-?in|login|password", words(client.get(path)), re.IGNORECASE) or language == "en"


def test_pages_of_ones_own_keys_ask_for_a_fresh_proof() -> None:
    person = make.person()
    client = client_of(person)
    for path in ("/akun/2fa/webauthn/add/", "/akun/2fa/totp/activate/"):
        answer = client.get(path)
        assert answer["Location"] == f"{reverse('people:prove')}?next={path.replace('/', '%2F')}"
    answer = client.post("/akun/email/", {"email": "baru@contoh.example", "action_add": "1"})
    assert answer["Location"].startswith(reverse("people:prove"))


def test_adapter_words_replace_those_of_allauth() -> None:
    with translation.override("en"):
        assert (
            str(AccountAdapter.error_messages["incorrect_code"])
            == "This code is not right. Check it, or ask for a new one."
        )
