"""The pages of an import, from the file to the register, as the team meets them and as others do not."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from python_calamine import load_workbook
from tests import make, make_stakeholders
from tests.pages import client_of, hidden, is_missing, said, words
from tests.stakeholders.import_steps import csv_of, fresh, previewed, uploaded, work, xlsx_of

from mufakat.campaigns.models import Role
from mufakat.people.models import Region
from mufakat.stakeholders import queries
from mufakat.stakeholders.models import Import, Stakeholder
from mufakat.stakeholders.queries.columns import COLUMNS

pytestmark = pytest.mark.django_db
MIXED = csv_of(
    ("Nama", "Sektor", "Wilayah", "Sikap"),
    ("Radio Suara Warga", "Media", "Bali", "2"),
    ("Kantor Desa", "Pemerinta", "Jawa Brat", "7"),
    ("Radio Suara Warga", "Media", "", ""),
)


@pytest.fixture
def campaign(db: None) -> Any:
    return make.campaign(opener=make.person(name="Rina", language="en"))


@pytest.fixture
def client(campaign: Any) -> Any:
    return client_of(make.host_seat(campaign).person)


def url(campaign: Any, name: str = "imports", *args: Any) -> str:
    return reverse(f"stakeholders:{name}", args=[campaign.slug, *args])


def send(client: Any, campaign: Any, content: bytes, name: str = "daftar.csv", **more: str) -> Any:
    table = SimpleUploadedFile(name, content)
    return client.post(url(campaign), {"once": str(uuid4()), "table": table} | more)


def test_a_file_goes_from_upload_to_the_register_page_by_page(client: Any, campaign: Any) -> None:
    made = send(client, campaign, MIXED)
    found = Import.objects.get()
    page = url(campaign, "import", found.pk)
    assert (made.status_code, made.url) == (302, page)
    waiting = client.get(page)
    assert "Waiting to be read" in words(waiting)
    assert '<meta http-equiv="refresh" content="2">' in waiting.content.decode()
    work()
    columns = client.get(page)
    assert "A · Nama (Radio Suara Warga, Kantor Desa" in words(columns)
    chosen = {"name": "0", "sector": "1", "regions": "2", "position": "3"}
    client.post(url(campaign, "import_columns", found.pk), chosen)
    work()
    text = words(client.get(page))
    assert "1 row is wrong" in text
    assert "Row 3, column Sector: “Pemerinta” is not known. Do you perhaps mean “Government”?" in text
    assert "Row 3, column Regions: “Jawa Brat” is not known. Do you perhaps mean “Jawa Barat”?" in text
    assert "Row 3, column Position: “7” is not on the scale. Write a number from -2 to 2, or the word." in text
    assert "Perhaps the same as row 2 of this file." in text
    refused = client.post(url(campaign, "import_take", found.pk), {})
    assert refused.status_code == 422
    assert "Decide what becomes of these rows." in words(refused)
    client.post(url(campaign, "import_decisions", found.pk) + "?fate=alike", {"row_4": "same"})
    client.post(url(campaign, "import_take", found.pk), {"leave_wrong": "on"})
    work()
    assert "The file is taken over 1 added, 0 changed. It is recorded." in words(client.get(page))
    assert [s.name for s in Stakeholder.objects.all()] == ["Radio Suara Warga"]


def test_imports_lists_earlier_files(client: Any, campaign: Any) -> None:
    assert "No file was read in yet" in words(client.get(url(campaign)))
    previewed(MIXED, campaign)
    assert "daftar.csv Waiting for your confirmation 3 Rina" in words(client.get(url(campaign)))


def test_imports_refuses_what_is_no_table_and_keeps_nothing(client: Any, campaign: Any) -> None:
    page = send(client, campaign, b"%PDF-1.7 \x00", "daftar.xlsx")
    assert page.status_code == 422
    assert "Only XLSX and CSV files are read. This file is something else, whatever its name says." in words(page)
    assert "Choose a file." in words(client.post(url(campaign), {"once": str(uuid4())}))
    assert not Import.objects.exists()


def test_import_columns_says_which_column_is_missing_or_chosen_twice(client: Any, campaign: Any) -> None:
    found = uploaded(MIXED, campaign)
    work()
    page = client.post(url(campaign, "import_columns", found.pk), {"name": "0", "interest": "0"})
    text = words(page)
    assert page.status_code == 422
    assert "Choose the column of the file that has this." in text
    assert "This column of the file is already chosen for “Name”. Each can be chosen once." in text


def test_import_preview_narrows_to_one_fate(client: Any, campaign: Any) -> None:
    found = previewed(MIXED, campaign)
    text = words(client.get(url(campaign, "import", found.pk) + "?fate=wrong"))
    table = text.split("What becomes of it")[1].split("Take over")[0]
    assert "Kantor Desa" in table
    assert "Radio Suara Warga" not in table
    assert "No such rows" in words(client.get(url(campaign, "import", found.pk) + "?fate=same"))


def test_import_errors_are_a_table_to_take_away(client: Any, campaign: Any) -> None:
    found = previewed(MIXED, campaign)
    text = b"".join(client.get(url(campaign, "import_errors", found.pk)).streaming_content).decode("utf-8-sig")
    assert text.splitlines() == [
        '"Row","Column","What stands there","What is wrong"',
        '"3","Sector","Pemerinta","“Pemerinta” is not known. Do you perhaps mean “Government”?"',
        '"3","Regions","Jawa Brat","“Jawa Brat” is not known. Do you perhaps mean “Jawa Barat”?"',
        '"3","Position","7","“7” is not on the scale. Write a number from -2 to 2, or the word."',
    ]


def test_import_errors_xlsx_says_the_same(client: Any, campaign: Any) -> None:
    found = previewed(MIXED, campaign)
    content = b"".join(client.get(url(campaign, "import_errors_xlsx", found.pk)).streaming_content)
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[:3] for row in rows] == [
        ["Row", "Column", "What stands there"],
        [3, "Sector", "Pemerinta"],
        [3, "Regions", "Jawa Brat"],
        [3, "Position", "7"],
    ]


def test_import_template_is_read_back_with_every_column_known(client: Any, campaign: Any) -> None:
    content = b"".join(client.get(url(campaign, "import_template")).streaming_content)
    book = load_workbook(io.BytesIO(content))
    assert book.sheet_names == ["Stakeholders", "Allowed values"]
    assert book.get_sheet_by_index(0).to_python()[0][:4] == ["Name *", "Reference", "Sector *", "Kind"]
    allowed = book.get_sheet_by_index(1).to_python()
    assert allowed[0][:3] == ["Sector", "Kind", "Regions"]
    assert [row[0] for row in allowed][1:4] == ["Government", "Private sector", "Academia"]
    filled = xlsx_of([book.get_sheet_by_index(0).to_python()[0], ["Radio", "R-1", "Media"]])
    found = previewed(filled, campaign, "xlsx")
    assert found.columns == {column.name: place for place, column in enumerate(COLUMNS)}
    assert queries.counts_of(found) == {"new": 1, "changed": 0, "same": 0, "alike": 0, "wrong": 0}


def test_import_discard_asks_first(client: Any, campaign: Any) -> None:
    found = previewed(MIXED, campaign)
    address = url(campaign, "import_discard", found.pk)
    assert "Discard the import of daftar.csv?" in words(client.get(address))
    after = client.post(address, follow=True)
    assert said(after) == ["The import is discarded. The register is as it was."]
    assert fresh(found).state == "discarded"


def test_imports_are_for_the_team(campaign: Any) -> None:
    liaison = make.liaison_of(make.party(campaign, liaison=make.person(language="en"))).person
    facilitator = make.seat(campaign, Role.FACILITATOR, make.person(language="en")).person
    found = previewed(MIXED, campaign)
    for name, args in (
        ("imports", ()),
        ("import", (found.pk,)),
        ("import_template", ()),
        ("import_errors", (found.pk,)),
        ("import_errors_xlsx", (found.pk,)),
    ):
        address = url(campaign, name, *args)
        assert client_of(facilitator).get(address).status_code == 200
        refused = client_of(liaison).get(address)
        assert (refused.status_code, "by the host and the facilitator" in words(refused)) == (403, True)
        assert is_missing(client_of(make.person()).get(address))
        assert client_of(None).get(address).status_code == 302
    other = make.campaign(opener=make.host_seat(campaign).person)
    assert is_missing(client_of(make.host_seat(other).person).get(url(other, "import", found.pk)))


@pytest.mark.parametrize("rows", [1, 30])
def test_import_preview_asks_the_same_number_of_questions(
    client: Any, campaign: Any, rows: int, django_assert_max_num_queries: Any
) -> None:
    table = [("Nama", "Sektor"), *((f"Lembaga {n} Alfa{n}", "Media") for n in range(rows))]
    found = previewed(csv_of(*table), campaign)
    client.get(url(campaign, "import", found.pk))
    with django_assert_max_num_queries(19):
        client.get(url(campaign, "import", found.pk))


@pytest.mark.parametrize("hostile", make.HOSTILE)
def test_what_a_file_says_is_shown_and_never_acts(client: Any, campaign: Any, hostile: str) -> None:
    found = previewed(csv_of(("Nama", "Sektor"), (hostile, hostile)), campaign)
    text = client.get(url(campaign, "import", found.pk)).content.decode()
    assert not re.search(r"<main.*<script>", text, re.DOTALL)
    assert len(hidden(client.get(url(campaign)), "once")) == 36


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_register_taken_away_is_read_back_as_it_is(campaign: Any, kind: str, language: str) -> None:
    party = make.party(campaign, make.organisation("media", name="Radio Pihak"))
    facilitator = make.seat(campaign)
    make_stakeholders.stakeholder(
        campaign,
        name='=HYPERLINK("http://x")',
        reference="-1",
        kind="foundation",
        regions=list(Region.objects.filter(name__in=["Bali", "Papua", "Indonesia"], valid_to=None)),
        capabilities=[make_stakeholders.capability(campaign, "Riset, terapan"), make_stakeholders.capability(campaign)],
        position=-2,
        wanted="collaborate",
        interest="Baris satu\nBaris dua; dan lagi",
        notes="+62 812",
        source="Wawancara",
        owner=facilitator,
    )
    one = make_stakeholders.capability(campaign, "Siaran, radio")
    radio = {"organisation": party.organisation, "capabilities": [one]}
    make_stakeholders.stakeholder(campaign, "media", name="Radio Pihak", **radio)
    make_stakeholders.stakeholder(campaign, "media", name="Yang Mundur", state="withdrawn", state_because="Pindah.")
    person = make.host_seat(campaign).person
    type(person).objects.filter(pk=person.pk).update(language=language)
    page = client_of(person).get(url(campaign, f"register_{kind}"))
    content = b"".join(page.streaming_content)
    with translation.override(language):
        found = previewed(content, campaign, kind)
        assert set(found.columns) == {column.name for column in COLUMNS}
        wrong = [line.errors for line in queries.lines_of(found, "wrong")]
        assert (wrong, queries.counts_of(found)["same"]) == ([], 3)
