"""Small rooms of the site's own house: locks, tidying, static files, who was there before whom."""

from __future__ import annotations

import os
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from tests import make

from mufakat.config import comparison, family, readiness, sources, upkeep
from mufakat.config.restoration import finish_interrupted
from mufakat.ledger import actions as ledger
from mufakat.ledger import queries as record
from mufakat.ledger.models import Entry

pytestmark = pytest.mark.django_db


# --- locks -----------------------------------------------------------------------------------------------------------
def test_holding_lets_one_in_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with family.holding(path):
        assert family.is_held(path)
        with pytest.raises(family.Taken), family.holding(path):
            raise AssertionError("two at once")
    assert not family.is_held(path)


def test_holding_waits_for_one_who_is_leaving(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    held = family._try_lock(path)
    assert held
    threading.Timer(0.3, held.close).start()
    begun = time.monotonic()
    with family.holding(path, within=5):
        assert 0.2 < time.monotonic() - begun < 4


def test_holding_ends_with_the_process_that_held_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    child = os.fork()
    if child == 0:
        family._try_lock(path)
        os._exit(0)
    os.waitpid(child, 0)
    assert not family.is_held(path)


# --- tidying ---------------------------------------------------------------------------------------------------------
def test_clear_temporary_files_takes_only_forgotten_ones(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path
    for name, age in (("new", 0), ("old", 90_000)):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (time.time() - age, time.time() - age))
    assert upkeep.clear_temporary_files(at=make.NOW) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["new"]


def test_clear_sessions_and_cache_leave_what_is_still_needed() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=make.NOW - timedelta(days=1000))
    Session.objects.create(session_key="new", session_data="", expire_date=make.NOW + timedelta(days=3650))
    cache.set("attempts", 3)
    upkeep.clear_sessions(at=make.NOW)
    upkeep.clear_cache(at=make.NOW)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert cache.get("attempts") is None


# --- static files ----------------------------------------------------------------------------------------------------
def test_collect_static_does_it_once(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[str] = []
    monkeypatch.setattr(readiness, "call_command", lambda name, **_options: collected.append(name))
    settings.STATIC_ROOT = tmp_path
    assert readiness.collect_static() is True
    assert readiness.collect_static() is False
    monkeypatch.setattr(readiness, "version", lambda _name: "99")
    assert readiness.collect_static() is True
    assert collected == ["collectstatic", "collectstatic"]


# --- restores --------------------------------------------------------------------------------------------------------
def rows() -> list[dict[str, Any]]:
    return [
        {"origin": log.origin, "size": log.size, "root": record.root_of(log).hex(), "vkey": record.vkey(log)}
        for log in [record.instance_log(), make.campaign().log]
    ]


def test_with_present_tells_every_entry_that_a_backup_lacks() -> None:
    archived = rows()
    assert comparison.with_present(archived).missing == []
    own = record.instance_log()
    ledger.record(log=own, verb="organisation.proposed", object="organisation:x", by="person:x", at=make.NOW)
    made = make.campaign()
    difference = comparison.with_present(archived)
    assert {(m.origin, m.seq, m.verb) for m in difference.missing} == {
        (own.origin, own.size, "organisation.proposed"),
        *((made.log.origin, e.seq, e.verb) for e in Entry.objects.filter(log=made.log)),
    }
    assert difference.forked == []
    assert difference.before[own.origin] == own.size


def test_with_present_tells_a_history_that_is_not_the_same() -> None:
    archived = rows()
    archived[1]["root"] = "00" * 32
    assert comparison.with_present(archived).forked == [archived[1]["origin"]]


def test_finish_interrupted_completes_a_restore_whose_process_died() -> None:
    from mufakat.config import actions

    assert finish_interrupted(at=make.NOW) is False
    ledger.beat(name=actions.UNFINISHED, at=make.NOW)
    own = record.instance_log()
    assert finish_interrupted(at=make.NOW) is True
    last = Entry.objects.filter(log=own).latest("seq")
    assert (last.verb, last.by) == ("log.restored", "operator")
    assert record.pulse_of(actions.UNFINISHED) is None
    assert record.pulse_of(actions.UNSEEN) is not None
    assert finish_interrupted(at=make.NOW) is False


# --- settings --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("MUFAKAT_SECRET_KEY", "abc", "********"),
        ("MUFAKAT_SECRET_KEY", "", ""),
        ("MUFAKAT_DATABASE_URL", "postgres://u:p@ss@h:5/d?x=1", "postgres://u:********@h:5/d?x=1"),
        ("MUFAKAT_DATABASE_URL", "postgres://u@h/d", "postgres://u@h/d"),
        ("MUFAKAT_MAIL_URL", "smtp://[::1", "********"),
        ("MUFAKAT_HOSTS", ["a", "b"], "a,b"),
        ("MUFAKAT_DEMO", False, "False"),
    ],
)
def test_masked_hides_what_is_secret(name: str, value: object, shown: str) -> None:
    assert sources.masked(name, value) == shown
