"""Servers of their own for the tests of commands: a folder, and on PostgreSQL a database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.faults.site import Site

MakeSite = Callable[..., Site]
ON_POSTGRES = os.environ.get("MUFAKAT_TEST_DB") == "postgres"


def _fresh_database() -> str:
    import psycopg

    server, name = os.environ["MUFAKAT_TEST_POSTGRES"], f"site_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as plain:
        plain.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def _dropped(address: str) -> None:
    import psycopg

    name = address.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(os.environ["MUFAKAT_TEST_POSTGRES"], autocommit=True) as plain:
        plain.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[MakeSite]:
    made: list[Site] = []
    databases: list[str] = []

    def make(name: str = "server", *, database_url: str = "", **more: bool) -> Site:
        if ON_POSTGRES and not database_url:
            database_url = _fresh_database()
            databases.append(database_url)
        made.append(Site(tmp_path / name, database_url=database_url, **more))
        return made[-1]

    yield make
    for site in made:
        site.close()
    for address in databases:
        _dropped(address)


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    return make_site()
