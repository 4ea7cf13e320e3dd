"""Servers of their own for the tests of commands: a folder, and on PostgreSQL a database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from tests.faults.site import Site

MakeSite = Callable[..., Site]
ON_POSTGRES = os.environ.get("MUFAKAT_TEST_DB") == "postgres"
once = pytest.mark.skipif(ON_POSTGRES, reason="has nothing to do with the kind of database; the run on SQLite shows it")


def _create_database(template: str = "template1") -> str:
    import psycopg

    server, name = os.environ["MUFAKAT_TEST_POSTGRES"], f"site_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as plain:
        plain.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.replace("/postgres?", f"/{name}?")


def _name_in(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]


def _drop_database(address: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["MUFAKAT_TEST_POSTGRES"], autocommit=True) as plain:
        plain.execute(f"DROP DATABASE IF EXISTS {_name_in(address)} WITH (FORCE)")


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[MakeSite]:
    """A server of its own; with `like`, one that begins as a copy of another."""
    made: list[Site] = []
    databases: list[str] = []

    def make(name: str = "server", *, like: Site | None = None, **more: bool) -> Site:
        url = ""
        if ON_POSTGRES:
            url = _create_database(_name_in(like.environment["MUFAKAT_DATABASE_URL"]) if like else "template1")
            databases.append(url)
        if like:
            shutil.copytree(like.folder, tmp_path / name)
        made.append(Site(tmp_path / name, database_url=url, **more))
        return made[-1]

    yield make
    for site in made:
        site.close()
    for address in databases:
        _drop_database(address)


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    return make_site()


@dataclass(frozen=True)
class Model:
    """A server with an administrator, and a backup of it: made once, copied for each test."""

    site: Site
    link: str
    packed: Path


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    folder = tmp_path_factory.mktemp("model")
    url = _create_database() if ON_POSTGRES else ""
    site = Site(folder / "server", database_url=url)
    link = site.init()
    (site.folder / "files" / "ab").mkdir(parents=True)
    (site.folder / "files" / "ab" / ("ab" * 32)).write_bytes(b"%PDF-1.7 surat tugas")
    (site.folder / "files" / "ab" / ".draft").write_bytes(b"half")
    said = site.command("backup", str(folder / "b.tar.gz"), "--with-keys")
    assert f"Backup written and verified: {folder / 'b.tar.gz'}" in said
    yield Model(site, link, folder / "b.tar.gz")
    site.close()
    if url:
        _drop_database(url)


@pytest.fixture
def filled(model: Model, make_site: MakeSite) -> Site:
    return make_site(like=model.site)


@pytest.fixture
def packed(model: Model, tmp_path: Path) -> Path:
    return Path(shutil.copy(model.packed, tmp_path / "b.tar.gz"))
