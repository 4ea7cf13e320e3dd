from __future__ import annotations

from datetime import timedelta

import pytest
from tests import make
from tests.people.record import entries

from mufakat.people import actions, queries
from mufakat.people.models import EntryLink
from mufakat.people.queries import EntryState

pytestmark = pytest.mark.django_db


def test_an_entry_link_lets_in_once_and_only_its_hash_is_kept() -> None:
    person = make.person()
    secret = actions.make_entry_link(person=person, at=make.NOW)
    kept = EntryLink.objects.get()
    assert (kept.digest, kept.expires_at) == (queries.digest_of(secret), make.NOW + timedelta(hours=24))
    assert secret not in str(kept.__dict__)
    assert actions.use_entry_link(secret=secret, at=make.NOW) == person
    with pytest.raises(actions.LinkSpent) as caught:
        actions.use_entry_link(secret=secret, at=make.NOW)
    assert caught.value.state is EntryState.USED
    link = f"person:{person.pk}"
    assert entries() == [("entry_link.made", link, "operator", {}), ("entry_link.used", link, link, {})]


@pytest.mark.parametrize(
    ("hours", "fields", "state"),
    [(24, {}, EntryState.EXPIRED), (1, {"is_active": False}, EntryState.CLOSED), (23, {}, EntryState.USABLE)],
)
def test_an_entry_link_dies_with_its_day_and_its_account(
    hours: int, fields: dict[str, bool], state: EntryState
) -> None:
    person = make.person(**fields)
    secret, at = actions.make_entry_link(person=person, at=make.NOW), make.NOW + timedelta(hours=hours)
    assert queries.state_of_entry(queries.entry_by_secret(secret), at) is state
    if state is EntryState.USABLE:
        assert actions.use_entry_link(secret=secret, at=at) == person
    else:
        with pytest.raises(actions.LinkSpent) as caught:
            actions.use_entry_link(secret=secret, at=at)
        assert caught.value.state is state


@pytest.mark.parametrize("secret", ["", "x", "../..", "'; --", "ä\u202e", "a" * 5000, "\udcff"])
def test_garbage_is_no_entry_link(secret: str) -> None:
    actions.make_entry_link(person=make.person(), at=make.NOW)
    with pytest.raises(actions.LinkSpent) as caught:
        actions.use_entry_link(secret=secret, at=make.NOW)
    assert caught.value.state is EntryState.UNKNOWN
