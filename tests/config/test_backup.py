"""Backup and restore as an operator runs them, on both databases: what comes back, what is refused, what is said."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.config.conftest import ON_POSTGRES, MakeSite, once
from tests.faults.site import ROOT, Site

from mufakat.config import archive, words
from mufakat.config.commands import restore
from mufakat.engines.chain import note


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    words.speak("en")
    yield
    words.speak("id")


SECRET = ("secret.key", "log.key")


def heads(site: Site) -> dict[str, tuple[int, str]]:
    found = json.loads(site.command("inspect"))
    assert found["troubles"] == []
    return {row["origin"]: (row["size"], row["root"]) for row in found["logs"]}


def keys(site: Site) -> dict[str, bytes]:
    return {name: (site.folder / "keys" / name).read_bytes() for name in SECRET}


def verbs(site: Site) -> list[str]:
    """The verbs of the server's own record, read by a command of its own."""
    code = (
        "import django; django.setup()\n"
        "from mufakat.ledger.models import Entry\n"
        "print(*Entry.objects.order_by('seq').values_list('verb', flat=True))\n"
    )
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "mufakat.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_backup_says_what_it_holds(filled: Site, packed: Path) -> None:
    manifest = archive.examine(packed)
    database = "database.dump" if ON_POSTGRES else "database.sqlite3"
    assert set(manifest.members) == {database, f"files/ab/{'ab' * 32}", "keys/secret.key", "keys/log.key"}
    told = {row["origin"]: (row["size"], row["root"]) for row in manifest.facts["logs"]}
    assert told == heads(filled)
    row = manifest.facts["logs"][0]
    assert note.open_checkpoint(row["checkpoint"], row["vkey"]).root.hex() == row["root"]


@once
def test_backup_leaves_the_keys_out_unless_asked(filled: Site, tmp_path: Path) -> None:
    said = filled.command("backup", str(tmp_path))
    assert "does not contain the keys" in said
    found = next(tmp_path.glob("mufakat-*.tar.gz"))
    assert [name for name in archive.examine(found).members if name.startswith("keys/")] == []


@once
def test_backup_overwrites_nothing(filled: Site, packed: Path) -> None:
    before = packed.read_bytes()
    assert "exists already" in filled.command("backup", str(packed), code=3)
    assert packed.read_bytes() == before


@once
def test_backup_refuses_an_empty_server_and_a_missing_folder(site: Site, tmp_path: Path) -> None:
    assert "There is no database here yet" in site.command("backup", str(tmp_path / "x.tar.gz"), code=3)
    assert "does not exist" in site.command("backup", str(tmp_path / "no" / "x.tar.gz"), code=3)
    assert list(tmp_path.glob("*.gz")) == []


def test_restore_into_a_fresh_folder_gives_everything_back(filled: Site, packed: Path, make_site: MakeSite) -> None:
    other = make_site("other")
    said = other.command("restore", str(packed))
    assert "The keys came with the backup" in said
    assert keys(other) == keys(filled)
    assert (other.folder / "files" / "ab" / ("ab" * 32)).read_bytes() == b"%PDF-1.7 surat tugas"
    (origin, (size, _root)) = next(iter(heads(filled).items()))
    assert heads(other)[origin][0] == size + 1
    assert verbs(other) == [*verbs(filled), "log.restored"]
    assert list(other.folder.glob(".restore-*")) + list(other.folder.glob("before-restore-*")) == []
    assert "cannot be read" not in said


def test_restore_elsewhere_of_a_sealed_record_with_and_without_its_keys(
    filled: Site, make_site: MakeSite, tmp_path: Path
) -> None:
    seal = (
        "import django; django.setup(); from django.utils import timezone; "
        "from mufakat.ledger import tasks; print(tasks.seal(at=timezone.now()))"
    )
    subprocess.run(
        [sys.executable, "-c", seal],
        env=filled.environment | {"DJANGO_SETTINGS_MODULE": "mufakat.config.settings"},
        cwd=ROOT,
        check=True,
    )
    for name, options, told in (
        ("with", ["--with-keys"], "The keys came with the backup"),
        ("without", [], "The key of the record here is not the one of the backup"),
    ):
        filled.command("backup", str(tmp_path / f"{name}.tar.gz"), *options)
        other = make_site(name)
        assert told in other.command("restore", str(tmp_path / f"{name}.tar.gz"))
        assert verbs(other) == [*verbs(filled), "log.restored"]


def test_restore_refuses_to_replace_data_unless_told(filled: Site, packed: Path) -> None:
    before = heads(filled)
    assert "There is data here already" in filled.command("restore", str(packed), code=3)
    assert "The backup is whole" in filled.command("restore", str(packed), "--check")
    assert heads(filled) == before


def test_restore_of_an_older_backup_tells_what_is_missing_and_records_it(filled: Site, packed: Path) -> None:
    before = heads(filled)
    filled.command("init", "--no-input")
    said = filled.command("restore", str(packed), "--replace")
    assert "1 entry of the record here is not in the backup:" in said
    assert "entry_link.made" in said
    (origin, (size, _root)) = next(iter(before.items()))
    assert heads(filled)[origin][0] == size + 1
    assert verbs(filled)[-1] == "log.restored"
    doctor = filled.command("doctor", "--json")
    assert "no administrator has acknowledged" in doctor
    kept = list(filled.folder.glob("before-restore-*"))
    assert [path.suffix for path in kept] == [".dump" if ON_POSTGRES else ".sqlite3"]
    assert str(kept[0]) in said


@once
def test_restore_refuses_a_damaged_archive(filled: Site, packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1 :])
    before = heads(filled)
    assert "is damaged" in filled.command("restore", str(broken), "--replace", code=3)
    assert heads(filled) == before
    assert list(filled.folder.glob(".restore-*")) == []


def rewritten(source: Path, target: Path, **changes: Any) -> Path:
    """The same archive with other words in its manifest."""
    with tarfile.open(source) as tar:
        parts = [(info, tar.extractfile(info).read()) for info in tar]  # type: ignore[union-attr]
    manifest = {**json.loads(parts[0][1]), **changes}
    with gzip.open(target, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as tar:
        for info, content in [(parts[0][0], json.dumps(manifest).encode()), *parts[1:]]:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return target


@once
def test_restore_refuses_a_manifest_that_lies_about_the_record(filled: Site, packed: Path, tmp_path: Path) -> None:
    facts = archive.examine(packed).facts
    logs = [{**facts["logs"][0], "size": facts["logs"][0]["size"] - 1}]
    lying = rewritten(packed, tmp_path / "l.tar.gz", logs=logs)
    assert "not the one that its manifest describes" in filled.command("restore", str(lying), "--replace", code=3)


def test_restore_refuses_a_newer_schema_and_another_kind_of_database(packed: Path, tmp_path: Path) -> None:
    facts = archive.examine(packed).facts
    restore.refuse_unfit(archive.examine(packed))
    newer = rewritten(
        packed, tmp_path / "n.tar.gz", schema=[*facts["schema"], "people.9999_later"], product_version="7"
    )
    with pytest.raises(words.Trouble, match=r"newer schema than this version knows \(people.9999_later\)") as refusal:
        restore.refuse_unfit(archive.examine(newer))
    assert (refusal.value.code, refusal.value.mend) == (3, "Install version 7 first.")
    other = rewritten(packed, tmp_path / "o.tar.gz", database="oracle")
    with pytest.raises(words.Trouble, match="The backup is of a oracle database"):
        restore.refuse_unfit(archive.examine(other))


@once
def test_restore_brings_an_older_schema_forward(
    filled: Site, packed: Path, make_site: MakeSite, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    archive.unpack(packed, scratch)
    with sqlite3.connect(scratch / "database.sqlite3", isolation_level=None) as plain:
        plain.execute("DROP TABLE usersessions_usersession")
        plain.execute("DELETE FROM django_migrations WHERE app = 'usersessions'")
    plain.close()
    facts = dict(archive.examine(packed).facts)
    facts = {k: v for k, v in facts.items() if k != "members"}
    facts["schema"] = [name for name in facts["schema"] if not name.startswith("usersessions.")]
    older = tmp_path / "older.tar.gz"
    archive.write(older, facts, {"database.sqlite3": scratch / "database.sqlite3"})
    other = make_site("other")
    other.command("restore", str(older))
    assert json.loads(other.command("inspect"))["pending"] == []


@once
def test_restore_compares_with_a_checkpoint_that_a_party_kept(filled: Site, packed: Path, tmp_path: Path) -> None:
    filled.command("init", "--no-input")
    later = tmp_path / "later.tar.gz"
    filled.command("backup", str(later))
    row = archive.examine(later).facts["logs"][0]
    kept = tmp_path / "checkpoint"
    kept.write_text(row["checkpoint"])
    said = filled.command("restore", str(packed), "--check", "--checkpoint", str(kept))
    assert f"the checkpoint knows {row['size']} entries, the backup only {row['size'] - 1}." in said
    kept.write_text("not a note\n")
    assert "is not a checkpoint" in filled.command("restore", str(packed), "--check", "--checkpoint", str(kept), code=3)


@once
def test_restore_refuses_a_backup_that_contradicts_a_checkpoint(
    filled: Site, packed: Path, make_site: MakeSite, tmp_path: Path
) -> None:
    other = make_site("other")
    shutil.copytree(filled.folder / "keys", other.folder / "keys")
    other.environment["MUFAKAT_BASE_URL"] = filled.environment["MUFAKAT_BASE_URL"]
    other.init()
    other.command("backup", str(tmp_path / "other.tar.gz"))
    kept = tmp_path / "checkpoint"
    kept.write_text(archive.examine(tmp_path / "other.tar.gz").facts["logs"][0]["checkpoint"])
    said = filled.command("restore", str(packed), "--replace", "--checkpoint", str(kept), code=3)
    assert "the backup contradicts the checkpoint" in said


@once
def test_restore_refuses_while_the_site_runs(filled: Site, packed: Path) -> None:
    filled.start()
    assert "runs on this data folder" in filled.command("restore", str(packed), "--replace", code=3)
    assert filled.stop() == 0


@once
def test_restore_refuses_a_file_that_differs(filled: Site, packed: Path) -> None:
    (filled.folder / "files" / "ab" / ("ab" * 32)).write_bytes(b"something else")
    before = heads(filled)
    assert "differs from the one in the backup" in filled.command("restore", str(packed), "--replace", code=3)
    assert heads(filled) == before


@once
def test_restore_of_a_broken_database(filled: Site, packed: Path) -> None:
    database = filled.folder / "mufakat.sqlite3"
    database.write_bytes(b"SQLite format 3\0" + os.urandom(8192))
    said = filled.command("restore", str(packed), "--replace")
    assert "The database here cannot be read" in said
    assert verbs(filled)[-1] == "log.restored"


@pytest.mark.slow
def test_restore_killed_at_any_moment_leaves_the_old_or_the_new(filled: Site, packed: Path) -> None:
    """Kills spread over the whole run of the command; the server must start after each."""
    (origin, (archived, _root)) = next(iter(heads(filled).items()))
    for _ in range(3):
        filled.command("init", "--no-input")
    old, new = archived + 3, archived + 1
    allowed = {old, new}
    for step in range(3):
        command = [sys.executable, "-m", "mufakat.config", "restore", str(packed), "--replace"]
        running = subprocess.Popen(command, env=filled.environment, cwd=ROOT, stderr=filled.log, start_new_session=True)
        time.sleep(1.0 + 0.8 * step)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        filled.start()
        filled.stop()
        found = heads(filled)[origin][0]
        assert found in allowed, (step, found)
        allowed = {found, new}
    filled.command("restore", str(packed), "--replace")
    assert heads(filled)[origin][0] == new
    assert verbs(filled)[-1] == "log.restored"
