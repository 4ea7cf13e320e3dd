"""From a file to the register: checked row by row, taken over whole or not at all, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from tests import make, make_stakeholders
from tests.stakeholders.import_steps import csv_of, fresh, previewed, taken, uploaded, work

from mufakat.campaigns.actions.refusals import NotAllowed, NotPossible
from mufakat.stakeholders import actions, queries, tasks
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
    assert [t.payload for t in told] == [{"sha256": found.sha256, "n": 3, "n_new": 3, "n_changed": 0}]


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
    done, late = sorted((fresh(f) for f in (one, other)), key=lambda f: str(f.state))
    assert (done.state, late.state, late.trouble != "") == ("done", "preview", True)
    assert queries.counts_of(late)["same"] == 3
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


def test_take_import_that_meets_a_row_made_meanwhile_writes_nothing_and_asks_again() -> None:
    campaign = make.campaign()
    found = previewed(GOOD, campaign)
    actions.confirm_import(found=found, by=make.host_seat(campaign), at=make.NOW)

    def meanwhile(execute: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        if "stakeholders_capability" in text and text.startswith("INSERT") and many:
            with connection.cursor() as cursor:
                cursor.execute(text, params[0])
        return execute(text, params, many, context)

    with connection.execute_wrapper(meanwhile):
        tasks.read(at=timezone.now())
    assert (fresh(found).state, rows(campaign), "stakeholders.imported" in make.verbs(campaign)) == (
        "checking",
        [],
        False,
    )
    work()
    actions.confirm_import(found=fresh(found), by=make.host_seat(campaign), at=make.NOW)
    work()
    assert (fresh(found).state, len(rows(campaign))) == ("done", 3)


def test_states_go_forward_only_and_days_are_kept() -> None:
    campaign = make.campaign()
    head = ("Nama", "Sektor", "Status", "Sejak")
    known = [
        make_stakeholders.stakeholder(campaign, name="Satu", state="engaged"),
        make_stakeholders.stakeholder(campaign, name="Dua", state="withdrawn", state_because="Pindah."),
    ]
    content = csv_of(
        head,
        ("Satu", "LSM", "Dihubungi", ""),
        ("Dua", "LSM", "Terlibat", ""),
        ("Tiga", "LSM", "Mundur", ""),
        ("Empat", "LSM", "Berkomitmen", "12 Januari 2026"),
        ("Lima", "LSM", "", "12 Januari 2027"),
    )
    found = previewed(content, campaign)
    codes = [(line.number, error["code"]) for line in queries.lines_of(found, "wrong") for error in line.errors]
    assert codes == [(2, "back"), (3, "back"), (4, "withdrawn"), (6, "future")]
    actions.confirm_import(found=found, by=make.host_seat(campaign), at=make.NOW, leave_wrong=True)
    work()
    four = Stakeholder.objects.get(name="Empat")
    assert (four.state, four.state_since) == ("committed", datetime(2026, 1, 11, 17, tzinfo=UTC))
    assert [s.state for s in known if s.refresh_from_db() is None] == ["engaged", "withdrawn"]


def test_rows_taken_as_the_same_change_the_other_and_rows_left_out_do_nothing() -> None:
    campaign = make.campaign()
    known = make_stakeholders.stakeholder(campaign, name="Dinas Kesehatan Kota Kupang", state="engaged")
    content = csv_of(
        ("Nama", "Sektor", "Status", "Catatan"),
        ("Dinkes Kota Kupang", "Pemerintah", "Dihubungi", "Rapat pertama"),
        ("Dinas Kesehatan Kota Kupang.", "Pemerintah", "", ""),
    )
    found = previewed(content, campaign)
    assert queries.counts_of(found)["alike"] == 1
    actions.confirm_import(found=found, by=make.host_seat(campaign), at=make.NOW, alike_as="same")
    work()
    known.refresh_from_db()
    assert (known.name, known.state, known.notes, known.sector_id, Stakeholder.objects.count()) == (
        "Dinas Kesehatan Kota Kupang",
        "engaged",
        "Rapat pertama",
        "pemerintah",
        1,
    )


def test_upload_import_keeps_ten_waiting_at_most() -> None:
    campaign = make.campaign()
    for _ in range(10):
        uploaded(GOOD, campaign)
    with pytest.raises(NotPossible):
        uploaded(GOOD, campaign)
    assert Import.objects.count() == 10


def test_name_columns_checks_anew_and_forgets_decisions() -> None:
    campaign = make.campaign()
    content = csv_of(("Nama", "Sektor", "Lain"), ("Radio", "Media", "Koran"), ("Radio", "Media", "Majalah"))
    found = previewed(content, campaign)
    seat = make.host_seat(campaign)
    actions.decide_rows(found=found, decisions={3: "out"}, by=seat, at=make.NOW)
    actions.name_columns(found=fresh(found), columns={"name": 2, "sector": 1}, by=seat, at=make.NOW)
    work()
    assert [(line.fate, line.decision, line.cleaned["values"]["name"]) for line in queries.lines_of(found)] == [
        ("new", "", "Koran"),
        ("new", "", "Majalah"),
    ]


def test_a_decision_about_somebody_else_is_forgotten_and_the_others_stay() -> None:
    campaign = make.campaign()
    for name in ("Dinas Kesehatan Kota Kupang", "Dinas Pendidikan Kota Ende"):
        make_stakeholders.stakeholder(campaign, name=name)
    rows_ = [("Nama", "Sektor"), ("Dinkes Kota Kupang", "Pemerintah"), ("Disdik Kota Ende", "Pemerintah")]
    found = previewed(csv_of(*rows_), campaign)
    assert [line.fate for line in queries.lines_of(found)] == ["alike", "alike"]
    actions.confirm_import(found=found, by=make.host_seat(campaign), at=make.NOW, alike_as="same")
    gone = Stakeholder.objects.get(name="Dinas Kesehatan Kota Kupang")
    gone.removed_at = make.NOW
    gone.save()
    make_stakeholders.stakeholder(campaign, name="Dinas Kesehatan, Kota Kupang")
    work()
    assert [(line.fate, line.decision) for line in queries.lines_of(found)] == [("alike", ""), ("alike", "same")]
