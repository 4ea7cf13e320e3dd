"""Two entries of the register that are one: find the other, compare, join."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, sent
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.forms.merging import MergeForm, OtherFinding
from mufakat.stakeholders.models import Stakeholder
from mufakat.stakeholders.views._register import frame_of, link, look_of, row_or_404
from mufakat.stakeholders.views._values import cell_of
from mufakat.stakeholders.views.register_adding import keeping_visit

SHOWN = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def merge(request: HttpRequest, slug: str, stakeholder_id: UUID) -> HttpResponse:
    """Without another one in the address: which? With it: compare both and say which remains."""
    here = keeping_visit(request, slug)
    row = row_or_404(here, stakeholder_id)
    other = _other(here, row)
    if other is None:
        return _choose(here, row)
    form = MergeForm(sent(request), rows=(row, other))
    if form.is_valid():
        kept, gone, versions = form.decision()
        actions.merge_stakeholders(kept=kept, gone=gone, by=here.seated(), at=here.at, versions=versions)
        messages.success(request, _("Both entries are one now: %(name)s.") % {"name": kept.name})
        return redirect("stakeholders:stakeholder", slug, kept.pk)
    return _compare(here, form, row, other)


def _other(here: Visit, row: Stakeholder) -> Stakeholder | None:
    number = here.request.GET.get("dengan", "")
    try:
        found = row_or_404(here, UUID(number)) if number else None
    except ValueError:
        raise Http404 from None
    return None if found == row else found


def _choose(here: Visit, row: Stakeholder) -> HttpResponse:
    form = OtherFinding(here.request.GET)
    words = form.asked("q") or ""
    if words:
        others = list(
            queries.stakeholders_matching(here.campaign, queries.Search(words=words)).exclude(pk=row.pk)[:SHOWN]
        )
    else:
        others = [t.stakeholder for t in queries.possible_twins(here.campaign, row.name, besides=[row.pk])]
    twins = [
        {
            "row": other,
            "url": link(here, "stakeholder", other.pk),
            "state": look_of(other),
            "choose_url": f"?dengan={other.pk}" if queries.are_one(row, other) else "",
        }
        for other in others
    ]
    context = frame_of(here, row=row, form=form, asked=words, twins=twins, back_url=link(here, "stakeholder", row.pk))
    return render(here.request, "stakeholders/merge_choose.html", context)


def _compare(here: Visit, form: MergeForm, row: Stakeholder, other: Stakeholder) -> HttpResponse:
    lines: list[dict[str, Any]] = [
        {"label": column.label, "one": cell_of(row, column.name), "other": cell_of(other, column.name)}
        for column in queries.COLUMNS
    ]
    context = frame_of(
        here,
        row=row,
        other=other,
        form=form,
        lines=[line for line in lines if line["one"] not in {None, ""} or line["other"] not in {None, ""}],
        may_be_one=queries.are_one(row, other),
        back_url=link(here, "merge", row.pk),
    )
    return render(here.request, "stakeholders/merge_compare.html", context, status=422 if form.is_bound else 200)
