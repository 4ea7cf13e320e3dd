"""Files of an import to take away: the template, and what is wrong with an uploaded one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mufakat.lib.sheet import XLSX, Heading, Sheet, csv_lines, workbook_file
from mufakat.stakeholders import queries
from mufakat.stakeholders.forms.imports import label_of
from mufakat.stakeholders.forms.imports_headers import REQUIRED
from mufakat.stakeholders.models import Import, ImportRow
from mufakat.stakeholders.queries.columns import COLUMNS
from mufakat.stakeholders.views._import_words import words_of_error
from mufakat.stakeholders.views.imports import import_visit, team_visit
from mufakat.web.views.files import download, spooled

CSV = "text/csv; charset=utf-8"
_LISTED = ("sector", "kind", "regions", "position", "wanted", "present", "state", "owner")


@login_required
@require_safe
def import_template(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """An empty table with the right headings, and a sheet of what may be written where."""
    here = team_visit(request, slug)
    books = queries.vocabulary_of(here.campaign, here.at).books
    headings = [Heading(c.label + (" *" if c.name in REQUIRED else ""), c.width) for c in COLUMNS]
    allowed = zip_longest(*(books[name].shown.values() for name in _LISTED), fillvalue="")
    sheets = [
        Sheet(_("Stakeholders"), headings, ()),
        Sheet(_("Allowed values"), [Heading(label_of(name), 30) for name in _LISTED], allowed),
    ]
    return download(request, workbook_file(sheets), name=f"{slug}-templat.xlsx", media_type=XLSX)


@login_required
@require_safe
def import_errors(request: HttpRequest, slug: str, import_id: UUID) -> StreamingHttpResponse:
    """One line for each bad cell, so that the file can be corrected beside it."""
    here, found = import_visit(request, slug, import_id)
    table = spooled(csv_lines(line for lines in ([_head()], _errors(found)) for line in lines))
    return download(request, table, name=f"{here.campaign.slug}-kesalahan.csv", media_type=CSV)


@login_required
@require_safe
def import_errors_xlsx(request: HttpRequest, slug: str, import_id: UUID) -> StreamingHttpResponse:
    here, found = import_visit(request, slug, import_id)
    headings = [Heading(label, width) for label, width in zip(_head(), (8, 24, 40, 60), strict=True)]
    table = workbook_file([Sheet(_("Mistakes"), headings, _errors(found))])
    return download(request, table, name=f"{here.campaign.slug}-kesalahan.xlsx", media_type=XLSX)


def _head() -> list[str]:
    return [_("Row"), _("Column"), _("What stands there"), _("What is wrong")]


def _errors(found: Import) -> Iterator[list[object]]:
    for line in queries.lines_of(found, ImportRow.Fate.WRONG).iterator(2000):
        for error in line.errors:
            yield [line.number, label_of(error["column"]), error["value"], words_of_error(error)]
