"""The assessed organisation decides itself whether every seat reads how it is assessed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import allow, sent
from mufakat.stakeholders import actions, policies, queries
from mufakat.stakeholders.forms.consent import ConsentForm
from mufakat.stakeholders.views._seated import seated_visit, stakeholder_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def consent(request: HttpRequest, slug: str, stakeholder_id: UUID) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    found = stakeholder_or_404(here, stakeholder_id)
    allow(
        policies.can_consent(seat, found.organisation),
        _("Only the assessed organisation's own liaison may open or close its assessments."),
    )
    given = queries.consent_of(found)
    form = ConsentForm(sent(request), is_given=given is not None)
    if form.is_valid():
        if form.cleaned_data["answer"] == "yes":
            actions.give_consent(id=form.cleaned_data["once"], stakeholder=found, by=seat, at=here.at)
            messages.success(request, _("Every seat may now read how you are assessed. It is recorded."))
        else:
            actions.withdraw_consent(stakeholder=found, by=seat, at=here.at)
            messages.success(request, _("Only the team reads how you are assessed. It is recorded."))
        return redirect("stakeholders:history", slug=slug, stakeholder_id=found.pk)
    context = here.frame("stakeholders:missing", stakeholder=found, form=form, given=given)
    return render(request, "stakeholders/assess_consent.html", context, status=422 if form.is_bound else 200)
