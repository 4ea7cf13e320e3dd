"""What a file may say for a value, and what a row is compared with."""

from __future__ import annotations

import pytest
from tests import make, make_stakeholders

from mufakat.people.models import Region
from mufakat.stakeholders import queries
from mufakat.stakeholders.forms.imports_cleaning import Checker
from mufakat.stakeholders.forms.imports_file import Line
from mufakat.stakeholders.queries.imports_words import folded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("sector", "PEMERINTAH ", "pemerintah"),
        ("sector", "Civil society", "masyarakat_sipil"),
        ("sector", "LSM", "masyarakat_sipil"),
        ("sector", "dunia usaha", "swasta"),
        ("regions", "NTT", "Nusa Tenggara Timur"),
        ("regions", "Prov. Jawa Barat", "Jawa Barat"),
        ("regions", "Provinsi DKI Jakarta", "DKI Jakarta"),
        ("regions", "DIY", "DI Yogyakarta"),
        ("regions", "nasional", "Indonesia"),
        ("regions", "31", "DKI Jakarta"),
        ("position", "Sangat mendukung", 2),
        ("position", "menolak", -1),
        ("position", "−2", -2),
        ("position", "+1", 1),
        ("wanted", "Inform", "inform"),
        ("present", "5", "empower"),
        ("state", "Committed", "committed"),
        ("kind", "LSM", "foundation"),
        ("kind", "Newsroom or broadcaster", "newsroom"),
        ("owner", "Rina Tuan Rumah", "host"),
        ("owner", "Dinas Tuan Rumah", "host"),
    ],
)
def test_vocabulary_of_knows_codes_names_in_both_languages_and_common_words(
    column: str, text: str, value: object
) -> None:
    campaign = make.campaign(
        host=make.organisation(name="Dinas Tuan Rumah"), opener=make.person(name="Rina Tuan Rumah")
    )
    words = queries.vocabulary_of(campaign, make.NOW)
    register = queries.register_to_compare(campaign)
    columns = {"name": 0, "sector": 1, column: 2}
    sector = "media" if column != "sector" else ""
    checker = Checker(columns | {column: 2}, words, register, make.NOW.date())
    row = checker.check(Line(2, ["Radio", sector, text], {}))
    assert row.errors == []
    found = row.values[column]
    if column == "regions":
        found = Region.objects.get(pk=found[0]).name
    assert found == (str(make.host_seat(campaign).pk) if value == "host" else value)


def test_an_owner_who_could_be_two_is_asked_about() -> None:
    campaign = make.campaign(opener=make.person(name="Budi"))
    make.seat(campaign, person=make.person(name="Budi"))
    words, register = queries.vocabulary_of(campaign, make.NOW), queries.register_to_compare(campaign)
    checker = Checker({"name": 0, "sector": 1, "owner": 2}, words, register, make.NOW.date())
    row = checker.check(Line(2, ["Radio", "Media", "budi"], {}))
    assert [(e["column"], e["code"]) for e in row.errors] == [("owner", "doubtful")]


def test_folded_forgives_what_people_write_differently() -> None:
    assert folded("  Café  P.T. Sumber-Jaya ") == folded("cafe p t sumber jaya") == "cafe p t sumber jaya"
    assert folded("!!!") == "!!!"


def test_register_mark_is_another_after_any_change() -> None:
    campaign = make.campaign()
    marks = [queries.register_mark(campaign)]
    row = make_stakeholders.stakeholder(campaign)
    marks.append(queries.register_mark(campaign))
    row.version += 1
    row.save()
    marks.append(queries.register_mark(campaign))
    row.removed_at = make.NOW
    row.save()
    marks.append(queries.register_mark(campaign))
    make_stakeholders.stakeholder(make.campaign())
    marks.append(queries.register_mark(campaign))
    assert (len(set(marks)), marks[0] == marks[3] == marks[4]) == (3, True)


@pytest.mark.parametrize("rows", [1, 30])
def test_register_to_compare_asks_the_same_number_of_questions(rows: int, django_assert_num_queries: object) -> None:
    campaign = make.campaign()
    for n in range(rows):
        make_stakeholders.stakeholder(campaign, name=f"Lembaga {n}", regions=[Region.objects.first()])
    with django_assert_num_queries(7):
        register = queries.register_to_compare(campaign)
    assert len(register.known) == rows


def test_match_of_goes_by_reference_then_organisation_then_name() -> None:
    campaign = make.campaign()
    organisation = make.organisation("media", name="Radio Suara", short_name="RS")
    first = make_stakeholders.stakeholder(campaign, name="Pertama", reference="A-1")
    second = make_stakeholders.stakeholder(campaign, name="Radio Suara", organisation=organisation)
    twins = [make_stakeholders.stakeholder(campaign, name="Kembar") for _ in range(2)]
    register = queries.register_to_compare(campaign)

    def match(reference: str, name: str) -> object:
        found = register.match_of(reference, register.organisations.get(folded(name), ""), name)
        return found.pk if found else None

    assert match("A-1", "Nama Lain") == str(first.pk)
    assert match("", "rs") == match("B-1", "RADIO  SUARA") == str(second.pk)
    assert match("", "pertama") == str(first.pk)
    assert match("A-2", "Pertama") is None
    assert match("", "Kembar") is None
    assert register.namesake_of("Kembar").pk in {str(t.pk) for t in twins}
    assert register.namesake_of("Sama Sekali Lain") is None
