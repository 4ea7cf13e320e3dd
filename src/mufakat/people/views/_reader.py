"""Who is reading, and what they may see."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from mufakat.people import policies, queries
from mufakat.people.models import Affiliation, Organisation, Person


def reader_of(request: HttpRequest) -> Person:
    """The signed-in person of a view behind `login_required`."""
    assert isinstance(request.user, Person)
    return request.user


def organisation_or_404(person: Person, pk: UUID) -> Organisation:
    found = queries.organisation_for(person, pk)
    if found is None:
        raise Http404
    return found


def affiliation_or_404(person: Person, organisation: Organisation, pk: UUID) -> Affiliation:
    """An affiliation this person may end: one's own, or of an organisation one looks after. Others do not exist for them."""
    found = queries.affiliations_at(organisation).filter(pk=pk).first()
    if found is None or not policies.can_end_affiliation(person, found):
        raise Http404
    return found


def administrators_only(person: Person) -> None:
    if not policies.can_administer(person):
        raise PermissionDenied(_("Only an administrator of this server may do this."))
