from __future__ import annotations

import pytest
from tests import make
from tests.people.record import entries, verbs

from mufakat.people import actions
from mufakat.people.models import Person, Sector

pytestmark = pytest.mark.django_db
LOOK = {"tone": "gov", "shape": "circle", "may_convene": False}


@pytest.fixture
def admin() -> Person:
    return make.person(is_administrator=True)


def _codes() -> list[str]:
    return list(Sector.objects.filter(is_active=True).values_list("code", flat=True))


def test_add_sector_comes_last_and_is_recorded(admin: Person) -> None:
    made = actions.add_sector(by=admin, at=make.NOW, name_id="Lembaga adat", name_en="Customary bodies", **LOOK)
    assert (made.code, made.place, made.is_active) == ("lembaga_adat", 7, True)
    said = {"name_id": "Lembaga adat", "name_en": "Customary bodies", "is_active": True} | LOOK
    assert entries() == [("sector.added", "sector:lembaga_adat", f"person:{admin.pk}", said)]


@pytest.mark.parametrize(
    "fields",
    [
        {"name_id": "Media", "name_en": "Press"},
        {"name_id": "Pers", "name_en": "media"},
        {"name_id": "Pers", "name_en": "Press", "tone": "media", "shape": "diamond"},
        {"name_id": "日本", "name_en": "日本"},
    ],
)
def test_add_sector_refuses_what_could_be_confused(admin: Person, fields: dict[str, str]) -> None:
    with pytest.raises(actions.NotPossible):
        actions.add_sector(by=admin, at=make.NOW, **(LOOK | fields))
    assert (Sector.objects.count(), verbs()) == (6, [])


def test_change_sector_renames_and_retires_but_never_the_last(admin: Person) -> None:
    media = Sector.objects.get(pk="media")
    actions.change_sector(sector=media, by=admin, at=make.NOW, name_id="Pers dan media")
    actions.change_sector(sector=media, by=admin, at=make.NOW, name_id="Pers dan media")
    for sector in Sector.objects.exclude(pk="media"):
        actions.change_sector(sector=sector, by=admin, at=make.NOW, is_active=False)
    with pytest.raises(actions.NotPossible, match="satu sektor"):
        actions.change_sector(sector=media, by=admin, at=make.NOW, is_active=False)
    assert _codes() == ["media"]
    assert verbs() == ["sector.changed"] * 6
    swasta = Sector.objects.get(pk="swasta")
    actions.change_sector(sector=media, by=admin, at=make.NOW, tone="private", shape="hexagon")
    with pytest.raises(actions.NotPossible, match="warna"):
        actions.change_sector(sector=swasta, by=admin, at=make.NOW, is_active=True)


def test_move_sector_swaps_places_and_stops_at_the_ends(admin: Person) -> None:
    move = lambda code, up: actions.move_sector(  # noqa: E731 - three words where they are read
        sector=Sector.objects.get(pk=code), by=admin, at=make.NOW, up=up
    )
    move("media", True)
    assert _codes()[3:5] == ["media", "masyarakat_sipil"]
    move("pemerintah", True)
    move("komunitas", False)
    assert _codes() == ["pemerintah", "swasta", "akademisi", "media", "masyarakat_sipil", "komunitas"]
    assert verbs() == ["sector.moved"]


def test_only_an_administrator_keeps_the_list() -> None:
    person, media = make.person(), Sector.objects.get(pk="media")
    with pytest.raises(actions.NotAllowed):
        actions.add_sector(by=person, at=make.NOW, name_id="X", name_en="X", **LOOK)
    with pytest.raises(actions.NotAllowed):
        actions.change_sector(sector=media, by=person, at=make.NOW, name_id="X")
    with pytest.raises(actions.NotAllowed):
        actions.move_sector(sector=media, by=person, at=make.NOW, up=True)
