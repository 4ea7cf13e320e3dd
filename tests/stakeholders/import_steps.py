"""An import driven as people and the worker do, step by step; and files with what a test wants in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

import xlsxwriter
from django.utils import timezone
from tests import make

from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import actions, queries, tasks
from mufakat.stakeholders.models import Import


def csv_of(*rows: Sequence[str], sign: str = ";") -> bytes:
    spool = io.StringIO()
    csv.writer(spool, delimiter=sign).writerows(rows)
    return spool.getvalue().encode()


def xlsx_of(rows: Iterable[Sequence[Any]], **sheets: Any) -> bytes:
    spool = io.BytesIO()
    book = xlsxwriter.Workbook(spool, {"strings_to_formulas": False})
    sheet = book.add_worksheet("Data")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif cell is not None:
                sheet.write(number, place, cell)
    for change in sheets.values():
        change(book, sheet)
    book.close()
    return spool.getvalue()


def uploaded(content: bytes, campaign: Campaign, by: Seat | None = None, kind: str = "csv") -> Import:
    return actions.upload_import(
        id=uuid4(),
        campaign=campaign,
        pieces=[content],
        kind=kind,
        file_name=f"daftar.{kind}",
        by=by or make.host_seat(campaign),
        at=make.NOW,
    )


def work() -> None:
    """The worker, until nothing is left to do."""
    while tasks.read(at=timezone.now()):
        pass


def fresh(found: Import) -> Import:
    again = queries.import_by_number(found.campaign, found.pk)
    assert again is not None
    return again


def previewed(content: bytes, campaign: Campaign, kind: str = "csv", **columns: int) -> Import:
    """Uploaded, read, its columns taken as guessed (or as said), checked."""
    found = uploaded(content, campaign, kind=kind)
    work()
    found = fresh(found)
    assert found.state == "mapping", found.trouble
    seat = make.host_seat(campaign)
    actions.name_columns(found=found, columns=found.columns | columns, by=seat, at=make.NOW)
    work()
    return fresh(found)


def taken(content: bytes, campaign: Campaign, kind: str = "csv", **said: Any) -> Import:
    found = previewed(content, campaign, kind)
    actions.confirm_import(found=found, by=make.host_seat(campaign), at=make.NOW, **said)
    work()
    return fresh(found)
