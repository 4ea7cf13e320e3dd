"""Links, their words, and the lists of invitations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from tests import make

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Role
from mufakat.campaigns.queries import inviting
from mufakat.people import actions as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_secret_comes_from_the_servers_key_and_the_serial(settings: Any) -> None:
    campaign = make.campaign()
    one, other = make.invitation(campaign, role=Role.OBSERVER), make.invitation(campaign, role=Role.OBSERVER)
    assert queries.secret_of(one) == queries.secret_of(one) != queries.secret_of(other)
    assert queries.link_of(one) == f"http://localhost:8000/undangan/{queries.secret_of(one)}/"
    secret, old = queries.secret_of(one), settings.SECRET_KEY
    settings.SECRET_KEY = "a new key" * 9
    assert (queries.secret_of(one), queries.link_of(one)) == ("", "")
    assert queries.invitation_by_secret(secret) == one
    settings.SECRET_KEY_FALLBACKS = [old]
    assert queries.secret_of(one) == secret


@pytest.mark.parametrize("tampered", ["", "A", "\x00", "x" * 5000, "%2e%2e", "\ud83d"])
def test_a_tampered_link_finds_nothing(tampered: str) -> None:
    offered = make.invitation(make.campaign(), role=Role.OBSERVER)
    secret = queries.secret_of(offered)
    for link in (tampered, tampered + secret[1:], secret + tampered or "x", secret.swapcase()):
        assert queries.invitation_by_secret(link) is None or link == secret


def test_masked_shows_an_owner_their_address_and_nobody_else() -> None:
    assert [queries.masked(a) for a in ("sari@contoh.example", "a@b.id", "@b.id")] == [
        "s•••@contoh.example",
        "a•••@b.id",
        "•••@b.id",
    ]


def test_the_message_to_paste_speaks_the_invitees_language() -> None:
    campaign = make.campaign(title="Makin Cakap", host=make.organisation(name="Kementerian Contoh"))
    company = make.organisation("swasta", name="PT Contoh")
    english = make.invitation(campaign, company, language="en")
    with translation.override("id"):
        said = queries.share_text(english)
    assert said == (
        "Kementerian Contoh invites PT Contoh to the campaign “Makin Cakap”, as a party with the same standing as all. "
        f"This link is for one person, works once, and is valid until 1 December 2026: {queries.link_of(english)}"
    )
    with translation.override("en"):
        said = queries.share_text(make.invitation(campaign, company))
    assert said.startswith(
        "Kementerian Contoh mengundang PT Contoh ke kampanye “Makin Cakap”, sebagai pihak yang setara"
    )
    assert "berlaku sampai 1 Desember 2026: http://localhost:8000/undangan/" in said


def test_a_colleague_and_a_neutral_role_are_asked_in_other_words() -> None:
    campaign = make.campaign(title="Makin Cakap", host=make.organisation(name="Kementerian Contoh"))
    party = make.party(campaign, make.organisation("swasta", name="PT Contoh"))
    facilitator = make.seat(campaign, Role.FACILITATOR)
    colleague = make.invitation(
        campaign, party.organisation, by=make.liaison_of(party), role=Role.SIGNATORY, language="en"
    )
    neutral = make.invitation(campaign, role=Role.EVALUATOR, language="en")
    proposed = make.invitation(campaign, make.organisation("media"), by=facilitator, language="en")
    offers = [colleague, neutral, proposed]
    assert [queries.kind_of(i) for i in offers] == ["colleague", "neutral", "party"]
    assert [queries.sender_of(i) for i in offers] == ["PT Contoh", "Kementerian Contoh", "Kementerian Contoh"]
    assert "PT Contoh offers you a seat in the campaign “Makin Cakap”: Signatory." in queries.share_text(colleague)
    assert "in a role that belongs to no party: Evaluator." in queries.share_text(neutral)


def test_a_merged_sender_or_invitee_goes_by_its_present_name() -> None:
    campaign = make.campaign(host=make.organisation(name="Dinas Lama"))
    company = make.organisation("swasta", name="PT Lama")
    offered = make.invitation(campaign, company, language="en")
    admin = make.person(is_administrator=True)
    for old, name, sector in ((campaign.host, "Dinas Baru", "pemerintah"), (company, "PT Baru", "swasta")):
        people.merge_organisations(kept=make.organisation(sector, name=name), merged=old, by=admin, at=make.NOW)
    known = queries.invitation_by_secret(queries.secret_of(offered))
    assert known is not None
    assert queries.share_text(known).startswith("Dinas Baru invites PT Baru to the campaign")


def test_invitations_matching_state_words_and_whole_address() -> None:
    campaign = make.campaign()
    zeta = make.invitation(
        campaign, make.organisation("swasta", name="Zeta", short_name="ZT"), email="a@contoh.example"
    )
    neutral = make.invitation(campaign, role=Role.OBSERVER, at=make.NOW + timedelta(hours=1))
    actions.revoke_invitation(invitation=neutral, by=make.host_seat(campaign), at=make.NOW)

    def found(**asked: Any) -> list[Any]:
        return list(queries.invitations_matching(campaign, **asked))

    assert found() == [neutral, zeta]
    assert (found(state="open"), found(state="revoked"), found(state="x")) == ([zeta], [neutral], [neutral, zeta])
    assert found(words="zet") == found(words="zt") == found(words="A@contoh.example") == [zeta]
    assert found(words="contoh.example") == found(words="%") == []
    assert found(words="\x00") == found(words="\ud800") == [neutral, zeta]
    assert inviting.counts_by_state(campaign) == {"open": 1, "revoked": 1}


def test_invitations_past_and_due_for_the_last_call() -> None:
    campaign = make.campaign()
    offered = make.invitation(campaign, role=Role.OBSERVER, email="a@contoh.example")
    days = [make.NOW + n * DAY for n in (0, 4, 5, 6, 7)]
    assert [list(queries.past_invitations(at)) == [offered] for at in days] == [False] * 4 + [True]
    assert [list(queries.invitations_for_last_call(at)) == [offered] for at in days] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_standing_of_organisations_knows_merged_ones() -> None:
    campaign = make.campaign()
    party, rest, free = make.party(campaign), make.organisation("swasta"), make.organisation("media")
    asked = make.organisation("media")
    make.invitation(campaign, asked)
    people.merge_organisations(kept=rest, merged=party.organisation, by=make.person(is_administrator=True), at=make.NOW)
    assert inviting.standing_of(campaign, [rest, free, asked]) == ({rest.pk}, {asked.pk})


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_invitations_takes_one_query(number: int, django_assert_num_queries: Any) -> None:
    campaign = make.campaign()
    for _ in range(number):
        make.invitation(campaign, make.organisation("swasta"))
    with django_assert_num_queries(1):
        for offered in (rows := list(queries.invitations_matching(campaign))):
            party = offered.invited_by.party
            assert offered.organisation is not None
            assert party is not None
            assert f"{offered.organisation.sector} {party.organisation}" == f"Swasta {campaign.host}"
    assert len(rows) == number
