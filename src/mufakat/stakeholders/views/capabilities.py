"""What the campaign looks for."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, allow, sent
from mufakat.stakeholders import actions, policies, queries
from mufakat.stakeholders.forms.needs import CapabilityForm
from mufakat.stakeholders.views._gaps import address
from mufakat.stakeholders.views._seated import seated_visit


def keeping_visit(request: HttpRequest, slug: str) -> Visit:
    """Pages on which the team says what the campaign needs."""
    here, seat = seated_visit(request, slug)
    allow(
        policies.can_set_needs(seat),
        _("What the campaign needs is kept by the host's liaison and the facilitator, and not after its end."),
    )
    return here


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def capabilities(request: HttpRequest, slug: str) -> HttpResponse:
    here = keeping_visit(request, slug)
    form = CapabilityForm(sent(request), suggested=queries.suggested_capabilities(here.campaign))
    if form.is_valid():
        for name in form.names:
            actions.add_capability(campaign=here.campaign, name=name, by=here.seated(), at=here.at)
        n = len(form.names)
        messages.success(request, ngettext("%(n)s capability added.", "%(n)s capabilities added.", n) % {"n": n})
        return redirect(address(here, "capabilities"))
    context = here.frame(
        "stakeholders:missing",
        form=form,
        found=list(queries.needed_capabilities(here.campaign)),
    )
    return render(request, "stakeholders/coverage_capabilities.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def retire_capability(request: HttpRequest, slug: str, number: UUID) -> HttpResponse:
    here = keeping_visit(request, slug)
    found = queries.capability_by_number(here.campaign, number)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.retire_capability(capability=found, by=here.seated(), at=here.at)
        messages.success(request, _("The capability is no longer offered."))
        return redirect(address(here, "capabilities"))
    context = here.frame(
        "stakeholders:missing",
        heading=_("No longer look for “%(what)s”?") % {"what": found.name},
        paragraphs=[_("Whoever has it keeps it in the register. It can be added again under the same name.")],
        label=_("No longer look for it"),
        kind="bad",
        back_url=address(here, "capabilities"),
        back_label=_("Capabilities"),
    )
    return render(request, "campaigns/confirm.html", context)
