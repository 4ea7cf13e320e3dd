"""One cell at a time: text without hidden characters, days in every Indonesian spelling, lists."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from mufakat.lib.sheet import harmless

_UNSEEN = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119
_SERIAL_ZERO = date(1899, 12, 30)
_MONTHS = {
    1: "januari january jan",
    2: "februari february pebruari feb peb",
    3: "maret march mar",
    4: "april apr",
    5: "mei may",
    6: "juni june jun",
    7: "juli july jul",
    8: "agustus august agu ags agt aug",
    9: "september sept sep",
    10: "oktober october okt oct",
    11: "november nopember nov nop",
    12: "desember december des dec",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$")
_NAMED = re.compile(r"(\d{1,2})[-/. ]*([a-z]+)[-/., ]*(\d{4}|\d{2})$")
_WEEKDAY = re.compile(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu)\s*,?\s*")


def unmarked(text: str) -> str:
    """Without the mark by which a table of ours says that this is text and no formula."""
    return text[1:] if text[:1] == "'" and harmless(text[1:]) == text else text


def line_of(text: str) -> str:
    """Words on one line, with nothing in them that is not seen."""
    return " ".join(_visible(text).split())


def text_of(text: str) -> str:
    """Words on several lines."""
    lines = (" ".join(line.split()) for line in _visible(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})


def list_of(text: str) -> list[str]:
    """Parts between semicolons or lines; between commas only when there is neither. Each once."""
    parts = re.split(r"[;\n]", text) if re.search(r"[;\n]", text) else text.split(",")
    found: dict[str, str] = {}
    for part in map(line_of, parts):
        if part:
            found.setdefault(part.casefold(), part)
    return list(found.values())


def day_of(text: str) -> date | None:
    """12/01/2026, 12-1-26, 12 Jan 2026, Senin, 12 Januari 2026, 2026-01-12, or Excel's own number. The day comes first."""
    plain = _WEEKDAY.sub("", line_of(text).casefold())
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        serial = int(float(plain))
        return _SERIAL_ZERO + timedelta(days=serial) if _FIRST_SERIAL <= serial <= _LAST_SERIAL else None
    if found := _ISO.match(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.match(plain):
        return _date(_year(found[3]), int(found[2]), int(found[1]))
    if (found := _NAMED.match(plain)) and found[2] in _MONTH_OF:
        return _date(_year(found[3]), _MONTH_OF[found[2]], int(found[1]))
    return None


def _year(text: str) -> int:
    """Two digits are of this century up to 69, of the last from 70, as spreadsheets have it."""
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 70 else 1900)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
