"""Ending a session from elsewhere, and forgetting what was noted of those that ended."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
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


def forget_ended_sessions(*, at: datetime) -> int:
    """Address and browser of a session are kept no longer than the session itself."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    return UserSession.objects.exclude(session_key__in=alive).delete()[0]
