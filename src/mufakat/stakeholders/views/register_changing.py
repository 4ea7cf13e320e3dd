"""Changing one stakeholder: its facts, its state, its talks; taking it out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions.refusals import ChangedMeanwhile, NotPossible, Unwritable
from mufakat.campaigns.forms.invitation import ReasonForm
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, allow, sent
from mufakat.stakeholders import actions, policies, queries
from mufakat.stakeholders.forms.register import ChangeForm, InteractionForm, MoveForm, initial_of
from mufakat.stakeholders.models import Stakeholder
from mufakat.stakeholders.views._register import (
    frame_of,
    link,
    look_of,
    put_on_field,
    register_visit,
    row_or_404,
)
from mufakat.stakeholders.views._values import values_now
from mufakat.stakeholders.views.register_adding import keeping_visit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def change(request: HttpRequest, slug: str, stakeholder_id: UUID) -> HttpResponse:
    here = keeping_visit(request, slug)
    row = row_or_404(here, stakeholder_id)
    form = _change_form(here, row, sent(request))
    overtaken: dict[str, Any] = {}
    if form.is_valid():
        try:
            actions.change_stakeholder(
                stakeholder=row,
                by=here.seated(),
                at=here.at,
                version=form.cleaned_data["version"],
                **form.fields_of_stakeholder(),
            )
        except ChangedMeanwhile as trouble:
            form, overtaken = _overtaken(here, row, trouble)
        except (Unwritable, NotPossible) as trouble:
            put_on_field(form, trouble)
        else:
            messages.success(request, _("Saved and recorded."), extra_tags=f"draft:stakeholder-{row.pk}")
            return redirect("stakeholders:stakeholder", slug, row.pk)
    status = 409 if overtaken else 422 if form.is_bound else 200
    return render(request, "stakeholders/register_form.html", _change_page(here, row, form, overtaken), status=status)


def _change_page(here: Visit, row: Stakeholder, form: ChangeForm, overtaken: dict[str, Any]) -> dict[str, Any]:
    return frame_of(
        here,
        form=form,
        organisation=row.organisation,
        is_group=row.is_group,
        heading=_("Change %(name)s") % {"name": row.name},
        label=_("Save the changes"),
        draft=f"stakeholder-{row.pk}",
        back_url=link(here, "stakeholder", row.pk),
        back_label=row.name,
        **overtaken,
    )


def _change_form(here: Visit, row: Stakeholder, data: Any) -> ChangeForm:
    return ChangeForm(
        data,
        campaign=here.campaign,
        seats=queries.owners_for(here.campaign, here.at),
        day=campaigns.day_of(here.at),
        is_group=row.is_group,
        kept=row,
        initial=initial_of(row),
    )


def _overtaken(here: Visit, row: Stakeholder, trouble: ChangedMeanwhile) -> tuple[ChangeForm, dict[str, Any]]:
    """The writer's own words again, on top of the newest version, beside what the register says now."""
    now = row_or_404(here, row.pk)
    data = here.request.POST.copy()
    data["version"] = str(now.version)
    return _change_form(here, now, data), {"overtaken": str(trouble), "values_now": values_now(now, trouble.fields)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def move(request: HttpRequest, slug: str, stakeholder_id: UUID) -> HttpResponse:
    here = register_visit(request, slug)
    row = row_or_404(here, stakeholder_id)
    allow(
        policies.can_move_stakeholder(here.seat, row),
        _("The state is set by the host, the facilitator, or whoever looks after this relationship."),
    )
    start, is_party = queries.state_of(row), queries.party_of(row) is not None
    form = MoveForm(sent(request), start=start, states=queries.states_after(start, is_party=is_party))
    if form.is_valid():
        said = form.cleaned_data
        actions.move_stakeholder(stakeholder=row, by=here.seated(), at=here.at, **said)
        messages.success(request, _("Saved and recorded."))
        return redirect("stakeholders:stakeholder", slug, row.pk)
    context = _one_form(here, row, form, state=look_of(row), is_party=is_party)
    return render(request, "stakeholders/register_move.html", context, status=422 if form.is_bound else 200)


def _one_form(here: Visit, row: Stakeholder, form: Any, **more: Any) -> dict[str, Any]:
    return frame_of(here, form=form, row=row, back_url=link(here, "stakeholder", row.pk), back_label=row.name, **more)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def log(request: HttpRequest, slug: str, stakeholder_id: UUID) -> HttpResponse:
    here = register_visit(request, slug)
    row = row_or_404(here, stakeholder_id)
    allow(
        policies.can_log_interaction(here.seat, row),
        _("Talks are written down by the host, the facilitator, or whoever looks after this relationship."),
    )
    form = InteractionForm(sent(request), initial={"on": campaigns.day_of(here.at)})
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.log_interaction(id=said.pop("once"), stakeholder=row, by=here.seated(), at=here.at, **said)
        except Unwritable as trouble:
            put_on_field(form, trouble)
        else:
            messages.success(request, _("Written down."), extra_tags=f"draft:talk-{row.pk}")
            return redirect("stakeholders:stakeholder", slug, row.pk)
    context = _one_form(here, row, form)
    return render(request, "stakeholders/register_log.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def remove(request: HttpRequest, slug: str, stakeholder_id: UUID) -> HttpResponse:
    here = keeping_visit(request, slug)
    row = row_or_404(here, stakeholder_id)
    form = ReasonForm(sent(request))
    if form.is_valid():
        actions.remove_stakeholder(stakeholder=row, by=here.seated(), at=here.at, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(name)s was taken out of the register.") % {"name": row.name})
        return redirect("stakeholders:register", slug)
    context = _one_form(
        here,
        row,
        form,
        heading=_("Take %(name)s out of the register?") % {"name": row.name},
        paragraphs=[
            _("Only for what was entered by mistake. Who does not want to take part is set to “Withdrawn” instead."),
            _("Its ties end and it no longer speaks for others. What was recorded stays in the record."),
        ],
        label=_("Take it out"),
        kind="bad",
    )
    return render(request, "campaigns/confirm.html", context, status=422 if form.is_bound else 200)
