"""One change for many: as the preview showed it, or not at all; one entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from tests import make
from tests.make_stakeholders import capability, stakeholder

from mufakat.campaigns.actions import refusals
from mufakat.campaigns.models import Campaign
from mufakat.ledger import queries as record
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.models import Capability, Stakeholder, Tag

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)
ALL = queries.Choice(search=queries.Search())


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def do(campaign: Campaign, change: queries.BulkChange, choice: queries.Choice = ALL, **more: Any) -> queries.Plan:
    plan = queries.plan_of(campaign, choice, change)
    given = {"by": make.host_seat(campaign), "at": LATER, "mark": plan.mark} | more
    return actions.change_many(campaign=campaign, choice=choice, change=change, **given)


def told(plan: queries.Plan) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    return (
        [(line.row.name, line.before, line.after) for line in plan.changed],
        [(line.row.name, line.why_not) for line in plan.left_out],
    )


def test_change_many_moves_whom_it_can_and_says_why_not_the_others(in_english: None) -> None:
    campaign = make.campaign()
    a, b = (stakeholder(campaign, name=n, state=s) for n, s in (("A", "identified"), ("B", "contacted")))
    stakeholder(campaign, name="C", state="committed")
    stakeholder(campaign, name="D", state="withdrawn", state_because="x")
    stakeholder(campaign, name="E", organisation=make.party(campaign).organisation)
    plan = do(campaign, queries.BulkChange("state", "engaged"))
    assert told(plan) == (
        [("A", "Identified", "Engaged"), ("B", "Contacted", "Engaged")],
        [
            ("C", "It would go back, and no reason was given."),
            ("D", "Who has withdrawn is contacted first."),
            ("E", "It is so already."),
        ],
    )
    rows = Stakeholder.objects.order_by("name")
    assert [(r.state, r.version) for r in rows] == [
        ("engaged", 2),
        ("engaged", 2),
        ("committed", 1),
        ("withdrawn", 1),
        ("identified", 1),
    ]
    last = make.told(campaign)[-1]
    assert (last.entry.verb, last.entry.object) == ("stakeholders.changed", f"campaign:{campaign.pk}")
    assert last.payload == {
        "n": 2,
        "change": "state",
        "from": {"identified": [str(a.pk)], "contacted": [str(b.pk)]},
        "to": "engaged",
    }
    assert [(m.start, m.to) for m in queries.moves_of(b)] == [("contacted", "engaged")]
    assert queries.moves_of(Stakeholder.objects.get(name="C")) == []
    assert queries.fields_changed_since(Stakeholder.objects.get(pk=a.pk), 1) == ["state"]
    assert record.fsck(campaign.log) == []


def test_change_many_goes_back_with_a_reason_that_is_kept(in_english: None) -> None:
    campaign = make.campaign()
    row = stakeholder(campaign, state="engaged")
    do(campaign, queries.BulkChange("state", "withdrawn", "Program berakhir."))
    row.refresh_from_db()
    assert (row.state, row.state_because, row.state_since) == ("withdrawn", "Program berakhir.", LATER)
    assert make.told(campaign)[-1].personal == {str(campaign.pk): {"reason": "Program berakhir."}}
    assert [m.reason for m in queries.moves_of(row)] == ["Program berakhir."]


@pytest.mark.parametrize("thing", ["tag", "capability"])
def test_change_many_adds_and_takes_away_words(thing: str, in_english: None) -> None:
    campaign = make.campaign()
    one, two = stakeholder(campaign, name="A"), stakeholder(campaign, name="B")
    model = Tag if thing == "tag" else Capability
    kept = "tags" if thing == "tag" else "capabilities"
    known = model.objects.create(campaign=campaign, name="Satu")
    getattr(one, kept).add(known)
    plan = do(campaign, queries.BulkChange(f"add_{thing}", "satu"))
    assert told(plan) == ([("B", "–", "satu")], [("A", "It is so already.")])
    assert [list(getattr(row, kept).all()) for row in (one, two)] == [[known], [known]]
    do(campaign, queries.BulkChange(f"add_{thing}", "Dua"))
    assert {v.name for v in getattr(two, kept).all()} == {"Satu", "Dua"}
    plan = do(campaign, queries.BulkChange(f"remove_{thing}", "Satu"), queries.Choice((one.pk,)))
    assert told(plan) == ([("A", "Dua, Satu", "Dua")], [])
    assert [{v.name for v in getattr(row, kept).all()} for row in (one, two)] == [{"Dua"}, {"Satu", "Dua"}]
    assert make.told(campaign)[-1].payload == {"n": 1, "change": f"remove_{thing}", "stakeholders": [str(one.pk)]}
    assert queries.fields_changed_since(Stakeholder.objects.get(pk=one.pk), 2) == [kept]


def test_change_many_names_an_owner_and_the_engagement_wanted() -> None:
    campaign = make.campaign()
    host, row = make.host_seat(campaign), stakeholder(campaign)
    do(campaign, queries.BulkChange("owner", str(host.pk)))
    do(campaign, queries.BulkChange("wanted", "involve"))
    row.refresh_from_db()
    assert (row.owner, row.wanted, row.version) == (host, "involve", 3)
    do(campaign, queries.BulkChange("owner", ""))
    row.refresh_from_db()
    assert row.owner is None


def test_change_many_notices_whatever_moved_since_the_preview() -> None:
    campaign = make.campaign()
    row, host = stakeholder(campaign), make.host_seat(campaign)
    change = queries.BulkChange("state", "contacted")

    def renamed() -> None:
        actions.change_stakeholder(stakeholder=row, by=host, at=LATER, name="Baru")

    def joined() -> None:
        stakeholder(campaign)

    def seated() -> None:
        party = make.party(campaign)
        Stakeholder.objects.filter(pk=row.pk).update(organisation=party.organisation)

    for happens in (renamed, joined, seated):
        mark = queries.plan_of(campaign, ALL, change).mark
        happens()
        before = make.verbs(campaign)
        with pytest.raises(refusals.ChangedMeanwhile):
            do(campaign, change, mark=mark)
        assert make.verbs(campaign) == before
    assert set(Stakeholder.objects.values_list("state", flat=True)) == {"identified"}


def test_change_many_confirmed_twice_happens_once() -> None:
    campaign = make.campaign()
    stakeholder(campaign)
    change = queries.BulkChange("add_tag", "x")
    mark = queries.plan_of(campaign, ALL, change).mark
    do(campaign, change, mark=mark)
    with pytest.raises(refusals.ChangedMeanwhile):
        do(campaign, change, mark=mark)
    with pytest.raises(refusals.NotPossible):
        do(campaign, change)
    assert make.verbs(campaign).count("stakeholders.changed") == 1


def test_change_many_refuses_what_no_row_could_keep() -> None:
    campaign = make.campaign()
    stakeholder(campaign)
    elsewhere = make.host_seat(make.campaign())
    for change, trouble in (
        (queries.BulkChange("add_tag", "x\x00"), refusals.Unwritable),
        (queries.BulkChange("add_tag", " "), refusals.Unwritable),
        (queries.BulkChange("add_capability", "x" * 81), refusals.Unwritable),
        (queries.BulkChange("owner", str(elsewhere.pk)), refusals.Unwritable),
    ):
        with pytest.raises(trouble):
            do(campaign, change)
    for change in (queries.BulkChange("state", "x"), queries.BulkChange("colour", "red")):
        with pytest.raises(refusals.NotPossible):
            actions.change_many(
                campaign=campaign, choice=ALL, change=change, mark="", by=make.host_seat(campaign), at=LATER
            )
    with pytest.raises(refusals.NotAllowed):
        do(campaign, queries.BulkChange("add_tag", "x"), by=make.liaison_of(make.party(campaign)))
    assert make.verbs(campaign).count("stakeholders.changed") == 0


@pytest.mark.parametrize("many", [1, 30])
def test_plan_of_asks_the_same_number_of_questions(many: int, django_assert_num_queries: Any) -> None:
    campaign = make.campaign()
    for _ in range(many):
        stakeholder(campaign, capabilities=[capability(campaign)], owner=make.host_seat(campaign))
    for change, questions in (
        (queries.BulkChange("state", "contacted"), 2),
        (queries.BulkChange("add_tag", "x"), 3),
        (queries.BulkChange("add_capability", "x"), 3),
        (queries.BulkChange("owner", str(make.host_seat(campaign).pk)), 3),
        (queries.BulkChange("wanted", "inform"), 2),
    ):
        with django_assert_num_queries(questions + 1):
            queries.plan_of(campaign, ALL, change)
