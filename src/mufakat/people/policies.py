"""Who may do what with organisations and accounts. The default is no."""

from __future__ import annotations

from mufakat.people import queries
from mufakat.people.models import Organisation, Person


def can_administer(person: Person) -> bool:
    """Verify and merge organisations, keep the list of sectors."""
    return person.is_active and person.is_administrator


def can_change_organisation(person: Person, organisation: Organisation) -> bool:
    if can_administer(person):
        return True
    affiliation = queries.affiliation_of(person, organisation)
    return person.is_active and affiliation is not None and affiliation.is_organisation_admin


def can_propose_organisation(person: Person) -> bool:
    return person.is_active
