"""Pictures drawn on the server. Widths are percentages and heights are pixels, so words never shrink on a phone.

The geometry functions are pure: values in, frozen dataclasses out; the templates only place what they are given.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
FRINGE = 7.0


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
    value: float
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


@dataclass(frozen=True, slots=True)
class LineChart:
    lines: tuple[Line, ...]
    grid: tuple[Text, ...]
    ticks: tuple[Text, ...]
    target: Text | None
    height: float
    y_base: float


def _value(row: object, name: str, default: Any = None) -> Any:
    return row.get(name, default) if isinstance(row, Mapping) else getattr(row, name, default)


def bar_geometry(rows: Iterable[object], *, places: int | None = None, unit: str = "", top: float | None = None) -> BarChart:
    """Where each bar and its words stand. Bars start at zero; the longest (or `top`) fills the width."""
    given = list(rows)
    values = [float(_value(row, "value", 0)) for row in given]
    if any(value < 0 for value in values):
        raise ValueError("a bar chart starts at zero and cannot show a value below it")
    full = max([top or 0.0, *values]) or 1.0
    placed: list[BarRow] = []
    y = 0.0
    for row, value in zip(given, values, strict=True):
        label = str(_value(row, "label", ""))
        lines = textwrap.wrap(label, LABEL_WIDTH) or [""]
        sector = _value(row, "sector")
        has_shape = sector is not None and hasattr(sector, "shape")
        texts = tuple(Text(0, y + LINE * (i + 1) - 5, words, "start") for i, words in enumerate(lines))
        y_bar = y + LINE * len(lines) + 2
        placed.append(
            BarRow(
                label=label,
                lines=texts,
                value=value,
                words=f"{figure(_value(row, 'value', 0), places)}{unit}",
                note=str(_value(row, "note", "") or ""),
                tone=tone_of(sector) if sector is not None else str(_value(row, "tone", "brand")),
                shape=shape_of(sector) if has_shape else "",
                width=round(100 * value / full, 2),
                y_shape=y + LINE - 17,
                y_value=y + LINE - 5,
                y_bar=y_bar,
            )
        )
        y = y_bar + BAR + ROW_GAP
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
    labels: list[str] = []
    for one in given:
        labels += [str(_value(p, "label")) for p in _value(one, "points", ()) if str(_value(p, "label")) not in labels]
    span = max(len(labels) - 1, 1)

    def across(label: str) -> float:
        place = labels.index(label) / span if len(labels) > 1 else 0.5
        return round(FRINGE + place * (100 - 2 * FRINGE), 2)

    def down(value: float) -> float:
        share = (value - scale[0]) / (scale[-1] - scale[0])
        return round(PLOT_TOP + (1 - share) * PLOT_HEIGHT, 1)

    every = max(1, math.ceil(len(labels) / 7))
    lines = tuple(_line(one, across=across, down=down, places=places, unit=unit, crowd=len(labels)) for one in given)
    base = PLOT_TOP + PLOT_HEIGHT
    return LineChart(
        lines=lines,
        grid=tuple(Text(0, down(v), f"{figure(v, _scale_places(scale))}{unit}", "start") for v in scale),
        ticks=tuple(
            Text(across(label), base + 22, label)
            for i, label in enumerate(labels)
            if i % every == 0 and (len(labels) - 1 - i >= every or i == len(labels) - 1) or i == len(labels) - 1
        ),
        target=None if target is None else Text(100, down(target), f"{figure(target, places)}{unit}", "end"),
        height=base + 30.0,
        y_base=float(base),
    )


def _line(one: object, *, across: Any, down: Any, places: int | None, unit: str, crowd: int) -> Line:
    points = [p for p in _value(one, "points", ()) if _value(p, "value") is not None]
    values = [float(_value(p, "value")) for p in points]
    extremes = {0, len(points) - 1}
    if values and crowd > 8:
        extremes |= {values.index(max(values)), values.index(min(values))}
    dots = []
    for i, (point, value) in enumerate(zip(points, values, strict=True)):
        bounds = (_value(point, "low"), _value(point, "high"))
        is_valley = 0 < i < len(values) - 1 and values[i - 1] > value < values[i + 1]
        top = down(float(bounds[1])) if bounds[1] is not None else down(value)
        bottom = down(float(bounds[0])) if bounds[0] is not None else down(value)
        dots.append(
            Dot(
                x=across(str(_value(point, "label"))),
                y=down(value),
                label=str(_value(point, "label")),
                words=f"{figure(_value(point, 'value'), places)}{unit}",
                note=str(_value(point, "note", "") or ""),
                y_low=down(float(bounds[0])) if bounds[0] is not None else None,
                y_high=down(float(bounds[1])) if bounds[1] is not None else None,
                low="" if bounds[0] is None else f"{figure(bounds[0], places)}{unit}",
                high="" if bounds[1] is None else f"{figure(bounds[1], places)}{unit}",
                is_named=crowd <= 8 or i in extremes,
                y_words=bottom + 22 if is_valley else top - 12,
            )
        )
    segments = tuple(
        Segment(a.x, a.y, b.x, b.y, bool(_value(points[i + 1], "break_before", False)))
        for i, (a, b) in enumerate(zip(dots, dots[1:], strict=False))
    )
    return Line(str(_value(one, "name", "")), tone_of(_value(one, "sector", "")) if _value(one, "sector") else str(_value(one, "tone", "brand")), tuple(dots), segments)


@register.simple_tag
def bars(rows: Iterable[object], places: int | None = None, unit: str = "", top: float | None = None) -> BarChart:
    return bar_geometry(rows or (), places=places, unit=unit, top=top)


@register.simple_tag
def lines(series: Iterable[object], places: int | None = None, unit: str = "", target: float | None = None, zero: bool = False) -> LineChart:
    return line_geometry(series or (), places=places, unit=unit, target=target, zero=bool(zero))


@register.filter
def share_of(part: float, whole: float) -> str:
    """How much of the whole, as a width for a drawing: always with a point, whatever the language."""
    return f"{100 * float(part or 0) / float(whole):.2f}%" if whole else "0%"


@register.filter
def px(value: float) -> str:
    """A coordinate for a drawing: always with a point, whatever the language."""
    return f"{float(value):g}"
