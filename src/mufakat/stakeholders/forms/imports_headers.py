"""Which row of a file has the headings, and which column of the register each of them means."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from mufakat.stakeholders.forms.imports_cells import line_of
from mufakat.stakeholders.forms.imports_file import Line, Unreadable
from mufakat.stakeholders.queries.columns import COLUMNS
from mufakat.stakeholders.queries.imports_words import folded

REQUIRED = ("name", "sector")
SINCE = "state_since"
FIELDS = (*(column.name for column in COLUMNS), SINCE)
_LOOKED_AT = 25
_SAMPLES = 3
_ALIKE = 0.84
_SYNONYMS = {
    "name": "nama lembaga, nama organisasi, nama instansi, nama pemangku kepentingan, pemangku kepentingan, lembaga, organisasi, "
    "instansi, institusi, stakeholder, organisation, organization, organisation name, institution, stakeholder name",
    "reference": "kode, no rujukan, nomor, id, rujukan, referensi, ref, code, number, reference number",
    "sector": "bidang, kelompok, kategori, unsur, klaster, category, cluster, sektor pentahelix, group",
    "kind": "tipe, jenis lembaga, jenis organisasi, bentuk, type, kind of organisation",
    "regions": "provinsi, daerah, lokasi, wilayah kerja, cakupan wilayah, region, province, provinces, area, location, coverage",
    "interest": "minat, kepentingannya, alasan, interests, stake",
    "affected_how": "dampak, terdampak, pengaruh yang dirasakan, bagaimana terdampak, affected how, impact, how affected",
    "capabilities": "kapasitas, kemampuan, kompetensi, sumber daya, capability, capacity, skills, expertise",
    "tags": "tag, penanda, kata kunci, keyword, keywords, label label",
    "position": "posisi, dukungan, sikap terhadap isu, stance, attitude, support",
    "wanted": "pelibatan diinginkan, tingkat pelibatan yang diinginkan, target pelibatan, wanted engagement, desired engagement",
    "present": "pelibatan sekarang, tingkat pelibatan saat ini, tingkat pelibatan, current engagement, present engagement",
    "state": "keadaan, tahap, kondisi, status pelibatan, status, stage",
    "notes": "keterangan, catatan tambahan, note, remarks, comment, comments",
    "owner": "penanggung jawab, pic, narahubung, pemilik hubungan, owner, person in charge, contact person",
    "source": "sumber informasi, asal, referensi sumber, sources, origin",
    SINCE: "sejak, tanggal, tgl, per tanggal, tanggal status, since, date, state since, status since",
}


def _book() -> dict[str, str]:
    book: dict[str, str] = {}
    for column in COLUMNS:
        for spelling in (column.name, *column.labels):
            book.setdefault(folded(spelling), column.name)
    for name, words in _SYNONYMS.items():
        for spelling in words.split(", "):
            book.setdefault(folded(spelling), name)
    return book


BOOK = _book()


def headings_of(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The columns of the file: place, name, the row they stand in, a few samples. Empty columns are left out."""
    first = lines[:_LOOKED_AT]
    if not first:
        raise Unreadable("empty")
    best = max(first, key=lambda line: (_known(line), -line.number))
    if not _known(best):
        best = next((line for line in first if sum(1 for cell in line.cells if cell) > 1), best)
    below = [line for line in lines if line.number > best.number]
    if not below:
        raise Unreadable("headings")
    width = max(len(line.cells) for line in lines)
    found = []
    for place in range(width):
        name = line_of(best.cells[place])[:80] if place < len(best.cells) else ""
        samples = [line.cells[place] for line in below[:50] if place < len(line.cells) and line.cells[place]]
        if name or any(place < len(line.cells) and line.cells[place] for line in below):
            shown = [line_of(sample)[:60] for sample in samples[:_SAMPLES]]
            found.append({"place": place, "name": name, "row": best.number, "samples": shown})
    return found


def _known(line: Line) -> int:
    return len({BOOK[key] for cell in line.cells if cell and len(cell) < 80 and (key := folded(cell)) in BOOK})


def letters_of(place: int) -> str:
    """What a spreadsheet calls the column: A, B, ..., AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def guesses_of(headings: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The place of each column of the register, as far as the headings tell; what is exact goes first."""
    guessed: dict[str, int] = {}
    for is_exact in (True, False):
        for heading in headings:
            name = _meaning(heading["name"], is_exact=is_exact)
            if name and name not in guessed and heading["place"] not in guessed.values():
                guessed[name] = heading["place"]
    return guessed


def _meaning(heading: str, *, is_exact: bool) -> str:
    key = folded(heading) if heading else ""
    if is_exact or len(key) < 4:
        return BOOK.get(key, "")
    near = difflib.get_close_matches(key, BOOK, n=1, cutoff=_ALIKE)
    return BOOK[near[0]] if near else ""
