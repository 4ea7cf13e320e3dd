"""Files of an import to take away: the template, and what is wrong with an uploaded one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mufakat.lib.sheet import csv_lines, harmless
from mufakat.stakeholders import queries
from mufakat.stakeholders.forms.imports import label_of
from mufakat.stakeholders.forms.imports_headers import REQUIRED
from mufakat.stakeholders.models import Import, ImportRow
from mufakat.stakeholders.queries.columns import COLUMNS
from mufakat.stakeholders.queries.imports_words import Vocabulary
from mufakat.stakeholders.views._import_words import words_of_error
from mufakat.stakeholders.views.imports import import_visit, team_visit
from mufakat.web.views.files import download, spooled

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LISTED = ("sector", "kind", "regions", "position", "wanted", "present", "state", "owner")
_CHECKED = 1000


@login_required
@require_safe
def import_template(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """An empty table with the right headings, and a sheet of what may be written where."""
    here = team_visit(request, slug)
    words = queries.vocabulary_of(here.campaign, here.at)
    with tempfile.TemporaryFile() as spool:
        _write_template(spool, words)
        spool.flush()
        descriptor = os.dup(spool.fileno())
    return download(request, descriptor, name=f"{slug}-templat.xlsx", media_type=XLSX)


def _write_template(spool: IO[bytes], words: Vocabulary) -> None:
    book = xlsxwriter.Workbook(spool, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True})
    sheet, allowed = book.add_worksheet(_("Stakeholders")), book.add_worksheet(_("Allowed values"))
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(COLUMNS):
        star = " *" if column.name in REQUIRED else ""
        sheet.write_string(0, place, column.label + star, bold)
        sheet.set_column(place, place, column.width)
    for place, name in enumerate(_LISTED):
        values = list(words.books[name].shown.values())
        allowed.write_string(0, place, label_of(name), bold)
        allowed.set_column(place, place, 30)
        for row, value in enumerate(values, start=1):
            allowed.write_string(row, place, harmless(value))
        if values and name not in ("regions", "owner"):
            _offer(sheet, allowed, name, place, len(values))
    book.close()


def _offer(sheet: Any, allowed: Any, name: str, place: int, values: int) -> None:
    """A cell that has one of a few values offers them; others may still be typed, and are checked on the server."""
    column = next(n for n, c in enumerate(COLUMNS) if c.name == name)
    letter = chr(65 + place)
    source = f"='{allowed.get_name()}'!${letter}$2:${letter}${values + 1}"
    options = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
    sheet.data_validation(1, column, _CHECKED, column, options)


@login_required
@require_safe
def import_errors(request: HttpRequest, slug: str, import_id: UUID) -> StreamingHttpResponse:
    """One line for each bad cell, so that the file can be corrected beside it."""
    here, found = import_visit(request, slug, import_id)
    head = [_("Row"), _("Column"), _("What stands there"), _("What is wrong")]
    table = spooled(csv_lines(line for lines in ([head], _errors(found)) for line in lines))
    return download(request, table, name=f"{here.campaign.slug}-kesalahan.csv", media_type="text/csv; charset=utf-8")


def _errors(found: Import) -> Iterator[list[object]]:
    for line in queries.lines_of(found, ImportRow.Fate.WRONG).iterator(2000):
        for error in line.errors:
            yield [line.number, label_of(error["column"]), error["value"], words_of_error(error)]
