from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from tests import make

from mufakat.people import queries
from mufakat.people.models import Affiliation, Organisation, Person, Region, Sector

pytestmark = pytest.mark.django_db


def _refused(change: Any) -> str:
    """The name of the constraint that refuses this change (SQLite names it or its columns)."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    return str(caught.value)


def test_an_address_belongs_to_one_person_whatever_its_case() -> None:
    make.person(email="siti@contoh.example")
    assert "people_person_email_once" in _refused(lambda: Person.objects.create(email="Siti@Contoh.Example"))


def test_a_closed_account_holds_nothing_personal() -> None:
    person = make.person()
    for fields in ({"closed_at": make.NOW}, {"email": None}):
        assert "people_person_closed_is_empty" in _refused(
            lambda fields=fields: Person.objects.filter(pk=person.pk).update(**fields)
        )
    empty = {"closed_at": make.NOW, "email": None, "name": "", "phone": "", "is_active": False}
    assert Person.objects.filter(pk=person.pk).update(**empty) == 1


def test_two_sectors_in_use_never_look_alike() -> None:
    look = {"tone": "gov", "shape": "pentagon"}
    refusal = _refused(lambda: Sector.objects.create(code="x", name_id="X", name_en="X", place=9, **look))
    assert "people_sector" in refusal
    Sector.objects.create(code="x", name_id="X", name_en="X", place=9, is_active=False, **look)
    assert "name_id" in _refused(
        lambda: Sector.objects.create(code="y", name_id="pemerintah", name_en="Y", place=9, tone="gov", shape="circle")
    )


def test_an_organisation_is_merged_into_another_one_and_then_inactive() -> None:
    one, other = make.organisation(), make.organisation()
    into_itself = Organisation.objects.filter(pk=one.pk)
    assert "into_itself" in _refused(lambda: into_itself.update(merged_into=one, status="inactive"))
    assert "merged_is_inactive" in _refused(lambda: into_itself.update(merged_into=other))
    assert "verified_when" in _refused(lambda: into_itself.update(verified_at=None))


def test_a_person_works_once_for_an_organisation_at_a_time() -> None:
    row = {"person": make.person(), "organisation": make.organisation(), "since": make.NOW}
    first = Affiliation.objects.create(**row)
    assert "people_affiliation" in _refused(lambda: Affiliation.objects.create(**row))
    Affiliation.objects.filter(pk=first.pk).update(ended_at=make.NOW)
    Affiliation.objects.create(**row)


def test_a_region_is_valid_once_at_a_time_and_not_before_it_begins() -> None:
    jakarta = Region.objects.get(code="31")
    again = {"code": "31", "name": "X", "level": "province", "valid_from": jakarta.valid_from + timedelta(days=1)}
    assert "people_region" in _refused(lambda: Region.objects.create(**again))
    backwards = again | {"valid_to": jakarta.valid_from}
    assert "people_region_validity" in _refused(lambda: Region.objects.create(**backwards))


@pytest.mark.parametrize(
    ("day", "provinces"),
    [(date(2021, 12, 31), 34), (date(2022, 7, 24), 34), (date(2022, 7, 25), 37), (date(2022, 12, 8), 38)],
)
def test_provinces_are_those_of_the_day(day: date, provinces: int) -> None:
    assert queries.regions_on(day).count() == provinces


def test_a_divided_province_names_its_successors() -> None:
    old = Region.objects.get(code="91", valid_to__isnull=False)
    assert [str(region) for region in old.successors.order_by("code")] == [
        "Papua",
        "Papua Selatan",
        "Papua Tengah",
        "Papua Pegunungan",
    ]
    assert {region.parent.name for region in Region.objects.filter(level="province") if region.parent} == {"Indonesia"}


def test_six_sectors_are_seeded_and_one_may_convene() -> None:
    assert list(Sector.objects.values_list("code", "tone", "shape", "may_convene")) == [
        ("pemerintah", "gov", "pentagon", True),
        ("swasta", "private", "hexagon", False),
        ("akademisi", "academia", "triangle", False),
        ("masyarakat_sipil", "civil", "circle", False),
        ("media", "media", "diamond", False),
        ("komunitas", "public", "square", False),
    ]


def test_a_sector_is_named_in_the_language_of_the_reader() -> None:
    sector = Sector.objects.get(pk="masyarakat_sipil")
    with translation.override("en"):
        assert str(sector) == "Civil society"
    with translation.override("id"):
        assert str(sector) == "Masyarakat sipil"


def test_current_is_the_one_an_organisation_was_merged_into() -> None:
    kept = make.organisation()
    merged = make.organisation(status="inactive", merged_into=kept)
    assert (kept.current, merged.current) == (kept, kept)


def test_a_closed_account_has_a_name_for_readers() -> None:
    assert str(Person(name="", email=None)) == "Akun sudah ditutup"
    assert str(Person(name="Siti", email="s@contoh.example")) == "Siti"
    assert Person(name="", email="s@contoh.example").get_full_name() == "s@contoh.example"
    assert Person().is_staff is False
