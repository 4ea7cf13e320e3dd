from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from mufakat.web.templatetags import mufakat as words

INSTANT = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("id", "Asia/Jakarta", "27 November 2026, 17.00 WIB"),
        ("id", "Asia/Makassar", "27 November 2026, 18.00 WITA"),
        ("id", "Asia/Jayapura", "27 November 2026, 19.00 WIT"),
        ("en", "Asia/Jakarta", "27 November 2026, 17:00 WIB"),
        ("en", "Asia/Makassar", "27 November 2026, 18:00 WITA"),
        ("en", "Asia/Jayapura", "27 November 2026, 19:00 WIT"),
        ("en", "UTC", "27 November 2026, 10:00 UTC"),
        ("en", "Etc/GMT-8", "27 November 2026, 18:00 UTC+08"),
    ],
)
def test_moment_names_the_readers_zone(language: str, zone: str, expected: str) -> None:
    with translation.override(language), timezone.override(zone):
        assert words.moment(INSTANT) == expected


@pytest.mark.parametrize(
    ("language", "style", "expected"),
    [
        ("id", "long", "12 Januari 2026"),
        ("id", "brief", "12 Jan 2026"),
        ("id", "short", "12 Jan"),
        ("id", "weekday", "Senin, 12 Januari 2026"),
        ("id", "month", "Januari 2026"),
        ("en", "long", "12 January 2026"),
        ("en", "short", "12 Jan"),
        ("en", "weekday", "Monday 12 January 2026"),
        ("en", "month", "January 2026"),
    ],
)
def test_day_in_both_languages(language: str, style: str, expected: str) -> None:
    with translation.override(language):
        assert words.day(date(2026, 1, 12), style) == expected


def test_day_of_an_instant_is_the_readers_day() -> None:
    late = datetime(2026, 1, 11, 17, 30, tzinfo=UTC)
    with translation.override("id"):
        assert words.day(late) == "12 Januari 2026"
        assert words.clock(late) == "00.30 WIB"
        assert words.moment(late, "short") == "12 Jan, 00.30"


def test_time_of_carries_the_machine_form() -> None:
    assert words.time_of(INSTANT) == ('<time datetime="2026-11-27T17:00:00+07:00">27 November 2026, 17:00 WIB</time>')
    assert words.time_of(date(2026, 1, 12)) == '<time datetime="2026-01-12">12 January 2026</time>'
    assert words.time_of(None) == ""


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 12), date(2026, 11, 30), "12 Januari – 30 November 2026"),
        (date(2026, 1, 12), date(2027, 1, 31), "12 Januari 2026 – 31 Januari 2027"),
        (date(2026, 1, 12), None, "12 Januari 2026"),
        (None, None, ""),
    ],
)
def test_period_names_each_year_once(start: date | None, end: date | None, expected: str) -> None:
    with translation.override("id"):
        assert words.period(start, end) == expected


@pytest.mark.parametrize(
    ("language", "value", "places", "expected"),
    [
        ("id", 1234567, None, "1.234.567"),
        ("en", 1234567, None, "1,234,567"),
        ("id", Decimal("3.54"), None, "3,54"),
        ("en", Decimal("3.54"), 1, "3.5"),
        ("id", -0.5, 1, "−0,5"),
        ("en", None, None, "–"),
        ("en", 0, None, "0"),
    ],
)
def test_figure_in_both_languages(language: str, value: Decimal | None, places: int | None, expected: str) -> None:
    with translation.override(language):
        assert words.figure(value, places) == expected
