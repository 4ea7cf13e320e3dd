"""Pages that touch several stakeholders at once: bulk change, merging, and the register as a file."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook
from tests import make
from tests.make_stakeholders import capability, stakeholder
from tests.pages import hidden, is_missing, said, words
from tests.stakeholders.register_cast import Cast, gather

from mufakat.people.models import Region
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.models import Stakeholder, Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


# --- bulk ----------------------------------------------------------------------------------------------------------


def test_bulk_previews_then_changes_those_ticked(cast: Cast) -> None:
    a, b, _c = (
        stakeholder(cast.campaign, name=n, state=s)
        for n, s in (("A", "identified"), ("B", "engaged"), ("C", "identified"))
    )
    client, url = cast.client(), f"{cast.url('bulk')}?pilih={a.pk}&pilih={b.pk}"
    page = client.get(url)
    assert "2 stakeholders" in words(page)
    assert f"?pilih={a.pk}&amp;pilih={b.pk}&amp;ubah=state" in page.content.decode()
    url += "&ubah=state"
    assert "See what would change" in client.get(url).content.decode()
    assert client.post(url, {"value": "nonsense"}).status_code == 422
    assert client.post(url, {"value": "withdrawn"}).status_code == 422
    page = client.post(url, {"value": "contacted", "reason": ""})
    text = words(page)
    assert "1 stakeholder would be changed. What would change Name Now Afterwards A Identified Contacted" in text
    assert "1 stakeholder is left out. B Engaged · It would go back, and no reason was given." in text
    assert set(Stakeholder.objects.values_list("state", flat=True)) == {"identified", "engaged"}
    given = {"value": hidden(page, "value"), "reason": hidden(page, "reason"), "mark": hidden(page, "mark")}
    answer = client.post(url, given)
    assert said(client.get(answer.url)) == ["1 stakeholder was changed."]
    assert [s.state for s in Stakeholder.objects.order_by("name")] == ["contacted", "engaged", "identified"]
    assert client.post(url, given).status_code == 409


def test_bulk_changes_all_that_a_search_finds_as_it_is_then(cast: Cast) -> None:
    for n in range(30):
        stakeholder(cast.campaign, name=f"Warga {n}")
    stakeholder(cast.campaign, name="Lain")
    client, url = cast.client(), f"{cast.url('bulk')}?semua=1&q=warga&ubah=add_tag"
    assert "Change all 30 found" in words(client.get(cast.url("register") + "?q=warga"))
    page = client.post(url, {"value": "Utama"})
    assert "30 stakeholders would be changed." in words(page)
    stakeholder(cast.campaign, name="Warga baru")
    given = {"value": "Utama", "mark": hidden(page, "mark")}
    page = client.post(url, given)
    text = words(page)
    assert page.status_code == 409
    assert "The register changed meanwhile" in text
    assert "31 stakeholders would be changed." in text
    client.post(url, given | {"mark": hidden(page, "mark")})
    assert Tag.objects.get().stakeholders.count() == 31
    assert make.verbs(cast.campaign).count("stakeholders.changed") == 1


@pytest.mark.parametrize("kind", list(queries.BULK_KINDS))
def test_bulk_asks_for_each_kind(cast: Cast, kind: str) -> None:
    tag, known = Tag.objects.create(campaign=cast.campaign, name="x"), capability(cast.campaign, "y")
    row = stakeholder(cast.campaign, tags=[tag], capabilities=[known])
    value = {
        "state": "engaged",
        "wanted": "inform",
        "owner": str(cast.seat("owner").pk),
        "add_tag": "z",
        "remove_tag": str(tag.pk),
        "add_capability": "z",
        "remove_capability": str(known.pk),
    }[kind]
    client, url = cast.client("facilitator"), f"{cast.url('bulk')}?pilih={row.pk}&ubah={kind}"
    assert client.get(url).status_code == 200
    page = client.post(url, {"value": value})
    assert client.post(url, {"value": value, "mark": hidden(page, "mark")}).status_code == 302
    row.refresh_from_db()
    assert row.version == 2


def test_bulk_without_anybody_says_so(cast: Cast) -> None:
    other = stakeholder(make.campaign())
    client, url = cast.client(), cast.url("bulk")
    for query in ("", f"?pilih={other.pk}", f"?pilih={uuid4()}&ubah=state", "?semua=1&q=zz"):
        assert "Nobody is chosen" in words(client.get(url + query))
    assert is_missing(client.get(url + "?pilih=x"))


# --- merging -------------------------------------------------------------------------------------------------------


def test_merge_finds_compares_and_joins(cast: Cast) -> None:
    one = stakeholder(cast.campaign, name="Paguyuban Pedagang Pasar", interest="Lapak")
    other = stakeholder(cast.campaign, name="Paguyuban Pedagang Pasar Baru", reference="P1")
    group = stakeholder(cast.campaign, name="Warga", is_group=True)
    client, url = cast.client(), cast.url("merge", one.pk)
    assert "Paguyuban Pedagang Pasar Baru" in words(client.get(url))
    assert "Choose" not in words(client.get(f"{url}?q=warga"))
    assert "These two cannot be merged" in words(client.get(f"{url}?dengan={group.pk}"))
    compare = f"{url}?dengan={other.pk}"
    page = client.get(compare)
    assert "Reference – P1" in words(page)
    given = {"versions": hidden(page, "versions"), "remains": str(other.pk)}
    assert client.post(compare, given | {"remains": str(group.pk)}).status_code == 422
    assert client.post(compare, given | {"versions": "x"}).status_code == 422
    actions.change_stakeholder(stakeholder=one, by=cast.seat(), at=make.NOW, interest="Lapak tetap")
    assert client.post(compare, given).status_code == 409
    given["versions"] = hidden(client.get(compare), "versions")
    assert client.post(compare, given).url == cast.url("stakeholder", other.pk)
    other.refresh_from_db()
    assert (other.interest, Stakeholder.objects.get(merged_into=other)) == ("Lapak tetap", one)
    assert is_missing(client.get(f"{cast.url('merge', other.pk)}?dengan={one.pk}"))
    assert is_missing(client.get(f"{cast.url('merge', other.pk)}?dengan=x"))


# --- files ---------------------------------------------------------------------------------------------------------


def body(page: Any) -> bytes:
    return b"".join(page.streaming_content)


def csv_of(page: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(page).decode().lstrip("\ufeff"))))


def xlsx_of(page: Any) -> list[list[Any]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        path.write_bytes(body(page))
        return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def full(cast: Cast, **fields: Any) -> Stakeholder:
    north, south = Region.objects.filter(level="province").order_by("code")[:2]
    given = {
        "name": "Warga Bantaran",
        "reference": "W-1",
        "kind": "community",
        "regions": [south, north],
        "interest": "Air bersih.",
        "affected_how": "Sumur kering.",
        "capabilities": [capability(cast.campaign, "Riset"), capability(cast.campaign, "Dana")],
        "tags": [Tag.objects.create(campaign=cast.campaign, name="Utama")],
        "position": -1,
        "wanted": "involve",
        "present": "inform",
        "state": "contacted",
        "notes": "Catatan tim",
        "owner": cast.seat("owner"),
        "source": "Sensus",
    }
    return stakeholder(cast.campaign, **(given | fields))


def test_register_as_a_file_has_the_columns_that_are_read_back(cast: Cast) -> None:
    row = full(cast)
    regions = "; ".join(sorted(r.name for r in row.regions.all()))
    head = [
        "Name", "Reference", "Sector", "Kind", "Regions", "Interest", "How it is affected", "Capabilities", "Tags", "Position",
        "Engagement wanted", "Engagement now", "State", "Notes", "Relationship owner", "Source",
    ]  # fmt: skip
    line: list[Any] = [
        "Warga Bantaran", "W-1", "Civil society", "Community or volunteer group", regions, "Air bersih.", "Sumur kering.",
        "Dana; Riset", "Utama", -1, "Involve", "Inform", "Contacted", "Catatan tim", "Orang Owner · Radio Contoh", "Sensus",
    ]  # fmt: skip
    page = cast.client().get(cast.url("register_xlsx"))
    assert page["Content-Disposition"] == 'attachment; filename="makin-cakap-stakeholders.xlsx"'
    assert xlsx_of(page) == [head, line]
    page = cast.client().get(cast.url("register_csv"))
    assert page["Content-Disposition"] == 'attachment; filename="makin-cakap-stakeholders.csv"'
    assert csv_of(page) == [head, [f"'{c}" if c == -1 else c for c in line]]


def test_register_as_a_file_speaks_the_readers_language() -> None:
    cast = gather("id")
    full(cast)
    rows = xlsx_of(cast.client().get(cast.url("register_xlsx")))
    assert rows[0] == [c.in_indonesian for c in queries.COLUMNS]


def test_register_as_a_file_keeps_from_each_reader_what_is_kept(cast: Cast) -> None:
    full(cast)
    full_of_others = stakeholder(cast.campaign, name="Lain", notes="Rahasia lain", position=2)
    for who in ("host", "facilitator", "owner", "other", "evaluator", "observer"):
        for name in ("register_csv", "register_xlsx"):
            answer = cast.client(who).get(cast.url(name))
            rows = csv_of(answer) if name.endswith("csv") else xlsx_of(answer)
            cells = {str(cell) for row in rows for cell in row}
            assert ("Catatan tim" in cells) == (who in {"host", "facilitator", "owner"}), who
            assert (full_of_others.notes in cells) == (who in {"host", "facilitator"}), who
            assert ("Notes" in cells) == (who in {"host", "facilitator", "owner"}), who


def test_register_as_a_file_holds_what_was_found(cast: Cast) -> None:
    stakeholder(cast.campaign, name="Satu", organisation=cast.party.organisation)
    stakeholder(cast.campaign, name="Dua")
    rows = csv_of(cast.client().get(cast.url("register_csv") + "?state=engaged"))
    assert [(row[0], row[12]) for row in rows[1:]] == [("Satu", "Engaged")]


@pytest.mark.parametrize("text", make.HOSTILE)
def test_a_file_holds_no_formula_and_the_same_words(cast: Cast, text: str) -> None:
    stakeholder(cast.campaign, name=text, interest=text)
    assert [row[:1] + row[5:6] for row in xlsx_of(cast.client().get(cast.url("register_xlsx")))[1:]] == [[text, text]]
    cell = csv_of(cast.client().get(cast.url("register_csv")))[1][0]
    assert cell == (f"'{text}" if text.startswith("=") else text)


@pytest.mark.parametrize("many", [1, 30])
def test_a_file_asks_the_same_number_of_questions(cast: Cast, many: int, django_assert_max_num_queries: Any) -> None:
    for _ in range(many):
        full(cast, reference="", capabilities=[], tags=[])
        Tag.objects.all().delete()
        type(capability(cast.campaign)).objects.all().delete()
    client = cast.client()
    body(client.get(cast.url("register_csv")))
    with django_assert_max_num_queries(14):
        body(client.get(cast.url("register_csv")))
