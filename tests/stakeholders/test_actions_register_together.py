"""The register changed by many at once, on a database that is really shared: each act happens once or not at all."""

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
from tests.make_stakeholders import stakeholder, tie
from tests.shared import shared_tables

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MANY = 12


def together(folder: Path, acts: list[dict[str, Any]]) -> tuple[Counter[str], dict[str, Any]]:
    """What became of the acts (rows under the name `row`) and the register afterwards."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "tests/stakeholders/several_register.py")],
        env=os.environ | {"MUFAKAT_DATABASE_URL": shared_tables(folder), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        input=json.dumps(acts, default=str),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert said["state"]["unsound"] == []
    return Counter("row" if "-" in a else a for a in said["answers"]), said["state"]


def test_one_form_sent_many_times_adds_one(tmp_path: Path) -> None:
    by, number = make.host_seat(make.campaign()).pk, uuid4()
    acts = [{"act": "add", "by": by, "id": number, "name": "Satu", "tags": ["x"]} for _ in range(MANY)]
    answers, state = together(tmp_path, acts)
    assert (answers, state["names"]) == (Counter(row=MANY), ["Satu"])
    assert Counter(state["verbs"])["stakeholder.added"] == 1


def test_many_who_add_one_organisation_or_one_reference_add_it_once(tmp_path: Path) -> None:
    by, organisation = make.host_seat(make.campaign()).pk, make.organisation("media").pk
    plain = {"act": "add", "by": by, "name": "Satu", "capabilities": ["Riset", "riset"], "tags": ["x", "X"]}
    acts = [plain | {"id": uuid4(), "organisation": organisation} for _ in range(MANY)]
    acts += [plain | {"id": uuid4(), "reference": "R1", "name": "Dua"} for _ in range(MANY)]
    answers, state = together(tmp_path, acts)
    assert answers == Counter(row=2, Unwritable=2 * MANY - 2)
    assert (state["names"], state["tags"]) == (["Dua", "Satu"], [1, 1])


def test_of_many_who_change_the_same_version_one_is_first(tmp_path: Path) -> None:
    campaign = make.campaign()
    row, by = stakeholder(campaign), make.host_seat(campaign).pk
    acts = [{"act": "change", "by": by, "row": row.pk, "version": 1, "name": f"Nama {n}"} for n in range(MANY)]
    answers, state = together(tmp_path, acts)
    assert answers == Counter(row=1, ChangedMeanwhile=MANY - 1)
    assert Counter(state["verbs"])["stakeholder.changed"] == 1


def test_merging_to_and_fro_at_once_leaves_one(tmp_path: Path) -> None:
    campaign = make.campaign()
    one, other, third = (stakeholder(campaign, name=n) for n in ("A", "B", "C"))
    tie(one, other), tie(one, third), tie(other, third)
    by = make.host_seat(campaign).pk
    pairs = [(one, other), (other, one)] * (MANY // 2)
    answers, state = together(tmp_path, [{"act": "merge", "by": by, "kept": a.pk, "gone": b.pk} for a, b in pairs])
    assert answers == Counter(row=1, NotPossible=MANY - 1)
    assert (len(state["names"]), state["ties"]) == (2, 1)


def test_one_preview_confirmed_by_many_happens_once(tmp_path: Path) -> None:
    campaign = make.campaign()
    for _ in range(5):
        stakeholder(campaign)
    by = make.host_seat(campaign).pk
    answers, state = together(tmp_path, [{"act": "bulk", "by": by, "tag": "x"} for _ in range(MANY)])
    assert answers == Counter(done=1, ChangedMeanwhile=MANY - 1)
    assert state["tags"] == [1] * 5
    assert Counter(state["verbs"])["stakeholders.changed"] == 1
