"""What the worker does with an import. Whoever has the claim writes; a claim that another took over writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from mufakat.stakeholders import queries
from mufakat.stakeholders.actions.imports_keeping import drop_files
from mufakat.stakeholders.models import Import, ImportRow

State = Import.State
_LOOKED_AT = ["cells", "cleaned", "errors", "fate", "match"]  # a decision stays when its row is looked at again


class ClaimLost(Exception):
    """The import was discarded, or another worker has taken it over."""


def claim_import(*, at: datetime) -> Import | None:
    """The import that is worked on next, and from now on by nobody else."""
    found = queries.next_import(at)
    if found is None:
        return None
    state = State.READING if found.state == State.UPLOADED else found.state
    mine = Import.objects.filter(pk=found.pk, state=found.state, claimed_at=found.claimed_at)
    if found.claimed_at is None:
        mine = Import.objects.filter(pk=found.pk, state=found.state, claimed_at__isnull=True)
    if not mine.update(claimed_at=at, state=state):
        return None
    found.claimed_at, found.state = at, state
    return found


def write_held(found: Import, **changes: Any) -> None:
    """Change the import if the claim still holds."""
    mine = Import.objects.filter(pk=found.pk, state=found.state, claimed_at=found.claimed_at)
    if not mine.update(**changes):
        raise ClaimLost(str(found.pk))
    for name, value in changes.items():
        setattr(found, name, value)


def keep_headings(
    *,
    found: Import,
    sheet: str,
    headers: Sequence[Mapping[str, Any]],
    columns: Mapping[str, int],
    rows: int,
    at: datetime,
) -> None:
    """The file was read; now somebody says which column is which."""
    write_held(
        found,
        state=State.MAPPING,
        sheet=sheet[:80],
        headers=list(headers),
        columns=dict(columns),
        rows=rows,
        claimed_at=None,
    )


@transaction.atomic
def keep_checked(*, found: Import, lines: Sequence[ImportRow], done: int, errors: int, at: datetime) -> None:
    """Some rows more are looked at; looked at again they take the place of themselves."""
    write_held(found, rows_done=done, errors=errors, claimed_at=at)
    ImportRow.objects.bulk_create(
        lines, batch_size=500, update_conflicts=True, unique_fields=["of", "number"], update_fields=_LOOKED_AT
    )


@transaction.atomic
def finish_check(
    *, found: Import, mark: str, counts: Mapping[str, int], rows: int, outdated: Sequence[int], at: datetime
) -> None:
    """Every row is looked at; decisions that were about something else are forgotten (`outdated` by number)."""
    lines = ImportRow.objects.filter(of=found).exclude(decision="")
    lines.exclude(fate__in=[ImportRow.Fate.ALIKE, ImportRow.Fate.WRONG]).update(decision="")
    lines.filter(fate=ImportRow.Fate.WRONG).exclude(decision="out").update(decision="")
    for start in range(0, len(outdated), 500):
        lines.filter(number__in=outdated[start : start + 500]).update(decision="")
    write_held(found, state=State.PREVIEW, register_mark=mark, counts=dict(counts), rows=rows, claimed_at=None)


def refuse_import(*, found: Import, words: str, at: datetime) -> None:
    write_held(found, state=State.REFUSED, trouble=words, ended_at=at, claimed_at=None)


def check_again(*, found: Import, words: str, at: datetime) -> None:
    """What was confirmed holds no longer: look at every row again, and ask again."""
    write_held(found, state=State.CHECKING, trouble=words, rows_done=0, errors=0, claimed_at=None)


def tidy_imports(*, at: datetime) -> int:
    """Rows of imports that ended a week ago, and files that no import needs any more."""
    for found in queries.past_imports(at):
        ImportRow.objects.filter(of=found).delete()
    return drop_files(at=at)
