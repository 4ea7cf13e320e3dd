"""The worker killed in the middle of its work: whoever should be told is told, once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.config.conftest import MakeSite
from tests.faults.site import ROOT, Site

pytestmark = pytest.mark.slow

# The acts of the demonstration without anybody being told of them, and then what was told.
TELL_NOBODY = """
import django; django.setup()
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from mufakat.config import readiness
from mufakat.config.demo import mark, story
from mufakat.ledger import actions as ledger
readiness.migrate()
mark.put()
with transaction.atomic():
    ledger.found_instance_log(at=timezone.now() - timedelta(days=50))
    story.tell(timezone.now())
"""
TOLD = """
import django; django.setup()
from mufakat.ledger import queries
from mufakat.notices.models import Mail, Notice
print(sorted(Notice.objects.values_list("person__email", "key", "title")))
print(sorted((key.partition(":")[0], to, subject) for key, to, subject in Mail.objects.values_list("key", "to", "subject")))
print(queries.backlogs(), list(queries.troubled_cursors()))
"""


def python(site: Site, code: str) -> str:
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "mufakat.config.settings", "MUFAKAT_DEMO": "true"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def killed_worker(site: Site, after: float) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "mufakat.config", "worker"],
        env={**site.environment, "MUFAKAT_DEMO": "true"},
        cwd=ROOT,
        stdout=site.log,
        stderr=site.log,
    )
    time.sleep(after)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()


def told(site: Site) -> str:
    return python(site, TOLD)


def test_a_killed_worker_loses_and_doubles_nothing(make_site: MakeSite, tmp_path: Path) -> None:
    calm = make_site("calm")
    python(calm, TELL_NOBODY)
    hunted = make_site("hunted", like=calm)
    calm.command("worker", "--once")
    calm.command("worker", "--once")
    chance = random.Random(7)
    for _ in range(5):
        killed_worker(hunted, chance.uniform(0.6, 1.6))
    hunted.command("worker", "--once")
    hunted.command("worker", "--once")
    assert told(hunted) == told(calm)
    assert "lina@contoh.example" in told(calm)
    assert told(calm).endswith("[] []\n")
