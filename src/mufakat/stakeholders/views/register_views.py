"""Saving a search of the register, and forgetting it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mufakat.campaigns.actions.refusals import NotPossible, Unwritable
from mufakat.campaigns.views._refusals import refusing
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.forms.saved_views import SaveViewForm
from mufakat.stakeholders.views._register import frame_of, link, put_on_field, register_visit


@login_required
@require_POST
@refusing
def save_view(request: HttpRequest, slug: str) -> HttpResponse:
    here = register_visit(request, slug)
    form = SaveViewForm(request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            saved = actions.save_view(id=said.pop("once"), campaign=here.campaign, by=here.seated(), at=here.at, **said)
        except (Unwritable, NotPossible) as trouble:
            put_on_field(form, trouble)
        else:
            messages.success(request, _("Saved under “%(name)s”.") % {"name": saved.name})
            return redirect(f"{link(here, 'register')}?{saved.query}")
    context = frame_of(here, form=form, back_url=link(here, "register"))
    return render(request, "stakeholders/register_save_view.html", context, status=422)


@login_required
@require_POST
@refusing
def delete_view(request: HttpRequest, slug: str, view_id: UUID) -> HttpResponse:
    here = register_visit(request, slug)
    saved = queries.own_view(here.campaign, here.person, view_id)
    if saved is None:
        raise Http404
    actions.delete_view(view=saved, by=here.seated(), at=here.at)
    messages.success(request, _("“%(name)s” was deleted.") % {"name": saved.name})
    return redirect("stakeholders:register", slug)
