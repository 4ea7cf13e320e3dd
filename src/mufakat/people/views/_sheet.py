"""A list as CSV for a spreadsheet: whatever people typed stays text there and is never read as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mufakat.people.models import Organisation

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
HEADINGS = (
    _("Full name"),
    _("Short name"),
    _("Sector"),
    _("Kind"),
    _("Regions"),
    _("Status"),
    _("Registration number"),
    _("Website"),
    _("Source of these facts"),
    _("Example data"),
)


class _Line:
    """Hands each written line on."""

    def write(self, line: str) -> str:
        return line


def harmless(cell: object) -> str:
    """A spreadsheet reads a text that begins so as a formula, even after spaces or quotes; an apostrophe makes it text."""
    text = str(cell)
    is_formula = text.startswith(FORMULA_STARTS) or text.lstrip().lstrip("\"'").lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if is_formula else text


def row(organisation: Organisation) -> list[object]:
    return [
        organisation.name,
        organisation.short_name,
        organisation.sector,
        organisation.get_kind_display(),
        "; ".join(region.name for region in organisation.regions.all()),
        organisation.get_status_display(),
        organisation.registration_no,
        organisation.website,
        organisation.source,
        _("EXAMPLE DATA") if organisation.is_example else "",
    ]


def _lines(headings: Sequence[str | Promise], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield "\ufeff"  # without it Excel reads UTF-8 as something else
    yield writer.writerow([harmless(heading) for heading in headings])
    for cells in rows:
        yield writer.writerow([harmless(cell) for cell in cells])


def answer(name: str, headings: Sequence[str | Promise], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    made = StreamingHttpResponse(_lines(headings, list(rows)), content_type="text/csv; charset=utf-8")
    made["Content-Disposition"] = f'attachment; filename="mufakat-{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    return made
