"""Many at once, by threads on a database that is really shared: one voice a party, one tie between two."""

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
from tests.shared import shared_tables
from tests.stakeholders.personas import furnish

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MANY = 12


def together(folder: Path, *groups: list[dict[str, Any]]) -> tuple[list[list[str]], dict[str, Any]]:
    run = subprocess.run(
        [sys.executable, str(ROOT / "tests/stakeholders/several_scores.py")],
        env=os.environ | {"MUFAKAT_DATABASE_URL": shared_tables(folder), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
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


def test_of_many_assessments_of_one_party_one_counts(tmp_path: Path) -> None:
    room = furnish()
    seats = [room.seat(who).pk for who in ("liaison", "signatory")]
    said = [
        {"act": "assess", "id": uuid4(), "by": seats[n % 2], "stakeholder": room.village.pk, "score": 1 + n % 5}
        for n in range(MANY)
    ]
    same = [dict(said[0], id=uuid4(), stakeholder=room.radio.pk)] * MANY
    answers, state = together(tmp_path, said, same)
    assert sorted(answers[0]) == sorted(str(one["id"]) for one in said)
    assert set(answers[1]) == {str(same[0]["id"])}
    assert (state["counting"], state["assessments"]) == (2, MANY + 1)
    assert Counter(state["verbs"])["assessment.given"] == MANY + 1


def test_of_many_ties_between_the_same_two_one_is_kept(tmp_path: Path) -> None:
    room = furnish()
    by = [room.seat(who).pk for who in ("host", "facilitator")]
    ends = [room.radio.pk, room.village.pk]
    said = [{"act": "tie", "id": uuid4(), "by": by[n % 2], "a": ends[n % 2], "b": ends[1 - n % 2]} for n in range(MANY)]
    (answers,), state = together(tmp_path, said)
    assert Counter("row" if "-" in answer else answer for answer in answers) == {"row": 1, "NotPossible": MANY - 1}
    assert (state["ties"], Counter(state["verbs"])["tie.added"]) == (1, 1)
