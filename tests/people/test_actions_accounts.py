from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from tests import make
from tests.people.record import entries, verbs

from mufakat.ledger import queries as record
from mufakat.ledger.models import Opening
from mufakat.people import actions, queries
from mufakat.people.models import EntryLink, Person
from mufakat.people.queries import Consequence, accounts

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty ones: what other apps add is tested there."""
    for name in ("_WHEN_CLOSING", "_BEFORE_CLOSING", "_WHEN_LEAVING"):
        monkeypatch.setattr(accounts, name, [])
    monkeypatch.setattr(accounts, "_OWN_DATA", {})


def _lived_in() -> Person:
    """An account with something of everything."""
    person = make.person(
        name="Siti Rahmawati", email="siti@contoh.example", phone="021-555", zone="Asia/Jayapura", language="en"
    )
    person.set_password("kuda baterai staples")
    person.save()
    organisation = make.organisation()
    affiliation = actions.affiliate(person=person, organisation=organisation, at=make.NOW, as_admin=True)
    actions.set_organisation_admin(affiliation=affiliation, by=person, at=make.NOW, is_admin=False)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    actions.make_entry_link(person=person, at=make.NOW)
    client = Client()
    client.force_login(person)
    UserSession.objects.create(
        user=person, ip="10.1.2.3", user_agent="Firefox/1", session_key=client.session.session_key
    )
    return person


def test_register_person_has_a_proved_address() -> None:
    person = actions.register_person(email="Siti@Contoh.Example", name="Siti", language="id", at=make.NOW)
    assert (person.email, person.name, person.has_usable_password()) == ("siti@contoh.example", "Siti", False)
    assert EmailAddress.objects.values_list("email", "verified", "primary").get() == (person.email, True, True)


def test_change_profile_says_nothing_to_the_record() -> None:
    person = make.person()
    said = {"name": "Nama Baru", "phone": "021", "language": "en", "zone": "Asia/Makassar"}
    actions.change_profile(person=person, at=make.NOW, **said)
    person.refresh_from_db()
    assert {field: getattr(person, field) for field in said} == said
    assert verbs() == []
    Person.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(actions.NotAllowed):
        actions.change_profile(person=person, at=make.NOW, **said)


def test_close_account_empties_the_person_and_ends_every_way_in() -> None:
    person = _lived_in()
    actions.close_account(person=person, by=person, at=LATER)
    person.refresh_from_db()
    assert (person.email, person.name, person.phone, person.last_login) == (None, "", "", None)
    assert (person.language, person.zone, person.is_active, person.closed_at) == ("id", "Asia/Jakarta", False, LATER)
    assert not person.has_usable_password()
    for rows in (Authenticator, EmailAddress, UserSession, Session, EntryLink):
        assert rows.objects.count() == 0, rows
    assert list(queries.affiliations_of(person)) == []
    assert entries(personal=True)[-1] == ("account.closed", f"person:{person.pk}", f"person:{person.pk}", {}, {})


def test_close_account_makes_the_record_forget_and_it_still_verifies() -> None:
    person = _lived_in()
    assert Opening.objects.filter(subject=person.pk, value__icontains="Siti").count() == 1
    actions.close_account(person=person, by=person, at=LATER)
    assert list(Opening.objects.filter(subject=person.pk).values_list("value", "salt")) == [(None, None)]
    assert not Opening.objects.filter(value__icontains="siti").exists()
    assert record.fsck(record.instance_log()) == []
    assert verbs()[-2:] == ["erasure.done", "account.closed"]


def test_after_closing_the_same_address_makes_a_new_account() -> None:
    person = _lived_in()
    actions.close_account(person=person, by=person, at=LATER)
    again = actions.register_person(email="siti@contoh.example", name="Siti", language="id", at=LATER)
    assert again.pk != person.pk


def test_close_account_twice_is_once_and_nobody_closes_the_account_of_another() -> None:
    person = make.person()
    with pytest.raises(actions.NotAllowed):
        actions.close_account(person=person, by=make.person(is_administrator=True), at=LATER)
    for _ in range(2):
        actions.close_account(person=person, by=person, at=LATER)
    assert verbs() == ["account.closed"]


def test_close_account_waits_for_what_blocks_it() -> None:
    person = make.person()
    queries.ask_before_closing(
        lambda *_: [Consequence("Kursi Anda berakhir."), Consequence("Serahkan dulu.", blocks=True)]
    )
    assert [c.words for c in queries.consequences_of_closing(person, LATER)] == [
        "Serahkan dulu.",
        "Kursi Anda berakhir.",
    ]
    with pytest.raises(actions.NotPossible, match="Serahkan dulu"):
        actions.close_account(person=person, by=person, at=LATER)
    person.refresh_from_db()
    assert (person.is_active, verbs()) == (True, [])


def test_the_last_administrator_stays() -> None:
    person = make.person(is_administrator=True)
    with pytest.raises(actions.NotPossible, match="satu-satunya administrator"):
        actions.close_account(person=person, by=person, at=LATER)
    make.person(is_administrator=True)
    actions.close_account(person=person, by=person, at=LATER)


def test_close_account_runs_the_steps_of_other_apps_in_its_transaction() -> None:
    person = make.person()
    called: list[dict[str, Any]] = []
    queries.when_closing(lambda **said: called.append(said))
    actions.close_account(person=person, by=person, at=LATER)
    assert called == [{"person": person, "by": person, "at": LATER}]

    other = make.person()

    def fail(**said: Any) -> None:
        raise RuntimeError

    queries.when_closing(fail)
    with pytest.raises(RuntimeError):
        actions.close_account(person=other, by=other, at=LATER)
    other.refresh_from_db()
    assert (other.closed_at, verbs()) == (None, ["account.closed"])


def test_export_own_data_holds_everything_and_no_secret() -> None:
    person = _lived_in()
    queries.add_own_data("campaigns", lambda _: [{"title": "Makin Cakap"}])
    held = json.loads(json.dumps(actions.export_own_data(person=person, at=LATER)))
    assert held["account"] == {
        "id": str(person.pk),
        "email": "siti@contoh.example",
        "name": "Siti Rahmawati",
        "office_telephone": "021-555",
        "language": "en",
        "time_zone": "Asia/Jayapura",
        "is_administrator": False,
        "joined": person.joined_at.isoformat(timespec="seconds"),
        "last_signed_in": held["account"]["last_signed_in"],
    }
    assert held["email_addresses"] == [{"email": "siti@contoh.example", "verified": True, "primary": True}]
    assert held["ways_to_sign_in"]["password"] is True
    assert [device["kind"] for device in held["ways_to_sign_in"]["devices"]] == ["totp"]
    assert [(s["ip_address"], s["browser"]) for s in held["sessions"]] == [("10.1.2.3", "Firefox/1")]
    assert [a["is_organisation_admin"] for a in held["affiliations"]] == [False]
    assert len(held["entry_links"]) == 1
    assert held["campaigns"] == [{"title": "Makin Cakap"}]
    about = [(entry["act"], entry["says"]) for entry in held["record"]["about_you"]]
    assert about == [("affiliation.admin_withdrawn", {"name": "Siti Rahmawati"})]
    assert [entry["act"] for entry in held["record"]["done_by_you"]] == [
        "affiliation.admin_withdrawn",
        "own_data.exported",
    ]
    text = json.dumps(held)
    assert not any(secret in text for secret in ("argon2", "secret", EntryLink.objects.get().digest))
    assert verbs()[-1] == "own_data.exported"


def test_end_session_is_for_ones_own() -> None:
    person, other = _lived_in(), make.person()
    number = UserSession.objects.get().pk
    assert actions.end_session(person=other, number=number, at=LATER) is False
    assert actions.end_session(person=person, number=number, at=LATER) is True
    assert actions.end_session(person=person, number=number, at=LATER) is False
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)


def test_remove_unproved_forgets_abandoned_sign_ups_only() -> None:
    abandoned, proved, worked, fresh = (make.person() for _ in range(4))
    EmailAddress.objects.exclude(user=proved).update(verified=False)
    actions.affiliate(person=worked, organisation=make.organisation(), at=make.NOW)
    Person.objects.exclude(pk=fresh.pk).update(joined_at=make.NOW - timedelta(days=8))
    Person.objects.filter(pk=fresh.pk).update(joined_at=make.NOW - timedelta(days=6))
    assert actions.remove_unproved(at=make.NOW) == 1
    assert set(Person.objects.all()) == {proved, worked, fresh}
    assert not EmailAddress.objects.filter(email=abandoned.email).exists()


def test_remove_unproved_forgets_spent_entry_links() -> None:
    person = make.person()
    actions.make_entry_link(person=person, at=make.NOW - timedelta(days=40))
    actions.make_entry_link(person=person, at=make.NOW)
    actions.remove_unproved(at=make.NOW)
    assert EntryLink.objects.get().made_at == make.NOW
