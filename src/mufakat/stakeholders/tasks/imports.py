"""The worker's part of an import: read the file, check its rows, take it over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions.refusals import Refused
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.actions.imports_taking import RegisterChanged
from mufakat.stakeholders.actions.imports_working import ClaimLost
from mufakat.stakeholders.forms.imports_cleaning import Checker, Cleaned
from mufakat.stakeholders.forms.imports_file import Line, Unreadable, check_whole, opened_table
from mufakat.stakeholders.forms.imports_headers import guesses_of, headings_of
from mufakat.stakeholders.models import Import, ImportRow

ROWS = 50_000
CHUNK = 1000


def read(*, at: datetime) -> bool:
    """One step of one import; answers whether there was any. What goes wrong with the file is said to the reader."""
    found = actions.claim_import(at=at)
    if found is None:
        return False
    with translation.override(found.by.person.language):
        try:
            _advance(found)
        except Unreadable as trouble:
            actions.refuse_import(found=found, words=trouble.words, at=timezone.now())
        except ClaimLost:
            pass
    return True


def _advance(found: Import) -> None:
    path = queries.path_of_import(found.sha256)
    check_whole(path, found.sha256)
    if found.state == Import.State.TAKING:
        _take(found)
        return
    with opened_table(path, found.media_type) as (sheet, lines):
        if found.state == Import.State.READING:
            _look(found, sheet, lines)
        else:
            _check(found, lines)


def _look(found: Import, sheet: str, lines: Iterator[Line]) -> None:
    everything = list(lines)
    headings = headings_of(everything)
    rows = sum(1 for line in everything if line.number > headings[0]["row"])
    if rows > ROWS:
        raise Unreadable("rows")
    actions.keep_headings(
        found=found, sheet=sheet, headers=headings, columns=guesses_of(headings), rows=rows, at=timezone.now()
    )


def _check(found: Import, lines: Iterator[Line]) -> None:
    """The mark is taken before the register is read: what changes between the two makes it out of date."""
    mark, at = queries.register_mark(found.campaign), timezone.now()
    register = queries.register_to_compare(found.campaign)
    words = queries.vocabulary_of(found.campaign, at)
    checker = Checker(found.columns, words, register, campaigns.day_of(at))
    head = found.headers[0]["row"] if found.headers else 0
    below = (line for line in lines if line.number > head)
    fates: dict[str, int] = dict.fromkeys(ImportRow.Fate.values, 0)
    done, decided, outdated = 0, queries.decided_rows(found), list[int]()
    while chunk := [checker.check(line) for line in islice(below, CHUNK)]:
        done += len(chunk)
        for row in chunk:
            fates[row.fate] += 1
            if row.number in decided and decided[row.number] != (row.match, row.alike):
                outdated.append(row.number)
        actions.keep_checked(
            found=found,
            lines=[_row(found, row) for row in chunk],
            done=done,
            errors=fates[ImportRow.Fate.WRONG],
            at=timezone.now(),
        )
    actions.finish_check(found=found, mark=mark, counts=fates, rows=done, outdated=outdated, at=timezone.now())


def _row(found: Import, row: Cleaned) -> ImportRow:
    return ImportRow(
        of=found,
        number=row.number,
        cells=row.cells,
        cleaned=row.kept,
        errors=row.errors,
        fate=row.fate,
        match_id=UUID(row.match) if row.match else None,
    )


def _take(found: Import) -> None:
    held = {"state": found.state, "claimed_at": found.claimed_at, "ended_at": None}
    try:
        actions.take_import(found=found, at=timezone.now())
    except (RegisterChanged, IntegrityError):
        words = _("The register was changed after you looked at this preview, so the file was compared with it again.")
        for name, value in held.items():  # what the transaction that was rolled back said of it
            setattr(found, name, value)
        actions.check_again(found=found, words=words, at=timezone.now())
    except Refused as trouble:
        actions.refuse_import(found=found, words=str(trouble), at=timezone.now())


def tidy(*, at: datetime) -> int:
    """Files and rows of imports that have ended."""
    return actions.tidy_imports(at=at)
