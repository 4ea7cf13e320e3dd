from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.web.templatetags import charts


def test_bar_geometry_starts_at_zero_and_fills_with_the_longest() -> None:
    chart = charts.bar_geometry(
        [{"label": "A", "value": 4}, {"label": "B", "value": 1}, {"label": "C", "value": 0}], unit="%"
    )
    assert [(row.words, row.width, row.y_bar, row.tone) for row in chart.rows] == [
        ("4%", 100.0, 22.0, "brand"),
        ("1%", 25.0, 74.0, "brand"),
        ("0%", 0.0, 126.0, "brand"),
    ]
    assert chart.height == 138


def test_bar_geometry_wraps_long_labels_and_takes_the_sectors_colour_and_shape() -> None:
    sector = SimpleNamespace(tone="civil", shape="circle")
    (row,) = charts.bar_geometry(
        [{"label": "Perkumpulan Pemberdayaan Masyarakat Pesisir", "value": 2, "sector": sector}], top=8
    ).rows
    assert [line.words for line in row.lines] == ["Perkumpulan Pemberdayaan", "Masyarakat Pesisir"]
    assert (row.tone, row.shape, row.width, row.y_bar) == ("civil", "circle", 25.0, 42.0)


def test_bar_geometry_of_nothing_is_empty() -> None:
    assert charts.bar_geometry([]) == charts.BarChart((), 0.0)


def test_bar_geometry_refuses_a_value_below_zero() -> None:
    with pytest.raises(ValueError, match="starts at zero"):
        charts.bar_geometry([{"label": "A", "value": -1}])


@pytest.mark.parametrize(
    ("low", "high", "scale"),
    [
        (0, 14, (0, 5, 10, 15)),
        (3.46, 3.7, (3.4, 3.5, 3.6, 3.7)),
        (38, 64, (30, 40, 50, 60, 70)),
        (5, 5, (4, 6, 8, 10)),
        (0, 0, (0, 0.25, 0.5, 0.75, 1.0)),
    ],
)
def test_nice_scale_uses_round_numbers(low: float, high: float, scale: tuple[float, ...]) -> None:
    assert charts.nice_scale(low, high) == scale


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_nice_scale_encloses_what_it_must(low: float, span: float) -> None:
    scale = charts.nice_scale(low, low + span)
    slack = 1e-6 * (abs(low) + span)
    assert scale[0] <= low + slack
    assert scale[-1] >= low + span - slack
    assert 2 <= len(scale) <= 8


def test_line_geometry_marks_breaks_ranges_and_the_target() -> None:
    points = [
        {"label": "2020", "value": 3.46},
        {"label": "2021", "value": 3.49, "break_before": True, "low": 3.45, "high": 3.55},
        {"label": "2022", "value": 3.54},
    ]
    chart = charts.line_geometry([{"name": "Index", "points": points}], places=2, target=3.7)
    (line,) = chart.lines
    assert [segment.is_break for segment in line.segments] == [True, False]
    assert [(dot.x, dot.y, dot.words) for dot in line.dots] == [
        (13.0, 194.0, "3.46"),
        (53.5, 174.0, "3.49"),
        (94.0, 140.7, "3.54"),
    ]
    assert (line.dots[1].low, line.dots[1].high, line.dots[1].y_words) == ("3.45", "3.55", 122.0)
    assert [mark.words for mark in chart.grid] == ["3.4", "3.5", "3.6", "3.7"]
    assert chart.target == charts.Text(100, 34.0, "3.70", "end")
    assert chart.has_zero is False


def test_line_geometry_names_few_dots_of_a_long_series() -> None:
    values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    points = [{"label": str(i), "value": value} for i, value in enumerate(values)]
    chart = charts.line_geometry([{"points": points}], zero=True)
    assert [dot.label for dot in chart.lines[0].dots if dot.is_named] == ["0", "1", "5", "9"]
    assert [tick.words for tick in chart.ticks] == ["0", "2", "4", "6", "9"]
    assert chart.has_zero is True


def test_line_geometry_writes_no_value_over_the_years_below() -> None:
    points = [{"label": str(year), "value": value} for year, value in ((2020, 3.24), (2021, 3.10), (2022, 3.12))]
    chart = charts.line_geometry([{"name": "", "points": points}])
    lowest = max(dot.y_words for dot in chart.lines[0].dots)
    assert min(tick.y for tick in chart.ticks) - lowest >= charts.LINE
    assert chart.height > max(tick.y for tick in chart.ticks)


def test_line_geometry_of_nothing_draws_no_line() -> None:
    chart = charts.line_geometry([{"points": []}])
    assert (chart.lines, chart.ticks) == ((), ())


def test_widths_are_written_with_a_point_in_every_language() -> None:
    assert charts.share_of(1, 3) == "33.33%"
    assert charts.share_of(1, 0) == "0%"
    assert charts.px(12.5) == "12.5"


def test_bar_chart_comes_with_its_table_source_and_sentence(rendered: Callable[..., str]) -> None:
    out = rendered(
        '<c-bar-chart title="Parties" says="Most are public." :rows="rows" column="Parties" source="the record" />',
        rows=[{"label": "A & B", "value": 2}, {"label": "C", "value": 1}],
    )
    assert 'role="img" aria-label="Parties. Most are public."' in out
    assert (
        '<tr><th scope="row">A &amp; B</th><td class="num">2</td></tr><tr><th scope="row">C</th><td class="num">1</td></tr>'
        in out
    )
    assert '<p class="chart-source">Source: the record</p>' in out
    assert 'width="50%"' in out


def test_chart_without_figures_says_so(rendered: Callable[..., str]) -> None:
    out = rendered('<c-line-chart title="Index" :series="series" />', series=[])
    assert (
        out
        == '<figure class="chart"><figcaption><h3>Index</h3></figcaption><p class="soft">No figures yet.</p></figure>'
    )
