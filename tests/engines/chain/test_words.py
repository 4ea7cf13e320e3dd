"""The report in words: every finding has its sentence in both languages, and no text from a file steers the terminal."""

from __future__ import annotations

import string
from typing import Any

import pytest

from mufakat.engines.chain import sentences
from mufakat.engines.chain.findings import Earlier, Finding, Kind, Report
from mufakat.engines.chain.words import harmless, sentence, words

DETAILS: dict[str, Any] = {
    "line": 1234, "reason": "long", "of": "file", "last": 9, "now": 7, "fields": ["at", "open.title", "personal.1.name"],
    "at": "2026-11-24T09:12:00.000000Z", "before": "2026-11-25T09:12:00.000000Z", "group": "personal.1", "size": 12000,
    "had": 13000, "key": "contoh+12345678", "expected": "contoh+87654321", "origin": "contoh.id/1",
}  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_sentence(kind: Kind, language: str) -> None:
    said = sentence(Finding(kind, 5, DETAILS), language)
    assert said.endswith(".")
    assert "{" not in said


def test_both_languages_have_the_same_sentences_with_the_same_places() -> None:
    for table in (
        sentences.FRAME,
        sentences.SENTENCES,
        sentences.STRETCHES,
        sentences.REASONS,
        sentences.FIELDS,
        sentences.GROUPS,
    ):
        assert table["en"].keys() == table["id"].keys()
        for key, text in table["en"].items():
            assert _places(text) == _places(table["id"][key]), key


def _places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_sentences_name_what_they_must() -> None:
    assert [sentence(finding, "en") for finding in FINDINGS] == [
        "Entry 1,200 was removed.",
        "Entries 3 to 5 were removed.",
        "Entry 4 was backdated: from 2026-11-25 09:12:00 UTC to 2026-11-24 09:12:00 UTC.",
        "Entry 4 was backdated: from 2026-11-25 09:12:00 UTC to 2026-11-24 09:12:00 UTC. Also different: actor.",
        "Entry 4 was altered: act, statement (title), statement about a person.",
        "Entry 4: the statement (open to all readers) is not the one that was recorded.",
    ]
    assert [sentence(finding, "id") for finding in FINDINGS] == [
        "Entri 1.200 dihilangkan.",
        "Entri 3 sampai 5 dihilangkan.",
        "Tanggal entri 4 dimundurkan: dari 2026-11-25 09:12:00 UTC menjadi 2026-11-24 09:12:00 UTC.",
        "Tanggal entri 4 dimundurkan: dari 2026-11-25 09:12:00 UTC menjadi 2026-11-24 09:12:00 UTC. Yang juga berbeda: pelaku.",
        "Entri 4 diubah: tindakan, isi (title), isi tentang orang.",
        "Entri 4: isinya (terbuka bagi semua pembaca) bukan yang dicatat.",
    ]


TIMES = {"at": DETAILS["at"], "before": DETAILS["before"]}
FINDINGS = [
    Finding(Kind.REMOVED, 1200, {"last": 1200}),
    Finding(Kind.REMOVED, 3, {"last": 5}),
    Finding(Kind.BACKDATED, 4, {**TIMES, "fields": []}),
    Finding(Kind.BACKDATED, 4, {**TIMES, "fields": ["by"]}),
    Finding(Kind.ALTERED, 4, {"fields": ["verb", "open.title", "personal"]}),
    Finding(Kind.COMMITMENT, 4, {"group": "open"}),
]


def test_words_of_a_record_that_agrees() -> None:
    report = Report(
        ok=True, readable=True, origin="contoh.id/1", title="Judul", vkey="k+1", size=12345, root="ab", openings=3, erased=2,
        withheld=1, first_at=DETAILS["at"], last_at=DETAILS["at"], earlier=Earlier("checkpoint", 1000, "cd", agrees=True),
    )  # fmt: skip
    assert words(report, "id") == (
        "Catatan ini terverifikasi.\n"
        "Catatan: Judul (contoh.id/1)\n"
        "Entri: 12.345, dari 2026-11-24 09:12:00 UTC sampai 2026-11-24 09:12:00 UTC\n"
        "Akar: ab\n"
        "Kunci (menurut berkas itu sendiri; bandingkan dengan yang diketahui pihak lain): k+1\n"
        "Isi entri yang sesuai dengan yang dicatat: 3\n"
        "Isi entri tentang orang yang telah dihapus, masing-masing dengan tindakan yang tercatat: 2\n"
        "Isi entri yang tidak disertakan dalam salinan ini bagi pembacanya: 1\n"
        "1.000 entri pertama persis sama dengan yang disegel terdahulu.\n"
    )


def test_words_say_what_a_proof_still_shows() -> None:
    report = Report(
        ok=False, readable=True, findings=(FINDINGS[0],), more=7,
        earlier=Earlier("proof", 10, "cd", agrees=False, entry=3, is_entry_kept=True),
    )  # fmt: skip
    assert words(report, "en").splitlines()[-3:] == [
        "- Entry 1,200 was removed.",
        "- ... and 7 more.",
        "Entry 3, the one of the proof, is itself unchanged.",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a�[2Jb"),
        ("a\nb", "a�b"),
        ("\u202eabc", "�abc"),
        ("é “x” 漢", "é “x” 漢"),
        ("x" * 121, "x" * 120 + "…"),
    ],
)
def test_texts_from_a_file_are_harmless(text: str, shown: str) -> None:
    assert harmless(text) == shown
    assert shown in words(Report(ok=True, readable=True, title=text), "en")
