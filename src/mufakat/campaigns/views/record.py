"""The record: reading it, one entry with its proof, and taking it away to check it elsewhere."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mufakat.campaigns import policies, queries
from mufakat.campaigns.forms.finding import ActivityFinding
from mufakat.campaigns.models import Campaign
from mufakat.campaigns.queries import reading
from mufakat.campaigns.views._confidential import may_show, readable
from mufakat.campaigns.views._fields import FIELDS
from mufakat.campaigns.views._history import events_of
from mufakat.campaigns.views.frame import Visit, visit
from mufakat.engines.chain.entry import entry_bytes
from mufakat.ledger import queries as ledger
from mufakat.ledger.models import Entry
from mufakat.ledger.queries import Told
from mufakat.web.templatetags.mufakat import figure
from mufakat.web.views.files import download, spooled

FURTHER = ("kind", "party", "since", "until")


@require_safe
def activity(request: HttpRequest, slug: str) -> HttpResponse:
    here = visit(request, slug)
    parties = queries.parties_of(here.campaign)
    form = ActivityFinding(request.GET, kinds=_kinds(), parties=parties, parties_now=parties.count())
    found = reading.entries_matching(
        here.campaign,
        kind=form.asked("kind") or "",
        party=form.asked("party"),
        since=form.asked("since"),
        until=form.asked("until"),
        words=form.asked("q") or "",
    )
    stretch = reading.stretch_of(found, before=_place(request, "sebelum"), after=_place(request, "sesudah"))
    number = found.count() if form.is_narrowed else here.campaign.log.size
    context = here.frame(
        "activity",
        form=form,
        further=[form[name] for name in FURTHER if not form[name].is_hidden],
        about=form.asked("party") if form["party"].is_hidden else None,
        narrowed_further=any(form.asked(name) for name in FURTHER),
        events=events_of(here, stretch.entries),
        stretch=stretch,
        found=ngettext("%(n)s entry", "%(n)s entries", number) % {"n": figure(number)},
        file_name=file_name_of(here.campaign),
        names_note=_names_note(here),
    )
    return render(request, "campaigns/activity.html", context)


def _kinds() -> list[tuple[str, Any]]:
    return [(kind, label) for kind, (label, _verbs) in queries.ACT_KINDS.items()]


def _place(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _names_note(here: Visit) -> str:
    if policies.can_read_personal(here.seat):
        return _(
            "Names of persons are shown to you because you have a seat. Your copy of the record holds them: keep it safe."
        )
    return _("Names of persons are only shown to those who have a seat. The record proves the same without them.")


def file_name_of(campaign: Campaign) -> str:
    return f"catatan-{campaign.slug}-{campaign.log.size}.txt"


@require_safe
def entry(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    here = visit(request, slug)
    found = _entry(here, seq)
    event = events_of(here, [found])[0]
    [told] = ledger.told([found], may_read_personal=policies.can_read_personal(here.seat))
    size = here.campaign.log.size
    proof = ledger.proof_of(found, size)
    context = here.frame(
        "activity",
        event=event,
        seq=seq,
        size=size,
        before=seq - 1,
        after=seq + 1,
        over=_("Entry %(seq)s of %(size)s") % {"seq": figure(seq), "size": figure(size)},
        is_erased=told.is_erased,
        said=_said(here, told),
        commitments=sorted(found.commitments.items()),
        leaf=bytes(found.leaf).hex(),
        root=proof.root.hex(),
        path=[h.hex() for h in proof.path],
        proof_words=_("Proved now: this entry is number %(seq)s of the %(size)s that the record holds.")
        % {"seq": figure(seq), "size": figure(size)},
        canonical=entry_bytes(found.as_chain()).decode(),
        names_note="" if policies.can_read_personal(here.seat) else _names_note(here),
    )
    return render(request, "campaigns/entry.html", context)


def _entry(here: Visit, seq: int) -> Entry:
    found = ledger.entry_at(here.campaign.log, seq) if seq < 2**62 else None
    if found is None:
        raise Http404
    return found


def _called(name: str) -> str:
    """What a field is called, as this app or one above it says; its own name where nobody does."""
    return str(FIELDS.get(name) or queries.named_fields().get(name) or name)


def _said(here: Visit, told: Told) -> list[tuple[str, str, str]]:
    """Every field as it was recorded: what it is called here, its own name, and its value."""
    said = [*told.payload.items(), *readable(here, told.personal)]
    return [(_called(name), name, _text(value)) for name, value in said if value not in (None, "", [])]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@require_safe
def proof(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    here = visit(request, slug)
    text = ledger.proof_text(_entry(here, seq))
    return _attachment(
        HttpResponse(text, content_type="text/plain; charset=utf-8"), f"{here.campaign.slug}-{seq}.tlog-proof"
    )


@require_safe
def checkpoint(request: HttpRequest, slug: str) -> HttpResponse:
    here = visit(request, slug)
    return HttpResponse(ledger.checkpoint_now(here.campaign.log), content_type="text/plain; charset=utf-8")


@require_safe
def record(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The whole record, line by line, as much of it as this reader may read; it verifies all the same."""
    here = visit(request, slug)
    lines = ledger.export_lines(
        here.campaign.log,
        title=here.campaign.title,
        may_read_personal=policies.can_read_personal(here.seat),
        may_show=may_show(here) if here.seat else None,
    )
    return download(request, spooled(lines), name=file_name_of(here.campaign), media_type="text/plain; charset=utf-8")


def _attachment(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
