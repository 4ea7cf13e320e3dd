"""Browsers of persons, and the letters they get."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.pages import client_of

from mufakat.people.models import Person


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def no_limits_left_over(settings: Any) -> Iterator[None]:
    """Rate limits count in memory and from nothing, so that no test is tired of another."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


def proved(client: Client, person: Person) -> Client:
    """This browser has just proved that it is the person."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


@pytest.fixture
def proved_client() -> Callable[[Person], Client]:
    return lambda person: proved(client_of(person), person)


def code_in_mail(to: str) -> str:
    """The code in the newest letter to this address."""
    letter = next(m for m in reversed(mail.outbox) if m.to == [to])
    found = re.search(r"\b\d{4}-\d{4}\b", str(letter.body))
    assert found, letter.body
    return found[0]
