"""Two entries become one, and nothing that hung on either is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests import make
from tests.make_stakeholders import assessment, capability, nomination, stakeholder, tie

from mufakat.campaigns.actions import refusals
from mufakat.campaigns.models import Campaign
from mufakat.ledger import queries as record
from mufakat.people.models import Region
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.models import (
    AffectedGroup,
    Assessment,
    Consent,
    Interaction,
    Relation,
    Stakeholder,
    Tag,
)

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)


def merge(kept: Stakeholder, gone: Stakeholder, **more: Any) -> Stakeholder:
    by = make.host_seat(kept.campaign)
    return actions.merge_stakeholders(**{"kept": kept, "gone": gone, "by": by, "at": LATER} | more)


def test_merge_stakeholders_takes_over_what_the_other_knew() -> None:
    campaign = make.campaign()
    host = make.host_seat(campaign)
    north, south = Region.objects.filter(level="province").order_by("code")[:2]
    organisation = make.organisation("media")
    one = stakeholder(campaign, name="Radio", interest="Berita", notes="Satu", regions=[north], state="contacted")
    other = stakeholder(
        campaign,
        name="Radio Contoh",
        reference="R1",
        organisation=organisation,
        interest="Iklan",
        notes="Dua",
        regions=[south],
        capabilities=[capability(campaign, "Siaran")],
        tags=[Tag.objects.create(campaign=campaign, name="x")],
        position=1,
        wanted="involve",
        owner=host,
        state="engaged",
        source="Laman",
    )
    older = stakeholder(campaign, name="Lama", removed_at=make.NOW, merged_into=other)
    now = Stakeholder.objects.get(pk=merge(one, other).pk)
    assert (now.name, now.reference, now.organisation, now.interest, now.notes) == (
        "Radio",
        "R1",
        organisation,
        "Berita",
        "Satu\n\nDua",
    )
    assert (now.position, now.wanted, now.present, now.owner, now.state, now.source) == (
        1,
        "involve",
        "none",
        host,
        "engaged",
        "Laman",
    )
    assert ([*now.regions.all()], now.capabilities.get().name, now.tags.get().name) == ([north, south], "Siaran", "x")
    other.refresh_from_db()
    older.refresh_from_db()
    assert (other.merged_into, other.removed_at, older.merged_into) == (one, LATER, one)
    last = make.told(campaign)[-1]
    assert (last.entry.verb, last.entry.object, last.personal) == (
        "stakeholder.merged",
        f"stakeholder:{one.pk}",
        {str(one.pk): {"stakeholder": "Radio"}},
    )
    assert last.payload == {
        "merged": str(other.pk),
        "version": 2,
        "fields": ["notes", "organisation", "owner", "position", "reference", "source", "state", "wanted"],
    }
    assert record.fsck(campaign.log) == []


def test_merge_stakeholders_keeps_one_voice_a_party_the_later_one() -> None:
    campaign = make.campaign()
    one, other = stakeholder(campaign), stakeholder(campaign)
    seats = [make.host_seat(campaign), make.liaison_of(make.party(campaign)), make.seat(campaign)]
    day = make.NOW.date()
    both_old = assessment(one, seats[0], "1111", on=day - timedelta(days=2))
    both_new = assessment(other, seats[0], "5555")
    only = assessment(other, seats[1], "2222")
    neutral_new = assessment(one, seats[2], "3333")
    neutral_old = assessment(other, seats[2], "4444", on=day - timedelta(days=1))
    past = assessment(other, seats[1], "1212", is_newest=False, withdrawn_at=make.NOW)
    merge(one, other)
    rows = Assessment.objects.filter(stakeholder=one)
    assert rows.count() == 6
    assert set(rows.filter(is_newest=True)) == {both_new, only, neutral_new}
    assert set(rows.filter(is_newest=False)) == {both_old, neutral_old, past}


def test_merge_stakeholders_moves_ties_without_doubling_any() -> None:
    campaign = make.campaign()
    one, other, third, fourth = (stakeholder(campaign) for _ in range(4))
    between = tie(one, other)
    known, double = tie(one, third), tie(other, third)
    alone, directed = tie(other, fourth, "data"), tie(fourth, other, "funding", is_directed=True)
    ended = tie(other, third, "conflict", removed_at=make.NOW)
    merge(one, other)
    running = {t.pk: {t.a_id, t.b_id} for t in Relation.objects.filter(removed_at__isnull=True)}
    assert running == {known.pk: {one.pk, third.pk}, alone.pk: {one.pk, fourth.pk}, directed.pk: {one.pk, fourth.pk}}
    assert set(Relation.objects.filter(removed_at__isnull=False)) == {between, double, ended}
    directed.refresh_from_db()
    assert (directed.a_id, directed.b_id) == (fourth.pk, one.pk)


def test_merge_stakeholders_moves_talks_nominations_voices_and_consent() -> None:
    campaign = make.campaign()
    host, party = make.host_seat(campaign), make.party(campaign)
    one, other = stakeholder(campaign), stakeholder(campaign)
    group = stakeholder(campaign, is_group=True, proxy=other)
    Interaction.objects.create(stakeholder=other, on=make.NOW.date(), kind="call", summary="x", by=host, at=make.NOW)
    nominated = nomination(
        campaign, host, state="known", stakeholder=other, answered_by=host, answered_at=make.NOW, answer="Sudah."
    )
    affected = AffectedGroup.objects.create(campaign=campaign, name="Warga", people=9, source="BPS", set_at=make.NOW)
    affected.voices.add(other)
    seat = make.liaison_of(party)
    for row in (one, other):
        Consent.objects.create(stakeholder=row, party=party, given_by=seat, given_at=make.NOW)
    merge(one, other)
    group.refresh_from_db()
    nominated.refresh_from_db()
    assert (group.proxy, nominated.stakeholder, list(affected.voices.all())) == (one, one, [one])
    assert Interaction.objects.get().stakeholder == one
    assert [c.withdrawn_at for c in Consent.objects.filter(stakeholder=one).order_by("withdrawn_at")].count(None) == 1


def test_a_group_that_the_other_spoke_for_does_not_speak_for_itself() -> None:
    campaign = make.campaign()
    other = stakeholder(campaign, is_group=True)
    one = stakeholder(campaign, is_group=True, proxy=other)
    merge(one, other)
    assert Stakeholder.objects.get(pk=one.pk).proxy is None
    third = stakeholder(campaign, is_group=True, proxy=one)
    merge(one, third)
    assert Stakeholder.objects.get(pk=one.pk).proxy is None


def test_merge_stakeholders_refuses_what_cannot_be_one() -> None:
    campaign = make.campaign()
    group, plain = stakeholder(campaign, is_group=True), stakeholder(campaign)
    a, b = (stakeholder(campaign, organisation=make.organisation()) for _ in range(2))
    for kept, gone in ((group, plain), (a, b), (plain, plain)):
        with pytest.raises(refusals.NotPossible):
            merge(kept, gone)
    elsewhere = stakeholder(make.campaign())
    with pytest.raises(refusals.NotPossible):
        merge(plain, elsewhere)
    with pytest.raises(refusals.NotAllowed):
        merge(plain, a, by=make.liaison_of(make.party(campaign)))
    with pytest.raises(refusals.ChangedMeanwhile):
        merge(plain, a, versions=(1, 2))
    merge(plain, a, versions=(1, 1))
    with pytest.raises(refusals.NotPossible):
        merge(plain, a)
    assert Stakeholder.objects.filter(removed_at__isnull=False).count() == 1


def test_two_entries_of_one_merged_organisation_are_one() -> None:
    campaign: Campaign = make.campaign()
    current = make.organisation()
    former = make.organisation(merged_into=current, status="inactive")
    one, other = stakeholder(campaign, organisation=current), stakeholder(campaign, organisation=former)
    assert queries.are_one(one, other)
    assert merge(one, other).organisation == current
