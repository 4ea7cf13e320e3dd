"""From a file to the register: checked row by row, taken over whole or not at all, and never twice."""

from __future__ import annotations

from typing import Any

import pytest
from tests import make, make_stakeholders
from tests.stakeholders.import_steps import csv_of, fresh, previewed, taken, uploaded, work

from mufakat.campaigns.actions.refusals import NotAllowed, NotPossible
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.models import Import, Stakeholder

pytestmark = pytest.mark.django_db
HEAD = ("Nama", "Sektor", "Wilayah", "Keahlian", "Sikap", "Nomor rujukan")
GOOD = csv_of(
    HEAD,
    ("Radio Suara Warga", "Media", "NTT; Bali", "Siaran; Liputan", "mendukung", "A-1"),
    ("Universitas Timur", "Akademisi", "Prov. Papua", "Riset", "-1", "A-2"),
    ("Koperasi Nelayan", "swasta", "", "", "", ""),
)


def rows(campaign: Any) -> list[tuple[Any, ...]]:
    return [
        (
            s.name,
            s.sector_id,
            sorted(r.name for r in s.regions.all()),
            sorted(c.name for c in s.capabilities.all()),
            s.position,
            s.reference,
            s.version,
        )
        for s in Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True).order_by("name")
    ]


def test_take_import_brings_every_row_with_one_entry() -> None:
    campaign = make.campaign()
    found = taken(GOOD, campaign)
    assert (found.state, found.counts["taken_new"], found.ended_at is not None) == ("done", 3, True)
    assert rows(campaign) == [
        ("Koperasi Nelayan", "swasta", [], [], None, "", 1),
        ("Radio Suara Warga", "media", ["Bali", "Nusa Tenggara Timur"], ["Liputan", "Siaran"], 1, "A-1", 1),
        ("Universitas Timur", "akademisi", ["Papua"], ["Riset"], -1, "A-2", 1),
    ]
    told = [t for t in make.told(campaign) if t.entry.verb == "stakeholders.imported"]
    assert [t.payload for t in told] == [{"sha256": found.sha256, "rows": 3, "n_new": 3, "n_changed": 0}]


def test_the_same_file_again_finds_everything_as_it_is() -> None:
    campaign = make.campaign()
    taken(GOOD, campaign)
    before = rows(campaign)
    again = previewed(GOOD, campaign)
    assert queries.counts_of(again) == {"new": 0, "changed": 0, "same": 3, "alike": 0, "wrong": 0}
    actions.confirm_import(found=again, by=make.host_seat(campaign), at=make.NOW)
    work()
    assert (fresh(again).counts["taken_new"], rows(campaign)) == (0, before)


def test_a_changed_cell_changes_that_field_and_an_empty_one_nothing() -> None:
    campaign = make.campaign()
    taken(GOOD, campaign)
    found = taken(csv_of(HEAD, ("Radio Suara Kita", "Media", "Bali", "", "", "A-1")), campaign)
    assert found.counts["taken_changed"] == 1
    assert rows(campaign)[1] == ("Radio Suara Kita", "media", ["Bali"], ["Liputan", "Siaran"], 1, "A-1", 2)


def test_confirm_import_asks_about_wrong_and_doubtful_rows() -> None:
    campaign = make.campaign()
    make_stakeholders.stakeholder(campaign, name="Dinas Komunikasi dan Informatika Kota Kupang")
    content = csv_of(
        ("Nama", "Sektor"),
        ("Diskominfo Kota Kupang", "Pemerintah"),
        ("Radio", "Pemerinta"),
        ("Koran Pagi", "Media"),
        ("KORAN  PAGI", "Media"),
    )
    found = previewed(content, campaign)
    assert queries.counts_of(found) == {"new": 1, "changed": 0, "same": 0, "alike": 2, "wrong": 1}
    seat = make.host_seat(campaign)
    with pytest.raises(NotPossible, match=r"salah|wrong"):
        actions.confirm_import(found=found, by=seat, at=make.NOW, alike_as="same")
    with pytest.raises(NotPossible, match=r"mungkin|perhaps"):
        actions.confirm_import(found=found, by=seat, at=make.NOW, leave_wrong=True)
    actions.decide_rows(found=found, decisions={2: "new", 5: "same"}, by=seat, at=make.NOW)
    actions.confirm_import(found=found, by=seat, at=make.NOW, leave_wrong=True)
    work()
    assert [r[0] for r in rows(campaign)] == [
        "Dinas Komunikasi dan Informatika Kota Kupang",
        "Diskominfo Kota Kupang",
        "Koran Pagi",
    ]


def test_a_register_that_changed_since_the_preview_is_compared_again() -> None:
    campaign = make.campaign()
    found = previewed(GOOD, campaign)
    make_stakeholders.stakeholder(campaign, "media", name="Radio Suara Warga", reference="A-1")
    actions.confirm_import(found=found, by=make.host_seat(campaign), at=make.NOW)
    work()
    found = fresh(found)
    assert (found.state, found.trouble != "") == ("preview", True)
    assert queries.counts_of(found) == {"new": 2, "changed": 1, "same": 0, "alike": 0, "wrong": 0}
    assert len(rows(campaign)) == 1


def test_of_two_imports_at_once_the_second_is_compared_again_and_doubles_nothing() -> None:
    campaign = make.campaign()
    one, other = previewed(GOOD, campaign), previewed(GOOD, campaign)
    for found in (one, other):
        actions.confirm_import(found=found, by=make.host_seat(campaign), at=make.NOW)
    work()
    assert [fresh(f).state for f in (one, other)] == ["done", "preview"]
    assert queries.counts_of(other)["same"] == 3
    assert len(rows(campaign)) == 3


def test_a_row_named_like_an_organisation_is_linked_to_it_once() -> None:
    campaign = make.campaign()
    organisation = make.organisation("media", name="Radio Suara Warga")
    taken(GOOD, campaign)
    linked = Stakeholder.objects.get(campaign=campaign, organisation=organisation)
    assert (linked.name, Stakeholder.objects.filter(organisation__isnull=False).count()) == ("Radio Suara Warga", 1)
    content = csv_of(("Nama", "Sektor"), ("radio suara warga", "Media"))
    assert queries.counts_of(previewed(content, campaign))["same"] == 1


def test_upload_import_is_for_the_team_and_once_a_form() -> None:
    campaign = make.campaign()
    other = make.liaison_of(make.party(campaign))
    with pytest.raises(NotAllowed):
        uploaded(GOOD, campaign, by=other)
    found = uploaded(GOOD, campaign)
    again = actions.upload_import(
        id=found.pk,
        campaign=campaign,
        pieces=[GOOD],
        kind="csv",
        file_name="x.csv",
        by=make.host_seat(campaign),
        at=make.NOW,
    )
    assert (again.pk, again.file_name, Import.objects.count()) == (found.pk, "daftar.csv", 1)


def test_a_file_that_is_not_the_one_uploaded_is_refused() -> None:
    campaign = make.campaign()
    found = previewed(GOOD, campaign)
    actions.confirm_import(found=found, by=make.host_seat(campaign), at=make.NOW)
    queries.path_of_import(found.sha256).write_bytes(b"Nama;Sektor\r\nPenyusup;Media")
    work()
    found = fresh(found)
    assert (found.state, found.trouble != "", rows(campaign)) == ("refused", True, [])


def test_discard_import_ends_it_whatever_the_worker_does() -> None:
    campaign = make.campaign()
    found = previewed(GOOD, campaign)
    actions.discard_import(found=found, by=make.host_seat(campaign), at=make.NOW)
    with pytest.raises(NotPossible):
        actions.confirm_import(found=fresh(found), by=make.host_seat(campaign), at=make.NOW)
    work()
    assert (fresh(found).state, rows(campaign)) == ("discarded", [])
