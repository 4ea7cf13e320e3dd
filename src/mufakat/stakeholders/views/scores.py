"""Assessing stakeholders: one at a time, and the list of those one's party has not assessed yet."""

from __future__ import annotations

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
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import allow, sent
from mufakat.people import queries as people
from mufakat.stakeholders import actions, policies, queries
from mufakat.stakeholders.forms.scores import AssessForm, AssessmentFinding
from mufakat.stakeholders.models import Assessment, Stakeholder
from mufakat.stakeholders.views._seated import seated_visit, stakeholder_or_404
from mufakat.stakeholders.views._standings import numbers_of
from mufakat.stakeholders.views._tabs import tabs_of

PAGE = 25
GIVEN = "sudah"


@login_required
@require_safe
def assessments(request: HttpRequest, slug: str) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    is_given = request.GET.get("tab") == GIVEN
    form = AssessmentFinding(request.GET, sectors=people.all_sectors())
    asked = (form.asked("q") or "", form.asked("sector") or "")
    found = queries.own_assessments(seat, *asked) if is_given else queries.unassessed_by(seat, *asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    waiting = page.paginator.count if not (is_given or form.is_narrowed) else queries.unassessed_by(seat).count()
    context = here.frame(
        "stakeholders:missing",
        tabs=tabs_of(here, "grid"),
        parts=[
            {"label": _("Not yet assessed"), "url": request.path, "count": waiting, "is_current": not is_given},
            {"label": _("Assessed by you"), "url": f"{request.path}?tab={GIVEN}", "is_current": is_given},
        ],
        form=form,
        page=page,
        rows=numbers_of(one for one in page if isinstance(one, Assessment)) if is_given else page.object_list,
        is_given=is_given,
        waiting_words=ngettext("%(n)s is not yet assessed by you.", "%(n)s are not yet assessed by you.", waiting)
        % {"n": waiting},
        next_one=None if is_given else next(iter(page.object_list), None),
        found=ngettext("%(n)s stakeholder", "%(n)s stakeholders", page.paginator.count) % {"n": page.paginator.count},
        may_assess=policies.can_assess(seat),
    )
    return render(request, "stakeholders/assess_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def assess(request: HttpRequest, slug: str, stakeholder_id: UUID) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    found = stakeholder_or_404(here, stakeholder_id)
    allow(policies.can_assess(seat), _("Observers read; they do not assess. A closed campaign is no longer assessed."))
    own = queries.own_assessment(seat, found)
    form = AssessForm(sent(request), day=campaigns.day_of(here.at), earlier=own)
    if form.is_valid():
        said = form.cleaned_data
        actions.give_assessment(
            id=said["once"],
            stakeholder=found,
            scores=form.scores,
            reason=said["reason"],
            evidence=said["evidence"],
            on=said["on"],
            by=seat,
            at=here.at,
        )
        messages.success(request, _("Saved and recorded."), extra_tags=f"draft:{_draft(found)}")
        return redirect("stakeholders:assessments", slug=slug)
    context = here.frame(
        "stakeholders:missing",
        tabs=tabs_of(here, "grid"),
        stakeholder=found,
        form=form,
        draft=_draft(found),
        own=own,
        history=numbers_of(queries.assessments_of(found, seat)),
    )
    return render(request, "stakeholders/assess_form.html", context, status=422 if form.is_bound else 200)


def _draft(stakeholder: Stakeholder) -> str:
    return f"assess-{stakeholder.pk}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def withdraw_assessment(request: HttpRequest, slug: str, assessment_id: UUID) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    given = queries.assessment_by_number(here.campaign, assessment_id)
    if given is None or not policies.is_own_voice(seat, given):
        raise Http404
    allow(policies.can_withdraw_assessment(seat, given), _("A closed campaign is no longer assessed."))
    if request.method == "POST":
        given.stakeholder.campaign = here.campaign
        actions.withdraw_assessment(assessment=given, by=seat, at=here.at)
        messages.success(request, _("Your assessment no longer counts. It is recorded."))
        return redirect("stakeholders:assessments", slug=slug)
    context = here.frame(
        "stakeholders:missing",
        heading=_("Withdraw your assessment of %(name)s?") % {"name": given.stakeholder.name},
        paragraphs=[
            _("It stays in your own history and counts no longer; nothing you said earlier counts again."),
            _("You may assess again at any time."),
        ],
        label=_("Withdraw the assessment"),
        kind="bad",
        back_url=reverse("stakeholders:assess", args=[slug, given.stakeholder_id]),
        back_label=given.stakeholder.name,
    )
    return render(request, "campaigns/confirm.html", context)
