"""Which words a file may use for sectors, regions, kinds, states: every spelling that leads to one value."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.utils import translation

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Campaign, Role, Seat
from mufakat.people import queries as people
from mufakat.people.models import Organisation
from mufakat.people.queries.names import spelt_out
from mufakat.stakeholders.models import Engagement, Stakeholder, State

_SECTOR_WORDS = {
    "pemerintah": "pemerintahan, pemda, pemerintah daerah, pemerintah pusat, instansi pemerintah, government, public sector",
    "swasta": "bisnis, usaha, dunia usaha, perusahaan, industri, pelaku usaha, private, business, company",
    "akademisi": "akademik, akademia, perguruan tinggi, universitas, kampus, peneliti, academic, academics, university",
    "masyarakat_sipil": "lsm, oms, ormas, ngo, cso, organisasi masyarakat sipil, lembaga swadaya masyarakat, yayasan",
    "media": "pers, media massa, press, mass media",
    "komunitas": "masyarakat, warga, publik, komunitas dan publik, community, public",
}
_POSITION_WORDS = {
    2: "sangat mendukung, mendukung penuh, strongly supports, strongly in favour, strong support",
    1: "mendukung, dukung, pro, setuju, supports, supportive, support, in favour, for",
    0: "netral, belum bersikap, abstain, neutral, undecided",
    -1: "menolak, kontra, tidak setuju, tidak mendukung, opposes, opposed, against",
    -2: "sangat menolak, menolak keras, strongly opposes, strongly against",
}
_STATE_WORDS = {
    "identified": "teridentifikasi, dikenali, baru, new",
    "contacted": "dihubungi, sudah dihubungi",
    "engaged": "terlibat, dilibatkan, aktif, active",
    "committed": "berkomitmen, komit",
    "withdrawn": "mundur, mengundurkan diri, keluar",
}
_ENGAGEMENT_WORDS = {
    "none": "0, belum, tidak ada, no",
    "inform": "1, informasi, diberi informasi, menginformasikan",
    "consult": "2, konsultasi, dikonsultasikan, berkonsultasi",
    "involve": "3, dilibatkan, melibatkan, pelibatan",
    "collaborate": "4, kolaborasi, berkolaborasi, bekerja sama",
    "empower": "5, memberdayakan, diberdayakan, pemberdayaan",
}
_KIND_WORDS = {
    "ministry": "kementerian, badan nasional, lembaga negara, ministry",
    "local_agency": "dinas, opd, skpd, badan daerah, pemerintah provinsi, pemerintah kabupaten, local agency",
    "company": "perusahaan, pt, cv, bumn, bumd, company",
    "association": "asosiasi, perhimpunan, ikatan, association",
    "university": "universitas, perguruan tinggi, kampus, lembaga riset, university",
    "foundation": "yayasan, lsm, ngo, foundation",
    "newsroom": "media, radio, televisi, redaksi, newsroom",
    "community": "komunitas, relawan, kelompok warga, community",
    "other": "lainnya, lain lain, other",
}
_COUNTRY = "nasional, seluruh indonesia, se indonesia, national, nationwide"


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """A name without what people write differently each time: case, accents, points, blanks."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain)) or " ".join(text.split()).casefold()


@dataclass
class Book:
    """Spellings of the values of one column. `shown` is how a value is proposed to the reader."""

    values: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)

    def teach(self, value: str, spellings: Iterable[str], shown: str) -> None:
        self.shown[value] = shown
        for spelling in spellings:
            key = folded(spelling)
            if self.values.setdefault(key, value) != value:
                self.doubtful.add(key)

    def find(self, text: str) -> str | None:
        key = folded(text)
        return None if key in self.doubtful else self.values.get(key)

    def nearest(self, text: str) -> str:
        """How the value is called whose spelling is most like this; empty when none is."""
        near = difflib.get_close_matches(folded(text), self.values, n=1, cutoff=0.7)
        return self.shown[self.values[near[0]]] if near else ""


@dataclass(frozen=True)
class Vocabulary:
    """The books of a campaign on one day. Values are texts: codes and numbers of rows."""

    books: Mapping[str, Book]


def vocabulary_of(campaign: Campaign, at: datetime) -> Vocabulary:
    return Vocabulary(
        {
            "sector": _sectors(),
            "regions": _regions(at),
            "kind": _choices(Organisation.Kind, _KIND_WORDS),
            "state": _choices(State, _STATE_WORDS),
            "wanted": _choices(Engagement, _ENGAGEMENT_WORDS),
            "present": _choices(Engagement, _ENGAGEMENT_WORDS),
            "position": _positions(),
            "owner": _owners(campaign, at),
        }
    )


def _sectors() -> Book:
    book = Book()
    for sector in people.sectors_in_use():
        more = _SECTOR_WORDS.get(sector.code, "").split(", ")
        book.teach(sector.code, [sector.code, sector.name_id, sector.name_en], str(sector))
        for spelling in filter(None, more):
            book.values.setdefault(folded(spelling), sector.code)
    return book


def region_key(text: str) -> str:
    """`Prov. NTT`, `Provinsi Nusa Tenggara Timur` and `NTT` are the same place."""
    words = [part for word in folded(text).split() for part in spelt_out(word)]
    while len(words) > 1 and words[0] in {"provinsi", "prov", "propinsi", "dki", "di", "daerah", "istimewa", "khusus"}:
        words = words[1:]
    return " ".join(words)


def _regions(at: datetime) -> Book:
    book = Book()
    for region in people.places_on(campaigns.day_of(at)):
        more = _COUNTRY.split(", ") if region.level == region.Level.COUNTRY else []
        book.teach(str(region.pk), [region.name, region.code, region_key(region.name), *more], region.name)
    return book


def _choices(kinds: type[Organisation.Kind | State | Engagement], words: Mapping[str, str]) -> Book:
    book = Book()
    for kind in kinds:
        book.teach(kind.value, [kind.value, *_in_both_languages(kind)], str(kind.label))
    for value, more in words.items():
        for spelling in more.split(", "):
            book.values.setdefault(folded(spelling), value)
    return book


def _positions() -> Book:
    book = Book()
    for value, words in _POSITION_WORDS.items():
        spellings = words.split(", ")
        book.teach(str(value), spellings, spellings[0])
    return book


def _owners(campaign: Campaign, at: datetime) -> Book:
    """Who may keep a relation: those with a seat, and whoever keeps one already. By name, e-mail address or organisation."""
    book = Book()
    kept = Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True, owner__isnull=False).values("owner")
    former = Seat.objects.filter(pk__in=kept).select_related("person", "party__organisation").order_by("taken_at", "pk")
    seats = list(campaigns.seats_at(campaign, at))
    for seat in seats:
        places = [seat.party.organisation.name] if seat.party else _in_both_languages(Role(seat.role))
        names = [seat.person.name, seat.person.email, *(f"{seat.person.name} {place}" for place in places)]
        names += places if seat.party else []
        book.teach(str(seat.pk), filter(None, names), seat.person.name)
    for seat in former:
        places = [seat.party.organisation.name] if seat.party else _in_both_languages(Role(seat.role))
        for place in places:
            book.values.setdefault(folded(f"{seat.person.name} {place}"), str(seat.pk))
        book.shown.setdefault(str(seat.pk), seat.person.name)
    return book


def _in_both_languages(choice: Organisation.Kind | State | Engagement | Role) -> list[str]:
    labels = []
    for language in ("id", "en"):
        with translation.override(language):
            labels.append(str(choice.label))
    return labels
