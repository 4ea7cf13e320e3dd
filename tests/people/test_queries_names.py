"""Names as they are really written. A pair that is no longer told apart, or no longer found, changes what people see."""

from __future__ import annotations

import csv

import pytest

from mufakat.people.queries import names

SAME = [
    ("Dinas Kominfo Kota Bandung", "Dinas Komunikasi dan Informatika Kota Bandung"),
    ("Diskominfo Kota Bandung", "Dinas Komunikasi dan Informatika Kota Bandung"),
    ("Diskominfo Bandung", "Dinas Komunikasi dan Informatika Kota Bandung"),
    ("Dinas Komunikasi, Informatika, Statistik dan Persandian Kota Bandung", "Dinas Kominfo Kota Bandung"),
    ("Dinkes Prov. Jawa Barat", "Dinas Kesehatan Provinsi Jabar"),
    ("Dinas Pendidikan & Kebudayaan Kota Solo", "Disdikbud Kota Surakarta"),
    ("Dinas P3A Kota Malang", "Dinas Pemberdayaan Perempuan dan Perlindungan Anak Kota Malang"),
    ("Bappeda Kab. Sleman", "Badan Perencanaan Pembangunan Daerah Kabupaten Sleman"),
    ("Pemkot Surabaya", "Pemerintah Kota Surabaya"),
    ("Kemenkominfo", "Kementerian Komunikasi dan Informatika Republik Indonesia"),
    ("Kominfo", "Kementerian Komunikasi dan Informatika"),
    ("Kemkomdigi RI", "Kementerian Komunikasi dan Digital"),
    ("Kementrian Kesehatan", "Kementerian Kesehatan RI"),
    ("Kemenkes", "Kementerian Kesehatan Republik Indonesia"),
    ("BPS", "Badan Pusat Statistik"),
    ("Univ. Gadjah Mada", "Universitas Gadjah Mada"),
    ("UGM", "Universitas Gadjah Mada"),
    ("Universitas Gajah Mada", "Universitas Gadjah Mada"),
    ("PT Telkom Indonesia (Persero) Tbk", "Telkom Indonesia"),
    ("PT. Telkom Indonesia, Tbk.", "PT Telkom Indonesia"),
    ("Yayasan Cahaya Nusantara", "Yay. Cahya Nusantara"),
    ("Yayasan Cahaya Nusantara", "Perkumpulan Cahaya Nusantara"),
    ("PMI", "Palang Merah Indonesia"),
    ("Radio Warga", "Radio Warga FM"),
    ("YAYASAN  CAHAYA   NUSANTARA", "yayasan cahaya nusantara"),
    ("Café Perempuan Berdaya", "Cafe Perempuan Berdaya"),
]
DIFFERENT = [
    ("Dinas Kominfo Kota Bandung", "Dinas Kominfo Kota Bogor"),
    ("Dinas Kominfo Kota Bandung", "Dinas Kominfo Kabupaten Bandung"),
    (
        "Dinas Komunikasi, Informatika, Statistik dan Persandian Kota Bandung",
        "Dinas Komunikasi, Informatika, Statistik dan Persandian Kota Bogor",
    ),
    ("Dinas Kesehatan Kota Malang", "Dinas Kesehatan Kota Magelang"),
    ("Dinas Kesehatan Kota Bandung", "Dinas Pendidikan Kota Bandung"),
    ("Kementerian Kesehatan", "Kementerian Keuangan"),
    ("Kementerian Komunikasi dan Informatika", "Kementerian Komunikasi dan Digital"),
    ("Universitas Indonesia", "Universitas Pendidikan Indonesia"),
    ("Universitas Negeri Malang", "Universitas Islam Malang"),
    ("PT Bank Mandiri", "PT Bank Negara Indonesia"),
    ("Yayasan Cahaya Nusantara", "Yayasan Pelita Nusantara"),
    ("Forum Pemuda", "Forum Perempuan"),
    ("Radio Warga", "Koran Warga"),
    ("Lembaga Contoh 1", "Lembaga Contoh 2"),
    ("", "Yayasan Cahaya Nusantara"),
    ("!!!", "???"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=[one for one, _ in SAME])
def test_likeness_finds_the_same_organisation(one: str, other: str) -> None:
    assert names.likeness(one, other) >= names.ALIKE
    assert names.likeness(other, one) == names.likeness(one, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=[one for one, _ in DIFFERENT])
def test_likeness_tells_others_apart(one: str, other: str) -> None:
    assert names.likeness(one, other) < names.ALIKE
    assert names.likeness(other, one) < names.ALIKE


@pytest.mark.parametrize(("one", "other"), SAME + DIFFERENT)
def test_likeness_lies_between_nothing_and_all(one: str, other: str) -> None:
    assert 0 <= names.likeness(one, other) <= 1
    assert names.likeness(one, one) in (0, 1)


def test_abbreviations_are_plain_words_and_each_stands_once() -> None:
    with names.ABBREVIATIONS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    shorts = [short for short, _ in rows]
    assert shorts == sorted(set(shorts))
    assert [row for row in rows if not (row[0].isalnum() and row[0].islower() and row[1].islower())] == []
    assert [short for short, words in rows if short in words.split()] == []


def test_spelt_out_knows_fronts_and_leaves_other_words_alone() -> None:
    assert names.spelt_out("Kemenkes") == ["kementerian", "kesehatan"]
    assert names.spelt_out("dishub") == ["dinas", "perhubungan"]
    assert names.spelt_out("Disabilitas") == ["disabilitas"]
