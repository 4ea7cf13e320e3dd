"""Two entries of one organisation become one; nothing that either did is lost.

Rows of other apps keep pointing to the organisation that acted then; whoever reads them goes through
`Organisation.current`. So no app has to be told, and the record stays as it was written.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mufakat.people import policies
from mufakat.people.actions._record import NotAllowed, NotPossible, note
from mufakat.people.models import Affiliation, FormerName, Organisation, Person

FILLED = ("short_name", "registration_no", "website", "source")


class CannotMerge(NotPossible):
    """The two organisations cannot become one; `str()` says why."""


@transaction.atomic
def merge_organisations(*, kept: Organisation, merged: Organisation, by: Person, at: datetime) -> Organisation:
    """`merged` becomes part of `kept`, which keeps its own words and takes over names, regions, people and what it lacked."""
    if not policies.can_administer(by):
        raise NotAllowed
    locked = _lock_both(kept, merged)
    stays, goes = locked[kept.pk], locked[merged.pk]
    _take_over_names(stays, goes, at)
    _take_over_people(stays, goes, at)
    stays.regions.add(*goes.regions.all())
    for field in FILLED:
        setattr(stays, field, getattr(stays, field) or getattr(goes, field))
    if stays.status == Organisation.Status.PROPOSED and goes.status == Organisation.Status.VERIFIED:
        stays.status, stays.verified_at = goes.status, goes.verified_at
    stays.save()
    goes.status, goes.merged_into = Organisation.Status.INACTIVE, stays
    goes.save(update_fields=["status", "merged_into"])
    Organisation.objects.filter(merged_into=goes).update(merged_into=stays)
    said = {"name": goes.name, "into": str(stays.pk), "into_name": stays.name}
    note(verb="organisation.merged", of=goes, by=by, at=at, payload=said)
    return stays


def _lock_both(kept: Organisation, merged: Organisation) -> dict[UUID, Organisation]:
    """Both rows, locked in one order, after seeing that they can become one."""
    if kept.pk == merged.pk:
        raise CannotMerge(_("An organisation cannot be merged with itself."))
    rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    locked = {row.pk: row for row in rows}
    if any(row.merged_into_id for row in locked.values()):
        raise CannotMerge(_("One of the two has been merged already. Reload the page to see how things stand now."))
    if locked[kept.pk].status == Organisation.Status.INACTIVE:
        raise CannotMerge(
            _("The organisation that remains is inactive. Set it active again first, or keep the other one.")
        )
    return locked


def _take_over_names(stays: Organisation, goes: Organisation, at: datetime) -> None:
    known = {stays.name, *stays.former_names.values_list("name", flat=True)}
    gone = [(goes.name, at), *goes.former_names.order_by("until").values_list("name", "until")]
    FormerName.objects.bulk_create(
        FormerName(organisation=stays, name=name, until=until)
        for name, until in dict(gone).items()
        if name not in known
    )


def _take_over_people(stays: Organisation, goes: Organisation, at: datetime) -> None:
    """Who worked for the one that goes works for the one that stays; the former affiliation ends and is kept."""
    here = {a.person_id: a for a in Affiliation.objects.filter(organisation=stays, ended_at__isnull=True)}
    moving = Affiliation.objects.select_for_update().filter(organisation=goes, ended_at__isnull=True)
    for affiliation in moving:
        known = here.get(affiliation.person_id)
        if known is None:
            Affiliation.objects.create(
                person_id=affiliation.person_id,
                organisation=stays,
                is_organisation_admin=affiliation.is_organisation_admin,
                since=at,
            )
        elif affiliation.is_organisation_admin and not known.is_organisation_admin:
            known.is_organisation_admin = True
            known.save(update_fields=["is_organisation_admin"])
    moving.update(ended_at=at)
