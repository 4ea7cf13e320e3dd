"""Ending a session from elsewhere."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from mufakat.people.models import Person


@transaction.atomic
def end_session(*, person: Person, number: int, at: datetime) -> bool:
    """Sign this person out of one of their own sessions; false when there is no such session (any more)."""
    session = UserSession.objects.filter(user=person, pk=number).first()
    if session is None:
        return False
    session.end()
    return True
