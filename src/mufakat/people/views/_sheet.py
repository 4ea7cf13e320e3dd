"""A list as CSV for a spreadsheet: whatever people typed stays text there and is never read as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mufakat.lib.sheet import csv_lines
from mufakat.people.models import Organisation
from mufakat.web.views.files import download, spooled

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


def answer(
    request: HttpRequest, name: str, headings: Sequence[str | Promise], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    title = f"mufakat-{name}-{timezone.localdate():%Y-%m-%d}.csv"
    return download(request, spooled(csv_lines([headings, *rows])), name=title, media_type="text/csv; charset=utf-8")
