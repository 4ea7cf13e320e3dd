"""Pictures drawn on the server. Widths are percentages and heights are pixels, so words never shrink on a phone.

The geometry functions are pure: values in, frozen dataclasses out; the templates only place what they are given.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django import template

from mufakat.web.templatetags.mufakat import figure, shape_of, tone_of

register = template.Library()

LABEL_WIDTH = 34
LINE = 20
BAR = 12
ROW_GAP = 18
PLOT_TOP = 34
PLOT_HEIGHT = 200
FRINGE_LEFT = 13.0
FRINGE_RIGHT = 6.0
WIDE_WORDS = 5
CROWD = 8
TICKS = 7

Placed = Callable[[str], float]
Scaled = Callable[[float], float]
Said = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    y: float
    words: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class BarRow:
    label: str
    lines: tuple[Text, ...]
    words: str
    note: str
    tone: str
    shape: str
    width: float
    y_shape: float
    y_value: float
    y_bar: float


@dataclass(frozen=True, slots=True)
class BarChart:
    rows: tuple[BarRow, ...]
    height: float
    bar: int = BAR


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    label: str
    words: str
    note: str
    y_low: float | None
    y_high: float | None
    low: str
    high: str
    is_named: bool
    y_words: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Segment:
    x1: float
    y1: float
    x2: float
    y2: float
    is_break: bool


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    tone: str
    dots: tuple[Dot, ...]
    segments: tuple[Segment, ...]

    @property
    def name_x(self) -> float:
        return self.dots[-1].x

    @property
    def name_y(self) -> float:
        last = self.dots[-1]
        return last.y_words + (LINE if last.y_words > last.y else -LINE)


@dataclass(frozen=True, slots=True)
class LineChart:
    lines: tuple[Line, ...]
    grid: tuple[Text, ...]
    ticks: tuple[Text, ...]
    target: Text | None
    height: float
    has_zero: bool


def _value(row: object, name: str, default: Any = None) -> Any:
    return row.get(name, default) if isinstance(row, Mapping) else getattr(row, name, default)


def _tone(row: object) -> str:
    sector = _value(row, "sector")
    return tone_of(sector) if sector else str(_value(row, "tone") or "brand")


def _bar_row(row: object, *, y: float, share: float, words: str) -> BarRow:
    label = str(_value(row, "label", ""))
    sector = _value(row, "sector")
    wrapped = textwrap.wrap(label, LABEL_WIDTH) or [""]
    return BarRow(
        label=label,
        lines=tuple(Text(0, y + LINE * (i + 1) - 5, words_, "start") for i, words_ in enumerate(wrapped)),
        words=words,
        note=str(_value(row, "note", "") or ""),
        tone=_tone(row),
        shape=shape_of(sector) if hasattr(sector, "shape") else "",
        width=round(100 * share, 2),
        y_shape=y + LINE - 17,
        y_value=y + LINE - 5,
        y_bar=y + LINE * len(wrapped) + 2,
    )


def bar_geometry(
    rows: Iterable[object], *, places: int | None = None, unit: str = "", top: float | None = None
) -> BarChart:
    """Where each bar and its words stand. Bars start at zero; the longest (or `top`) fills the width."""
    given = list(rows)
    values = [float(_value(row, "value", 0)) for row in given]
    if any(value < 0 for value in values):
        raise ValueError("a bar chart starts at zero and cannot show a value below it")
    full = max([top or 0.0, *values]) or 1.0
    placed: list[BarRow] = []
    y = 0.0
    for row, value in zip(given, values, strict=True):
        words = f"{figure(_value(row, 'value', 0), places)}{unit}"
        placed.append(_bar_row(row, y=y, share=value / full, words=words))
        y = placed[-1].y_bar + BAR + ROW_GAP
    return BarChart(tuple(placed), max(y - ROW_GAP, 0.0))


def nice_scale(low: float, high: float, steps: int = 4) -> tuple[float, ...]:
    """Round numbers that enclose low..high in about `steps` steps."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    raw = (high - low) / steps
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw - 1e-12)
    start = math.floor(low / step + 1e-9) * step
    count = math.ceil((high - start) / step - 1e-9)
    return tuple(round(start + step * i, 10) for i in range(count + 1))


def _scale_places(scale: Sequence[float]) -> int:
    return max((len(f"{value:.10f}".rstrip("0").split(".")[1]) for value in scale), default=0)


def _extent(series: Sequence[object], target: float | None) -> tuple[float, float]:
    seen = [target] if target is not None else []
    for one in series:
        for point in _value(one, "points", ()):
            seen += [
                float(value)
                for value in (_value(point, "value"), _value(point, "low"), _value(point, "high"))
                if value is not None
            ]
    return (min(seen), max(seen)) if seen else (0.0, 1.0)


def _ticks(labels: Sequence[str], across: Placed, y: float) -> tuple[Text, ...]:
    """A few labels only: every nth, and always the last, never two so near that they touch."""
    every = max(1, math.ceil(len(labels) / TICKS))
    last = len(labels) - 1
    shown = [i for i in range(0, last + 1, every) if i == last or last - i >= every] + [last] * bool(labels)
    return tuple(Text(across(labels[i]), y, labels[i]) for i in dict.fromkeys(shown))


def line_geometry(
    series: Iterable[object],
    *,
    places: int | None = None,
    unit: str = "",
    target: float | None = None,
    zero: bool = False,
) -> LineChart:
    """Dots joined by lines; a point that breaks the series (`break_before`) is joined by a dotted line."""
    given = list(series)
    low, high = _extent(given, target)
    scale = nice_scale(min(low, 0.0) if zero else low, high)
    labels = list(dict.fromkeys(str(_value(p, "label")) for one in given for p in _value(one, "points", ())))

    def across(label: str) -> float:
        place = labels.index(label) / (len(labels) - 1) if len(labels) > 1 else 0.5
        return round(FRINGE_LEFT + place * (100 - FRINGE_LEFT - FRINGE_RIGHT), 2)

    def down(value: float) -> float:
        share = (value - scale[0]) / (scale[-1] - scale[0])
        return round(PLOT_TOP + (1 - share) * PLOT_HEIGHT, 1)

    def say(value: Any) -> str:
        return f"{figure(value, places)}{unit}"

    drawn = tuple(
        _line(one, across=across, down=down, say=say, crowd=len(labels)) for one in given if _value(one, "points")
    )
    lowest = max((d.y_words for one in drawn for d in one.dots if d.is_named), default=0.0)
    below = max(PLOT_TOP + PLOT_HEIGHT + 22.0, lowest + LINE)  # a value written under the last line is not written over
    return LineChart(
        lines=drawn,
        grid=tuple(Text(0, down(v), f"{figure(v, _scale_places(scale))}{unit}", "start") for v in scale),
        ticks=_ticks(labels, across, below),
        target=None if target is None else Text(100, down(target), say(target), "end"),
        height=below + 8.0,
        has_zero=scale[0] == 0,
    )


def _dot(
    point: object, *, across: Placed, down: Scaled, say: Said, is_named: bool, is_valley: bool, is_last: bool
) -> Dot:
    value, low, high = (_value(point, name) for name in ("value", "low", "high"))
    y_low = None if low is None else down(float(low))
    y_high = None if high is None else down(float(high))
    y = down(float(value))
    words = say(value)
    return Dot(
        x=across(str(_value(point, "label"))),
        y=y,
        label=str(_value(point, "label")),
        words=words,
        note=str(_value(point, "note", "") or ""),
        y_low=y_low,
        y_high=y_high,
        low="" if low is None else say(low),
        high="" if high is None else say(high),
        is_named=is_named,
        y_words=(y_low or y) + 22 if is_valley else (y_high or y) - 12,
        anchor="end" if is_last and len(words) > WIDE_WORDS else "middle",
    )


def _line(one: object, *, across: Placed, down: Scaled, say: Said, crowd: int) -> Line:
    points = [p for p in _value(one, "points", ()) if _value(p, "value") is not None]
    values = [float(_value(p, "value")) for p in points]
    last = len(points) - 1
    named = (
        set(range(len(points))) if crowd <= CROWD else {0, last, values.index(max(values)), values.index(min(values))}
    )
    dots = tuple(
        _dot(
            point,
            across=across,
            down=down,
            say=say,
            is_named=i in named,
            is_valley=i > 0 and values[i - 1] > values[i] and (i == last or values[i] < values[i + 1]),
            is_last=i == last,
        )
        for i, point in enumerate(points)
    )
    segments = tuple(
        Segment(a.x, a.y, b.x, b.y, bool(_value(points[i + 1], "break_before", False)))
        for i, (a, b) in enumerate(pairwise(dots))
    )
    return Line(str(_value(one, "name", "")), _tone(one), dots, segments)


@register.simple_tag
def bars(rows: Iterable[object], places: int | None = None, unit: str = "", top: float | None = None) -> BarChart:
    return bar_geometry(rows or (), places=places, unit=unit, top=top)


@register.simple_tag
def lines(
    series: Iterable[object], places: int | None = None, unit: str = "", target: float | None = None, zero: bool = False
) -> LineChart:
    return line_geometry(series or (), places=places, unit=unit, target=target, zero=bool(zero))


@register.filter
def share_of(part: float, whole: float) -> str:
    """How much of the whole, as a width for a drawing: always with a point, whatever the language."""
    return f"{100 * float(part or 0) / float(whole):.2f}%" if whole else "0%"


@register.filter
def px(value: float) -> str:
    """A coordinate for a drawing: always with a point, whatever the language."""
    return f"{float(value):g}"
