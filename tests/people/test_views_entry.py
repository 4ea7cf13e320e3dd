from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone
from tests import make
from tests.pages import client_of, said, words
from tests.people.record import verbs

from mufakat.people import actions
from mufakat.people.models import EntryLink

pytestmark = pytest.mark.django_db


def _url(secret: str) -> str:
    return reverse("people:enter", args=[secret])


def test_looking_shows_a_button_and_pressing_it_lets_in_once() -> None:
    person = make.person(name="Siti <b>R</b>", language="en")
    secret = actions.make_entry_link(person=person, at=timezone.now())
    client = client_of(None)
    for _ in range(3):
        page = client.get(_url(secret))
    assert page.status_code == 200
    assert "Enter as Siti <b>R</b>" in words(page)
    assert EntryLink.objects.get().used_at is None
    answer = client.post(_url(secret), follow=True)
    assert answer.redirect_chain == [("/akun/2fa/", 302)]
    assert "Add a passkey" in words(answer)
    assert UserSession.objects.get().user == person
    assert client.get("/akun/2fa/webauthn/add/").status_code == 200
    assert verbs() == ["entry_link.made", "entry_link.used"]
    for again in (client.post(_url(secret)), client_of(None).get(_url(secret))):
        assert again.status_code == 410
    assert "This link has been used" in words(client_of(None).get(_url(secret)))


@pytest.mark.parametrize(
    ("hours", "active", "status", "heading"),
    [(25, True, 410, "This link has expired"), (1, False, 410, "This account is closed")],
)
def test_dead_links_say_what_why_and_what_next(hours: int, active: bool, status: int, heading: str) -> None:
    person = make.person(is_active=active)
    secret = actions.make_entry_link(person=person, at=timezone.now() - timedelta(hours=hours))
    client = client_of(None)
    for answer in (client.get(_url(secret)), client.post(_url(secret))):
        assert answer.status_code == status
        assert heading in words(answer)
        assert "ask whoever runs this server for a new link" in words(answer)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("secret", ["x", "tidak-ada", "%00", "%F0%9F%92%A9", "a" * 900, "<script>", "..%2f"])
def test_tampered_and_foreign_links_are_not_known(secret: str) -> None:
    answer = client_of(None).get(f"/masuk/{secret}/")
    assert answer.status_code == 404
    assert "<script>" not in answer.content.decode()


def test_entering_signs_another_account_out() -> None:
    other, person = make.person(name="Budi", language="en"), make.person(name="Siti", language="en")
    client = client_of(other)
    secret = actions.make_entry_link(person=person, at=timezone.now())
    assert "You are signed in as Budi" in words(client.get(_url(secret)))
    client.post(_url(secret))
    assert client.session["_auth_user_id"] == str(person.pk)


def test_guessing_is_limited() -> None:
    client = client_of(None)
    answers = [client.get(_url(f"tebakan-{n}")).status_code for n in range(11)]
    assert answers == [404] * 10 + [429]


def test_no_proof_by_code_is_left_in_the_messages() -> None:
    secret = actions.make_entry_link(person=make.person(), at=timezone.now())
    assert said(client_of(None).post(_url(secret), follow=True)) == []
