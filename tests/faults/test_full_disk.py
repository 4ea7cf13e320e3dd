"""A full disk: a clear 503, nothing half-written, and when there is room again it goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.faults.databases import Sqlite
from tests.faults.disk import small_disk
from tests.faults.site import ROOT, Client, Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("MUFAKAT_TEST_DB" in __import__("os").environ, reason="a SQLite disk"),
]

LIMITED = """
import sys
from mufakat.config import settings
options = settings.DATABASES["default"]["OPTIONS"]
options["init_command"] += ";PRAGMA max_page_count={pages}"
from mufakat.config.command import main
sys.exit(main(sys.argv[1:]))
"""


def proposals(client: Client, times: int) -> tuple[list[UUID], set[int]]:
    """What was acknowledged, and every status seen."""
    acknowledged, seen = [], set()
    for _ in range(times):
        number = uuid4()
        status = client.propose(number)
        seen.add(status)
        if status == 302:
            acknowledged.append(number)
    return acknowledged, seen


def check(site: Site, database: Sqlite, acknowledged: list[UUID]) -> None:
    assert database.recorded(acknowledged) == set(acknowledged)
    assert database.halves() == []
    assert json.loads(site.command("inspect"))["troubles"] == []


def test_a_full_disk_is_told_and_survived(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size=24) as disk:
        if disk is None:
            pytest.skip("no tmpfs may be mounted here; the next test fills a database by its page count instead")
        site, database = Site(disk.folder / "server"), Sqlite(disk.folder)
        client = Client(site.port)
        try:
            link = site.init()
            site.start()
            client.enter(link)
            client.ask("GET", "/organisasi/baru/")
            before, seen = proposals(client, 5)
            assert seen == {302}
            disk.fill()
            during, seen = proposals(client, 60)
            assert 503 in seen
            assert seen <= {302, 503}
            stranger = Client(site.port)
            assert stranger.ask("GET", "/kampanye/")[0] == 200
            status, _where, words = stranger.ask("GET", "/readyz")
            assert (status, words) == (503, "not ready\n")
            stranger.close()
            disk.empty()
            after, seen = proposals(client, 5)
            assert seen == {302}
            site.stop()
            check(site, database, before + during + after)
        finally:
            client.close()
            site.close()


def test_a_full_database_is_told_and_survived(tmp_path: Path) -> None:
    site, database = Site(tmp_path / "server"), Sqlite(tmp_path)
    client = Client(site.port)
    try:
        link = site.init()
        pages = (tmp_path / "server" / "mufakat.sqlite3").stat().st_size // 4096 + 8
        command = [sys.executable, "-c", LIMITED.format(pages=pages), "serve", "--port", str(site.port)]
        site.process = subprocess.Popen(
            command, env=site.environment, cwd=ROOT, stdout=site.log, stderr=site.log, start_new_session=True
        )
        site.group = site.process.pid
        site.wait_until_it_answers(60)
        client.enter(link)
        client.ask("GET", "/organisasi/baru/")
        before, seen = proposals(client, 150)
        assert seen == {302, 503}
        status, _where, _words = client.ask("POST", "/organisasi/baru/", {"once": str(uuid4()), "name": "X"})
        assert status in {422, 503}
        site.stop()
        client.close()
        check(site, database, before)
        site.start()
        after, seen = proposals(client, 5)
        assert seen == {302}
        site.stop()
        check(site, database, before + after)
    finally:
        client.close()
        site.close()
