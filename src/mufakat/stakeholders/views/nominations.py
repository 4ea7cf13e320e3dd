"""Who is missing, said by anyone at the table; the team answers each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions.refusals import NotPossible
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, allow, sent
from mufakat.people import queries as people
from mufakat.stakeholders import actions, policies, queries
from mufakat.stakeholders.forms.nominations import AnswerForm, NominationFinding, NominationForm
from mufakat.stakeholders.models import Nomination
from mufakat.stakeholders.views._gaps import address
from mufakat.stakeholders.views._seated import seated_visit
from mufakat.stakeholders.views._tabs import tabs_of

PAGE = 25
ANSWERED = "answered"
KINDS = {"open": "waiting", "invited": "done", "known": "agreed", "declined": "declined"}


@login_required
@require_safe
def nominations(request: HttpRequest, slug: str) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    answered = request.GET.get("tab") == ANSWERED
    form = NominationFinding(request.GET)
    found = queries.nominations_matching(here.campaign, answered=answered, words=form.asked("q") or "")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    n = page.paginator.count
    context = here.frame(
        "stakeholders:missing",
        tabs=tabs_of(here, "nominations"),
        parts=_parts(here, answered=answered),
        tab=ANSWERED if answered else "",
        form=form,
        page=page,
        rows=[_shown(here, said) for said in page.object_list],
        found=ngettext("%(n)s nomination", "%(n)s nominations", n) % {"n": n},
        may_nominate=policies.can_nominate(seat),
        may_answer=policies.can_answer_nomination(seat),
    )
    return render(request, "stakeholders/nominations.html", context)


def _parts(here: Visit, *, answered: bool) -> list[dict[str, Any]]:
    path, counts = here.request.path, queries.nominations_counted(here.campaign)
    return [
        {"label": _("Not answered yet"), "url": path, "count": counts.open, "is_current": not answered},
        {
            "label": _("Answered by the team"),
            "url": f"{path}?tab={ANSWERED}",
            "count": counts.answered,
            "is_current": answered,
        },
    ]


def _shown(here: Visit, said: Nomination) -> dict[str, Any]:
    by = said.by
    return {
        "said": said,
        "url": address(here, "nomination", said.pk),
        "kind": KINDS[said.state],
        "by": str(by.party.organisation) if by.party else str(by.get_role_display()),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def nominate(request: HttpRequest, slug: str) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    allow(policies.can_nominate(seat), _("Parties, the facilitator and the evaluator nominate; observers read along."))
    given = ("name", "sector", "capability", "region")
    form = NominationForm(
        sent(request),
        initial={name: request.GET[name] for name in given if name in request.GET},
        sectors=people.sectors_in_use(),
        capabilities=queries.needed_capabilities(here.campaign),
        places=queries.places_with_people(campaigns.day_of(here.at)),
    )
    draft = f"nomination-{here.campaign.pk}"
    alike = _alike(here, form)
    if form.is_valid() and not alike and (made := _nominate(here, form)):
        messages.success(request, _("Thank you. The team is told and answers you."), extra_tags=f"draft:{draft}")
        return redirect(address(here, "nomination", made.pk))
    context = here.frame("stakeholders:missing", form=form, alike=alike, draft=draft)
    return render(request, "stakeholders/nomination_new.html", context, status=422 if form.is_bound else 200)


def _alike(here: Visit, form: NominationForm) -> list[dict[str, Any]]:
    """Who may be meant and is in the register already, until the one who nominates says that it is somebody else."""
    if not form.is_bound or not form.is_valid() or form.cleaned_data["sure"]:
        return []
    twins = queries.possible_twins(here.campaign, form.cleaned_data["name"])
    if twins:
        form.ask_whether_sure()
    return [{"stakeholder": t.stakeholder, "url": address(here, "stakeholder", t.stakeholder.pk)} for t in twins]


def _nominate(here: Visit, form: NominationForm) -> Nomination | None:
    said = {name: value for name, value in form.cleaned_data.items() if name not in {"once", "sure"}}
    try:
        return actions.nominate(
            id=form.cleaned_data["once"], campaign=here.campaign, by=here.seated(), at=here.at, **said
        )
    except NotPossible as trouble:
        form.add_error(None, str(trouble))
        return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def nomination(request: HttpRequest, slug: str, number: UUID) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    found = queries.nomination_by_number(here.campaign, number)
    if found is None:
        raise Http404
    may_answer = policies.can_answer_nomination(seat)
    if request.method == "POST":
        allow(may_answer, _("Nominations are answered by the host's liaison and the facilitator."))
    is_open = found.state == Nomination.State.OPEN
    twins = queries.possible_twins(here.campaign, found.name) if is_open and may_answer else []
    form = AnswerForm(
        sent(request),
        register=queries.possible_voices(here.campaign),
        initial={"stakeholder": twins[0].stakeholder.pk if twins else None},
    )
    if request.method == "POST" and form.is_valid():
        return _answer(here, found, form)
    context = here.frame(
        "stakeholders:missing",
        form=form if may_answer and is_open else None,
        twins=[{"stakeholder": t.stakeholder, "url": address(here, "stakeholder", t.stakeholder.pk)} for t in twins],
        stakeholder_url=address(here, "stakeholder", found.stakeholder_id) if found.stakeholder_id else "",
        **_shown(here, found),
    )
    return render(request, "stakeholders/nomination.html", context, status=422 if form.is_bound else 200)


def _answer(here: Visit, found: Nomination, form: AnswerForm) -> HttpResponse:
    """Tell the answer; who is to be invited is invited next."""
    answered = actions.answer_nomination(nomination=found, by=here.seated(), at=here.at, **form.cleaned_data)
    if answered.state != Nomination.State.INVITED:
        messages.success(here.request, _("Answered; the one who nominated is told."))
        return redirect(address(here, "nominations"))
    messages.success(here.request, _("They are in the register. Now invite them."))
    body = queries.nominated_organisation(answered)
    asked = {"organisasi": str(body.pk)} if body else {"q": answered.name}
    return redirect(f"{reverse('campaigns:invite', args=[here.campaign.slug])}?{urlencode(asked)}")
