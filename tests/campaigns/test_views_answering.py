"""What the invited sees through the link, on a phone, in the language of the invitation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests import make
from tests.pages import client_of, links, said, words

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Invitation, Mandate, Role, Seat
from mufakat.people.models import Organisation, Person

pytestmark = pytest.mark.django_db
YES = {"confirm_authority": "on", "mandate_reference": "ST-1/2026"}


@pytest.fixture
def offered(table: Any, organisation: Organisation) -> Invitation:
    return make.invitation(table.campaign, organisation, language="en", message="Please join <us>.")


def _url(invitation: Invitation, name: str = "invited") -> str:
    return reverse(f"campaigns:{name}", args=[queries.secret_of(Invitation.objects.get(pk=invitation.pk))])


def _newcomer(**fields: Any) -> Person:
    return make.person(name="Sari Baru", language="en", **fields)


def test_the_link_speaks_the_language_of_the_invitation(offered: Invitation) -> None:
    client = Client()
    page = client.get(_url(offered))
    assert "Dinas Tuan Rumah invites Universitas Contoh to “Makin Cakap”" in words(page)
    assert '<html lang="en"' in page.content.decode()
    assert client.cookies["mufakat_language"].value == "en"
    assert page["X-Robots-Tag"] == "noindex"
    client.cookies["mufakat_language"] = "id"
    assert "mengundang Universitas Contoh" in words(client.get(_url(offered)))


def test_the_link_says_what_it_means_and_leads_to_sign_in_and_back(offered: Invitation) -> None:
    page = client_of(None).get(_url(offered))
    text = words(page)
    assert "You are asked to take one seat, as liaison." in text
    assert "Please join <us>." in text
    assert "Your organisation takes part with one voice" in text
    assert "The host gains no power over you" in text
    assert "your organisation can leave at any time" in text
    assert "Say who you are" in text
    for name in ("account_signup", "account_login"):
        assert f"{reverse(name)}?next={_url(offered)}" in links(page)
    assert _url(offered, "decline") in links(page)


def test_looking_changes_nothing(offered: Invitation) -> None:
    client = client_of(_newcomer())
    for _ in range(3):
        assert client.get(_url(offered)).status_code == 200
        assert client.head(_url(offered)).status_code == 200
    assert Invitation.objects.get(pk=offered.pk).state == "open"


def test_accepting_takes_the_seat_once(table: Any, offered: Invitation) -> None:
    newcomer = _newcomer()
    client = client_of(newcomer)
    assert "Take the seat for Universitas Contoh?" in words(client.get(_url(offered)))
    first, second = client.post(_url(offered), YES), client.post(_url(offered), YES)
    seat = Seat.objects.get(person=newcomer)
    assert first.url == second.url == table.url("home")
    assert (seat.role, seat.mandate_reference) == ("liaison", "ST-1/2026")
    page = client.get(first.url)
    assert said(page) == ["Welcome to the table. Your seat is recorded."]
    assert "Bring a colleague to the table" in words(page)


def test_accepting_keeps_the_document(offered: Invitation) -> None:
    newcomer = _newcomer()
    document = SimpleUploadedFile("surat tugas.pdf", b"%PDF-1.7 surat")
    client_of(newcomer).post(_url(offered), YES | {"mandate": document})
    assert Mandate.objects.get().file_name == "surat tugas.pdf"
    assert Seat.objects.get(person=newcomer).mandate == Mandate.objects.get()


@pytest.mark.parametrize(
    ("sent", "trouble"),
    [
        ({}, "Tick this to take the seat, or decline the invitation."),
        (YES | {"mandate": SimpleUploadedFile("x.pdf", b"MZ program")}, "Only PDF, PNG and JPEG files"),
        (YES | {"mandate_reference": "x" * 201}, "Letter of assignment"),
    ],
)
def test_accepting_says_what_is_missing(offered: Invitation, sent: dict[str, Any], trouble: str) -> None:
    page = client_of(_newcomer()).post(_url(offered), sent)
    assert page.status_code == 422
    assert trouble in words(page)
    assert Invitation.objects.get(pk=offered.pk).state == "open"


def test_nobody_accepts_without_an_account(offered: Invitation) -> None:
    page = client_of(None).post(_url(offered), YES)
    assert "Say who you are" in words(page)
    assert Invitation.objects.get(pk=offered.pk).state == "open"


def test_an_invitation_to_an_address_is_for_that_address(table: Any, organisation: Organisation) -> None:
    sent = make.invitation(table.campaign, organisation, email="dekan@kampus.example")
    client = client_of(_newcomer())
    page = client.get(_url(sent))
    text = words(page)
    assert "This invitation is for another address" in text
    assert "d•••@kampus.example" in text
    assert "Your organisation takes part with one voice" in text
    assert "Accept and take the seat" not in text
    assert "dekan@" not in page.content.decode()
    refused = client.post(_url(sent), YES)
    assert refused.status_code == 403
    assert "only that address can accept it" in words(refused)
    visitor = client_of(None).get(_url(sent))
    assert "Only that address can accept it." in words(visitor)
    assert "dekan@" not in visitor.content.decode()
    owner = _newcomer(email="dekan@kampus.example")
    assert client_of(owner).post(_url(sent), YES).status_code == 302


def test_an_unproved_address_does_not_count(table: Any, organisation: Organisation) -> None:
    sent = make.invitation(table.campaign, organisation, email="dekan@kampus.example")
    owner = _newcomer(email="dekan@kampus.example")
    owner.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    assert "This invitation is for another address" in words(client_of(owner).post(_url(sent), YES))
    assert Invitation.objects.get(pk=sent.pk).state == "open"


def test_who_sits_already_is_told_so(table: Any, offered: Invitation) -> None:
    for who in ("host", "facilitator", "liaison"):
        page = table.client(who).get(_url(offered))
        assert page.status_code == 409
        assert "You already have a seat in this campaign" in words(page)
        assert table.client(who).post(_url(offered), YES).status_code == 409
    assert Invitation.objects.get(pk=offered.pk).state == "open"


def _spoil(table: Any, offered: Invitation, how: str) -> None:
    if how == "expired":
        Invitation.objects.filter(pk=offered.pk).update(expires_at=make.NOW - timedelta(seconds=1))
    if how == "revoked":
        actions.revoke_invitation(invitation=offered, by=table.seat(), at=make.NOW, reason="Rahasia.")
    if how == "used":
        make.accept(offered)
    if how == "declined":
        actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW, reason="Rahasia.")
    if how == "closed":
        type(table.campaign).objects.update(phase="closed")


@pytest.mark.parametrize(
    ("how", "heading"),
    [
        ("expired", "This invitation has expired"),
        ("revoked", "This invitation was revoked"),
        ("used", "This link has been used"),
        ("declined", "This invitation was declined"),
        ("closed", "This campaign no longer takes anyone in"),
    ],
)
def test_a_spent_link_says_why_and_what_next(table: Any, offered: Invitation, how: str, heading: str) -> None:
    _spoil(table, offered, how)
    for client in (client_of(None), client_of(_newcomer())):
        for name in ("invited", "decline"):
            page = client.get(_url(offered, name))
            assert page.status_code == 410
            assert heading in words(page)
            assert "Rahasia" not in page.content.decode()
            assert client.post(_url(offered, name), YES | {"reason": "x"}).status_code == 410


@pytest.mark.parametrize("secret", ["x", "a" * 43, "%00", "%F0%9F%98%80", "..", "<b>"])
def test_an_unknown_link_is_not_there(db: None, secret: str) -> None:
    for name in ("", "tolak/"):
        page = client_of(None).get(f"/undangan/{secret}/{name}")
        assert page.status_code == 404
        assert "<b>" not in words(page)


def test_a_tampered_link_is_unknown(offered: Invitation) -> None:
    secret = queries.secret_of(offered)
    page = client_of(None).get(reverse("campaigns:invited", args=[secret[:-1] + ("A" if secret[-1] != "A" else "B")]))
    assert page.status_code == 404
    assert "We do not know this link" in words(page)


def test_declining_needs_a_reason_and_no_account(table: Any, offered: Invitation) -> None:
    client = client_of(None)
    assert "will read your reason" in words(client.get(_url(offered, "decline")))
    assert client.post(_url(offered, "decline"), {"reason": " "}).status_code == 422
    page = client.post(_url(offered, "decline"), {"reason": "Belum saatnya."})
    assert "You have declined" in words(page)
    declined = Invitation.objects.get(pk=offered.pk)
    assert (declined.state, declined.reason) == ("declined", "Belum saatnya.")
    assert "Belum saatnya." in words(table.client("liaison").get(table.url("invitation", offered.pk)))


def test_a_neutral_role_is_offered_without_a_mandate(table: Any) -> None:
    sent = make.invitation(table.campaign, None, role=Role.EVALUATOR, language="en")
    text = words(client_of(_newcomer()).get(_url(sent)))
    assert "Dinas Tuan Rumah invites you to “Makin Cakap” as evaluator" in text
    assert "I act for no party in this campaign" in text
    assert "Letter of assignment" not in text
    assert "You cannot act for a party in the same campaign." in text
    assert client_of(_newcomer()).post(_url(sent), {"confirm_authority": "on"}).status_code == 302


def test_a_delegation_says_until_when(table: Any) -> None:
    seat = table.seat("liaison")
    sent = make.invitation(
        table.campaign,
        table.party.organisation,
        by=seat,
        delegates=seat,
        ends_on=(make.NOW + timedelta(days=30)).date(),
        language="en",
    )
    assert "stand in as liaison, until 24 December 2026." in words(client_of(None).get(_url(sent)))


def test_a_deputy_takes_over_the_seat_they_stood_in_for() -> None:
    campaign = make.campaign()
    old = make.liaison_of(make.party(campaign))
    deputy = _newcomer()
    lent = make.invitation(campaign, by=old, delegates=old, ends_on=make.NOW.date())
    client = client_of(deputy)
    client.post(_url(lent), YES)
    offered = make.invitation(campaign, by=old, replaces=old, email=deputy.email)
    assert client.get(_url(offered)).status_code == 200
    client.post(_url(offered), YES)
    seat = queries.seat_of(deputy, campaign, make.NOW)
    assert seat is not None
    assert (seat.party, seat.delegated_by) == (old.party, None)
