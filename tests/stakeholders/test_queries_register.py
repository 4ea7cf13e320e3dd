"""What is asked of the register: who is in it, in which state, who sounds alike, what may follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from tests import make
from tests.make_stakeholders import stakeholder

from mufakat.campaigns import actions as campaigns
from mufakat.people.models import Organisation
from mufakat.stakeholders import queries
from mufakat.stakeholders.models import Engagement, State

pytestmark = pytest.mark.django_db


def test_effective_state_of_a_party_is_at_least_engaged() -> None:
    row = stakeholder(make.campaign(), state_because="x")
    found = {}
    for state in State:
        row.state = state
        found[state.value] = [queries.effective_state(row, is_party=flag).value for flag in (False, True)]
    assert found == {
        "identified": ["identified", "engaged"],
        "contacted": ["contacted", "engaged"],
        "engaged": ["engaged", "engaged"],
        "committed": ["committed", "committed"],
        "withdrawn": ["withdrawn", "engaged"],
    }


def test_the_state_follows_the_party_at_once() -> None:
    campaign = make.campaign()
    organisation = make.organisation("media")
    row = stakeholder(campaign, organisation=organisation)

    def seen() -> tuple[str, bool]:
        found = queries.stakeholder_by_number(campaign, row.pk)
        assert found is not None
        return queries.state_of(found).value, queries.party_of(found) is not None

    assert seen() == ("identified", False)
    offered = make.invitation(campaign, organisation)
    assert seen() == ("identified", False)
    liaison = make.accept(offered)
    assert seen() == ("engaged", True)
    assert queries.state_of(row) == State.ENGAGED
    campaigns.leave_campaign(party=liaison.party, by=liaison, at=make.NOW, reason="x")
    assert seen() == ("identified", False)


def test_an_organisation_merged_on_this_server_is_still_the_party() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    current, former = make.organisation(), make.organisation()
    by_former = stakeholder(campaign, organisation=former)
    by_current = stakeholder(campaign, organisation=current)
    Organisation.objects.filter(pk__in=[party.organisation_id, former.pk]).update(
        merged_into=current, status="inactive"
    )
    for row in (by_former, by_current):
        found = queries.stakeholder_by_number(campaign, row.pk)
        assert found is not None
        assert (queries.state_of(found), queries.party_of(found)) == (State.ENGAGED, party)
    assert {party.organisation_id, current.pk, former.pk} <= queries.organisations_at_table(campaign)


def test_has_gap_says_the_same_as_the_search() -> None:
    campaign = make.campaign()
    rows = [stakeholder(campaign, wanted=w, present=p) for w in Engagement.values for p in Engagement.values]
    found = set(queries.stakeholders_matching(campaign, queries.Search(has_gap=True)))
    assert found == {row for row in rows if queries.has_gap(row)}
    assert len(found) == 15


@pytest.mark.parametrize("many", [1, 30])
def test_stakeholders_matching_asks_the_same_number_of_questions(many: int, django_assert_num_queries: Any) -> None:
    campaign = make.campaign()
    for _ in range(many):
        stakeholder(campaign, owner=make.host_seat(campaign), organisation=make.organisation())
    search = queries.Search(words="pemangku", state="identified", is_unassessed=True, sort="state")
    with django_assert_num_queries(3):
        found = list(queries.stakeholders_matching(campaign, search))
        assert [(f.sector.code, str(f.owner and f.owner.person), queries.state_of(f).value) for f in found]
    assert len(found) == many


def test_possible_twins_are_of_this_campaign_and_still_there() -> None:
    campaign = make.campaign()
    same = stakeholder(campaign, name="Dinas Kesehatan Kota Bandung")
    stakeholder(campaign, name="Dinas Kesehatan Kota Cimahi")
    stakeholder(campaign, name="Radio Suara")
    stakeholder(campaign, name="Dinas Kesehatan Kota Bandung", removed_at=make.NOW)
    stakeholder(make.campaign(), name="Dinas Kesehatan Kota Bandung")
    found = queries.possible_twins(campaign, "Dinkes Kota Bandung")
    assert [(twin.stakeholder, twin.likeness) for twin in found] == [(same, 1.0)]
    assert queries.possible_twins(campaign, "Dinkes Kota Bandung", besides=[same.pk]) == []
    assert queries.possible_twins(campaign, "") == []


def test_stakeholder_called_is_nobody_when_several_are() -> None:
    campaign = make.campaign()
    one = stakeholder(campaign, name="Satu", reference="R1")
    stakeholder(campaign, name="Dua")
    stakeholder(campaign, name="dua")
    asked = ("satu", "R1", "r1", "Dua", "", "\x00", "Sat")
    assert [queries.stakeholder_called(campaign, name) for name in asked] == [one, one, None, None, None, None, None]


@pytest.mark.parametrize(
    ("start", "is_party", "after"),
    [
        ("identified", False, ["contacted", "engaged", "committed", "withdrawn"]),
        ("committed", False, ["identified", "contacted", "engaged", "withdrawn"]),
        ("withdrawn", False, ["contacted"]),
        ("engaged", True, ["committed"]),
        ("committed", True, ["engaged"]),
    ],
)
def test_states_after(start: str, is_party: bool, after: list[str]) -> None:
    assert [state.value for state in queries.states_after(State(start), is_party=is_party)] == after


def test_needs_reason_to_go_back_and_out_only() -> None:
    free = {(a.value, b.value) for a in State for b in State if a != b and not queries.needs_reason(a, b)}
    assert free == {
        ("identified", "contacted"),
        ("identified", "engaged"),
        ("identified", "committed"),
        ("contacted", "engaged"),
        ("contacted", "committed"),
        ("engaged", "committed"),
        *(("withdrawn", state) for state in ("identified", "contacted", "engaged", "committed")),
    }


def test_columns_are_named_in_the_readers_language_and_kept_from_who_may_not_read() -> None:
    named = queries.column_named("affected_how")
    for language, label in (("id", "Cara terdampak"), ("en", "How it is affected")):
        with translation.override(language):
            assert named.label == label
    assert len({label for column in queries.COLUMNS for label in column.labels}) == 2 * len(queries.COLUMNS)  # Status
    kept = set(queries.COLUMNS) - set(queries.columns_open_to(may_read_kept=False))
    assert {column.name for column in kept} == {"position", "notes"}
    assert queries.columns_open_to(may_read_kept=True) == queries.COLUMNS


def test_looks_after_anyone() -> None:
    campaign = make.campaign()
    owner, other = make.liaison_of(make.party(campaign)), make.liaison_of(make.party(campaign))
    colleague = make.accept(make.invitation(campaign, owner.party.organisation, by=owner))
    stakeholder(campaign, owner=owner)
    stakeholder(campaign, owner=other, removed_at=make.NOW)
    assert [queries.looks_after_anyone(campaign, seat) for seat in (owner, colleague, other, None)] == [
        True,
        True,
        False,
        False,
    ]


def test_owners_for_are_the_open_seats() -> None:
    campaign = make.campaign()
    host, observer = make.host_seat(campaign), make.seat(campaign)
    campaigns.end_seat(seat=observer, by=observer, at=make.NOW)
    assert list(queries.owners_for(campaign, make.NOW + timedelta(hours=1))) == [host]
