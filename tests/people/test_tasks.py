from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.utils import timezone
from tests import make
from tests.pages import client_of

from mufakat.people import tasks
from mufakat.people.models import Person

pytestmark = pytest.mark.django_db


def test_tidy_forgets_abandoned_sign_ups() -> None:
    abandoned, kept = make.person(), make.person()
    EmailAddress.objects.filter(user=abandoned).update(verified=False)
    Person.objects.update(joined_at=timezone.now() - timedelta(days=8))
    client = client_of(kept)
    for key in (client.session.session_key, "ended"):
        UserSession.objects.create(user=kept, ip="10.0.0.1", user_agent="x", session_key=key)
    tasks.tidy(at=timezone.now())
    assert list(Person.objects.all()) == [kept]
    assert UserSession.objects.get().session_key == client.session.session_key
    tasks.tidy(at=timezone.now() + timedelta(days=15))
    assert UserSession.objects.count() == 0
