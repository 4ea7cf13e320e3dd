"""The worker's part of an import: taken up again after any kill, never twice, never half; and tidied when it has ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests import make
from tests.shared import shared_tables
from tests.stakeholders.import_steps import csv_of, fresh, previewed, taken, uploaded, work, xlsx_of

from mufakat.campaigns import actions as campaigns
from mufakat.stakeholders import actions, queries, tasks
from mufakat.stakeholders.actions.imports_working import ClaimLost
from mufakat.stakeholders.models import Import, ImportRow, Stakeholder

ROOT = Path(__file__).parents[2]
HEAD = ("Nama", "Sektor", "Wilayah")


def table(rows: int) -> list[tuple[str, ...]]:
    return [HEAD, *((f"Lembaga {n:05} Abc{n:05}", "Media", "Bali; NTT") for n in range(rows))]


@pytest.mark.django_db
def test_read_takes_two_thousand_rows_whole() -> None:
    campaign = make.campaign()
    found = taken(xlsx_of(table(2000)), campaign, "xlsx")
    assert (found.state, found.rows, found.rows_done, found.sheet) == ("done", 2000, 2000, "Data")
    assert Stakeholder.objects.filter(campaign=campaign).count() == 2000
    assert Stakeholder.regions.through.objects.count() == 4000
    again = previewed(xlsx_of(table(2000)), campaign, "xlsx")
    assert queries.counts_of(again) == {"new": 0, "changed": 0, "same": 2000, "alike": 0, "wrong": 0}


@pytest.mark.django_db
def test_read_refuses_a_broken_file_in_the_uploaders_language_and_goes_on() -> None:
    campaign = make.campaign(opener=make.person(language="en"))
    broken = uploaded(xlsx_of(table(1))[:900], campaign, kind="xlsx")
    good = uploaded(csv_of(*table(1)), campaign)
    work()
    words = "The file is damaged or not a table, so it could not be read. Save it again as XLSX or CSV and upload that file."
    assert (fresh(broken).state, fresh(broken).trouble, fresh(good).state) == ("refused", words, "mapping")


@pytest.mark.django_db
def test_read_leaves_what_another_worker_holds_and_takes_up_what_it_left() -> None:
    campaign = make.campaign()
    found = uploaded(csv_of(*table(1)), campaign)
    at = timezone.now()
    held = actions.claim_import(at=at)
    assert (held is not None, tasks.read(at=at + timedelta(seconds=59))) == (True, False)
    assert tasks.read(at=at + timedelta(seconds=61))
    assert fresh(found).state == "mapping"
    with pytest.raises(ClaimLost):
        actions.refuse_import(found=held, words="x", at=at)


@pytest.mark.django_db
def test_read_writes_nothing_for_an_import_discarded_meanwhile() -> None:
    campaign = make.campaign()
    found = uploaded(csv_of(*table(1)), campaign)
    work()
    actions.name_columns(found=found, columns=fresh(found).columns, by=make.host_seat(campaign), at=make.NOW)
    held = actions.claim_import(at=timezone.now())
    actions.discard_import(found=found, by=make.host_seat(campaign), at=make.NOW)
    lines = [ImportRow(of=found, number=2, cells=["x"], fate="new")]
    with pytest.raises(ClaimLost), transaction.atomic():
        actions.keep_checked(found=held, lines=lines, done=1, errors=0, at=timezone.now())
    assert (fresh(found).state, ImportRow.objects.count()) == ("discarded", 0)


@pytest.mark.django_db
def test_read_refuses_what_somebody_confirmed_whose_seat_has_ended() -> None:
    campaign = make.campaign()
    facilitator = make.seat(campaign)
    found = previewed(csv_of(*table(1)), campaign)
    actions.confirm_import(found=found, by=facilitator, at=make.NOW)
    campaigns.end_seat(seat=facilitator, by=facilitator, at=make.NOW, reason="Pindah tugas.")
    work()
    assert (fresh(found).state, Stakeholder.objects.count()) == ("refused", 0)


@pytest.mark.django_db
def test_tidy_removes_files_and_rows_of_what_has_ended() -> None:
    campaign = make.campaign()
    done, running = taken(csv_of(*table(2)), campaign), previewed(csv_of(*table(3)), campaign)
    paths = [queries.path_of_import(found.sha256) for found in (done, running)]
    for path in paths:
        os.utime(path, (0, 0))
    tasks.tidy(at=timezone.now())
    assert ([p.exists() for p in paths], ImportRow.objects.count()) == ([False, True], 5)
    Import.objects.filter(pk=done.pk).update(ended_at=timezone.now() - timedelta(days=8))
    tasks.tidy(at=timezone.now())
    assert ImportRow.objects.count() == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_statement_loses_and_doubles_nothing(tmp_path: Path) -> None:
    campaign = make.campaign()
    found = uploaded(csv_of(*table(1500)), campaign)
    environment = os.environ | {
        "MUFAKAT_DATABASE_URL": shared_tables(tmp_path),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
    }
    if connection.vendor != "sqlite":
        connection.close()
    killed = 0
    for minutes in range(2, 80, 2):  # each lives a little longer than the one before
        script = [sys.executable, str(Path(__file__).with_name("import_worker.py")), str(found.pk)]
        run = subprocess.run(
            [*script, str(1 + killed), str(minutes)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if run.returncode != -signal.SIGKILL:
            break
        killed += 1
    assert run.returncode == 0, run.stderr
    said: dict[str, Any] = json.loads(run.stdout)
    assert said == {
        "state": "done",
        "trouble": "",
        "rows": 1500,
        "stakeholders": 1500,
        "links": 3000,
        "entries": 1,
        "unsound": [],
    }
    assert killed > 7
