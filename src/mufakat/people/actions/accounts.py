"""Accounts: made, changed, given out as a copy, and closed under the law on personal data (UU 27/2022)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q

from mufakat.ledger import actions as ledger
from mufakat.people import policies, queries
from mufakat.people.actions._record import NotAllowed, NotPossible, note
from mufakat.people.models import Affiliation, EntryLink, Language, Person, Zone

UNPROVED_LIFE = timedelta(days=7)
SPENT_LINK_LIFE = timedelta(days=30)


@transaction.atomic
def register_person(*, email: str, name: str, language: str, at: datetime, **fields: Any) -> Person:
    """Make an account for an address that was proved, or that `mufakat init` was told."""
    person = Person.objects.create_user(email=email, name=name, language=language, **fields)
    EmailAddress.objects.create(user=person, email=email.lower(), primary=True, verified=True)
    return person


@transaction.atomic
def change_profile(*, person: Person, at: datetime, name: str, phone: str, language: str, zone: str) -> Person:
    """What the person says about themselves. Nothing of it goes into the record."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if not locked.is_active:
        raise NotAllowed
    locked.name, locked.phone, locked.language, locked.zone = name, phone, language, zone
    locked.save(update_fields=["name", "phone", "language", "zone"])
    return locked


@transaction.atomic
def change_language(*, person: Person, at: datetime, language: str) -> Person:
    """The language alone, from the switch on every page."""
    kept = {"name": person.name, "phone": person.phone, "zone": person.zone}
    return change_profile(person=person, at=at, language=language, **kept)


@transaction.atomic
def export_own_data(*, person: Person, at: datetime) -> dict[str, Any]:
    """A copy of everything held on this person. That a copy was made is recorded: a stolen session should leave a trace."""
    note(verb="own_data.exported", of=person, by=person, at=at)
    return {"format": "mufakat-own-data/1", "made": at.isoformat(timespec="seconds"), **queries.own_data_of(person)}


@transaction.atomic
def close_account(*, person: Person, by: Person, at: datetime) -> None:
    """Remove everything personal and end every way in. The row stays, empty, so that what it did still has one author.

    Other apps end what they hold (`queries.when_closing`) first, because an act in a campaign's log comes before one in
    the server's own; then the record forgets what it says about this person, while its entries still verify.
    """
    locked = (
        _lock_with_administrators(person)
        if person.is_administrator
        else Person.objects.select_for_update().get(pk=person.pk)
    )
    if locked.closed_at:
        return
    if not policies.can_close_account(by, locked):
        raise NotAllowed
    for consequence in queries.consequences_of_closing(locked, at):
        if consequence.blocks:
            raise NotPossible(consequence.words)
    for step in queries.steps_when_closing():
        step(person=locked, by=by, at=at)
    ledger.erase(subject=locked.pk, by=f"person:{by.pk}", at=at)
    Affiliation.objects.filter(person=locked, ended_at__isnull=True).update(ended_at=at, is_organisation_admin=False)
    _end_ways_in(locked)
    _empty(locked, at)
    note(verb="account.closed", of=locked, by=by, at=at)


def _lock_with_administrators(person: Person) -> Person:
    """All of them at once and in one order, so that the last two cannot leave at the same moment."""
    wanted = Q(pk=person.pk) | Q(is_administrator=True, is_active=True)
    rows = Person.objects.select_for_update().filter(wanted).order_by("pk")
    return next(row for row in rows if row.pk == person.pk)


def _end_ways_in(person: Person) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
    for rows in (Authenticator, EmailAddress):
        rows.objects.filter(user=person).delete()
    EntryLink.objects.filter(person=person).delete()


def _empty(person: Person, at: datetime) -> None:
    person.email, person.name, person.phone = None, "", ""
    person.language, person.zone = Language.ID, Zone.WIB
    person.is_active = person.is_administrator = person.is_superuser = False
    person.last_login, person.closed_at = None, at
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()


def remove_unproved(*, at: datetime) -> int:
    """Forget sign-ups whose address was never proved, and entry links long spent: nobody needs those data any more."""
    EntryLink.objects.filter(expires_at__lt=at - SPENT_LINK_LIFE).delete()
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    works = Affiliation.objects.filter(person=OuterRef("pk"))
    waiting = Person.objects.filter(
        ~Exists(proved),
        ~Exists(works),
        joined_at__lt=at - UNPROVED_LIFE,
        last_login__isnull=True,
        closed_at__isnull=True,
    )
    return sum(_removed(person) for person in waiting)


def _removed(person: Person) -> bool:
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:  # another app knows this person: not an abandoned sign-up
        return False
    return True
