"""Who works for an organisation, and who looks after its entry here."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mufakat.people import policies, queries
from mufakat.people.actions._record import NotAllowed, NotPossible, note
from mufakat.people.models import Affiliation, Organisation, Person


@transaction.atomic
def affiliate(*, person: Person, organisation: Organisation, at: datetime, as_admin: bool = False) -> Affiliation:
    """A person now works for an organisation, or for the one it was merged into.

    Called, and recorded, where that was proved: an accepted invitation, or `mufakat init`.
    """
    known = queries.affiliation_of(person, organisation.current)
    if known is None:
        try:
            with transaction.atomic():
                return Affiliation.objects.create(
                    person=person, organisation=organisation.current, is_organisation_admin=as_admin, since=at
                )
        except IntegrityError:  # two invitations of one person, accepted at once
            known = Affiliation.objects.get(person=person, organisation=organisation.current, ended_at__isnull=True)
    if as_admin and not known.is_organisation_admin:
        known.is_organisation_admin = True
        known.save(update_fields=["is_organisation_admin"])
    return known


def _lock_open(affiliation: Affiliation) -> Affiliation:
    locked = Affiliation.objects.select_for_update(of=("self",)).select_related("person", "organisation")
    found = locked.filter(pk=affiliation.pk, ended_at__isnull=True).first()
    if found is None:
        raise NotPossible(_("This person no longer works there."))
    return found


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: Person, at: datetime) -> None:
    """A person no longer works for an organisation; what follows from that elsewhere is done in the same transaction."""
    locked = _lock_open(affiliation)
    if not policies.can_end_affiliation(by, locked):
        raise NotAllowed
    for step in queries.steps_when_leaving():
        step(person=locked.person, organisation=locked.organisation, by=by, at=at)
    locked.ended_at = at
    locked.save(update_fields=["ended_at"])
    _tell("affiliation.ended", locked, by, at)


@transaction.atomic
def set_organisation_admin(*, affiliation: Affiliation, by: Person, at: datetime, is_admin: bool) -> None:
    """Let a person look after the organisation's entry and its people, or no longer."""
    locked = _lock_open(affiliation)
    if not policies.can_manage_people(by, locked.organisation):
        raise NotAllowed
    if locked.is_organisation_admin == is_admin:
        return
    locked.is_organisation_admin = is_admin
    locked.save(update_fields=["is_organisation_admin"])
    _tell("affiliation.admin_given" if is_admin else "affiliation.admin_withdrawn", locked, by, at)


def _tell(verb: str, affiliation: Affiliation, by: Person, at: datetime) -> None:
    person = affiliation.person
    about = {person.pk: {"name": person.name}}
    note(verb=verb, of=affiliation.organisation, by=by, at=at, personal=about)
