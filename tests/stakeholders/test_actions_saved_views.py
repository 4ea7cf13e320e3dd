"""Searches that are kept: one's own, under one name each."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from tests import make

from mufakat.campaigns.actions import refusals
from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.actions import saved_views
from mufakat.stakeholders.models import SavedView

pytestmark = pytest.mark.django_db


def save(campaign: Campaign, by: Seat, **fields: Any) -> SavedView:
    given = {"id": uuid4(), "name": "Utama", "query": "q=a", "at": make.NOW}
    return actions.save_view(campaign=campaign, by=by, **(given | fields))


def test_save_view_keeps_one_search_a_name_and_leaves_no_trace_in_the_record() -> None:
    campaign = make.campaign()
    host, other = make.host_seat(campaign), make.liaison_of(make.party(campaign))
    before = make.verbs(campaign)
    first = save(campaign, host)
    assert save(campaign, host, name=" uTAMA ", query="q=b", is_shared=True) == first
    assert save(campaign, host, id=first.pk, name="Lain", query="q=c") == first
    theirs = save(campaign, other)
    assert [(v.person_id, v.name, v.query, v.is_shared) for v in SavedView.objects.order_by("name")] == [
        (host.person_id, "Lain", "q=c", False),
        (other.person_id, "Utama", "q=a", False),
    ]
    assert list(queries.views_open_to(campaign, host.person)) == [first]
    save(campaign, other, is_shared=True)
    assert list(queries.views_open_to(campaign, host.person)) == [first, theirs]
    assert list(queries.views_open_to(campaign, None)) == []
    assert make.verbs(campaign) == before


def test_save_view_refuses_what_cannot_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make.campaign()
    host = make.host_seat(campaign)
    for field, fields in (
        ("name", {"name": " "}),
        ("name", {"name": "x" * 61}),
        ("query", {"query": "x" * 1001}),
        ("name", {"name": "a\x00"}),
    ):
        with pytest.raises(refusals.Unwritable) as trouble:
            save(campaign, host, **fields)
        assert trouble.value.field == field
    for n in range(saved_views.MOST):
        save(campaign, host, name=f"N{n}")
    with pytest.raises(refusals.NotPossible):
        save(campaign, host)
    save(campaign, host, name="n0", query="q=z")


def test_delete_view_is_for_whoever_saved_it() -> None:
    campaign = make.campaign()
    host, other = make.host_seat(campaign), make.liaison_of(make.party(campaign))
    saved = save(campaign, host, is_shared=True)
    with pytest.raises(refusals.NotAllowed):
        actions.delete_view(view=saved, by=other, at=make.NOW)
    actions.delete_view(view=saved, by=host, at=make.NOW)
    assert SavedView.objects.count() == 0
