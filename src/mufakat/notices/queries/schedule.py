"""When a person is told by mail: their settings, and the hours of their digest."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from mufakat.notices.models import Notice, Preference
from mufakat.people.models import Person

OLDEST = timedelta(days=31)  # who switches the digest on again does not get a year in one letter
MONDAY, SATURDAY = 0, 5
Digest = Preference.Digest


def preference_of(person: Person) -> Preference:
    """The person's settings; the defaults when there is no row yet."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


def _is_digest_day(preference: Preference, local: datetime) -> bool:
    return local.weekday() == MONDAY if preference.digest == Digest.WEEKLY else local.weekday() < SATURDAY


def _slot_on_or_before(preference: Preference, local: datetime) -> datetime:
    slot = local.replace(hour=preference.digest_hour, minute=0, second=0, microsecond=0)
    while slot > local or not _is_digest_day(preference, slot):
        slot -= timedelta(days=1)
    return slot


def latest_slot(preference: Preference, zone: str, at: datetime) -> datetime | None:
    """The latest instant, not after `at`, at which a digest was to go; None when there is none to go."""
    if preference.digest == Digest.NEVER:
        return None
    return _slot_on_or_before(preference, at.astimezone(ZoneInfo(zone)))


def next_slot(preference: Preference, zone: str, at: datetime) -> datetime | None:
    """The first instant after `at` at which a digest is to go."""
    if preference.digest == Digest.NEVER:
        return None
    local = at.astimezone(ZoneInfo(zone))
    slot = local.replace(hour=preference.digest_hour, minute=0, second=0, microsecond=0)
    while slot <= local or not _is_digest_day(preference, slot):
        slot += timedelta(days=1)
    return slot


def next_digest_at(person: Person, preference: Preference, at: datetime) -> datetime | None:
    """When the next letter goes, or nothing: a digest goes only when there is something to tell."""
    return next_slot(preference, person.zone, at)


def for_digest(person: Person, at: datetime) -> QuerySet[Notice]:
    """What the person has neither read nor had by mail: what needs them first, then the newest."""
    return Notice.objects.filter(
        person=person, read_at__isnull=True, mailed_at__isnull=True, at__lte=at, at__gt=at - OLDEST
    ).order_by("-urgency", "-at", "-id")  # as words, now comes after digest


def is_digest_due(person: Person, preference: Preference, at: datetime) -> bool:
    """At a slot there was something to tell, and it has not been told. What came later waits for the next slot."""
    slot = latest_slot(preference, person.zone, at)
    return slot is not None and for_digest(person, at).filter(at__lte=slot).exists()


def readers_with_news() -> QuerySet[Person]:
    """Persons who want digests and have a notice that was neither read nor sent by mail."""
    waiting = Notice.objects.filter(person=OuterRef("pk"), read_at__isnull=True, mailed_at__isnull=True)
    silent = Preference.objects.filter(person=OuterRef("pk"), digest=Digest.NEVER)
    return Person.objects.filter(Exists(waiting), ~Exists(silent), is_active=True).order_by("pk")
