"""Opening, changing, showing, discarding and moving a campaign; documenting its issue."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation
from tests import make

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Fact, Invitation, Party, Phase, Role, Seat, Visibility
from mufakat.ledger import queries as record
from mufakat.people import actions as people
from mufakat.people.models import Organisation, Region

pytestmark = pytest.mark.django_db


def opening(**fields: Any) -> dict[str, Any]:
    """Everything `open_campaign` wants, by somebody who works for a verified ministry."""
    host = fields.pop("host", None) or make.organisation(name="Kementerian Contoh")
    by = fields.pop("by", None) or make.person(name="Ani")
    people.affiliate(person=by, organisation=host, at=make.NOW)
    return {
        "id": uuid4(),
        "title": "Makin Cakap Digital",
        "issue": "Banyak yang belum cakap.",
        "aim": "Semua cakap.",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "regions": list(Region.objects.filter(code__in=["31", "53"], valid_to__isnull=True)),
        "languages": ["id", "en"],
        "brand": "#0b5a55",
        "host": host,
        "by": by,
        "at": make.NOW,
    } | fields


# --- open ----------------------------------------------------------------------------------------------------------


def test_open_campaign_makes_draft_host_party_seat_and_the_first_entry() -> None:
    said = opening()
    campaign = actions.open_campaign(**said)
    party, seat = Party.objects.get(campaign=campaign), Seat.objects.get(campaign=campaign)
    assert (campaign.slug, campaign.phase, campaign.visibility, campaign.is_example) == (
        "makin-cakap-digital",
        Phase.INITIATION,
        Visibility.DRAFT,
        False,
    )
    assert (party.organisation, party.joined_at, party.is_active) == (said["host"], make.NOW, True)
    assert (seat.person, seat.party, seat.role, seat.may_sign, seat.starts_on) == (
        said["by"],
        party,
        Role.LIAISON,
        False,
        make.NOW.date(),
    )
    (entry,) = make.told(campaign)
    assert (entry.entry.seq, entry.entry.verb, entry.entry.object, entry.entry.by) == (
        1,
        "campaign.opened",
        f"campaign:{campaign.pk}",
        f"person:{said['by'].pk}",
    )
    assert entry.payload == {
        "version": 1,
        "title": "Makin Cakap Digital",
        "issue": "Banyak yang belum cakap.",
        "aim": "Semua cakap.",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "regions": ["31", "53"],
        "languages": ["id", "en"],
        "brand": "#0b5a55",
        "host": str(said["host"].pk),
        "host_name": "Kementerian Contoh",
        "party": str(party.pk),
        "seat": str(seat.pk),
        "slug": "makin-cakap-digital",
    }
    assert entry.personal == {str(said["by"].pk): {"name": "Ani"}}
    assert record.fsck(campaign.log) == []


def test_open_campaign_twice_with_one_number_opens_one() -> None:
    said = opening()
    first = actions.open_campaign(**said)
    again = actions.open_campaign(**said | {"title": "Judul lain"})
    assert (again.pk, again.title) == (first.pk, "Makin Cakap Digital")
    assert (Campaign.objects.count(), make.verbs(first)) == (1, ["campaign.opened"])


def test_open_campaign_with_somebody_elses_number_is_refused() -> None:
    said = opening()
    actions.open_campaign(**said)
    with pytest.raises(actions.NotAllowed):
        actions.open_campaign(**opening(id=said["id"]))


def test_open_campaign_is_for_those_who_work_for_a_convening_organisation() -> None:
    said = opening()
    for wrong in (
        {"by": make.person()},
        {"host": make.organisation()},
        {"by": make.person(is_active=False)},
    ):
        with pytest.raises(actions.NotAllowed):
            actions.open_campaign(**said | wrong)
    Organisation.objects.filter(pk=said["host"].pk).update(status=Organisation.Status.INACTIVE)
    with pytest.raises(actions.NotAllowed):
        actions.open_campaign(**said)
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [
        ({"title": " "}, actions.NotPossible),
        ({"issue": ""}, actions.NotPossible),
        ({"aim": "\n"}, actions.NotPossible),
        ({"ends_on": date(2025, 1, 1)}, actions.NotPossible),
        ({"languages": []}, actions.NotPossible),
        ({"languages": ["id", "jv"]}, actions.NotPossible),
        ({"brand": "hijau"}, actions.NotPossible),
        ({"brand": "#0b5a551"}, actions.Unwritable),
        ({"title": "a\x00b"}, actions.Unwritable),
        ({"title": "a\r\nBcc: x@contoh.example"}, actions.Unwritable),
        ({"issue": "a\x1b[2J"}, actions.Unwritable),
        ({"aim": "setengah \ud800"}, actions.Unwritable),
        ({"title": "x" * 161}, actions.Unwritable),
        ({"issue": "x" * 4001}, actions.Unwritable),
    ],
)
def test_open_campaign_refuses_what_cannot_be_kept(wrong: dict[str, Any], trouble: type[actions.Refused]) -> None:
    with pytest.raises(trouble):
        actions.open_campaign(**opening(**wrong))
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize("title", make.HOSTILE)
def test_open_campaign_keeps_hostile_words_as_they_are(title: str) -> None:
    campaign = actions.open_campaign(**opening(title=title))
    campaign.refresh_from_db()
    assert campaign.title == title
    assert campaign.slug
    assert record.fsck(campaign.log) == []


def test_slugs_are_unique_stable_and_no_words_of_the_site() -> None:
    titles = ["Makin Cakap", "Makin Cakap!", "MAKIN CAKAP", "Baru", "–", "x" * 160]
    made = [actions.open_campaign(**opening(title=t)) for t in titles]
    assert [c.slug for c in made] == ["makin-cakap", "makin-cakap-2", "makin-cakap-3", "baru-2", "kampanye", "x" * 50]
    changed = actions.change_campaign(campaign=made[0], by=make.host_seat(made[0]), at=make.NOW, title="Nama lain")
    assert (changed.title, changed.slug) == ("Nama lain", "makin-cakap")


def test_a_campaign_of_an_example_organisation_is_an_example() -> None:
    assert actions.open_campaign(**opening(host=make.organisation(is_example=True))).is_example


# --- change --------------------------------------------------------------------------------------------------------


def test_change_campaign_records_what_changed_and_counts_the_version() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    region = Region.objects.filter(code="32", valid_to__isnull=True).get()
    now = actions.change_campaign(
        campaign=campaign,
        by=seat,
        at=make.NOW,
        version=1,
        title="Judul baru",
        issue=campaign.issue,
        ends_on=date(2027, 12, 31),
        regions=[region],
        languages=["en"],
    )
    assert (now.title, now.version, list(now.regions.all()), now.languages) == ("Judul baru", 2, [region], ["en"])
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.entry.by, newest.personal) == ("campaign.changed", f"seat:{seat.pk}", {})
    assert newest.payload == {
        "version": 2,
        "title": "Judul baru",
        "ends_on": "2027-12-31",
        "regions": ["32"],
        "languages": ["en"],
    }


def test_change_campaign_without_a_change_records_nothing() -> None:
    campaign = make.campaign()
    before = make.verbs(campaign)
    now = actions.change_campaign(campaign=campaign, by=make.host_seat(campaign), at=make.NOW, title=campaign.title)
    assert (now.version, make.verbs(campaign)) == (1, before)


def test_change_campaign_refuses_when_somebody_changed_it_meanwhile_and_says_what() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    actions.change_campaign(campaign=campaign, by=seat, at=make.NOW, version=1, title="Dari Ani")
    actions.change_campaign(campaign=campaign, by=seat, at=make.NOW, version=2, brand="#112233", aim="Lebih baik")
    before = make.verbs(campaign)
    with pytest.raises(actions.ChangedMeanwhile) as refusal:
        actions.change_campaign(campaign=campaign, by=seat, at=make.NOW, version=1, title="Dari Budi")
    assert refusal.value.fields == ("aim", "brand", "title")
    campaign.refresh_from_db()
    assert (campaign.title, campaign.version, make.verbs(campaign)) == ("Dari Ani", 3, before)
    with pytest.raises(actions.ChangedMeanwhile) as refusal:
        actions.change_campaign(campaign=campaign, by=seat, at=make.NOW, version=2, title="Dari Budi")
    assert refusal.value.fields == ("aim", "brand")


def test_change_campaign_changes_nothing_else() -> None:
    campaign = make.campaign()
    for name, value in {"phase": Phase.CLOSED, "host": make.organisation(), "slug": "x", "visibility": "draft"}.items():
        with pytest.raises(TypeError):
            actions.change_campaign(campaign=campaign, by=make.host_seat(campaign), at=make.NOW, **{name: value})


@pytest.mark.parametrize("wrong", [{"title": ""}, {"ends_on": date(2000, 1, 1)}, {"languages": []}, {"brand": "x"}])
def test_change_campaign_refuses_nonsense_and_keeps_the_rest(wrong: dict[str, Any]) -> None:
    campaign = make.campaign()
    with pytest.raises(actions.NotPossible):
        actions.change_campaign(
            campaign=campaign, by=make.host_seat(campaign), at=make.NOW, **({"issue": "Lain"} | wrong)
        )
    campaign.refresh_from_db()
    assert (campaign.issue, campaign.version) == ("Masalah yang nyata.", 1)


def test_change_campaign_is_for_the_host() -> None:
    campaign = make.campaign()
    for seat in (make.liaison_of(make.party(campaign)), make.seat(campaign), make.host_seat(make.campaign())):
        with pytest.raises(actions.NotAllowed):
            actions.change_campaign(campaign=campaign, by=seat, at=make.NOW, title="x")


# --- visibility, discard -------------------------------------------------------------------------------------------


def test_widen_visibility_is_recorded_once() -> None:
    campaign = make.campaign(visibility=Visibility.DRAFT)
    seat = make.host_seat(campaign)
    for _twice in range(2):
        now = actions.widen_visibility(campaign=campaign, to=Visibility.PUBLIC, by=seat, at=make.NOW)
    assert now.visibility == Visibility.PUBLIC
    assert make.verbs(campaign) == ["campaign.opened", "campaign.shown"]
    assert make.told(campaign)[-1].payload == {"visibility": "public"}
    with pytest.raises(actions.NotAllowed):
        actions.widen_visibility(campaign=campaign, to=Visibility.PARTIES, by=seat, at=make.NOW)


def test_discard_campaign_puts_a_draft_aside_with_its_invitations() -> None:
    campaign = make.campaign(visibility=Visibility.DRAFT)
    seat = make.host_seat(campaign)
    offered = make.invitation(campaign, role=Role.FACILITATOR)
    actions.discard_campaign(campaign=campaign, by=seat, at=make.NOW)
    campaign.refresh_from_db()
    offered.refresh_from_db()
    assert (campaign.discarded_at, offered.state) == (make.NOW, Invitation.State.REVOKED)
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.payload) == ("campaign.discarded", {"revoked_invitations": [str(offered.pk)]})
    with translation.override("en"), pytest.raises(actions.SeatEnded, match="discarded"):
        actions.discard_campaign(campaign=campaign, by=seat, at=make.NOW)
    assert queries.campaign_for(seat.person, campaign.slug, make.NOW) is None


def test_discard_campaign_only_while_nobody_else_has_seen_it() -> None:
    campaign = make.campaign()
    with pytest.raises(actions.NotAllowed):
        actions.discard_campaign(campaign=campaign, by=make.host_seat(campaign), at=make.NOW)


# --- phases --------------------------------------------------------------------------------------------------------


def full_table() -> Campaign:
    campaign = make.campaign()
    make.party(campaign, make.organisation("swasta"))
    make.party(campaign, make.organisation("akademisi"))
    make.seat(campaign, Role.FACILITATOR)
    make.needs(campaign)
    return campaign


def test_move_phase_through_an_open_gate() -> None:
    campaign = full_table()
    now = actions.move_phase(campaign=campaign, to=Phase.PLANNING, by=make.host_seat(campaign), at=make.NOW)
    assert now.phase == Phase.PLANNING
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.payload) == ("phase.moved", {"from": "initiation", "to": "planning"})


def test_move_phase_is_refused_at_a_closed_gate_with_what_is_missing() -> None:
    campaign = make.campaign()
    before = make.verbs(campaign)
    with pytest.raises(actions.GateClosed) as refusal:
        actions.move_phase(campaign=campaign, to=Phase.PLANNING, by=make.host_seat(campaign), at=make.NOW)
    gate = queries.next_gate(campaign, make.NOW)
    assert gate is not None
    assert [str(c.words) for c in refusal.value.conditions] == [str(c.words) for c in gate.missing]
    assert len(refusal.value.conditions) == 4
    campaign.refresh_from_db()
    assert (campaign.phase, make.verbs(campaign)) == (Phase.INITIATION, before)


def test_move_phase_goes_no_further_than_what_is_built() -> None:
    campaign = full_table()
    seat = make.host_seat(campaign)
    for to in (Phase.ACTION, Phase.MONITORING, Phase.CLOSED):
        with pytest.raises(actions.GateClosed):
            actions.move_phase(campaign=campaign, to=to, by=seat, at=make.NOW)
    actions.move_phase(campaign=campaign, to=Phase.PLANNING, by=seat, at=make.NOW)
    campaign.refresh_from_db()
    assert queries.next_gate(campaign, make.NOW) is None
    with pytest.raises(actions.GateClosed):
        actions.move_phase(campaign=campaign, to=Phase.ACTION, by=seat, at=make.NOW)
    for nowhere in (Phase.PLANNING, "pulang"):
        with pytest.raises(actions.NotPossible):
            actions.move_phase(campaign=campaign, to=nowhere, by=seat, at=make.NOW)


def test_move_phase_back_needs_a_reason_and_is_recorded() -> None:
    campaign = full_table()
    seat = make.host_seat(campaign)
    actions.move_phase(campaign=campaign, to=Phase.PLANNING, by=seat, at=make.NOW)
    with pytest.raises(actions.NotPossible):
        actions.move_phase(campaign=campaign, to=Phase.INITIATION, by=seat, at=make.NOW, reason=" ")
    now = actions.move_phase(
        campaign=campaign, to=Phase.INITIATION, by=seat, at=make.NOW, reason="Media belum terwakili."
    )
    newest = make.told(campaign)[-1]
    assert (now.phase, newest.entry.verb, newest.payload, newest.personal) == (
        Phase.INITIATION,
        "phase.returned",
        {"from": "planning", "to": "initiation"},
        {str(seat.person_id): {"reason": "Media belum terwakili."}},
    )


def test_move_phase_is_for_the_host() -> None:
    campaign = full_table()
    for seat in (make.liaison_of(make.party(campaign)), make.seat(campaign, Role.EVALUATOR)):
        with pytest.raises(actions.NotAllowed):
            actions.move_phase(campaign=campaign, to=Phase.PLANNING, by=seat, at=make.NOW)


# --- facts ---------------------------------------------------------------------------------------------------------

FACT: dict[str, Any] = {
    "series": "Indeks literasi digital",
    "label": "Indeks nasional",
    "year": 2022,
    "value": Decimal("3.54"),
    "frame": "n = 10.000",
    "source": "Kominfo & Katadata, 2022",
}


def test_add_fact_then_remove_it() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    fact = actions.add_fact(campaign=campaign, by=seat, at=make.NOW, **FACT)
    number = fact.pk
    assert actions.add_fact(campaign=campaign, by=seat, at=make.NOW, **FACT).pk == number
    actions.remove_fact(fact=fact, by=seat, at=make.NOW)
    assert Fact.objects.count() == 0
    said = FACT | {"value": "3.540"}
    told = make.told(campaign)[-2:]
    assert [(t.entry.verb, t.entry.object, t.payload) for t in told] == [
        ("fact.added", f"fact:{number}", said),
        ("fact.removed", f"fact:{number}", said),
    ]
    fact.pk = number
    with pytest.raises(actions.NotPossible):
        actions.remove_fact(fact=fact, by=seat, at=make.NOW)


def test_add_fact_refuses_a_second_value_for_the_same_fact() -> None:
    campaign = make.campaign()
    seat = make.host_seat(campaign)
    actions.add_fact(campaign=campaign, by=seat, at=make.NOW, **FACT)
    with pytest.raises(actions.NotPossible):
        actions.add_fact(campaign=campaign, by=seat, at=make.NOW, **FACT | {"value": Decimal("3.55")})


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"source": ""},
        {"value": Decimal("NaN")},
        {"value": Decimal("1e20")},
        {"value": Decimal("0.00001")},
        {"year": -1},
        {"year": 10**9},
        {"label": "a\x00"},
        {"source": "x" * 301},
    ],
)
def test_add_fact_refuses_what_cannot_be_kept(wrong: dict[str, Any]) -> None:
    campaign = make.campaign()
    with pytest.raises(actions.Refused):
        actions.add_fact(campaign=campaign, by=make.host_seat(campaign), at=make.NOW, **FACT | wrong)
    assert Fact.objects.count() == 0


def test_facts_are_for_the_host() -> None:
    campaign = make.campaign()
    fact = actions.add_fact(campaign=campaign, by=make.host_seat(campaign), at=make.NOW, **FACT)
    seat = make.liaison_of(make.party(campaign))
    with pytest.raises(actions.NotAllowed):
        actions.add_fact(campaign=campaign, by=seat, at=make.NOW, label="x", source="y")
    with pytest.raises(actions.NotAllowed):
        actions.remove_fact(fact=fact, by=seat, at=make.NOW)


# --- the acting seat -----------------------------------------------------------------------------------------------


def test_a_seat_that_ended_while_its_form_was_open_changes_nothing_and_is_told_why() -> None:
    campaign = make.campaign()
    first = make.host_seat(campaign)
    second = make.accept(make.invitation(campaign, campaign.host, by=first))
    actions.end_seat(seat=second, by=first, at=make.NOW, reason="pindah tugas")
    before = make.verbs(campaign)
    with pytest.raises(actions.SeatEnded) as refusal:
        actions.change_campaign(campaign=campaign, by=second, at=make.NOW, title="Terlambat")
    assert str(campaign.host) in str(refusal.value)
    assert "pindah tugas" in str(refusal.value)
    campaign.refresh_from_db()
    assert (campaign.version, make.verbs(campaign)) == (1, before)


def test_a_seat_past_its_last_day_or_of_a_closed_person_no_longer_acts() -> None:
    campaign = make.campaign()
    host = make.host_seat(campaign)
    seat = make.accept(make.invitation(campaign, campaign.host, by=host, ends_on=make.NOW.date()))
    later = make.NOW + timedelta(days=1)
    with pytest.raises(actions.SeatEnded):
        actions.change_campaign(campaign=campaign, by=seat, at=later, title="Terlambat")
    type(host.person).objects.filter(pk=host.person_id).update(is_active=False)
    with pytest.raises(actions.SeatEnded):
        actions.change_campaign(campaign=campaign, by=host, at=make.NOW, title="Terlambat")
