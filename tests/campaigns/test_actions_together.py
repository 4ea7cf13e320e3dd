"""The same thing done many times at once, by threads on a database that is really shared: each act happens once or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests import make
from tests.shared import shared_tables

from mufakat.campaigns import queries
from mufakat.campaigns.models import Party, Role, Seat

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MANY = 16


def together(folder: Path, *groups: list[dict[str, Any]]) -> tuple[list[list[str]], dict[str, Any]]:
    """Do each group of acts at once, in a process of its own on a copy of the tables (SQLite: as a file)."""
    url = shared_tables(folder)
    run = subprocess.run(
        [sys.executable, str(ROOT / "tests/campaigns/several.py")],
        env=os.environ | {"MUFAKAT_DATABASE_URL": url, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        input=json.dumps(groups, default=str),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert said["state"]["unsound"] == []
    return said["answers"], said["state"]


def numbers(answers: list[str]) -> Counter[str]:
    """How often each trouble, and each row under the name `row`."""
    return Counter("row" if "-" in a else a for a in answers)


def test_of_many_who_use_one_link_at_once_one_gets_the_seat(tmp_path: Path) -> None:
    campaign = make.campaign()
    rounds = [
        [{"act": "accept", "secret": queries.secret_of(offered), "by": make.person().pk} for _ in range(MANY)]
        for offered in (make.invitation(campaign, make.organisation("swasta")) for _ in range(5))
    ]
    answers, state = together(tmp_path, *rounds)
    assert [numbers(a) for a in answers] == [Counter({"row": 1, "LinkSpent": MANY - 1})] * 5
    assert (state["parties"], len(state["seats"]), Counter(state["verbs"])["party.joined"]) == (6, 6, 5)


def test_one_person_who_presses_many_times_gets_one_seat_and_the_same_answer(tmp_path: Path) -> None:
    campaign = make.campaign()
    offered, person = make.invitation(campaign, make.organisation("swasta")), make.person()
    press = {"act": "accept", "secret": queries.secret_of(offered), "by": person.pk}
    (answers,), state = together(tmp_path, [press] * MANY)
    assert (len(set(answers)), numbers(answers)) == (1, Counter({"row": MANY}))
    assert Counter(state["verbs"])["party.joined"] == 1


def test_many_links_for_one_person_give_one_seat(tmp_path: Path) -> None:
    campaign, person = make.campaign(), make.person()
    links = [make.invitation(campaign, role=Role.OBSERVER) for _ in range(MANY - 1)]
    links.append(make.invitation(campaign, make.organisation("swasta")))
    tries = [{"act": "accept", "secret": queries.secret_of(i), "by": person.pk} for i in links]
    (answers,), state = together(tmp_path, tries)
    assert numbers(answers) == Counter({"row": 1, "AlreadySeated": MANY - 1})
    assert (len(state["seats"]), state["open"]) == (2, MANY - 1)


def test_many_links_of_one_organisation_give_one_party(tmp_path: Path) -> None:
    campaign, company = make.campaign(), make.organisation("swasta")
    links = [make.invitation(campaign, company) for _ in range(MANY)]
    tries = [{"act": "accept", "secret": queries.secret_of(i), "by": make.person().pk} for i in links]
    (answers,), state = together(tmp_path, tries)
    assert numbers(answers) == Counter({"row": 1, "LinkSpent": MANY - 1})
    assert (state["parties"], len(state["seats"]), state["open"]) == (2, 2, 0)


def test_accepting_declining_and_revoking_at_once_has_one_outcome(tmp_path: Path) -> None:
    campaign = make.campaign()
    host = make.host_seat(campaign)
    rounds = []
    for _ in range(4):
        offered = make.invitation(campaign, make.organisation("swasta"))
        secret = queries.secret_of(offered)
        rounds.append(
            [{"act": "accept", "secret": secret, "by": make.person().pk} for _ in range(5)]
            + [{"act": "decline", "secret": secret} for _ in range(5)]
            + [{"act": "revoke", "invitation": offered.pk, "by": host.pk} for _ in range(5)]
        )
    answers, state = together(tmp_path, *rounds)
    assert [numbers(a)["row"] for a in answers] == [1] * 4
    outcomes = Counter(v for v in state["verbs"] if v in {"party.joined", "invitation.declined", "invitation.revoked"})
    assert outcomes.total() == 4
    assert outcomes["party.joined"] == len(state["seats"]) - 1


def test_a_form_sent_many_times_at_once_makes_one_row(tmp_path: Path) -> None:
    campaign = make.campaign()
    host, company = make.host_seat(campaign), make.organisation("swasta")
    form = {"act": "invite", "id": uuid4(), "by": host.pk, "organisation": company.pk}
    founding = {"act": "open_campaign", "id": uuid4(), "by": host.person_id, "host": campaign.host_id}
    mails = [form | {"id": uuid4(), "email": "a@contoh.example"} for _ in range(MANY)]
    namesakes = [founding | {"id": uuid4()} for _ in range(4)]
    answers, state = together(tmp_path, [form] * MANY, [founding] * MANY, mails, namesakes)
    assert [len(set(a)) for a in answers[:2]] == [1, 1]
    assert numbers(answers[2]) == Counter({"row": 1, "AlreadyInvited": MANY - 1})
    assert numbers(answers[3]) == Counter({"row": 4})
    assert state["slugs"] == sorted([campaign.slug, "bersama", *(f"bersama-{n}" for n in range(2, 6))])
    counted = Counter(state["verbs"])
    assert (counted["invitation.sent"], counted["campaign.opened"], state["campaigns"]) == (2, 6, 6)


def test_two_liaisons_who_end_each_other_leave_one(tmp_path: Path) -> None:
    rounds, parties = [], []
    for _ in range(6):
        party = make.party(make.campaign())
        one = make.liaison_of(party)
        other = make.accept(make.invitation(party.campaign, party.organisation, by=one))
        parties.append(party)
        rounds.append([{"act": "end", "seat": a.pk, "by": b.pk} for a, b in ((one, other), (other, one))])
    answers, _state = together(tmp_path, *rounds)
    assert [numbers(a) for a in answers] == [Counter({"row": 1, "SeatEnded": 1})] * 6


def test_a_seat_ended_while_its_form_is_on_the_way_changes_all_or_nothing(tmp_path: Path) -> None:
    campaign = make.campaign()
    host = make.host_seat(campaign)
    other = make.accept(make.invitation(campaign, campaign.host, by=host))
    tries = [{"act": "change", "by": other.pk, "title": f"Judul {n}"} for n in range(8)]
    (answers,), state = together(tmp_path, [*tries, {"act": "end", "seat": other.pk, "by": host.pk}])
    changes = numbers(answers[:-1])
    assert changes["row"] + changes["SeatEnded"] == 8
    assert Counter(state["verbs"])["campaign.changed"] == changes["row"]
    ended = state["verbs"].index("seat.ended")
    assert "campaign.changed" not in state["verbs"][ended:]


def test_of_many_who_saw_the_same_version_one_changes_it(tmp_path: Path) -> None:
    campaign = make.campaign()
    host = make.host_seat(campaign)
    tries = [{"act": "change", "by": host.pk, "title": f"Judul {n}", "version": 1} for n in range(MANY)]
    (answers,), _state = together(tmp_path, tries)
    assert numbers(answers) == Counter({"row": 1, "ChangedMeanwhile": MANY - 1})


def test_a_party_that_leaves_takes_no_seat_along(tmp_path: Path) -> None:
    campaign = make.campaign()
    rounds, parties = [], []
    for _ in range(4):
        party = make.party(campaign)
        liaison = make.liaison_of(party)
        links = [make.invitation(campaign, party.organisation, by=liaison) for _ in range(6)]
        rounds.append(
            [{"act": "accept", "secret": queries.secret_of(i), "by": make.person().pk} for i in links]
            + [{"act": "leave", "party": party.pk, "by": liaison.pk}]
        )
        parties.append(party)
    answers, state = together(tmp_path, *rounds)
    assert [a[-1] for a in answers] == [str(p.pk) for p in parties]
    assert (state["parties"], len(state["seats"]), state["open"]) == (1, 1, 0)


def test_accounts_closed_while_campaigns_are_busy_lock_nothing_up(tmp_path: Path) -> None:
    campaigns = [make.campaign() for _ in range(3)]
    hosts = [make.host_seat(c) for c in campaigns]
    people = [make.person() for _ in range(6)]
    for campaign in campaigns:
        for person in people:
            make.seat(campaign, Role.OBSERVER, person=person)
    busy = [{"act": "change", "by": h.pk, "title": f"Judul {n}"} for h in hosts for n in range(3)]
    (answers,), state = together(tmp_path, [*({"act": "close", "person": p.pk} for p in people), *busy])
    assert Counter(answers)["done"] == 6
    assert numbers(answers)["row"] == 9
    assert len(state["seats"]) == 3
    assert Party.objects.count() == 3
    assert Seat.objects.count() == 21
