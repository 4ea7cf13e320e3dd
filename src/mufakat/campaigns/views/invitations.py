"""Invitations as those at the table see them: the list, one of them, and what its sender may still do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mufakat.campaigns import actions, policies, queries
from mufakat.campaigns.forms.finding import InvitationFinding
from mufakat.campaigns.forms.invitation import ReasonForm
from mufakat.campaigns.models import Invitation
from mufakat.campaigns.queries import inviting
from mufakat.campaigns.views._history import history_of
from mufakat.campaigns.views._offers import (
    invitation_row,
    kind_of,
    may_invite_anyone,
    sender_of,
    short_state,
    state_look,
    to_whom,
)
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, allow, sent, visit

PAGE = 25
State = Invitation.State


@login_required
@require_safe
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    here = visit(request, slug)
    here.seated()
    tab = request.GET.get("tab", State.OPEN)
    tab = tab if tab in State.values else State.OPEN
    form = InvitationFinding(request.GET)
    found = queries.invitations_matching(here.campaign, words=form.asked("q") or "", state=tab)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = here.frame(
        "invitations",
        tab=tab,
        tab_url=f"{request.path}?tab={tab}",
        tabs=_tabs(here, tab),
        form=form,
        page=page,
        rows=[invitation_row(here, i) for i in page.object_list],
        found=ngettext("%(n)s invitation", "%(n)s invitations", page.paginator.count) % {"n": page.paginator.count},
        empty_title=_empty_title(tab),
        may_invite=may_invite_anyone(here.seat),
    )
    return render(request, "campaigns/invitations.html", context)


def _tabs(here: Visit, current: str) -> list[dict[str, Any]]:
    counts = inviting.counts_by_state(here.campaign)
    path = here.url("invitations")
    return [
        {
            "label": short_state(state),
            "url": f"{path}?tab={state}",
            "count": counts.get(state, 0),
            "is_current": state == current,
        }
        for state in State
    ]


def _empty_title(tab: str) -> str:
    return {
        State.OPEN: _("No invitation is waiting for an answer"),
        State.ACCEPTED: _("No invitation has been accepted yet"),
        State.DECLINED: _("No invitation has been declined"),
        State.REVOKED: _("No invitation has been revoked"),
        State.EXPIRED: _("No invitation has expired"),
    }[State(tab)]


def find(here: Visit, number: UUID) -> Invitation:
    here.seated()
    found = inviting.invitation_in(here.campaign, number)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def invitation(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    here = visit(request, slug)
    found = find(here, invitation_id)
    may_answer = policies.can_answer_for_invitation(here.seat, found)
    context = here.frame(
        "invitations",
        invitation=found,
        heading=_("Invitation to %(whom)s") % {"whom": to_whom(found)},
        kind=kind_of(found),
        sender=sender_of(found, names=policies.can_read_personal(here.seat)),
        masked=queries.masked(found.email) if found.email else "",
        history=history_of(here, [f"invitation:{found.pk}"]),
        may_answer=may_answer,
        **state_look(found, here.at),
        **(_sending(found, here) if may_answer else {}),
    )
    return render(request, "campaigns/invitation.html", context)


def _sending(found: Invitation, here: Visit) -> dict[str, Any]:
    """What only those who answer for the invitation are shown: its link, and what may still be done."""
    is_open, is_past = found.state == State.OPEN, found.is_past(here.at)
    note = _("We also sent it to %(address)s.") if found.email else _("Send it yourself, by WhatsApp or any other way.")
    return {
        "link": queries.link_of(found),
        "share_text": queries.share_text(found),
        "link_note": note % {"address": found.email},
        "coming": _coming(found),
        "may_remind": is_open and not is_past and bool(found.email),
        "may_renew": is_open or found.state == State.EXPIRED,
        "may_revoke": is_open and not is_past,
        "remind_note": _(
            "Three reminders in all, one a day. A renewed invitation gets a new link; the old one stops working."
        ),
    }


def _coming(found: Invitation) -> list[str]:
    opening = (
        _("Whoever opens the link with the address %(address)s reads what it is about, and accepts or declines.")
        if found.email
        else _("Whoever opens the link first reads what it is about, and accepts or declines.")
    )
    return [
        opening % {"address": queries.masked(found.email)},
        _("You are told of the answer at once. Everyone with a seat sees it in the record."),
        _("Without an answer the link stops working after seven days. We remind once before that."),
    ]


@login_required
@require_POST
@refusing
def remind(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    here = visit(request, slug)
    found = find(here, invitation_id)
    actions.remind(invitation=found, by=here.seated(), at=here.at)
    messages.success(request, _("The letter is on its way again."))
    return redirect(here.url("invitation", found.pk))


@login_required
@require_POST
@refusing
def renew(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    here = visit(request, slug)
    found = find(here, invitation_id)
    actions.renew_invitation(invitation=found, by=here.seated(), at=here.at)
    messages.success(request, _("The invitation has a new link, valid for seven days. The old one no longer works."))
    return redirect(here.url("invitation", found.pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def revoke(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    here = visit(request, slug)
    found = find(here, invitation_id)
    allow(
        policies.can_answer_for_invitation(here.seat, found),
        _("An invitation is revoked by the seat that sent it or a liaison of the same party."),
    )
    form = ReasonForm(sent(request))
    if form.is_valid():
        actions.revoke_invitation(invitation=found, by=here.seated(), at=here.at, reason=form.cleaned_data["reason"])
        messages.success(request, _("The invitation is revoked. Its link no longer works."))
        return redirect(here.url("invitation", found.pk))
    context = here.frame(
        "invitations",
        form=form,
        heading=_("Revoke the invitation to %(whom)s?") % {"whom": to_whom(found)},
        paragraphs=[_("Its link stops working at once. Who opens it reads that it was revoked, but not why.")],
        label=_("Revoke"),
        kind="bad",
        back_url=here.url("invitation", found.pk),
        back_label=_("The invitation"),
    )
    return render(request, "campaigns/confirm.html", context, status=422 if form.is_bound else 200)
