"""When are two names of organisations the same? Pure text: abbreviations spelt out, legal forms set aside, places compared."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

ABBREVIATIONS = Path(__file__).resolve().parent.parent / "reference" / "abbreviations.csv"
ALIKE = 0.75
_OTHER_PLACE = 0.6
_WEIGHT_OF_FORM = 0.25

_FRONTS = ("kemenko", "kementerian", "kemen", "kem", "dinas", "din", "dis")
_LEGAL = frozenset(["pt", "cv", "tbk", "ud", "persero", "perseroan", "terbatas", "firma", "inc", "ltd", "llc", "co"])
_SMALL = frozenset(["dan", "di", "untuk", "bagi", "the", "of", "and", "for", "pada"])
_FORMS = re.compile(
    "dinas|badan|kementerian|ministry|agency|lembaga|direktorat|jenderal|sekretariat|kantor|pemerintah|daerah|kota|kabupaten|"
    "provinsi|kecamatan|kelurahan|universitas|university|institut|politeknik|sekolah|tinggi|fakultas|yayasan|foundation|"
    "perkumpulan|perhimpunan|himpunan|asosiasi|persatuan|ikatan|forum|komunitas|koperasi|republik|indonesia|nasional"
)
_PLACE_MARKS = frozenset(["kota", "kabupaten", "provinsi"])


@dataclass(frozen=True)
class Reading:
    """A name as it is compared: its words in order, and the place it names, if it says which kind of place."""

    words: tuple[str, ...]
    place: tuple[str, ...]
    initials: str


def _plain_words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain.replace("'", "").replace(".", " "))


@cache
def _short_forms() -> dict[str, list[str]]:
    with ABBREVIATIONS.open(encoding="utf-8", newline="") as stream:
        return {row["short"]: row["words"].split() for row in csv.DictReader(stream)}


def spelt_out(word: str) -> list[str]:
    """`diskominfo` is `dinas komunikasi informatika`, `kemenkes` is `kementerian kesehatan`; other words stay."""
    word = word.lower()
    known = _short_forms()
    if word in known:
        return known[word]
    for front in _FRONTS:
        rest = word.removeprefix(front)
        if rest != word and rest in known:
            return [*known.get(front, [front]), *known[rest]]
    return [word]


@lru_cache(maxsize=50_000)
def read(name: str) -> Reading:
    """How a name is compared; cached, because every name on the list is read for each question."""
    plain = _plain_words(name)
    spelt = [w for word in plain for w in spelt_out(word) if w not in _SMALL]
    words = tuple(dict.fromkeys(w for w in spelt if w not in _LEGAL)) or tuple(dict.fromkeys(spelt))
    marks = [i for i, w in enumerate(words) if w in _PLACE_MARKS]
    initials = "".join(w[0] for w in plain if w not in _SMALL and w not in _LEGAL) if len(plain) > 1 else ""
    return Reading(words, words[marks[-1] :] if marks and marks[-1] + 1 < len(words) else (), initials)


def _one_slip_apart(one: str, other: str) -> bool:
    """Equal but for one letter added, lost, changed or swapped with its neighbour; only in words long enough for it."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < (5 if len(long) > len(short) else 6) or len(long) - len(short) > 1:
        return False
    head = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) != len(long):
        return short[head:] == long[head + 1 :]
    swapped = short[head : head + 2] == long[head : head + 2][::-1] and short[head + 2 :] == long[head + 2 :]
    return swapped or short[head + 1 :] == long[head + 1 :]


def _weight(words: tuple[str, ...]) -> dict[str, float]:
    forms = {w for w in words if _FORMS.fullmatch(w)}
    return {w: _WEIGHT_OF_FORM if w in forms and len(forms) < len(words) else 1.0 for w in words}


def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1: the share of their weight that stands in both, less where the places differ."""
    a, b = read(one), read(other)
    if not a.words or not b.words:
        return 0.0
    if _is_initials(a, b) or _is_initials(b, a):
        return 0.9
    weights_a, weights_b = _weight(a.words), _weight(b.words)
    pairs = [(w, next((v for v in b.words if _one_slip_apart(w, v)), "")) for w in a.words]
    shared = sum(weights_a[w] + weights_b[v] for w, v in pairs if v)
    share = min(1.0, shared / (sum(weights_a.values()) + sum(weights_b.values())))
    return share * _OTHER_PLACE if a.place and b.place and a.place != b.place else share


def _is_initials(short: Reading, full: Reading) -> bool:
    """`PMI` is `Palang Merah Indonesia`."""
    return len(short.words) == 1 and len(short.words[0]) > 2 and short.words[0] == full.initials
