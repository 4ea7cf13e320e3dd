"""Acts on the register: added, changed, moved, removed; each by those who keep it, each one entry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests import make, make_stakeholders

from mufakat.campaigns.actions import refusals
from mufakat.campaigns.models import Campaign, Phase, Role, Seat
from mufakat.ledger import queries as record
from mufakat.people.models import Region, Sector
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.models import AffectedGroup, Capability, Interaction, Relation, Stakeholder, State, Tag

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)


def add(campaign: Campaign, **fields: Any) -> Stakeholder:
    given = {
        "id": uuid4(),
        "name": "Paguyuban Contoh",
        "sector": Sector.objects.get(pk="masyarakat_sipil"),
        "by": make.host_seat(campaign),
        "at": make.NOW,
    }
    return actions.add_stakeholder(campaign=campaign, **(given | fields))


def last(campaign: Campaign) -> tuple[Any, ...]:
    told = make.told(campaign)[-1]
    return told.entry.verb, told.entry.object, told.payload, told.personal


# --- add -----------------------------------------------------------------------------------------------------------


def test_add_stakeholder_with_all_that_is_known() -> None:
    campaign = make.campaign()
    host, region = make.host_seat(campaign), Region.objects.filter(level="province").first()
    known = make_stakeholders.capability(campaign, "Riset")
    made = add(
        campaign,
        reference="PK-01",
        kind="community",
        regions=[region],
        capabilities=["riset", " Jejaring  desa ", "RISET"],
        tags=["prioritas", "Prioritas", ""],
        interest="Air bersih.",
        affected_how="Sumurnya kering.",
        position=-1,
        wanted="involve",
        present="inform",
        state="contacted",
        notes="Rahasia tim.",
        owner=host,
        source="https://contoh.example",
    )
    made = Stakeholder.objects.get(pk=made.pk)
    assert {c.name for c in made.capabilities.all()} == {"Riset", "Jejaring desa"}
    assert known in made.capabilities.all()
    assert [t.name for t in made.tags.all()] == ["Prioritas"]
    assert list(made.regions.all()) == [region]
    assert (made.state, made.state_since, made.version, made.owner, made.position) == (
        "contacted",
        make.NOW,
        1,
        host,
        -1,
    )
    assert last(campaign) == (
        "stakeholder.added",
        f"stakeholder:{made.pk}",
        {"is_group": False, "state": "contacted"},
        {str(made.pk): {"stakeholder": "Paguyuban Contoh"}},
    )


def test_add_stakeholder_sent_twice_adds_one() -> None:
    campaign = make.campaign()
    number = uuid4()
    assert add(campaign, id=number) == add(campaign, id=number, name="Lain")
    assert make.verbs(campaign).count("stakeholder.added") == 1
    assert Stakeholder.objects.get().name == "Paguyuban Contoh"


def test_add_stakeholder_names_the_field_that_cannot_be_kept() -> None:
    campaign = make.campaign()
    organisation = make.organisation("media")
    other = add(campaign, reference="A1", organisation=organisation)
    elsewhere = make.host_seat(make.campaign())
    tries: list[tuple[dict[str, Any], str]] = [
        ({"name": "  "}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"reference": "A1"}, "reference"),
        ({"organisation": organisation}, "organisation"),
        ({"organisation": make.organisation(), "is_group": True}, "organisation"),
        ({"proxy": other}, "proxy"),
        ({"position": 3}, "position"),
        ({"wanted": "lots"}, "wanted"),
        ({"kind": "tribe"}, "kind"),
        ({"owner": elsewhere}, "owner"),
        ({"capabilities": ["x" * 81]}, "name"),
        ({"tags": ["x\x00"]}, "name"),
    ]
    for fields, field in tries:
        with pytest.raises(refusals.Unwritable) as trouble:
            add(campaign, **fields)
        assert trouble.value.field == field, fields
    with pytest.raises(refusals.NotPossible):
        add(campaign, state="withdrawn")
    with pytest.raises(TypeError):
        add(campaign, colour="red")
    assert (Stakeholder.objects.count(), Capability.objects.count(), Tag.objects.count()) == (1, 0, 0)
    assert make.verbs(campaign).count("stakeholder.added") == 1


def test_an_affected_group_has_a_proxy() -> None:
    campaign = make.campaign()
    speaker = add(campaign)
    group = add(campaign, name="Buruh gendong pasar", is_group=True, proxy=speaker)
    assert (group.is_group, group.proxy) == (True, speaker)


def test_the_register_is_kept_by_the_team_alone() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    row = add(campaign, by=make.seat(campaign, Role.FACILITATOR))
    others = [make.liaison_of(party), make.seat(campaign, Role.EVALUATOR), make.seat(campaign, Role.OBSERVER)]
    for seat in [*others, make.host_seat(make.campaign())]:
        for act in (
            lambda by: add(campaign, by=by),
            lambda by: actions.change_stakeholder(stakeholder=row, by=by, at=make.NOW, name="x"),
            lambda by: actions.move_stakeholder(stakeholder=row, to="contacted", by=by, at=make.NOW),
            lambda by: actions.remove_stakeholder(stakeholder=row, by=by, at=make.NOW, reason="x"),
        ):
            with pytest.raises(refusals.NotAllowed):
                act(seat)
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.CLOSED)
    with pytest.raises(refusals.NotAllowed):
        add(campaign)


# --- change --------------------------------------------------------------------------------------------------------


def test_change_stakeholder_records_what_differs_by_name() -> None:
    campaign = make.campaign()
    row, host = add(campaign, tags=["satu"], notes="lama"), make.host_seat(campaign)
    now = actions.change_stakeholder(
        stakeholder=row, by=host, at=LATER, version=1, name="Nama Baru", notes="baru", tags=["dua"], interest=""
    )
    assert (now.name, now.notes, [t.name for t in now.tags.all()], now.version, now.changed_at) == (
        "Nama Baru",
        "baru",
        ["dua"],
        2,
        LATER,
    )
    assert last(campaign) == (
        "stakeholder.changed",
        f"stakeholder:{row.pk}",
        {"fields": ["name", "notes", "tags"], "version": 2},
        {str(row.pk): {"stakeholder": "Nama Baru"}},
    )
    before = make.verbs(campaign)
    assert actions.change_stakeholder(stakeholder=row, by=host, at=LATER, version=2, name="Nama Baru").version == 2
    assert make.verbs(campaign) == before


def test_change_stakeholder_overwrites_nothing_that_changed_meanwhile() -> None:
    campaign = make.campaign()
    row, host = add(campaign), make.host_seat(campaign)
    actions.change_stakeholder(stakeholder=row, by=host, at=LATER, version=1, interest="Mereka")
    actions.move_stakeholder(stakeholder=row, to="contacted", by=host, at=LATER)
    with pytest.raises(refusals.ChangedMeanwhile) as trouble:
        actions.change_stakeholder(stakeholder=row, by=host, at=LATER, version=1, interest="Kami", name="x")
    assert trouble.value.fields == ("interest", "state")
    row.refresh_from_db()
    assert (row.interest, row.name, row.version) == ("Mereka", "Paguyuban Contoh", 3)


def test_a_stakeholder_that_is_gone_is_not_changed() -> None:
    campaign = make.campaign()
    row, host = add(campaign), make.host_seat(campaign)
    actions.remove_stakeholder(stakeholder=row, by=host, at=LATER, reason="Salah ketik.")
    for act in (
        lambda: actions.change_stakeholder(stakeholder=row, by=host, at=LATER, name="x"),
        lambda: actions.move_stakeholder(stakeholder=row, to="contacted", by=host, at=LATER),
        lambda: actions.remove_stakeholder(stakeholder=row, by=host, at=LATER, reason="lagi"),
    ):
        with pytest.raises(refusals.NotPossible):
            act()


def test_a_retired_capability_that_is_named_again_is_taken_up() -> None:
    campaign = make.campaign()
    old = make_stakeholders.capability(campaign, "Riset")
    Capability.objects.filter(pk=old.pk).update(retired_at=make.NOW)
    add(campaign, capabilities=["riset"])
    assert Capability.objects.get().retired_at is None


# --- move ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "to", "reason", "happens"),
    [
        ("identified", "committed", "", "moved"),
        ("contacted", "engaged", "", "moved"),
        ("engaged", "contacted", "", "refused"),
        ("engaged", "contacted", "Tidak menjawab.", "moved"),
        ("committed", "withdrawn", " ", "refused"),
        ("committed", "withdrawn", "Bubar.", "moved"),
        ("withdrawn", "contacted", "", "moved"),
        ("withdrawn", "engaged", "x", "refused"),
        ("withdrawn", "identified", "x", "refused"),
        ("engaged", "nonsense", "x", "refused"),
        ("engaged", "engaged", "", "same"),
    ],
)
def test_move_stakeholder(start: str, to: str, reason: str, happens: str) -> None:
    campaign = make.campaign()
    row = make_stakeholders.stakeholder(campaign, name="Warga", state=start, state_because="x")
    before, host = make.verbs(campaign), make.host_seat(campaign)
    if happens == "refused":
        with pytest.raises(refusals.NotPossible):
            actions.move_stakeholder(stakeholder=row, to=to, by=host, at=LATER, reason=reason)
    else:
        actions.move_stakeholder(stakeholder=row, to=to, by=host, at=LATER, reason=reason)
    row.refresh_from_db()
    if happens == "moved":
        said = {"stakeholder": "Warga"} | ({"reason": reason} if reason else {})
        assert (row.state, row.state_since, row.state_because, row.version) == (to, LATER, reason, 2)
        assert last(campaign) == (
            "stakeholder.moved",
            f"stakeholder:{row.pk}",
            {"from": start, "to": to},
            {str(row.pk): said},
        )
        assert [(m.start, m.to, m.reason) for m in queries.moves_of(row)] == [(start, to, reason)]
    else:
        assert (row.state, make.verbs(campaign)) == (start, before)


def test_who_sits_at_the_table_is_moved_from_engaged_and_not_below() -> None:
    campaign = make.campaign()
    host, party = make.host_seat(campaign), make.party(campaign)
    row = make_stakeholders.stakeholder(campaign, organisation=party.organisation, state="contacted")
    for to in ("identified", "withdrawn", "contacted"):
        with pytest.raises(refusals.NotPossible):
            actions.move_stakeholder(stakeholder=row, to=to, by=host, at=LATER, reason="x")
    now = actions.move_stakeholder(stakeholder=row, to="committed", by=host, at=LATER, seen="engaged")
    assert now.state == "committed"
    assert last(campaign)[2] == {"from": "engaged", "to": "committed"}


def test_move_stakeholder_notices_that_another_moved_it_meanwhile() -> None:
    campaign = make.campaign()
    row, host = add(campaign), make.host_seat(campaign)
    actions.move_stakeholder(stakeholder=row, to="engaged", by=host, at=LATER, seen="identified")
    with pytest.raises(refusals.ChangedMeanwhile):
        actions.move_stakeholder(stakeholder=row, to="contacted", by=host, at=LATER, seen="identified")
    row.refresh_from_db()
    assert row.state == State.ENGAGED


def test_the_owner_of_the_relationship_moves_and_logs_but_changes_nothing_else() -> None:
    campaign = make.campaign()
    owner = make.liaison_of(make.party(campaign))
    row, other = add(campaign, owner=owner), add(campaign, name="Lain")
    actions.move_stakeholder(stakeholder=row, to="contacted", by=owner, at=LATER)
    log(row, owner)
    for act in (
        lambda: actions.change_stakeholder(stakeholder=row, by=owner, at=LATER, name="x"),
        lambda: actions.remove_stakeholder(stakeholder=row, by=owner, at=LATER, reason="x"),
        lambda: actions.move_stakeholder(stakeholder=other, to="contacted", by=owner, at=LATER),
        lambda: log(other, owner),
    ):
        with pytest.raises(refusals.NotAllowed):
            act()


# --- interactions --------------------------------------------------------------------------------------------------


def log(row: Stakeholder, by: Seat, **fields: Any) -> Interaction:
    given = {"id": uuid4(), "on": make.NOW.date(), "kind": "call", "summary": "Setuju bertemu."}
    return actions.log_interaction(stakeholder=row, by=by, at=make.NOW, **(given | fields))


def test_log_interaction_keeps_what_was_said_out_of_the_record() -> None:
    campaign = make.campaign()
    row, host, number = add(campaign), make.host_seat(campaign), uuid4()
    made = log(row, host, id=number, next_step="Kirim undangan.")
    assert log(row, host, id=number) == made
    assert (made.summary, made.next_step, made.by) == ("Setuju bertemu.", "Kirim undangan.", host)
    assert last(campaign) == (
        "interaction.logged",
        f"stakeholder:{row.pk}",
        {"interaction": str(made.pk)},
        {str(row.pk): {"stakeholder": row.name}},
    )
    assert make.verbs(campaign).count("interaction.logged") == 1


def test_log_interaction_names_the_field_that_cannot_be_kept() -> None:
    campaign = make.campaign()
    row, host = add(campaign), make.host_seat(campaign)
    tries = [
        ("summary", {"summary": " "}),
        ("summary", {"summary": "x" * 2001}),
        ("next_step", {"next_step": "a\x00"}),
        ("kind", {"kind": "telepathy"}),
        ("on", {"on": make.NOW.date() + timedelta(days=1)}),
    ]
    for field, fields in tries:
        with pytest.raises(refusals.Unwritable) as trouble:
            log(row, host, **fields)
        assert trouble.value.field == field
    assert Interaction.objects.count() == 0


# --- remove --------------------------------------------------------------------------------------------------------


def test_remove_stakeholder_takes_its_ties_and_its_voice_with_it() -> None:
    campaign = make.campaign()
    row, other, host = add(campaign, reference="R1"), add(campaign, name="Lain"), make.host_seat(campaign)
    group = add(campaign, name="Warga bantaran", is_group=True, proxy=row)
    make_stakeholders.tie(row, other)
    affected = AffectedGroup.objects.create(campaign=campaign, name="Warga", people=9, source="BPS", set_at=make.NOW)
    affected.voices.add(row, other)
    with pytest.raises(refusals.NotPossible):
        actions.remove_stakeholder(stakeholder=row, by=host, at=LATER, reason=" ")
    actions.remove_stakeholder(stakeholder=row, by=host, at=LATER, reason="Tercatat dua kali.")
    group.refresh_from_db()
    assert (group.proxy, list(affected.voices.all()), Relation.objects.get().removed_at) == (None, [other], LATER)
    assert queries.stakeholder_by_number(campaign, row.pk) is None
    assert last(campaign) == (
        "stakeholder.removed",
        f"stakeholder:{row.pk}",
        {},
        {str(row.pk): {"stakeholder": "Paguyuban Contoh", "reason": "Tercatat dua kali."}},
    )
    assert add(campaign, name="Baru", reference="R1").reference == "R1"
    assert record.fsck(campaign.log) == []


def test_a_party_at_the_table_is_not_removed_from_the_register() -> None:
    campaign = make.campaign()
    row = add(campaign, organisation=make.party(campaign).organisation)
    with pytest.raises(refusals.NotPossible):
        actions.remove_stakeholder(stakeholder=row, by=make.host_seat(campaign), at=LATER, reason="x")


@pytest.mark.parametrize("text", make.HOSTILE)
def test_what_people_type_is_kept_as_it_is(text: str) -> None:
    campaign = make.campaign()
    row = add(campaign, name=text, interest=text, notes=text, tags=[text[:30]], capabilities=[text[:30]])
    row = Stakeholder.objects.get(pk=row.pk)
    assert (row.name, row.interest, row.notes) == (text, text, text)
