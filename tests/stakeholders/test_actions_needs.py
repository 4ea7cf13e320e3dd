"""Capabilities, requirements, affected groups: who may set them, what is recorded, what cannot be."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests import make_stakeholders as made

from mufakat.campaigns.actions import NotAllowed, NotPossible
from mufakat.campaigns.models import Campaign, Role, Seat
from mufakat.people.models import Region, Sector
from mufakat.stakeholders import actions
from mufakat.stakeholders.models import AffectedGroup, Capability, Requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make.campaign()


@pytest.fixture
def host(campaign: Campaign) -> Seat:
    return make.host_seat(campaign)


def media() -> Sector:
    return Sector.objects.get(pk="media")


def jakarta() -> Region:
    return Region.objects.get(code="31", valid_to=None)


def newest(campaign: Campaign) -> tuple[str, dict[str, Any]]:
    told = make.told(campaign)[-1]
    return told.entry.verb, dict(told.payload)


def require(campaign: Campaign, by: Seat, **fields: Any) -> Requirement:
    return actions.set_requirement(**{"id": uuid4(), "campaign": campaign, "by": by, "at": make.NOW} | fields)


def test_add_capability_once_and_again_after_it_was_retired(campaign: Campaign, host: Seat) -> None:
    one = actions.add_capability(campaign=campaign, name=" Riset  dan data ", by=host, at=make.NOW)
    assert (one.name, newest(campaign)) == ("Riset dan data", ("capability.added", {"label": "Riset dan data"}))
    size = len(make.verbs(campaign))
    assert actions.add_capability(campaign=campaign, name="RISET DAN DATA", by=host, at=make.NOW) == one
    assert len(make.verbs(campaign)) == size
    actions.retire_capability(capability=one, by=host, at=make.NOW)
    assert newest(campaign) == ("capability.retired", {"label": "Riset dan data"})
    actions.retire_capability(capability=one, by=host, at=make.NOW)
    again = actions.add_capability(campaign=campaign, name="riset dan data", by=host, at=make.NOW)
    assert (again, again.retired_at, Capability.objects.count()) == (one, None, 1)
    with pytest.raises(NotPossible):
        actions.add_capability(campaign=campaign, name=" ", by=host, at=make.NOW)


def test_retire_capability_not_while_it_is_required(campaign: Campaign, host: Seat) -> None:
    wanted = made.capability(campaign)
    required = require(campaign, host, capability=wanted)
    with pytest.raises(NotPossible):
        actions.retire_capability(capability=wanted, by=host, at=make.NOW)
    actions.remove_requirement(requirement=required, by=host, at=make.NOW)
    assert actions.retire_capability(capability=wanted, by=host, at=make.NOW).retired_at == make.NOW
    with pytest.raises(NotPossible):
        require(campaign, host, capability=wanted)


def test_set_requirement_records_whom_it_asks_for(campaign: Campaign, host: Seat) -> None:
    wanted = made.capability(campaign, "Jangkauan")
    number = uuid4()
    kept = require(
        campaign,
        host,
        id=number,
        sector=media(),
        capability=wanted,
        region=jakarta(),
        least=2,
        weight=3,
        reason=" Perlu ",
    )
    assert (kept.least, kept.weight, kept.reason, kept.set_by) == (2, 3, "Perlu", host)
    assert newest(campaign) == (
        "requirement.set",
        {
            "label": "Media · Jangkauan · DKI Jakarta",
            "sector": "media",
            "capability": str(wanted.pk),
            "region": "31",
            "least": 2,
            "weight": 3,
            "is_mandatory": True,
        },
    )
    assert require(campaign, host, id=number, sector=media()) == kept
    with pytest.raises(NotPossible):
        require(campaign, host, sector=media(), capability=wanted, region=jakarta())


@pytest.mark.parametrize("fields", [{}, {"least": 0}, {"least": 101}, {"weight": 0}, {"weight": 11}])
def test_set_requirement_asks_for_something_within_bounds(campaign: Campaign, host: Seat, fields: Any) -> None:
    sector = {"sector": media()} if fields else {}
    with pytest.raises(NotPossible):
        require(campaign, host, **sector, **fields)
    assert not Requirement.objects.exists()


def test_set_requirement_not_with_a_capability_of_another_campaign(campaign: Campaign, host: Seat) -> None:
    with pytest.raises(NotAllowed):
        require(campaign, host, capability=made.capability(make.campaign()))


def test_set_requirements_takes_all_that_is_new(campaign: Campaign, host: Seat) -> None:
    require(campaign, host, sector=media())
    wanted = [Requirement(sector=s) for s in Sector.objects.filter(pk__in=["media", "swasta", "pemerintah"])]
    done = actions.set_requirements(wanted=wanted, campaign=campaign, by=host, at=make.NOW)
    assert sorted(r.sector_id for r in done) == ["pemerintah", "swasta"]
    assert make.verbs(campaign).count("requirement.set") == 3


def test_a_requirement_is_changed_waived_restored_removed(campaign: Campaign, host: Seat) -> None:
    kept = require(campaign, host, sector=media())
    same: dict[str, Any] = {"least": 1, "weight": 1, "is_mandatory": True, "reason": ""}
    size = len(make.verbs(campaign))
    actions.change_requirement(requirement=kept, by=host, at=make.NOW, **same)
    assert len(make.verbs(campaign)) == size
    changed = actions.change_requirement(requirement=kept, by=host, at=make.NOW, **same | {"least": 4})
    assert (changed.least, newest(campaign)[1]["least"]) == (4, 4)
    with pytest.raises(NotPossible):
        actions.waive_requirement(requirement=kept, reason=" ", by=host, at=make.NOW)
    waived = actions.waive_requirement(requirement=kept, reason="Tidak ada di sini", by=host, at=make.NOW)
    assert (waived.waived_because, newest(campaign)[0]) == ("Tidak ada di sini", "requirement.waived")
    assert newest(campaign)[1]["because"] == "Tidak ada di sini"
    with pytest.raises(NotPossible):
        actions.waive_requirement(requirement=kept, reason="Lagi", by=host, at=make.NOW)
    assert actions.restore_requirement(requirement=kept, by=host, at=make.NOW).waived_because == ""
    assert newest(campaign)[0] == "requirement.restored"
    assert actions.restore_requirement(requirement=kept, by=host, at=make.NOW).waived_at is None
    assert actions.remove_requirement(requirement=kept, by=host, at=make.NOW).removed_at == make.NOW
    with pytest.raises(NotPossible):
        actions.remove_requirement(requirement=kept, by=host, at=make.NOW)
    assert require(campaign, host, sector=media()) != kept


def test_set_group_makes_changes_and_names_who_speaks(campaign: Campaign, host: Seat) -> None:
    voice, number = made.stakeholder(campaign), uuid4()
    said = {"campaign": campaign, "by": host, "at": make.NOW, "source": "BPS 2025", "people": 1000}
    group = actions.set_group(id=number, name="Warga lanjut usia", voices=[voice], **said)
    assert (group.name, list(group.voices.all())) == ("Warga lanjut usia", [voice])
    assert newest(campaign) == (
        "group.set",
        {
            "label": "Warga lanjut usia",
            "people": 1000,
            "source": "BPS 2025",
            "region": None,
            "voices": [str(voice.pk)],
        },
    )
    again = actions.set_group(id=number, name="Lansia", **said)
    assert (again, list(again.voices.all()), AffectedGroup.objects.count()) == (group, [], 1)
    with pytest.raises(NotPossible):
        actions.set_group(id=uuid4(), name="LANSIA", **said)
    for wrong in ({"name": " "}, {"name": "x", "source": ""}, {"name": "x", "people": 0}):
        with pytest.raises(NotPossible):
            actions.set_group(id=uuid4(), **said | wrong)
    with pytest.raises(NotPossible):
        actions.set_group(id=uuid4(), name="x", voices=[made.stakeholder(make.campaign())], **said)
    actions.remove_group(group=group, by=host, at=make.NOW)
    assert newest(campaign)[0] == "group.removed"
    actions.remove_group(group=group, by=host, at=make.NOW)
    with pytest.raises(NotPossible):
        actions.set_group(id=number, name="Kembali", **said)


def test_needs_are_set_by_the_team_alone(campaign: Campaign, host: Seat) -> None:
    facilitator = make.seat(campaign, Role.FACILITATOR)
    kept = require(campaign, facilitator, sector=media())
    others = [
        make.liaison_of(make.party(campaign)),
        make.seat(campaign, Role.EVALUATOR),
        make.seat(campaign, Role.OBSERVER),
    ]
    for by in [*others, make.host_seat(make.campaign())]:
        for act in (
            lambda by=by: require(campaign, by, sector=Sector.objects.get(pk="swasta")),
            lambda by=by: actions.waive_requirement(requirement=kept, reason="x", by=by, at=make.NOW),
            lambda by=by: actions.add_capability(campaign=campaign, name="x", by=by, at=make.NOW),
            lambda by=by: actions.set_group(
                id=uuid4(), campaign=campaign, name="x", people=1, source="x", by=by, at=make.NOW
            ),
        ):
            with pytest.raises(NotAllowed):
                act()
    Campaign.objects.filter(pk=campaign.pk).update(phase="closed")
    with pytest.raises(NotAllowed):
        require(campaign, host, sector=Sector.objects.get(pk="swasta"))


def test_the_database_keeps_the_rules_of_needs(campaign: Campaign, host: Seat) -> None:
    for wrong in (
        {},
        {"sector": media(), "least": 0},
        {"sector": media(), "weight": 11},
        {"sector": media(), "waived_at": make.NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            made.requirement(campaign, host, **wrong)
    made.requirement(campaign, host, sector=media())
    with pytest.raises(IntegrityError), transaction.atomic():
        made.requirement(campaign, host, sector=media())
