"""Closing an account and leaving an organisation: seats end, letters and documents are forgotten, the record still verifies."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from tests import make

from mufakat.campaigns import actions, queries
from mufakat.campaigns.actions import mandate as files
from mufakat.campaigns.models import Campaign, Ending, Invitation, Mandate, Party, Role, Seat, Visibility
from mufakat.ledger import queries as record
from mufakat.people import actions as people
from mufakat.people import queries as persons
from mufakat.people.models import Person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PDF = b"%PDF-1.7 surat tugas"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.FILES = tmp_path / "files"


def words_of(person: Person) -> list[str]:
    """What closing says beforehand: sentences, those that block marked with an exclamation mark."""
    with translation.override("en"):
        return [("! " if c.blocks else "") + str(c.words) for c in persons.consequences_of_closing(person, make.NOW)]


# --- before --------------------------------------------------------------------------------------------------------


def test_closing_says_which_seats_end() -> None:
    person = make.person()
    campaign = make.campaign(title="Makin Cakap")
    party = make.party(campaign, make.organisation("swasta", name="PT Contoh"))
    make.seat(campaign, Role.SIGNATORY, person=person, party=party)
    make.seat(make.campaign(title="Cegah Stunting"), Role.OBSERVER, person=person)
    assert sorted(words_of(person)) == [
        "Your seat for PT Contoh in “Makin Cakap” ends.",
        "Your seat in “Cegah Stunting” ends.",
    ]


def test_closing_is_blocked_for_the_last_liaison_of_a_running_party() -> None:
    campaign = make.campaign(title="Makin Cakap", host=make.organisation(name="Kementerian Contoh"))
    party = make.party(campaign, make.organisation("swasta", name="PT Contoh"))
    host, liaison = make.host_seat(campaign), make.liaison_of(party)
    assert words_of(host.person) == [
        "! You are the only liaison of Kementerian Contoh, the host of “Makin Cakap”. "
        "Hand your seat over to a colleague, or discard the draft, first."
    ]
    assert words_of(liaison.person) == [
        "! You are the only liaison of PT Contoh in “Makin Cakap”. "
        "Hand your seat over to a colleague, or withdraw the party, first."
    ]
    (blocking,) = persons.consequences_of_closing(liaison.person, make.NOW)
    assert blocking.url == f"/kampanye/{campaign.slug}/kursi/{liaison.pk}/"
    with pytest.raises(people.NotPossible):
        people.close_account(person=liaison.person, by=liaison.person, at=make.NOW)
    actions.leave_campaign(party=party, by=liaison, at=make.NOW, reason="x")
    assert words_of(liaison.person) == []


def test_a_discarded_draft_or_a_second_liaison_blocks_nothing() -> None:
    draft = make.campaign(visibility=Visibility.DRAFT)
    seat = make.host_seat(draft)
    actions.discard_campaign(campaign=draft, by=seat, at=make.NOW)
    assert words_of(seat.person) == []
    party = make.party(make.campaign())
    liaison = make.liaison_of(party)
    make.accept(make.invitation(party.campaign, party.organisation, by=liaison))
    assert [w.startswith("!") for w in words_of(liaison.person)] == [False]


# --- closing -------------------------------------------------------------------------------------------------------


def crowded() -> tuple[Person, Campaign, Seat]:
    """A person named in every place this app has: seats, mandate, invitations to and from, reasons, the record."""
    campaign = make.campaign()
    party = make.party(campaign)
    liaison = make.liaison_of(party)
    person = make.person(name="Zubaidah Rahma", email="zubaidah@contoh.example")
    offered = make.invitation(
        campaign, party.organisation, by=liaison, email=person.email, message="Salam, Bu Zubaidah Rahma."
    )
    seat = make.accept(offered, person)
    actions.attach_mandate(
        seat=seat,
        by=seat,
        at=make.NOW,
        content=PDF,
        file_name="Surat Zubaidah Rahma.pdf",
        reference="ST Zubaidah Rahma",
    )
    lent = make.accept(
        make.invitation(campaign, by=seat, delegates=seat, ends_on=make.NOW.date(), message="Zubaidah Rahma")
    )
    actions.end_seat(seat=lent, by=seat, at=make.NOW, reason="Tugasnya selesai.")
    gone = make.seat(make.campaign(), Role.OBSERVER, person=person)
    actions.end_seat(seat=gone, by=gone, at=make.NOW, reason="Zubaidah Rahma sibuk.")
    return person, campaign, seat


def run_own(callbacks: list[Any]) -> None:
    """What this app does after the commit; the ledger's own scrubbing cannot run inside a test's transaction."""
    for callback in callbacks:
        if callback.__module__.startswith("mufakat.campaigns"):
            callback()


def left_of(*markers: str) -> list[str]:
    """Tables of the database in which one of these words still stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            text = json.dumps(
                [[str(bytes(v) if isinstance(v, memoryview) else v) for v in row] for row in cursor.fetchall()]
            )
            found += [f"{table}: {m}" for m in markers if m in text]
    return found


def test_closing_ends_seats_and_forgets_everything_personal(django_capture_on_commit_callbacks: Any) -> None:
    person, campaign, seat = crowded()
    path = files.path_of(Mandate.objects.get().sha256)
    assert path.exists()
    assert left_of("Zubaidah", "zubaidah") != []
    os.utime(path, (make.NOW.timestamp(),) * 2)
    with django_capture_on_commit_callbacks() as callbacks:
        people.close_account(person=person, by=person, at=make.NOW + DAY)
    run_own(callbacks)
    seat.refresh_from_db()
    kept = Mandate.objects.get()
    assert (seat.ended_at, seat.ending, seat.mandate_reference) == (make.NOW + DAY, Ending.ACCOUNT_CLOSED, "")
    assert (kept.file_name, kept.removed_at, path.exists()) == ("", make.NOW + DAY, False)
    assert left_of("Zubaidah", "zubaidah") == []
    assert [record.fsck(c.log) for c in Campaign.objects.select_related("log")] == [[], []]
    assert make.verbs(campaign)[-4:] == ["seat.ended", "erasure.done", "mandate.removed", "erasure.done"]
    ended = next(t for t in make.told(campaign) if t.entry.object == f"seat:{seat.pk}" and t.entry.verb == "seat.ended")
    assert (ended.entry.by, ended.payload["ending"], ended.personal) == (f"person:{person.pk}", "account_closed", {})


def test_after_closing_the_record_says_erased_where_a_name_stood() -> None:
    person, campaign, _seat = crowded()
    people.close_account(person=person, by=person, at=make.NOW)
    with translation.override("en"):
        said = queries.sentences(make.told(campaign), campaign, may_read_personal=True)
    named = [s for s in said if "[erased]" in f"{s.words} {s.by}"]
    assert {s.verb for s in named} >= {"seat.taken", "mandate.attached", "seat.ended"}
    assert [s for s in said if "Zubaidah" in f"{s.words} {s.by}"] == []


def test_a_link_sent_to_a_closed_account_dies_with_it() -> None:
    person = make.person()
    campaign = make.campaign()
    offered = make.invitation(campaign, role=Role.OBSERVER, email=person.email, message="Halo")
    secret = queries.secret_of(offered)
    people.close_account(person=person, by=person, at=make.NOW)
    offered.refresh_from_db()
    assert (offered.state, offered.email, offered.message) == (Invitation.State.REVOKED, "", "")
    with pytest.raises(actions.LinkSpent):
        actions.accept_invitation(secret=secret, by=make.person(), at=make.NOW, confirm_authority=True)
    assert make.verbs(campaign)[-2:] == ["invitation.revoked", "erasure.done"]


def test_a_document_that_serves_another_seat_as_well_stays_on_disk(django_capture_on_commit_callbacks: Any) -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    liaison, signatory = make.liaison_of(party), make.seat(campaign, Role.SIGNATORY, party=party)
    for seat in (liaison, signatory):
        actions.attach_mandate(seat=seat, by=liaison, at=make.NOW, content=PDF, file_name="Surat Keputusan.pdf")
    os.utime(files.path_of(hashlib.sha256(PDF).hexdigest()), (make.NOW.timestamp() - 7200,) * 2)
    with django_capture_on_commit_callbacks() as callbacks:
        people.close_account(person=signatory.person, by=signatory.person, at=make.NOW)
    run_own(callbacks)
    assert files.path_of(Mandate.objects.first().sha256).read_bytes() == PDF  # type: ignore[union-attr]
    assert Mandate.objects.filter(removed_at__isnull=True).get().seat == liaison


def test_a_document_on_its_way_to_another_seat_is_not_taken_from_under_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    signatory = make.seat(campaign, Role.SIGNATORY, party=party)
    actions.attach_mandate(seat=signatory, by=signatory, at=make.NOW, content=PDF, file_name="Surat.pdf")
    path = files.path_of(hashlib.sha256(PDF).hexdigest())
    os.utime(path, (make.NOW.timestamp(),) * 2)
    with django_capture_on_commit_callbacks() as callbacks:
        people.close_account(person=signatory.person, by=signatory.person, at=make.NOW)
    run_own(callbacks)
    assert path.exists()
    actions.sweep_files(at=make.NOW + 2 * DAY)
    assert not path.exists()


def test_a_closing_that_fails_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    person, campaign, seat = crowded()
    before = make.verbs(campaign)
    monkeypatch.setattr(type(person), "set_unusable_password", _interrupted)
    with pytest.raises(RuntimeError):
        people.close_account(person=person, by=person, at=make.NOW)
    seat.refresh_from_db()
    assert (seat.ended_at, make.verbs(campaign)) == (None, before)
    assert files.path_of(Mandate.objects.get().sha256).exists()


def _interrupted(_self: Person) -> None:
    raise RuntimeError("killed here")


# --- leaving an organisation ---------------------------------------------------------------------------------------


def test_who_no_longer_works_for_an_organisation_no_longer_sits_for_it() -> None:
    person = make.person()
    campaign, other = make.campaign(), make.campaign()
    company = make.organisation("swasta")
    party = make.party(campaign, company, person)
    neutral = make.seat(other, Role.OBSERVER, person=person)
    admin = make.person(is_administrator=True)
    people.end_affiliation(affiliation=person.affiliations.get(), by=admin, at=make.NOW)
    seat = Seat.objects.get(party=party)
    neutral.refresh_from_db()
    assert (seat.ending, neutral.ended_at) == (Ending.LEFT_ORGANISATION, None)
    newest = make.told(campaign)[-1]
    assert (newest.entry.verb, newest.entry.by, newest.payload["ending"], newest.payload["organisation_name"]) == (
        "seat.ended",
        f"person:{admin.pk}",
        "left_organisation",
        company.name,
    )
    assert Party.objects.get(pk=party.pk).is_active


def test_leaving_an_organisation_ends_seats_under_its_former_name_too() -> None:
    person = make.person()
    party = make.party(make.campaign(), None, person)
    rest = make.organisation("swasta")
    admin = make.person(is_administrator=True)
    people.merge_organisations(kept=rest, merged=party.organisation, by=admin, at=make.NOW)
    affiliation = person.affiliations.get(organisation=rest, ended_at__isnull=True)
    people.end_affiliation(affiliation=affiliation, by=admin, at=make.NOW)
    assert Seat.objects.get(party=party).ending == Ending.LEFT_ORGANISATION


# --- own data ------------------------------------------------------------------------------------------------------


def test_own_data_holds_seats_letters_and_documents_and_nobody_elses() -> None:
    person, campaign, seat = crowded()
    make.invitation(campaign, role=Role.OBSERVER, email="orang.lain@contoh.example", message="rahasia orang lain")
    mine = people.export_own_data(person=person, at=make.NOW)["campaigns"]
    assert {(s["role"], s["ended_how"]) for s in mine["seats"]} == {("liaison", None), ("observer", "ended")}
    assert next(s for s in mine["seats"] if s["role"] == "liaison") == {
        "campaign": campaign.title,
        "organisation": seat.party.organisation.name if seat.party else "",
        "role": "liaison",
        "may_sign": False,
        "mandate_reference": "ST Zubaidah Rahma",
        "taken": "2026-11-24T02:00:00+00:00",
        "from": "2026-11-24",
        "until": None,
        "ended": None,
        "ended_how": None,
        "ended_because": None,
    }
    assert {i["message"] for i in mine["invitations_to_you"]} == {"Salam, Bu Zubaidah Rahma.", ""}
    assert [i["message"] for i in mine["invitations_you_sent"]] == ["Zubaidah Rahma"]
    assert [(m["file"], m["bytes"]) for m in mine["mandate_documents"]] == [("Surat Zubaidah Rahma.pdf", len(PDF))]
    assert "rahasia orang lain" not in json.dumps(mine)


def test_an_address_that_was_never_proved_opens_no_letters() -> None:
    person = make.person(email="bukan.saya@contoh.example")
    person.emailaddress_set.update(verified=False)
    make.invitation(make.campaign(), role=Role.OBSERVER, email="bukan.saya@contoh.example", message="untuk orang lain")
    assert queries.own_data_of(person)["invitations_to_you"] == []
