"""Registers, ties and needs as CSV; what is said of bad cells is tested with the command (tests/config/test_map.py)."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.engines.mapping import Need, Tie, tables
from mufakat.engines.mapping.tables import BadTable, Flaw, Listed


def test_register_of_reads_either_language() -> None:
    english = "name,sector,region,expertise,state,power,note\nA,media,31|32,print;radio,engaged,4|5,x\n\n ,,\n"
    indonesian = "Nama;Sektor;Wilayah;Keahlian;Keadaan;Kuasa\r\nA;media;31,32;print,radio;Terlibat;4,5\r\n"
    scores = {"power": (4, 5), "interest": (), "legitimacy": (), "urgency": ()}
    expected = Listed("A", "media", frozenset({"31", "32"}), frozenset({"print", "radio"}), True, scores)
    assert tables.register_of(english) == tables.register_of(indonesian) == (expected,)
    assert (expected.supplier.key, expected.supplier.sector) == ("A", "media")


@pytest.mark.parametrize(
    ("text", "is_on_board"),
    [
        ("nama\nA\n", True),
        ("nama,keadaan\nA\n", False),
        ("nama,keadaan\nA,\n", False),
        ("nama,keadaan\nA,mundur\n", False),
        ("nama,keadaan\nA,berkomitmen\n", True),
    ],
)
def test_register_of_knows_who_is_on_board(text: str, is_on_board: bool) -> None:
    assert [listed.is_on_board for listed in tables.register_of(text)] == [is_on_board]


def test_ties_of_and_needs_of() -> None:
    assert tables.ties_of('dari;ke;kekuatan;searah;jenis\nA;B;"2,5";ya;dana\nB;A\n', {"A", "B"}) == (
        Tie("A", "B", 2.5, True, "dana"),
        Tie("B", "A"),
    )
    assert tables.needs_of("sektor,keahlian,wilayah,minimum,bobot,wajib\nmedia,,31,2,3,tidak\n,,,1\n") == (
        Need("2", "media", None, "31", 2, 3, False),
        Need("3", None, None, None, 1),
    )


def test_bad_table_holds_every_flaw_in_order() -> None:
    with pytest.raises(BadTable) as bad:
        tables.register_of("name,power\n,9\nA,\nA,1\n")
    assert bad.value.flaws == (
        Flaw("register", 2, "name", "no_name"),
        Flaw("register", 2, "power", "no_score", "9"),
        Flaw("register", 4, "name", "repeated", "A (3)"),
    )


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for take in (tables.register_of, tables.needs_of, lambda text: tables.ties_of(text, {"A"})):
        for head in ("", "name,power\n", "a,b\n", "least,weight\n"):
            with contextlib.suppress(BadTable):
                take(head + text)
