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
from django.utils import timezone
from tests import make
from tests.shared import shared_tables

from mufakat.people import actions
from mufakat.people.models import Person

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MANY = 16


def together(folder: Path, *groups: list[dict[str, Any]]) -> tuple[list[list[str]], dict[str, Any]]:
    """Do each group of acts at once, in a process of its own on a copy of the tables (SQLite: as a file)."""
    url = shared_tables(folder)
    run = subprocess.run(
        [sys.executable, str(ROOT / "tests/people/several.py")],
        env=os.environ | {"MUFAKAT_DATABASE_URL": url, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "MUFAKAT_DEBUG": "true"},
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


def _administrator() -> Person:
    return make.person(is_administrator=True)


def test_one_form_sent_many_times_makes_one_organisation(tmp_path: Path) -> None:
    person, once = make.person(), uuid4()
    sent = [{"act": "propose", "by": person.pk, "once": once, "name": "Radio Warga"}] * MANY
    answers, state = together(tmp_path, sent)
    assert Counter(answers[0]) == {f"/organisasi/{once}/": MANY}
    assert (state["organisations"], state["verbs"]) == ([str(once)], ["organisation.proposed"])


def test_many_different_forms_are_all_kept(tmp_path: Path) -> None:
    person = make.person()
    sent = [{"act": "propose", "by": person.pk, "once": uuid4(), "name": f"Radio {n}"} for n in range(MANY)]
    _, state = together(tmp_path, sent)
    assert (len(state["organisations"]), state["verbs"]) == (MANY, ["organisation.proposed"] * MANY)


def test_of_many_who_use_one_entry_link_one_gets_in(tmp_path: Path) -> None:
    secret = actions.make_entry_link(person=make.person(), at=timezone.now())
    answers, state = together(
        tmp_path, [{"act": "enter", "secret": secret, "from": f"10.0.0.{n}"} for n in range(MANY)]
    )
    assert Counter(answers[0]) == {"302": 1, "410": MANY - 1}
    assert state["verbs"] == ["entry_link.made", "entry_link.used"]


def test_two_organisations_become_one_whichever_way(tmp_path: Path) -> None:
    admin, one, other = _administrator(), make.organisation(), make.organisation()
    ways = [(one, other), (other, one)] * (MANY // 2)
    group = [{"act": "merge", "by": admin.pk, "kept": kept.pk, "merged": merged.pk} for kept, merged in ways]
    answers, state = together(tmp_path, group)
    assert Counter(answers[0])["CannotMerge"] == MANY - 1
    assert (state["merged"], state["verbs"]) == (1, ["organisation.merged"])


def test_a_person_is_affiliated_once(tmp_path: Path) -> None:
    said = {"act": "affiliate", "person": make.person().pk, "organisation": make.organisation().pk}
    answers, state = together(tmp_path, [said] * MANY)
    assert (len(set(answers[0])), state["affiliations"]) == (1, 1)


def test_the_last_sector_stays_when_all_are_retired_at_once(tmp_path: Path) -> None:
    admin = _administrator()
    codes = ["pemerintah", "swasta", "akademisi", "masyarakat_sipil", "media", "komunitas"]
    answers, state = together(tmp_path, [{"act": "retire_sector", "by": admin.pk, "sector": code} for code in codes])
    assert Counter(answers[0])["NotPossible"] == 1
    assert state["sectors"] == 1


def test_an_account_is_closed_once_and_the_last_administrator_stays(tmp_path: Path) -> None:
    person, administrators = make.person(), [_administrator() for _ in range(4)]
    answers, state = together(
        tmp_path,
        [{"act": "close", "person": person.pk}] * 8,
        [{"act": "close", "person": admin.pk} for admin in administrators],
    )
    assert Counter(answers[0]) == {"None": 8}
    assert Counter(answers[1]) == {"None": 3, "NotPossible": 1}
    assert (state["administrators"], state["verbs"]) == (1, ["account.closed"] * 4)


def test_one_address_makes_one_account(tmp_path: Path) -> None:
    spellings = ["siti@contoh.example", "SITI@contoh.example"] * 4
    answers, state = together(tmp_path, [{"act": "register", "email": email} for email in spellings])
    assert (Counter(answers[0])["IntegrityError"], state["persons"]) == (7, 1)
