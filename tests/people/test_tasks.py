from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from tests import make

from mufakat.people import tasks
from mufakat.people.models import Person

pytestmark = pytest.mark.django_db


def test_tidy_forgets_abandoned_sign_ups() -> None:
    abandoned, kept = make.person(), make.person()
    EmailAddress.objects.filter(user=abandoned).update(verified=False)
    Person.objects.update(joined_at=make.NOW - timedelta(days=8))
    tasks.tidy(at=make.NOW)
    assert list(Person.objects.all()) == [kept]
