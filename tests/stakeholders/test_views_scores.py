"""Assessing, the map, the classes, the path: each persona sees what it may, and the record file keeps scores apart."""

from __future__ import annotations

import json
import time
from statistics import median
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation
from tests import make
from tests import make_stakeholders as made
from tests.pages import client_of, hidden, is_missing, links, said, words
from tests.stakeholders.personas import PERSONAS, Room, furnish

from mufakat.campaigns.models import Campaign
from mufakat.engines.chain import audit
from mufakat.stakeholders import actions
from mufakat.stakeholders.models import Assessment, Consent
from mufakat.stakeholders.models.scores import SCORES

pytestmark = pytest.mark.django_db
SECRETS = ("Rahasia Radio", "Rahasia Toko", "Rahasia Dinas", "Rahasia Penilai", "Rahasia Pemandu")
WHOSE = dict(zip(("liaison", "other", "host", "evaluator", "facilitator"), SECRETS, strict=True))


@pytest.fixture
def room(db: None) -> Room:
    return furnish()


def give(room: Room, who: str, digits: str, reason: str = "Karena.", stakeholder: Any = None) -> Assessment:
    return actions.give_assessment(
        id=uuid4(),
        stakeholder=stakeholder or room.village,
        scores=dict(zip(SCORES, map(int, digits), strict=True)),
        reason=reason,
        evidence=f"Bukti {reason}",
        on=make.NOW.date(),
        by=room.seat(who),
        at=make.NOW,
    )


def give_all(room: Room) -> None:
    for (who, reason), digits in zip(WHOSE.items(), ("5432", "1431", "4432", "3432", "2432"), strict=True):
        give(room, who, digits, reason)


def send(room: Room, who: str = "liaison", **fields: Any) -> Any:
    client, url = room.client(who), room.url("assess", room.village.pk)
    once = hidden(client.get(url), "once")
    sent = {"power": 4, "interest": 3, "legitimacy": 5, "urgency": 2, "reason": "Dilihat.", "on": "2026-11-24"}
    return client.post(url, {"once": once} | sent | fields)


def test_assess_saves_and_leads_to_the_next(room: Room) -> None:
    before = words(room.get("liaison", "assessments"))
    assert "Next step Radio Contoh 2 are not yet assessed by you. Assess" in before
    answer = send(room)
    assert (answer.status_code, answer["Location"]) == (302, room.url("assessments"))
    page = room.client("liaison").get(room.url("assessments"))
    assert "1 is not yet assessed by you." in words(page)
    assert "Warga Desa Civil society 4 3 5 2 24 Nov 2026" in words(
        room.get("liaison", "assessments", asked="?tab=sudah")
    )
    assert room.url("assess", room.radio.pk) in links(page)
    [one] = Assessment.objects.all()
    assert (one.party, one.power, one.reason, one.is_newest) == (room.party, 4, "Dilihat.", True)


@pytest.mark.parametrize(
    ("fields", "trouble"),
    [
        ({"power": ""}, "Choose a number from 1 to 5."),
        ({"power": 6}, "6"),
        ({"reason": " "}, "This field is required."),
        ({"on": "2026-11-25"}, "An assessment cannot be dated in the future."),
        ({"once": ""}, "This form is incomplete."),
    ],
    ids=["none", "six", "blank", "tomorrow", "once"],
)
def test_assess_says_what_is_wrong(room: Room, fields: dict[str, Any], trouble: str) -> None:
    with translation.override("en"):
        answer = send(room, **fields)
    assert answer.status_code == 422
    assert trouble in words(answer)
    assert not Assessment.objects.exists()


def test_assess_shows_ones_own_history_only(room: Room) -> None:
    give_all(room)
    text = words(room.get("signatory", "assess", room.village.pk))
    assert "What you said before Withdraw" in text
    assert [secret for secret in SECRETS if secret in text] == ["Rahasia Radio"]


def test_withdraw_asks_and_then_counts_no_longer(room: Room) -> None:
    given = give(room, "liaison", "5432")
    page = room.get("liaison", "withdraw_assessment", given.pk)
    assert "Withdraw your assessment of Warga Desa?" in words(page)
    answer = room.client("liaison").post(room.url("withdraw_assessment", given.pk), follow=True)
    assert said(answer) == ["Your assessment no longer counts. It is recorded."]
    for who in set(PERSONAS) - {"liaison", "signatory"}:
        assert is_missing(room.get(who, "withdraw_assessment", given.pk))
    assert is_missing(room.get("liaison", "withdraw_assessment", uuid4()))


def test_grid_is_the_teams_and_else_ones_own(room: Room) -> None:
    give_all(room)
    seen = {who: words(room.get(who, "grid")) for who in PERSONAS}
    team, own = (
        "Warga Desa Civil society · 5 assessors Assessors disagree 3 (1–5)",
        "Warga Desa Civil society · 1 assessor",
    )
    assert {who for who, text in seen.items() if team in text} == {"host", "facilitator"}
    assert {who for who, text in seen.items() if own in text} == {"liaison", "signatory", "other", "evaluator"}
    assert "You see how Radio Contoh itself assesses." in seen["liaison"]
    assert "You see your own assessments." in seen["evaluator"]
    assert "Observers do not assess" in seen["observer"]
    assert "Warga Desa" not in seen["observer"]


def test_history_opens_with_consent(room: Room) -> None:
    for (who, reason), digits in zip(WHOSE.items(), ("5432", "1431", "4432", "3432", "2432"), strict=True):
        give(room, who, digits, reason, room.radio)
    closed = {who: words(room.get(who, "history", room.radio.pk)) for who in PERSONAS}
    assert {who for who, text in closed.items() if "Assessors 5" in text} == {"host", "facilitator"}
    assert {who for who, text in closed.items() if any(s in text for s in SECRETS)} == {"host", "facilitator"}
    answer = room.client("liaison").post(
        room.url("consent", room.radio.pk),
        {"once": hidden(room.get("liaison", "consent", room.radio.pk), "once"), "answer": "yes"},
        follow=True,
    )
    assert said(answer) == ["Every seat may now read how you are assessed. It is recorded."]
    opened = {who: words(room.get(who, "history", room.radio.pk)) for who in PERSONAS}
    assert all("Assessors 5" in text for text in opened.values())
    assert {who for who, text in opened.items() if any(s in text for s in SECRETS)} == {"host", "facilitator"}
    assert "Opened to every seat" in words(room.get("observer", "grid"))
    room.client("liaison").post(room.url("consent", room.radio.pk), {"once": str(uuid4()), "answer": "no"})
    assert Consent.objects.filter(withdrawn_at=None).count() == 0
    assert "Assessors 5" not in words(room.get("observer", "history", room.radio.pk))


@pytest.mark.parametrize("who", PERSONAS)
def test_consent_page_is_the_assessed_liaisons(room: Room, who: str) -> None:
    assert room.get(who, "consent", room.radio.pk).status_code == (200 if who == "liaison" else 403)
    answer = room.client(who).post(room.url("consent", room.radio.pk), {"answer": "perhaps"})
    assert answer.status_code == (422 if who == "liaison" else 403)


def test_record_file_of_each_persona_keeps_scores_apart(room: Room, tmp_path: Any) -> None:
    """Everyone's copy verifies; the words of an assessment are in the team's and in its own party's copy only."""
    give_all(room)
    Campaign.objects.filter(pk=room.campaign.pk).update(visibility="public")
    found: dict[str, list[str]] = {}
    for who in (*PERSONAS, "stranger", "nobody"):
        client = client_of(room.persons.get(who))
        page = client.get(f"/kampanye/{room.campaign.slug}/catatan/unduh/")
        content = b"".join(page.streaming_content)
        (tmp_path / who).write_bytes(content)
        assert audit.verify_file(tmp_path / who).ok
        found[who] = [secret for secret in SECRETS if secret in content.decode()]
        assert (b"legitimacy" in content) == bool(found[who])
    assert found == {
        "host": list(SECRETS),
        "facilitator": list(SECRETS),
        "liaison": ["Rahasia Radio"],
        "signatory": ["Rahasia Radio"],
        "other": ["Rahasia Toko"],
        "evaluator": ["Rahasia Penilai"],
        "observer": [],
        "stranger": [],
        "nobody": [],
    }


def test_entry_pages_keep_scores_apart(room: Room) -> None:
    give_all(room)
    size = Campaign.objects.get(pk=room.campaign.pk).log.size
    seen: dict[str, set[str]] = {}
    for who in PERSONAS:
        client = room.client(who)
        urls = [f"/kampanye/{room.campaign.slug}/catatan/{n}/" for n in range(size - 4, size + 1)]
        text = "".join(client.get(u).content.decode() for u in [*urls, f"/kampanye/{room.campaign.slug}/catatan/"])
        assert "assessed Warga Desa" in text
        seen[who] = {secret for secret in SECRETS if secret in text}
    assert seen == {
        who: set(SECRETS) if who in {"host", "facilitator"} else {WHOSE[voice]} if voice in WHOSE else set()
        for who in PERSONAS
        for voice in [{"signatory": "liaison"}.get(who, who)]
    }


@pytest.mark.parametrize("name", ["grid", "salience", "assessments"])
def test_pages_are_for_the_seated(room: Room, name: str) -> None:
    Campaign.objects.filter(pk=room.campaign.pk).update(visibility="public")
    assert room.get("nobody", name).status_code == 302
    for who in ("stranger", "elsewhere"):
        assert is_missing(room.get(who, name))
        assert is_missing(room.get(who, "history", room.village.pk))
        assert is_missing(room.get(who, "assess", room.village.pk))
        assert is_missing(room.get(who, "consent", room.radio.pk))


def test_what_is_gone_or_elsewhere_is_missing(room: Room) -> None:
    foreign = made.stakeholder(make.campaign())
    type(foreign).objects.filter(pk=room.village.pk).update(removed_at=make.NOW)
    for name in ("history", "assess", "consent"):
        for number in (foreign.pk, room.village.pk, uuid4()):
            assert is_missing(room.get("host", name, number))


def test_observers_and_closed_campaigns_do_not_assess(room: Room) -> None:
    assert "Observers read; they do not assess." in words(room.get("observer", "assess", room.village.pk))
    Campaign.objects.filter(pk=room.campaign.pk).update(phase="closed")
    assert room.get("liaison", "assess", room.village.pk).status_code == 403
    assert room.get("host", "grid").status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Radio Contoh", "Warga Desa"]),
        ("?sector=media", ["Radio Contoh"]),
        ("?kelas=definitive", ["Warga Desa"]),
        ("?sel=5-5", ["Warga Desa"]),
        ("?sel=1-1", ["Radio Contoh"]),
        ("?sel=9-9&sector=x&kelas=%00&page=zz", ["Radio Contoh", "Warga Desa"]),
    ],
)
def test_grid_narrows(room: Room, asked: str, found: list[str]) -> None:
    give(room, "host", "5555")
    give(room, "host", "1111", stakeholder=room.radio)
    table = words(room.get("host", "grid", asked=asked)).split("Stakeholders on the map Stakeholder")[-1]
    assert [name for name in ("Radio Contoh", "Warga Desa") if name in table] == found


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", ["grid", "salience", "assessments"])
def test_pages_speak_both_languages(room: Room, name: str, language: str) -> None:
    give_all(room)
    type(room.persons["host"]).objects.update(language=language)
    page = room.get("host", name)
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()
    assert json.dumps(words(page))


@pytest.mark.parametrize("number", [1, 30])
def test_pages_ask_the_same_number_of_questions(room: Room, number: int, django_assert_num_queries: Any) -> None:
    for _n in range(number):
        one = made.stakeholder(room.campaign)
        for who in ("host", "liaison", "other"):
            made.assessment(one, room.seat(who))
    client = room.client("host")
    for name, asked, most in (
        ("grid", "", 9),
        ("salience", "", 8),
        ("assessments", "", 10),
        ("assessments", "?tab=sudah", 11),
    ):
        url = room.url(name) + asked
        client.get(url)
        with django_assert_num_queries(most):
            client.get(url)


@pytest.mark.slow
def test_grid_of_five_thousand_answers_at_once(room: Room) -> None:
    many = [made.stakeholder(room.campaign) for _n in range(100)]
    rows = [
        type(many[0])(
            campaign=room.campaign,
            name=f"Pemangku {n:05d}",
            sector_id="media",
            state_since=make.NOW,
            added_at=make.NOW,
            changed_at=make.NOW,
        )
        for n in range(4900)
    ]
    type(many[0]).objects.bulk_create(rows)
    seats = [room.seat(who) for who in ("host", "liaison", "other")]
    Assessment.objects.bulk_create(
        Assessment(
            stakeholder=one,
            seat=seat,
            party=seat.party,
            on=make.NOW.date(),
            at=make.NOW,
            reason="x",
            power=1 + (n + k) % 5,
            interest=1 + (n * 7 + k) % 5,
            legitimacy=1 + n % 5,
            urgency=1 + (n // 5) % 5,
        )
        for n, one in enumerate([*many, *rows])
        for k, seat in enumerate(seats)
    )
    client, times = room.client("host"), []
    for _again in range(7):
        began = time.perf_counter()
        page = client.get(room.url("grid"))
        times.append(time.perf_counter() - began)
    assert "5,000 stakeholders" in words(page)
    assert median(times) < 1.5
