"""One-time entry links, made on the server's own shell."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mufakat.people import queries
from mufakat.people.actions._record import NotPossible, note
from mufakat.people.models import EntryLink, Person

ENTRY_LINK_LIFE = timedelta(hours=24)


class LinkSpent(NotPossible):
    """The entry link is unknown, used or expired. `state` says which."""

    def __init__(self, state: queries.EntryState) -> None:
        super().__init__(_("This link is unknown, has been used or has expired. Ask the operator to make a new one."))
        self.state = state


@transaction.atomic
def make_entry_link(*, person: Person, at: datetime) -> str:
    """A secret that lets this person in once, within a day; only its SHA-256 is kept."""
    secret = secrets.token_urlsafe(32)
    EntryLink.objects.create(
        person=person, digest=queries.digest_of(secret), made_at=at, expires_at=at + ENTRY_LINK_LIFE
    )
    note(verb="entry_link.made", of=person, by=None, at=at)
    return secret


@transaction.atomic
def use_entry_link(*, secret: str, at: datetime) -> Person:
    """Consume the link: of many who try at once, one gets in."""
    link = (
        EntryLink.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(digest=queries.digest_of(secret))
        .first()
    )
    state = queries.state_of_entry(link, at)
    if link is None or state is not queries.EntryState.USABLE:
        raise LinkSpent(state)
    link.used_at = at
    link.save(update_fields=["used_at"])
    note(verb="entry_link.used", of=link.person, by=link.person, at=at)
    return link.person
