"""Searches that somebody wants to find again. They are a convenience: the record has no word of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import acting, locked, writable
from mufakat.campaigns.actions.refusals import NotAllowed, NotPossible, Unwritable
from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders.models import SavedView

MOST = 50


@transaction.atomic
def save_view(
    *,
    id: UUID,  # noqa: A002 - the number the form gave the new row
    campaign: Campaign,
    name: str,
    query: str,
    by: Seat,
    at: datetime,
    is_shared: bool = False,
) -> SavedView:
    """Keep a search under a name; a name used before then means this search."""
    now = locked(campaign)
    seat = acting(by, now, at)
    writable(SavedView, name=name, query=query)
    if not name.strip():
        raise Unwritable("name", _("A name is needed."))
    own = SavedView.objects.filter(campaign=now, person=seat.person)
    saved = own.filter(pk=id).first() or next((v for v in own if v.name.lower() == name.strip().lower()), None)
    if saved is None and own.count() >= MOST:
        raise NotPossible(_("You have saved many searches already. Delete one first."))
    saved = saved or SavedView(id=id, campaign=now, person=seat.person)
    saved.name, saved.query, saved.is_shared, saved.saved_at = name.strip(), query, is_shared, at
    saved.save()
    return saved


@transaction.atomic
def delete_view(*, view: SavedView, by: Seat, at: datetime) -> None:
    """Forget a search of one's own."""
    now = locked(view.campaign)
    seat = acting(by, now, at)
    if view.person_id != seat.person_id:
        raise NotAllowed(_("A saved search is deleted by whoever saved it."))
    SavedView.objects.filter(pk=view.pk).delete()
