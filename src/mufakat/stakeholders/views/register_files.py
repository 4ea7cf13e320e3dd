"""The register as a file: what is found, in the columns that this reader may read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mufakat.campaigns.views.frame import Visit
from mufakat.lib.sheet import XLSX, Heading, Sheet, csv_lines, workbook_file
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.models import Stakeholder
from mufakat.stakeholders.views._register import finding_of, register_visit
from mufakat.stakeholders.views._values import cell_of
from mufakat.web.views.files import download, spooled

AT_ONCE = 500


@login_required
@require_safe
def register_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    here = register_visit(request, slug)
    columns = _columns(here)
    lines = csv_lines([[c.label for c in columns], *_rows(here, columns)])
    return download(request, spooled(lines), name=_name(here, "csv"), media_type="text/csv; charset=utf-8")


@login_required
@require_safe
def register_xlsx(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    here = register_visit(request, slug)
    columns = _columns(here)
    sheet = Sheet(_("Stakeholders"), [Heading(c.label, c.width) for c in columns], _rows(here, columns))
    return download(request, workbook_file([sheet]), name=_name(here, "xlsx"), media_type=XLSX)


def _name(here: Visit, ending: str) -> str:
    return f"{here.campaign.slug}-{_('stakeholders')}.{ending}"


def _columns(here: Visit) -> tuple[queries.Column, ...]:
    """The kept columns are there for the team, and for a party that looks after somebody."""
    may_read = policies.is_team(here.seat) or queries.looks_after_anyone(here.campaign, here.seat)
    return queries.columns_open_to(may_read_kept=may_read)


def _rows(here: Visit, columns: tuple[queries.Column, ...]) -> Iterator[list[Any]]:
    found = queries.stakeholders_matching(here.campaign, finding_of(here, here.request.GET).search())
    for row in found.prefetch_related("regions", "capabilities", "tags").iterator(AT_ONCE):
        may_read = policies.can_read_kept(here.seat, row)
        yield [_cell(row, column, may_read_kept=may_read) for column in columns]


def _cell(row: Stakeholder, column: queries.Column, *, may_read_kept: bool) -> object:
    if column.is_kept and not may_read_kept:
        return ""
    value = cell_of(row, column.name)
    return "" if value is None else value
