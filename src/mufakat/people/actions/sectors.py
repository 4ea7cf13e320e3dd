"""The list of sectors: renamed, added, retired and put in order by an administrator."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from mufakat.people import policies
from mufakat.people.actions._record import NotAllowed, NotPossible, note
from mufakat.people.models import Person, Sector


@transaction.atomic
def add_sector(*, by: Person, at: datetime, **fields: Any) -> Sector:
    """A further sector, at the end of the list. Its code comes from its Indonesian name and never changes."""
    if not policies.can_administer(by):
        raise NotAllowed
    last = Sector.objects.aggregate(last=Max("place"))["last"] or 0
    code = slugify(fields["name_id"]).replace("-", "_")[:40] or slugify(fields["name_en"]).replace("-", "_")[:40]
    sector = Sector(code=code, place=last + 1, **fields)
    if not code or Sector.objects.filter(pk=code).exists():
        raise NotPossible(_("There is a sector of this name already. Change that one, or choose another name."))
    _keep(sector, is_new=True)
    _tell("sector.added", sector, by, at)
    return sector


@transaction.atomic
def change_sector(*, sector: Sector, by: Person, at: datetime, **fields: Any) -> Sector:
    """Rename a sector, change how it looks, retire it or take it up again."""
    if not policies.can_administer(by):
        raise NotAllowed
    in_use = list(Sector.objects.select_for_update().filter(is_active=True).order_by("pk"))
    locked = Sector.objects.select_for_update().get(pk=sector.pk)
    if fields.get("is_active") is False and not [other for other in in_use if other.pk != locked.pk]:
        raise NotPossible(_("At least one sector must stay in use."))
    if all(getattr(locked, name) == value for name, value in fields.items()):
        return locked
    for name, value in fields.items():
        setattr(locked, name, value)
    _keep(locked)
    _tell("sector.changed", locked, by, at)
    return locked


@transaction.atomic
def move_sector(*, sector: Sector, by: Person, at: datetime, up: bool) -> None:
    """One place up or down among the sectors in use."""
    if not policies.can_administer(by):
        raise NotAllowed
    order = list(Sector.objects.select_for_update().order_by("-is_active", "place", "code"))
    here = next(n for n, row in enumerate(order) if row.pk == sector.pk)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(order) or order[there].is_active != order[here].is_active:
        return
    order[here], order[there] = order[there], order[here]
    for place, row in enumerate(order, start=1):
        if row.place != place:
            row.place = place
            row.save(update_fields=["place"])
    note(verb="sector.moved", of=sector, by=by, at=at, payload={"place": there + 1})


def _keep(sector: Sector, *, is_new: bool = False) -> None:
    try:
        with transaction.atomic():
            sector.save(force_insert=is_new)
    except IntegrityError as trouble:
        raise NotPossible(
            _("Another sector has this name, or this colour with this shape. Choose another.")
        ) from trouble


def _tell(verb: str, sector: Sector, by: Person, at: datetime) -> None:
    said = {"name_id": sector.name_id, "name_en": sector.name_en, "is_active": sector.is_active}
    looks = {"tone": sector.tone, "shape": sector.shape, "may_convene": sector.may_convene}
    note(verb=verb, of=sector, by=by, at=at, payload=said | looks)
