"""The record as sentences: every verb has one, in both languages; names are for the seated; what was erased says so."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from tests import make

import mufakat
from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Role
from mufakat.campaigns.queries.activity import OTHERWISE, Saying
from mufakat.ledger import actions as ledger
from mufakat.ledger.models import Entry
from mufakat.people import actions as people

pytestmark = pytest.mark.django_db
SOURCE = Path(mufakat.__file__).parent
DAY = timedelta(days=1)


def recorded_verbs() -> set[str]:
    """Every verb that any action about a campaign writes down, read from the source."""
    folders = (SOURCE / "campaigns" / "actions", SOURCE / "stakeholders" / "actions")
    text = "\n".join(p.read_text() for folder in folders for p in folder.glob("*.py"))
    return {v for v in re.findall(r'"([a-z_]+\.[a-z_]+)"', text) if v.split(".")[0] in KINDS}


KINDS = {"campaign", "phase", "fact", "invitation", "party", "seat", "mandate"} | {
    *("capability", "requirement", "group", "nomination"),
    *("stakeholder", "stakeholders", "interaction", "assessment", "consent", "tie"),
}


def test_every_verb_that_is_recorded_has_a_sentence() -> None:
    found = recorded_verbs()
    assert len(found) >= 22
    assert found - set(queries.SAYINGS) == set()
    assert set(queries.SAYINGS) - found == {"erasure.done", "log.restored"}
    assert set(queries.SAYINGS) == {verb for _label, verbs in queries.ACT_KINDS.values() for verb in verbs}


@pytest.mark.parametrize("verb", sorted(queries.SAYINGS))
def test_every_sentence_is_said_in_both_languages(verb: str) -> None:
    saying = queries.SAYINGS[verb]
    parts = [saying.plain, saying.named, saying.neutral, saying.neutral_named]
    with translation.override("en"):
        english = [str(p) for p in parts if p]
    with translation.override("id"):
        indonesian = [str(p) for p in parts if p]
    assert [a for a, b in zip(english, indonesian, strict=True) if a == b] == []
    placeholders = [[sorted(re.findall(r"%\(\w+\)s", t)) for t in texts] for texts in (english, indonesian)]
    assert placeholders[0] == placeholders[1]


def test_a_sentence_names_persons_only_for_those_who_may_read_names() -> None:
    for verb, saying in queries.SAYINGS.items():
        assert "%(person)s" not in f"{saying.plain} {saying.neutral}", verb
    saying = Saying("plain", "named", "neutral", "neutral named")
    picked = [str(saying.words(has_organisation=o, may_read_names=n)) for o in (True, False) for n in (True, False)]
    assert picked == ["named", "plain", "neutral named", "neutral"]
    assert str(Saying("only").words(has_organisation=False, may_read_names=True)) == "only"


def eventful() -> Campaign:
    """A campaign in which everything happened once."""
    campaign = make.campaign(
        title="Makin Cakap", host=make.organisation(name="Kementerian Contoh"), opener=make.person(name="Rina")
    )
    host = make.host_seat(campaign)
    actions.change_campaign(campaign=campaign, by=host, at=make.NOW, title="Makin Cakap Digital", aim="Lain")
    fact = actions.add_fact(campaign=campaign, by=host, at=make.NOW, label="Indeks 3,54", source="Kominfo")
    actions.remove_fact(fact=fact, by=host, at=make.NOW)
    company = make.organisation("swasta", name="PT Contoh")
    party = make.party(campaign, company, make.person(name="Sari"))
    liaison = make.liaison_of(party)
    make.seat(campaign, Role.FACILITATOR, person=make.person(name="Maya"))
    signatory = make.seat(campaign, Role.SIGNATORY, person=make.person(name="Budi"), party=party)
    actions.attach_mandate(seat=signatory, by=liaison, at=make.NOW, reference="ST-1")
    actions.end_seat(seat=signatory, by=liaison, at=make.NOW, reason="Pindah tugas.")
    lent = make.invitation(campaign, by=liaison, delegates=liaison, ends_on=make.NOW.date())
    make.accept(lent, make.person(name="Tono"))
    actions.lapse_seat(seat=make.seat_for(_holder(lent), campaign), at=make.NOW + DAY)
    make.accept(make.invitation(campaign, by=liaison, replaces=liaison), make.person(name="Wati"))
    offered = make.invitation(campaign, make.organisation("media", name="Kabar"), email="a@contoh.example")
    actions.remind(invitation=offered, by=host, at=make.NOW + DAY)
    actions.renew_invitation(invitation=offered, by=host, at=make.NOW + DAY)
    offered.refresh_from_db()
    actions.decline_invitation(secret=queries.secret_of(offered), at=make.NOW + DAY, reason="Penuh.")
    other = make.invitation(campaign, role=Role.EVALUATOR)
    actions.expire_invitation(invitation=other, at=other.expires_at)
    third = make.invitation(campaign, role=Role.OBSERVER)
    actions.revoke_invitation(invitation=third, by=host, at=make.NOW, reason="Keliru.")
    actions.leave_campaign(party=party, by=make.liaison_of(party), at=make.NOW, reason="Anggaran.")
    return campaign


def _holder(invitation: Any) -> Any:
    invitation.refresh_from_db()
    return invitation.seat.person


def said(campaign: Campaign, *, may_read_personal: bool, language: str = "en") -> list[str]:
    with translation.override(language):
        told = make.told(campaign)
        return [s.words for s in queries.sentences(told, campaign, may_read_personal=may_read_personal)]


def test_the_seated_read_names_and_reasons() -> None:
    assert said(eventful(), may_read_personal=True) == [
        "Rina opened the campaign for Kementerian Contoh, its host.",
        "The campaign can now be seen by more people: Parties only.",
        "What the campaign says of itself was changed: The aim, Name of the campaign.",
        "A fact was documented: Indeks 3,54.",
        "A documented fact was removed: Indeks 3,54.",
        "PT Contoh was offered a seat: Liaison.",
        "PT Contoh joined as a party. Sari took its first seat: Liaison.",
        "A neutral seat was offered: Independent facilitator.",
        "Maya took a neutral seat: Independent facilitator.",
        "PT Contoh was offered a seat: Signatory.",
        "Budi took a seat for PT Contoh: Signatory.",
        "A mandate was added to the seat of Budi for PT Contoh: Signatory.",
        "The seat of Budi for PT Contoh ended: Signatory. Reason: Pindah tugas.",
        "PT Contoh was offered a seat: Liaison.",
        "Tono stands in for PT Contoh until 24 November 2026: Liaison.",
        "The seat of Tono for PT Contoh passed its last day, 24 November 2026: Liaison.",
        "PT Contoh was offered a seat: Liaison.",
        "Wati took over a seat of PT Contoh: Liaison.",
        "Kabar was offered a seat: Liaison.",
        "Kabar was reminded of the seat offered to it: Liaison.",
        "The invitation of Kabar was renewed: Liaison.",
        "Kabar declined the seat: Liaison. Reason: Penuh.",
        "A neutral seat was offered: Evaluator.",
        "The invitation to the neutral seat expired: Evaluator.",
        "A neutral seat was offered: Observer.",
        "The invitation to the neutral seat was revoked: Observer. Reason: Keliru.",
        "PT Contoh left the campaign. Reason: Anggaran.",
    ]


def test_everybody_else_reads_organisations_only() -> None:
    campaign = eventful()
    words = " ".join(said(campaign, may_read_personal=False))
    names = ["Rina", "Sari", "Maya", "Budi", "Tono", "Wati", "Pindah", "Penuh", "Keliru", "Anggaran", "a@contoh"]
    assert [n for n in names if n in words] == []
    assert "PT Contoh joined as a party." in words
    told = queries.sentences(make.told(campaign), campaign, may_read_personal=False)
    assert [n for n in names if n in " ".join(s.by for s in told)] == []


def test_in_indonesian() -> None:
    words = said(eventful(), may_read_personal=True, language="id")
    assert words[0] == "Rina membuka kampanye untuk Kementerian Contoh, tuan rumahnya."
    assert words[14] == "Tono mewakili sementara untuk PT Contoh sampai 24 November 2026: Penghubung."
    assert words[-1] == "PT Contoh mundur dari kampanye. Alasan: Anggaran."


def test_who_acted_is_named_as_the_reader_may_know() -> None:
    campaign = eventful()
    told = make.told(campaign)
    with translation.override("en"):
        seated = {s.verb: s.by for s in queries.sentences(told, campaign, may_read_personal=True)}
        others = {s.verb: s.by for s in queries.sentences(told, campaign, may_read_personal=False)}
    assert {v: seated[v] for v in ("campaign.opened", "party.joined", "invitation.declined", "seat.lapsed")} == {
        "campaign.opened": "Rina · Kementerian Contoh",
        "party.joined": "Sari · PT Contoh",
        "invitation.declined": "Kabar",
        "seat.lapsed": "Automatic",
    }
    assert {v: others[v] for v in ("campaign.opened", "party.joined", "seat.ended", "seat.taken")} == {
        "campaign.opened": "Kementerian Contoh",
        "party.joined": "PT Contoh",
        "seat.ended": "PT Contoh",
        "seat.taken": "PT Contoh",
    }


def test_what_was_erased_says_so() -> None:
    campaign = make.campaign()
    seat = make.seat(campaign, Role.OBSERVER, person=make.person(name="Zubaidah"))
    actions.attach_mandate(seat=seat, by=seat, at=make.NOW, reference="ST-1")
    people.close_account(person=seat.person, by=seat.person, at=make.NOW)
    for language, erased in (("en", "[erased]"), ("id", "[dihapus]")):
        words = said(campaign, may_read_personal=True, language=language)
        assert sum(erased in w for w in words) == 3
        assert "Zubaidah" not in " ".join(words)
    told = queries.sentences(make.told(campaign), campaign, may_read_personal=True)
    assert [s.verb for s in told if s.is_erased] == ["seat.taken", "mandate.attached", "seat.ended"]
    with translation.override("en"):
        assert said(campaign, may_read_personal=False)[-1] == "Personal data was removed from the record: 3 entries."


def test_an_unknown_verb_or_an_entry_without_words_is_still_said() -> None:
    campaign = make.campaign()
    for verb in ("goal.agreed", "seat.taken"):
        ledger.record(log=campaign.log, verb=verb, object="x:1", by="operator", at=make.NOW)
    assert said(campaign, may_read_personal=True)[-2:] == [
        "An act was recorded: goal.agreed.",
        "A person took a neutral seat: –.",
    ]
    assert str(OTHERWISE.plain)


@pytest.mark.parametrize("name", make.HOSTILE)
def test_hostile_names_are_said_as_they_are(name: str) -> None:
    campaign = make.campaign()
    make.party(campaign, make.organisation("swasta", name=name), make.person(name=name))
    newest = said(campaign, may_read_personal=True)[-1]
    name = unicodedata.normalize("NFC", name)  # as the record keeps all text
    assert newest == f"{name} joined as a party. {name} took its first seat: Liaison."


@pytest.mark.parametrize("number", [1, 30])
def test_sentences_take_one_query(number: int, django_assert_num_queries: Any) -> None:
    campaign = make.campaign()
    for _ in range(number):
        make.invitation(campaign, role=Role.OBSERVER)
    told = make.told(campaign)
    with django_assert_num_queries(1):
        assert len(queries.sentences(told, campaign, may_read_personal=True)) == number + 2
    assert Entry.objects.filter(log=campaign.log_id).count() == number + 2
