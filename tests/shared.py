"""The tables of the running test, where other processes can reach them as well."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection


def shared_tables(folder: Path) -> str:
    """The address of a database that holds what the test's own holds now: of SQLite a copy, as a file in this folder.

    The copy gets its write-ahead log here: of many that open it at once and each want to begin one, SQLite refuses some
    at once, without waiting.
    """
    if connection.vendor != "sqlite":
        return (
            urlsplit(os.environ["MUFAKAT_DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"]).geturl()
        )
    with closing(sqlite3.connect(folder / "shared.sqlite3")) as file:
        connection.connection.backup(file)
        file.execute("PRAGMA journal_mode=WAL")
    return f"sqlite:///{folder}/shared.sqlite3"
