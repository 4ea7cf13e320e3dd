from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from tests import make

from mufakat.people import actions, queries
from mufakat.people.models import FormerName, Organisation, Region, Sector, Shape, Tone

pytestmark = pytest.mark.django_db
QueryCount = Callable[[int], Any]
TODAY = date(2026, 11, 24)


def _names(found: Any) -> list[str]:
    return [str(organisation) for organisation in found]


@pytest.fixture
def some() -> dict[str, Organisation]:
    radio = make.organisation("media", name="Radio Warga", short_name="RW", kind="newsroom")
    dinas = make.organisation(name="Dinas Komunikasi dan Informatika Kota Bandung", kind="local_agency")
    campus = make.organisation(
        "akademisi", name="Universitas Contoh", kind="university", status="proposed", verified_at=None
    )
    gone = make.organisation("media", name="Koran Lama", kind="newsroom", status="inactive")
    merged = make.organisation("media", name="Radio Warga FM", status="inactive", merged_into=radio)
    FormerName.objects.create(organisation=radio, name="Radio Rakyat", until=make.NOW)
    radio.regions.set(Region.objects.filter(code="53"))
    return {"radio": radio, "dinas": dinas, "campus": campus, "gone": gone, "merged": merged}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("radio", ["Radio Warga"]),
        ("warga radio", ["Radio Warga"]),
        ("rw", ["Radio Warga"]),
        ("rakyat", ["Radio Warga"]),
        ("diskominfo", ["Dinas Komunikasi dan Informatika Kota Bandung"]),
        ("kominfo bandung", ["Dinas Komunikasi dan Informatika Kota Bandung"]),
        ("univ. contoh", ["Universitas Contoh"]),
        ("100%", []),
        ("_", []),
        ("'; DROP TABLE x; --", []),
    ],
)
def test_organisations_matching_finds_by_any_name(some: dict[str, Organisation], words: str, found: list[str]) -> None:
    assert _names(queries.organisations_matching(words)) == found


def test_organisations_matching_narrows_and_sorts(some: dict[str, Organisation]) -> None:
    everything = ["Dinas Komunikasi dan Informatika Kota Bandung", "Koran Lama", "Radio Warga", "Universitas Contoh"]
    assert _names(queries.organisations_matching("")) == everything
    assert _names(queries.organisations_matching("", sector="media")) == ["Koran Lama", "Radio Warga"]
    assert _names(queries.organisations_matching("", status="inactive")) == ["Koran Lama"]
    assert _names(queries.organisations_matching("", status="merged")) == ["Radio Warga FM"]
    assert _names(queries.organisations_matching("", kind="university")) == ["Universitas Contoh"]
    assert _names(queries.organisations_matching("", region=Region.objects.get(code="53"))) == ["Radio Warga"]
    by_sector = _names(queries.organisations_matching("", sort="sector"))
    assert by_sector == [everything[0], "Universitas Contoh", "Koran Lama", "Radio Warga"]
    assert _names(queries.organisations_matching("", sort="status"))[0] == "Koran Lama"
    Organisation.objects.filter(name="Koran Lama").update(proposed_at=make.NOW + timedelta(days=1))
    assert _names(queries.organisations_matching("", sort="newest"))[0] == "Koran Lama"


def test_possible_duplicates_looks_at_every_name(some: dict[str, Organisation]) -> None:
    found = queries.possible_duplicates("Radio Rakyat")
    assert [(likeness.organisation, likeness.alike) for likeness in found] == [(some["radio"], 1.0)]
    assert [x.organisation for x in queries.possible_duplicates("Sesuatu", short_name="rw")] == [some["radio"]]
    assert [x.organisation for x in queries.possible_duplicates("Diskominfo Kota Bandung")] == [some["dinas"]]
    assert queries.possible_duplicates("Radio Warga", besides=some["radio"]) == []
    assert queries.possible_duplicates("  ") == []


def test_possible_duplicates_shows_the_eight_most_alike() -> None:
    for number in range(12):
        make.organisation(name="Yayasan Cahaya Nusantara" + " Jaya" * (number == 11))
    found = queries.possible_duplicates("Cahaya Nusantara Jaya")
    assert len(found) == 8
    assert found[0].organisation.name == "Yayasan Cahaya Nusantara Jaya"


@pytest.mark.parametrize("rows", [1, 30])
def test_questions_cost_the_same_for_one_and_for_thirty(rows: int, django_assert_num_queries: QueryCount) -> None:
    admin = make.person(is_administrator=True)
    organisation = make.organisation(name="Yayasan Cahaya Nusantara")
    for number in range(rows):
        made = make.organisation(name=f"Yayasan Cahaya Nusantara {number}")
        FormerName.objects.create(organisation=made, name="Cahaya", until=make.NOW)
        actions.affiliate(person=make.person(), organisation=organisation, at=make.NOW)
        actions.change_organisation(organisation=organisation, by=admin, at=make.NOW, source=f"Laman {number}")
    with django_assert_num_queries(3):
        queries.possible_duplicates("Yayasan Cahaya Nusantara")
    with django_assert_num_queries(2):
        [
            region
            for o in queries.organisations_matching("cahaya").prefetch_related("regions")
            for region in o.regions.all()
        ]
    with django_assert_num_queries(1):
        [(a.person.name, a.organisation.name) for a in queries.affiliations_at(organisation)]
    with django_assert_num_queries(4):
        found = queries.organisation_for(admin, organisation.pk)
    assert found
    with django_assert_num_queries(3):
        assert len(queries.history_of(found)) == min(rows, 20)
    with django_assert_num_queries(2):
        queries.sectors_in_order()


def test_history_tells_what_happened_also_to_what_was_merged() -> None:
    admin, kept, merged = (
        make.person(is_administrator=True),
        make.organisation(name="Dinas A"),
        make.organisation(name="Dinas B"),
    )
    actions.retire_organisation(organisation=merged, by=admin, at=make.NOW, reason="salah %s ketik")
    actions.restore_organisation(organisation=merged, by=admin, at=make.NOW)
    actions.change_organisation(organisation=kept, by=admin, at=make.NOW, name="Dinas AA")
    kept.refresh_from_db()
    actions.merge_organisations(kept=kept, merged=merged, by=admin, at=make.NOW)
    with translation.override("en"):
        found = [(event.words, event.number) for event in queries.history_of(kept)]
    assert found == [
        ("An administrator merged Dinas B into Dinas AA.", 4),
        ("Its entry was corrected.", 3),
        ("Dinas B: An administrator set it active again.", 2),
        ("Dinas B: An administrator set it inactive: salah %s ketik", 1),
    ]


def test_compared_shows_what_differs() -> None:
    one, other = (
        make.organisation(name="A", website="https://a.example"),
        make.organisation("media", name="B", kind="newsroom"),
    )
    one.regions.set(Region.objects.filter(code__in=["31", "32"]))
    FormerName.objects.create(organisation=other, name="C", until=make.NOW)
    with translation.override("en"):
        rows = [(str(row.label), row.one, row.other, row.differs) for row in queries.compared(one, other)]
    assert rows == [
        ("Full name", "A", "B", True),
        ("Short name", "", "", False),
        ("Status", "Verified", "Verified", False),
        ("Sector", "Government", "Media", True),
        ("Kind", "Other", "Newsroom or broadcaster", True),
        ("Regions", "DKI Jakarta, Jawa Barat", "", True),
        ("Registration number", "", "", False),
        ("Website", "https://a.example", "", True),
        ("Source of these facts", "", "", False),
        ("Former names", "", "C", True),
    ]


def test_places_are_the_country_and_the_provinces_of_the_day() -> None:
    assert [region.name for region in queries.places_on(TODAY)[:2]] == ["Indonesia", "Aceh"]
    assert queries.places_on(TODAY).count() == 39
    assert queries.places_on(date(2021, 1, 1)).count() == 35


def test_free_looks_are_what_no_sector_in_use_has() -> None:
    assert len(queries.free_looks()) == 30
    assert (Tone.MEDIA, Shape.DIAMOND) not in queries.free_looks()
    assert (Tone.MEDIA, Shape.DIAMOND) in queries.free_looks(besides=Sector.objects.get(pk="media"))


def test_organisations_for_hosting_are_verified_and_of_a_sector_that_may() -> None:
    person = make.person()
    dinas = make.organisation()
    for organisation in (dinas, make.organisation("media"), make.organisation(status="proposed", verified_at=None)):
        actions.affiliate(person=person, organisation=organisation, at=make.NOW)
    assert queries.organisations_for_hosting(person) == [dinas]


def test_persons_are_found_by_address_whatever_its_case() -> None:
    person = make.person(email="siti@contoh.example")
    assert queries.person_by_email("SITI@contoh.example") == person
    assert queries.person_by_email("lain@contoh.example") is None
    assert list(queries.administrators()) == []


def test_letters_say_what_happened_and_how_long_a_code_holds() -> None:
    with translation.override("en"):
        letter = queries.letter_named("login_code", {"code": "1234-5678"})
        assert (str(letter.subject), str(letter.then)[:50]) == (
            "Your sign-in code",
            "The code holds for 15 minutes and works once. If y",
        )
        assert str(queries.letter_named("something_new", {}).says) == "Your account was changed."
