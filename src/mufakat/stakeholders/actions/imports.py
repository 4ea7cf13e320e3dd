"""What the team does with an import: upload, name the columns, decide on doubtful rows, confirm, discard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import acting, locked
from mufakat.campaigns.actions.mandate import clean_name
from mufakat.campaigns.actions.refusals import NotAllowed, NotPossible
from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.actions.imports_keeping import keep_file
from mufakat.stakeholders.models import Import, ImportRow

State, Fate = Import.State, ImportRow.Fate
AS_SAME, AS_NEW, OUT = "same", "new", "out"
MOST_OPEN = 10
DECISIONS = (AS_SAME, AS_NEW, OUT)


def upload_import(
    *,
    id: UUID,  # noqa: A002 - the name of the column
    campaign: Campaign,
    pieces: Iterable[bytes],
    kind: str,
    file_name: str,
    by: Seat,
    at: datetime,
) -> Import:
    """Keep the file and say that it waits; reading it is the worker's. The same form sent twice keeps one."""
    if not policies.can_import(by):
        raise NotAllowed(_not_yours())
    sha256, size = keep_file(pieces)
    with transaction.atomic():
        actor = _acting(campaign, by, at)
        known = Import.objects.filter(pk=id).first()
        if known:
            return known
        if queries.imports_of(campaign).exclude(state__in=queries.ENDED).count() >= MOST_OPEN:
            raise NotPossible(_("Ten files are waiting in this campaign already. Finish or discard one of them first."))
        return Import.objects.create(
            id=id,
            campaign=campaign,
            by=actor,
            file_name=clean_name(file_name, f".{kind}"),
            media_type=kind,
            size=size,
            sha256=sha256,
            at=at,
        )


def _not_yours() -> str:
    return _("Files are read into the register by the host and the facilitator, while the campaign runs.")


def _acting(campaign: Campaign, by: Seat, at: datetime) -> Seat:
    actor = acting(by, locked(campaign), at)
    if not policies.can_import(actor):
        raise NotAllowed(_not_yours())
    return actor


def _held(found: Import, states: Collection[str]) -> Import:
    """The import as it is now; other acts on it wait until this transaction ends."""
    now = Import.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
    if now.state not in states:
        raise NotPossible(
            _("This import has moved on meanwhile: %(state)s. Nothing was changed.")
            % {"state": now.get_state_display()}
        )
    return now


@transaction.atomic
def name_columns(*, found: Import, columns: Mapping[str, int], by: Seat, at: datetime) -> Import:
    """Say which column of the file is which; every row is then checked anew, and decisions on rows are forgotten."""
    _acting(found.campaign, by, at)
    now = _held(found, {State.MAPPING, State.PREVIEW})
    ImportRow.objects.filter(of=now).delete()
    now.state, now.columns, now.trouble = State.CHECKING, dict(columns), ""
    now.rows_done, now.errors, now.counts, now.claimed_at = 0, 0, {}, None
    now.save(update_fields=["state", "columns", "trouble", "rows_done", "errors", "counts", "claimed_at"])
    return now


@transaction.atomic
def decide_rows(*, found: Import, decisions: Mapping[int, str], by: Seat, at: datetime) -> Import:
    """What becomes of rows that are perhaps the same as another, and which wrong ones are left out. By row number."""
    _acting(found.campaign, by, at)
    now = _held(found, {State.PREVIEW})
    for decision in (*DECISIONS, ""):
        numbers = [number for number, said in decisions.items() if said == decision]
        lines = ImportRow.objects.filter(of=now, number__in=numbers)
        allowed = (Fate.ALIKE, Fate.WRONG) if decision in {OUT, ""} else (Fate.ALIKE,)
        lines.filter(fate__in=allowed).update(decision=decision)
    return now


@transaction.atomic
def confirm_import(*, found: Import, by: Seat, at: datetime, alike_as: str = "", leave_wrong: bool = False) -> Import:
    """Have the worker take the file over. Nothing may be left open: doubtful rows are decided, wrong ones left out."""
    actor = _acting(found.campaign, by, at)
    if found.state in {State.TAKING, State.DONE}:  # the button was pressed twice
        return found
    now = _held(found, {State.PREVIEW})
    open_rows = ImportRow.objects.filter(of=now, decision="")
    if alike_as in DECISIONS:
        open_rows.filter(fate=Fate.ALIKE).update(decision=alike_as)
    if leave_wrong:
        open_rows.filter(fate=Fate.WRONG).update(decision=OUT)
    left = set(open_rows.filter(fate__in=[Fate.ALIKE, Fate.WRONG]).values_list("fate", flat=True))
    if Fate.WRONG in left:
        raise NotPossible(_("Some rows are wrong. Correct them in the file and upload it again, or leave them out."))
    if Fate.ALIKE in left:
        raise NotPossible(_("Some rows are perhaps the same as another. Decide what becomes of them."))
    now.state, now.claimed_at, now.by, now.trouble = State.TAKING, None, actor, ""
    now.save(update_fields=["state", "claimed_at", "by", "trouble"])
    return now


@transaction.atomic
def discard_import(*, found: Import, by: Seat, at: datetime) -> Import:
    """Nothing is taken over; the file goes with the next tidying."""
    _acting(found.campaign, by, at)
    if found.state == State.DISCARDED:
        return found
    now = _held(found, {s for s in State if s not in queries.ENDED})
    now.state, now.ended_at, now.claimed_at = State.DISCARDED, at, None
    now.save(update_fields=["state", "ended_at", "claimed_at"])
    return now
