"""Invitations as those at the table see and make them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse
from tests import make
from tests.pages import hidden, links, said, words

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Invitation, Role, Seat
from mufakat.people.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(table: Any, organisation: Organisation) -> Invitation:
    return make.invitation(table.campaign, organisation, email="dekan@kampus.example", message="Mari bergabung.")


def _answers(**changed: Any) -> dict[str, Any]:
    return {"once": str(uuid4()), "role": "liaison", "email": "", "language": "id", "message": ""} | changed


def test_invitations_are_listed_by_state(table: Any, waiting: Invitation) -> None:
    page = table.client().get(table.url("invitations"))
    assert "Universitas Contoh dekan@kampus.example Liaison 24 Nov 2026 1 Dec 2026 Waiting" in words(page)
    accepted = words(table.client().get(table.url("invitations") + "?tab=accepted"))
    assert "Radio Contoh" in accepted
    assert "Independent facilitator" in accepted
    assert "No invitation has been declined" in words(table.client().get(table.url("invitations") + "?tab=declined"))
    assert table.client().get(table.url("invitations") + "?tab=%00").status_code == 200


def test_invitations_are_for_the_seated(table: Any, waiting: Invitation) -> None:
    table.show()
    for name, args in (("invitations", ()), ("invitation", (waiting.pk,)), ("invite", ())):
        page = table.client("stranger").get(table.url(name, *args))
        assert page.status_code == 403
        assert "Universitas" not in words(page)


def test_only_those_who_answer_for_an_invitation_see_its_link_and_address(table: Any, waiting: Invitation) -> None:
    url, secret = table.url("invitation", waiting.pk), queries.secret_of(waiting)
    own = table.client("host").get(url)
    assert secret in own.content.decode()
    assert "dekan@kampus.example" in words(own)
    assert "Remind" in words(own)
    for who in ("liaison", "facilitator"):
        page = table.client(who).get(url)
        assert page.status_code == 200
        assert secret not in page.content.decode()
        assert "dekan@" not in page.content.decode()
        assert "d•••@kampus.example" in words(page)
        assert "Mari bergabung." not in words(page)
        listed = table.client(who).get(table.url("invitations")).content.decode()
        assert "dekan@" not in listed


@pytest.mark.parametrize("invitations", [1, 30])
def test_invitations_ask_the_same_number_of_questions(
    table: Any, invitations: int, django_assert_num_queries: Any
) -> None:
    for _ in range(invitations):
        make.invitation(table.campaign, make.organisation("swasta"))
    client = table.client()
    client.get(table.url("invitations"))
    with django_assert_num_queries(10):
        client.get(table.url("invitations"))


def test_an_invitation_of_another_campaign_is_not_there(table: Any) -> None:
    other = make.invitation(make.campaign(), make.organisation("swasta"))
    client = table.client()
    assert client.get(table.url("invitation", other.pk)).status_code == 404
    for name in ("remind", "revoke", "renew"):
        assert client.post(table.url(name, other.pk), {"reason": "x"}).status_code == 404
    assert Invitation.objects.get(pk=other.pk).state == "open"


def test_remind_sends_again_but_not_too_often(table: Any, waiting: Invitation) -> None:
    client, url = table.client(), table.url("remind", waiting.pk)
    page = client.post(url)
    assert page.status_code == 409
    assert "Reminded enough" in words(page)
    Invitation.objects.filter(pk=waiting.pk).update(sent_at=make.NOW - timedelta(days=2))
    assert client.post(url).url == table.url("invitation", waiting.pk)
    assert Invitation.objects.get(pk=waiting.pk).reminders == 1
    assert client.get(url).status_code == 405


def test_revoke_asks_why_and_kills_the_link(table: Any, waiting: Invitation) -> None:
    client, url = table.client(), table.url("revoke", waiting.pk)
    assert "Revoke the invitation to Universitas Contoh?" in words(client.get(url))
    assert client.post(url, {"reason": ""}).status_code == 422
    answer = client.post(url, {"reason": "Salah alamat."})
    page = client.get(answer.url)
    assert said(page) == ["The invitation is revoked. Its link no longer works."]
    assert "Salah alamat." in words(page)
    again = client.post(url, {"reason": "Lagi."})
    assert again.status_code == 409
    assert "no longer waiting" in words(again)
    assert client.get(reverse("campaigns:invited", args=[queries.secret_of(waiting)])).status_code == 410


def test_renew_gives_a_new_link(table: Any, waiting: Invitation) -> None:
    old = queries.secret_of(waiting)
    table.client().post(table.url("renew", waiting.pk))
    new = queries.secret_of(Invitation.objects.get(pk=waiting.pk))
    assert new != old
    client = table.client("nobody")
    assert client.get(reverse("campaigns:invited", args=[old])).status_code == 404
    assert client.get(reverse("campaigns:invited", args=[new])).status_code == 200


@pytest.mark.parametrize("name", ["remind", "renew", "revoke"])
def test_others_cannot_answer_for_an_invitation(table: Any, waiting: Invitation, name: str) -> None:
    for who in ("liaison", "facilitator"):
        assert table.client(who).post(table.url(name, waiting.pk), {"reason": "x"}).status_code == 403
    assert Invitation.objects.get(pk=waiting.pk).state == "open"


def test_choose_finds_organisations_and_says_who_is_there_already(table: Any, waiting: Invitation) -> None:
    client, url = table.client(), table.url("invite")
    text = words(client.get(url))
    assert "Not there yet: Private sector, Academia, Civil society and Community" in text
    assert "An organisation, as a party" in text
    assert "Someone without a party" in text
    page = client.get(f"{url}?q=contoh")
    assert "Universitas Contoh Academia · Other Invited already" in words(page)
    assert "Radio Contoh Media · Other At the table already" in words(page)
    assert f"{url}?organisasi={waiting.organisation_id}" in links(page)
    assert f"{url}?organisasi={table.party.organisation_id}" not in links(page)
    nothing = client.get(f"{url}?q=qqqq")
    assert "No organisation of this name is known here" in words(nothing)
    assert any(link.startswith(reverse("people:propose") + "?next=") for link in links(nothing))


def test_invite_makes_one_invitation_however_often_it_is_sent(table: Any, organisation: Organisation) -> None:
    client, url = table.client(), f"{table.url('invite')}?organisasi={organisation.pk}"
    number = hidden(client.get(url), "once")
    sent = _answers(once=number, may_sign="on", language="en", message="Halo <b>")
    first, second = client.post(url, sent), client.post(url, sent)
    made = Invitation.objects.get(pk=number)
    assert first.url == second.url == table.url("invitation", made.pk)
    assert (made.organisation, made.role, made.may_sign, made.language) == (organisation, "liaison", True, "en")
    page = client.get(first.url)
    assert said(page)[0] == "The invitation is made and recorded."
    assert "Send it yourself, by WhatsApp or any other way." in words(page)
    assert "Halo &lt;b&gt;" in page.content.decode()
    assert "https://wa.me/?text=" in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"email": "bukan alamat"}, "E-mail address"),
        ({"role": "facilitator"}, "As what"),
        ({"language": "fr"}, "Language of the invitation"),
        ({"once": ""}, "This form is incomplete"),
        ({"message": "x" * 1001}, "A word from you"),
    ],
)
def test_invite_says_what_is_wrong(
    table: Any, organisation: Organisation, changed: dict[str, Any], trouble: str
) -> None:
    before = Invitation.objects.count()
    page = table.client().post(f"{table.url('invite')}?organisasi={organisation.pk}", _answers(**changed))
    assert page.status_code == 422
    assert trouble.lower() in words(page).lower()
    assert Invitation.objects.count() == before


def test_invite_says_that_the_address_has_an_invitation(table: Any, waiting: Invitation) -> None:
    url = f"{table.url('invite')}?organisasi={waiting.organisation_id}"
    page = table.client().post(url, _answers(email="Dekan@kampus.example", message="Tetap ada"))
    assert page.status_code == 409
    assert "An invitation to this address is already waiting" in words(page)
    assert "Tetap ada" in page.content.decode()


def test_who_may_invite_whom(table: Any, organisation: Organisation) -> None:
    party, neutral = f"?organisasi={organisation.pk}", "?peran=evaluator"
    own = f"?organisasi={table.party.organisation_id}"
    answers = {
        who: [table.client(who).get(table.url("invite") + asked).status_code for asked in ("", party, neutral, own)]
        for who in ("host", "facilitator", "liaison")
    }
    assert answers == {
        "host": [200, 200, 200, 200],
        "facilitator": [200, 200, 403, 200],
        "liaison": [200, 403, 403, 200],
    }
    for asked in ("?organisasi=x", f"?organisasi={uuid4()}", "?peran=x", "?peran=liaison", "?organisasi=%00"):
        assert table.client().get(table.url("invite") + asked).status_code == 404


def test_a_party_that_sits_is_not_invited_by_the_host(table: Any) -> None:
    page = table.client().post(f"{table.url('invite')}?organisasi={table.party.organisation_id}", _answers())
    assert page.status_code == 403
    assert "Its own liaison invites its colleagues." in words(page)


def test_invite_to_a_neutral_role_and_to_a_colleague(table: Any) -> None:
    table.client().post(table.url("invite") + "?peran=evaluator", _answers(role="evaluator"))
    assert Invitation.objects.get(role="evaluator").organisation is None
    url = f"{table.url('invite')}?organisasi={table.party.organisation_id}"
    assert "Invite a colleague Radio Contoh" in words(table.client("liaison").get(url))
    table.client("liaison").post(url, _answers(role="signatory"))
    assert Invitation.objects.get(role="signatory").may_sign is True


def test_hand_over_and_delegate_keep_party_and_role(table: Any) -> None:
    seat = table.seat("liaison")
    client = table.client("liaison")
    hand_over, delegate = table.url("hand_over", seat.pk), table.url("delegate", seat.pk)
    assert "Hand over the seat of Dewi Penghubung" in words(client.get(hand_over))
    assert client.post(hand_over, _answers(email="pengganti@radio.example")).status_code == 302
    assert Invitation.objects.get(email="pengganti@radio.example").replaces == seat
    assert client.post(delegate, _answers(ends_on="2026-11-23")).status_code == 422
    assert client.post(delegate, _answers(ends_on="2026-12-24", email="wakil@radio.example")).status_code == 302
    lent = Invitation.objects.get(email="wakil@radio.example")
    assert (lent.delegates, lent.role, str(lent.ends_on)) == (seat, "liaison", "2026-12-24")
    for who in ("host", "facilitator"):
        assert table.client(who).get(hand_over).status_code == 403
        assert table.client(who).get(delegate).status_code == 403


def test_a_seat_that_ended_while_the_form_was_open_says_so(table: Any, organisation: Organisation) -> None:
    client = table.client("liaison")
    url = f"{table.url('invite')}?organisasi={table.party.organisation_id}"
    colleague = make.seat(table.campaign, Role.LIAISON, make.person(), table.party)
    table.show()
    assert client.get(url).status_code == 200
    actions.end_seat(seat=table.seat("liaison"), by=colleague, at=make.NOW, reason="Pindah tugas.")
    before = Invitation.objects.count()
    page = client.post(url, _answers())
    assert page.status_code == 403
    assert Invitation.objects.count() == before
    assert Seat.objects.filter(person=table.liaison, ended_at=None).count() == 0


def test_a_new_organisation_leads_back_to_the_invitation(table: Any) -> None:
    client, back = table.client(), table.url("invite")
    said_of = {
        "once": str(uuid4()), "name": "Buletin Warga Nusantara", "short_name": "", "sector": "media", "kind": "newsroom",
        "registration_no": "", "website": "", "source": "",
    }  # fmt: skip
    url = f"{reverse('people:propose')}?next={back}"
    answer = client.post(url, said_of)
    made = Organisation.objects.get(name="Buletin Warga Nusantara")
    assert answer.url == f"{back}?organisasi={made.pk}"
    assert "Invite Buletin Warga Nusantara" in words(client.get(answer.url))
    alike = client.post(url, said_of | {"once": str(uuid4()), "name": "Buletin Warga Nusantara."})
    assert f"{back}?organisasi={made.pk}" in links(alike)


@pytest.mark.parametrize(
    "back", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)", "/\\jahat.example"]
)
def test_proposing_leads_nowhere_else(table: Any, back: str) -> None:
    said_of = {"once": str(uuid4()), "name": "Buletin Warga", "sector": "media", "kind": "newsroom"}
    answer = table.client().post(f"{reverse('people:propose')}?{urlencode({'next': back})}", said_of)
    assert answer.url == reverse("people:organisation", args=[Organisation.objects.get(name="Buletin Warga").pk])


def test_a_draft_invites_no_organisation_and_says_so(table: Any, organisation: Organisation) -> None:
    table.campaign = make.campaign(host=table.campaign.host, opener=table.host, visibility="draft")
    page = table.client().get(table.url("invite"))
    assert "A draft invites no organisations yet" in words(page)
    assert "An organisation, as a party" not in words(page)
    refused = table.client().post(f"{table.url('invite')}?organisasi={organisation.pk}", _answers())
    assert "While the campaign is a draft" in words(refused)
    assert Invitation.objects.filter(campaign=table.campaign).count() == 0
