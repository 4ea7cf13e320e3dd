"""Whom the issue affects, and whether they are heard in proportion."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions.refusals import NotPossible
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, sent
from mufakat.stakeholders import actions, policies, queries
from mufakat.stakeholders.forms.needs import GroupForm, initial_of_group
from mufakat.stakeholders.models import AffectedGroup
from mufakat.stakeholders.views._gaps import address
from mufakat.stakeholders.views._heard import bars_of, shown_group, words_of_heard
from mufakat.stakeholders.views._seated import seated_visit
from mufakat.stakeholders.views.capabilities import keeping_visit


@login_required
@require_safe
def groups(request: HttpRequest, slug: str) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    heard = queries.representation_for(here.campaign)
    context = here.frame(
        "stakeholders:missing",
        rows=[shown_group(h) for h in heard],
        bars=bars_of(heard),
        says=words_of_heard(heard),
        voiceless=list(queries.voiceless_in(here.campaign)[:50]),
        may_set=policies.can_set_needs(seat),
    )
    return render(request, "stakeholders/groups.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def new_group(request: HttpRequest, slug: str) -> HttpResponse:
    return _group_form(keeping_visit(request, slug), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def group(request: HttpRequest, slug: str, number: UUID) -> HttpResponse:
    here = keeping_visit(request, slug)
    return _group_form(here, _found(here, number))


def _group_form(here: Visit, found: AffectedGroup | None) -> HttpResponse:
    draft = f"group-{found.pk if found else here.campaign.pk}"
    form = GroupForm(
        sent(here.request),
        initial=initial_of_group(found) if found else None,
        places=queries.places_with_people(campaigns.day_of(here.at)),
        voices=queries.possible_voices(here.campaign),
    )
    if form.is_valid():
        try:
            _set(here, found, dict(form.cleaned_data))
        except NotPossible as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(here.request, _("The group is set and recorded."), extra_tags=f"draft:{draft}")
            return redirect(address(here, "groups"))
    context = here.frame("stakeholders:missing", form=form, group=found, draft=draft)
    return render(here.request, "stakeholders/group.html", context, status=422 if form.is_bound else 200)


def _set(here: Visit, found: AffectedGroup | None, said: dict[str, Any]) -> None:
    once = said.pop("once")
    actions.set_group(id=found.pk if found else once, campaign=here.campaign, by=here.seated(), at=here.at, **said)


def _found(here: Visit, number: UUID) -> AffectedGroup:
    found = queries.group_by_number(here.campaign, number)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def remove_group(request: HttpRequest, slug: str, number: UUID) -> HttpResponse:
    here = keeping_visit(request, slug)
    found = _found(here, number)
    if request.method == "POST":
        actions.remove_group(group=found, by=here.seated(), at=here.at)
        messages.success(request, _("The group is off the list; the record keeps that it stood there."))
        return redirect(address(here, "groups"))
    context = here.frame(
        "stakeholders:missing",
        heading=_("Take “%(group)s” off the list?") % {"group": found.name},
        paragraphs=[_("The other groups' shares are then counted without it.")],
        label=_("Take it off the list"),
        kind="bad",
        back_url=address(here, "group", found.pk),
        back_label=found.name,
    )
    return render(request, "campaigns/confirm.html", context)
