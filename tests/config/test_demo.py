"""The demonstration: what its story leaves, and a switch of roles that exists nowhere else."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests import make
from tests.config.conftest import once
from tests.faults.site import ROOT, Gone, Site
from tests.faults.site import Client as Browser

from mufakat.campaigns.models import Campaign, Fact, Invitation, Party, Role, Seat
from mufakat.config import urls
from mufakat.config.demo import cast, mark, seed
from mufakat.ledger import queries as record
from mufakat.ledger.models import Entry, Log
from mufakat.people.models import Organisation, Person
from mufakat.stakeholders import queries as stakeholders
from mufakat.stakeholders.models import Assessment, Interaction, Nomination, Relation, Stakeholder, State

pytestmark = pytest.mark.django_db


def rows(name: str) -> list[dict[str, str]]:
    text = resources.files("mufakat.config.demo").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture
def marked(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path  # the run's own folder is shared by its processes
    mark.put()


@pytest.fixture
def seeded(marked: None) -> Campaign:
    seed.seed(now=timezone.now())
    return Campaign.objects.get(slug=cast.SLUG)


# --- the story -------------------------------------------------------------------------------------------------------
def test_story_leaves_a_campaign_with_every_kind_of_part(seeded: Campaign) -> None:
    assert (str(seeded), seeded.is_example, seeded.visibility) == ("Makin Cakap Digital", True, "public")
    states = Counter(Invitation.objects.filter(campaign=seeded).values_list("state", flat=True))
    assert states == {"accepted": 14, "open": 2, "declined": 1, "revoked": 1, "expired": 1}
    assert set(Seat.objects.filter(campaign=seeded, ended_at=None).values_list("role", flat=True)) == set(Role.values)
    assert Party.objects.filter(campaign=seeded, left_at__isnull=False).count() == 1
    assert Seat.objects.filter(campaign=seeded, delegated_by__isnull=False).count() == 1
    assert Seat.objects.filter(campaign=seeded, mandate__isnull=False).count() == 1
    assert Campaign.objects.filter(visibility="draft").count() == 1
    for log in Log.objects.all():  # in order, and never in the future
        times = list(Entry.objects.filter(log=log).order_by("seq").values_list("at", flat=True))
        assert times == sorted(times)
        assert times[-1] <= timezone.now()
        assert record.fsck(log) == []


@once
def test_what_is_invented_says_so_and_what_is_real_is_documented(seeded: Campaign) -> None:
    assert {p.is_example for p in Person.objects.all()} == {True}
    assert [p.name for p in Person.objects.all() if "Contoh" not in p.name] == []
    assert [o.name for o in Organisation.objects.filter(is_example=True) if "Contoh" not in o.name] == []
    assert [p for p in Party.objects.select_related("organisation") if not p.organisation.is_example] == []
    invited = Invitation.objects.filter(organisation__isnull=False).select_related("organisation")
    assert [i for i in invited if i.organisation and not i.organisation.is_example] == []
    real = Organisation.objects.filter(is_example=False)
    assert {o.name for o in real} == {row["organisation"] for row in rows("partners.csv")}
    assert real.count() == 31
    assert [o.name for o in real if "Sektor dan jenis disimpulkan dari namanya." not in o.source] == []
    assert {o.status for o in real} == {"proposed"}
    facts = Fact.objects.filter(campaign=seeded)
    assert facts.count() == len(rows("facts.csv")) == 23
    index = facts.filter(series="Indeks Literasi Digital").order_by("year").values_list("year", "value")
    assert [(year, f"{value:.2f}") for year, value in index] == [(2020, "3.46"), (2021, "3.49"), (2022, "3.54")]
    assert [f.label for f in facts if not f.source] == []


# --- the switch ------------------------------------------------------------------------------------------------------
@once
def test_step_into_makes_the_visitor_each_of_the_cast(seeded: Campaign) -> None:
    for part in cast.PARTS:
        client = Client()
        answer = client.post("/contoh/peran/", {"role": part.key, "next": "/organisasi/"})
        assert answer.status_code == 302
        assert answer["Location"].startswith("/undangan/") is (part.key == cast.INVITED)
        page = client.get(answer["Location"], follow=True)
        assert page.status_code == 200
        reader = page.wsgi_request.user
        assert (reader.email if reader.is_authenticated else "") == (f"{part.key}@{cast.DOMAIN}" if part.key else "")
        assert f'name="role" value="{part.key}"' in page.content.decode() or not part.key


@pytest.fixture
def sari(marked: None) -> Person:
    return make.person(email="sari@contoh.example", is_example=True)


@pytest.mark.usefixtures("sari")
def test_step_into_stays_on_a_page_that_everybody_sees(client: Client) -> None:
    here = f"/kampanye/{cast.SLUG}/catatan/?page=2"
    assert client.post("/contoh/peran/", {"role": "sari", "next": here})["Location"] == here
    for other in (
        "https://evil.example/",
        "//evil.example/kampanye/makin-cakap-digital/",
        "javascript:1",
        "/kampanye/x/",
    ):
        assert client.post("/contoh/peran/", {"role": "sari", "next": other})["Location"] == "/"


@pytest.mark.usefixtures("sari")
def test_step_into_knows_only_the_cast(client: Client) -> None:
    real = make.person(email="sungguhan@kota.example")
    for role in (real.email, str(real.pk), "sungguhan", "sari@contoh.example", "' OR 1=1"):
        assert client.post("/contoh/peran/", {"role": role}).status_code == 404
    assert client.get("/contoh/peran/").status_code == 405


@pytest.mark.usefixtures("marked")
def test_step_into_refuses_a_real_account_with_the_address_of_the_cast(client: Client) -> None:
    make.person(email="sari@contoh.example", is_example=False)
    assert client.post("/contoh/peran/", {"role": "sari"}).status_code == 404


@pytest.mark.usefixtures("sari")
def test_step_into_needs_the_mark_in_the_data_folder_and_demo_mode(client: Client, settings: Any) -> None:
    mark.path().unlink()
    assert client.post("/contoh/peran/", {"role": "sari"}).status_code == 404
    mark.put()
    settings.DEMO = False
    assert client.post("/contoh/peran/", {"role": "sari"}).status_code == 404


@once
def test_outside_demo_mode_there_is_no_such_address() -> None:
    assert "contoh/peran/" in _addresses()
    code = (
        "import django; django.setup(); from tests.config.test_demo import _addresses; "
        "print('contoh/peran/' in _addresses(), '_web' in _addresses())"
    )
    environment = {**os.environ, "MUFAKAT_DEMO": "false"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False False\n"


def _addresses() -> set[str]:
    found = set()
    waiting = list(urls.urlpatterns)
    while waiting:
        pattern = waiting.pop()
        found.add(str(pattern.pattern))
        waiting += getattr(pattern, "url_patterns", [])
    return found


# --- the command -----------------------------------------------------------------------------------------------------
@once
def test_demo_makes_its_own_folder_and_runs(site: Site) -> None:
    site.environment["MUFAKAT_BASE_URL"] = f"http://localhost:{site.port}"
    command = [sys.executable, "-m", "mufakat.config", "demo", "--port", str(site.port)]
    site.process = subprocess.Popen(
        command, env=site.environment, cwd=ROOT, stdout=site.log, stderr=site.log, start_new_session=True
    )
    site.group = site.process.pid
    site.wait_until_it_answers(60)
    browser = Browser(site.port)
    browser.ask("GET", "/")
    status, where, _text = browser.ask("POST", "/contoh/peran/", {"role": "ratna"})
    assert (status, where) == (302, "/")
    assert "Ratna Contoh Dewanti" in browser.ask("GET", "/")[2]
    browser.close()
    assert "A demonstration already runs on" in site.command("demo", "--port", "1", code=3)
    assert site.stop() == 0
    with pytest.raises(Gone):
        browser.ask("GET", "/")
    said = site.said()
    assert f"The demonstration: http://localhost:{site.port}" in said
    assert "Host's liaison" in said


@once
def test_demo_touches_no_other_data(filled: Site) -> None:
    before = (filled.folder / "mufakat.sqlite3").read_bytes()
    assert "holds other data, so no demonstration is made there" in filled.command("demo", "--no-serve", code=3)
    assert (filled.folder / "mufakat.sqlite3").read_bytes() == before
    assert not (filled.folder / mark.NAME).exists()


def test_tests_are_a_demonstration_without_the_mark() -> None:
    assert settings.DEMO
    assert not mark.is_set()


# --- the mapping -----------------------------------------------------------------------------------------------------
@once
def test_the_mapping_has_something_of_every_kind(seeded: Campaign) -> None:
    kept = Stakeholder.objects.filter(campaign=seeded, removed_at=None)
    assert (kept.filter(is_example=False).count(), kept.filter(is_example=True).count()) == (31, 18)
    assert set(kept.values_list("state", flat=True)) == {s.value for s in State}
    assert set(Relation.objects.values_list("kind", flat=True)) == set(Relation.Kind.values)
    states = Counter(Nomination.objects.filter(campaign=seeded).values_list("state", flat=True))
    assert states == {"open": 2, "invited": 1, "known": 1, "declined": 1}
    found = stakeholders.missing_in(seeded, timezone.now())
    covered = found.covered
    assert [(r.requirement.sector_id, r.missing) for r in covered.mandatory_gaps] == [("komunitas", 2), (None, 1)]
    assert ([r.is_waived for r in covered.rows].count(True), found.disputed > 2, found.unassessed > 31) == (
        1,
        True,
        True,
    )
    assert [h.group.name for h in found.heard if h.is_silent] == ["Warga Banten", "Warga lanjut usia Kota Contoh"]
    people = {h.group.region.population: h.group.people for h in found.heard if h.group.region}
    assert all(known == said for known, said in people.items())
    assert (found.voiceless.number, found.forgotten.number) == (1, 1)


@once
def test_nothing_is_invented_about_real_organisations(seeded: Campaign) -> None:
    real = Stakeholder.objects.filter(campaign=seeded, is_example=False)
    assert {(s.state, s.position, s.notes, s.interest, s.owner_id, s.wanted) for s in real} == {
        ("identified", None, "", "", None, "none")
    }
    assert [s.name for s in real if "disimpulkan dari namanya" not in s.source] == []
    assert not Assessment.objects.filter(stakeholder__in=real).exists()
    assert not Relation.objects.filter(Q(a__in=real) | Q(b__in=real)).exists()
    assert not Interaction.objects.filter(stakeholder__in=real).exists()
    invented = Stakeholder.objects.filter(campaign=seeded, is_example=True)
    assert [s.name for s in invented if "Contoh" not in s.name] == []
    assert [n.name for n in Nomination.objects.all() if "Contoh" not in n.name] == []


# --- the register with mistakes --------------------------------------------------------------------------------------
@pytest.mark.usefixtures("marked")
def test_faulty_register_is_a_workbook_with_the_mistakes_of_its_table(client: Client) -> None:
    answer = client.get("/contoh/daftar-dengan-kesalahan.xlsx")
    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    head, *rows = sheet.to_python()
    assert head[:3] == ["Nama", "Nomor rujukan", "Sektor"]
    assert [row[2] for row in rows if row[0] == "Radio Komunitas Contoh"] == ["Medya"]
    assert [row[1] for row in rows].count("S-01") == 2


def test_faulty_register_is_there_in_a_demonstration_only(client: Client) -> None:
    assert client.get("/contoh/daftar-dengan-kesalahan.xlsx").status_code == 404
