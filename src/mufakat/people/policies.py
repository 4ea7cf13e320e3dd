"""Who may do what with organisations and accounts. The default is no."""

from __future__ import annotations

from mufakat.people import queries
from mufakat.people.models import Affiliation, Organisation, Person

IDENTITY = frozenset({"name", "sector", "kind", "registration_no"})


def can_administer(person: Person) -> bool:
    """Verify, retire and merge organisations, keep the list of sectors."""
    return person.is_active and person.is_administrator


def can_propose_organisation(person: Person) -> bool:
    return person.is_active


def can_change_organisation(person: Person, organisation: Organisation) -> bool:
    """An administrator of this server or of the organisation; a merged one is history."""
    return organisation.merged_into_id is None and _looks_after(person, organisation)


def can_manage_people(person: Person, organisation: Organisation) -> bool:
    """See who works there, end an affiliation, name another administrator of the organisation."""
    return organisation.merged_into_id is None and _looks_after(person, organisation)


def can_end_affiliation(person: Person, affiliation: Affiliation) -> bool:
    """One's own, or that of a colleague one looks after."""
    if person.is_active and affiliation.person_id == person.pk:
        return True
    return _looks_after(person, affiliation.organisation)


def can_close_account(person: Person, account: Person) -> bool:
    """One's own only: nobody closes the account of another."""
    return person.is_active and person.pk == account.pk


def is_verified_anew(person: Person, organisation: Organisation, changed: frozenset[str]) -> bool:
    """Does this change by this person send a verified organisation back to verification?"""
    verified = organisation.status == Organisation.Status.VERIFIED
    return verified and bool(changed & IDENTITY) and not can_administer(person)


def _looks_after(person: Person, organisation: Organisation) -> bool:
    if can_administer(person):
        return True
    affiliation = queries.affiliation_of(person, organisation) if person.is_active else None
    return affiliation is not None and affiliation.is_organisation_admin
