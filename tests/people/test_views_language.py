from __future__ import annotations

import pytest
from django.test import Client
from tests import make

pytestmark = pytest.mark.django_db


def test_choose_language_holds_for_the_signed_in_person_everywhere(client: Client) -> None:
    person = make.person(language="id")
    client.force_login(person)
    answer = client.post("/bahasa/", {"language": "en", "next": "/profil/"})
    assert (answer.status_code, answer["Location"]) == (302, "/profil/")
    person.refresh_from_db()
    assert person.language == "en"
    assert b'<html lang="en"' in client.get("/profil/").content


def test_choose_language_holds_for_a_visitors_browser(client: Client) -> None:
    client.post("/bahasa/", {"language": "en"})
    assert b'<html lang="en"' in client.get("/").content


@pytest.mark.parametrize("language", ["xx", "", "en\0", "../en"])
def test_choose_language_ignores_what_is_not_spoken(client: Client, language: str) -> None:
    person = make.person(language="id")
    client.force_login(person)
    assert client.post("/bahasa/", {"language": language, "next": "https://evil.example/"})["Location"] == "/"
    person.refresh_from_db()
    assert person.language == "id"


def test_choose_language_wants_a_form(client: Client) -> None:
    assert client.get("/bahasa/").status_code == 405
