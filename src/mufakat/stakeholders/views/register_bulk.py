"""One change for many: choose what, look at what would become of each, then confirm."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mufakat.campaigns.actions.refusals import ChangedMeanwhile, NotPossible, Unwritable
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, sent
from mufakat.stakeholders import actions, queries
from mufakat.stakeholders.forms.bulk import BulkForm
from mufakat.stakeholders.views._register import finding_of, frame_of, link, put_on_field
from mufakat.stakeholders.views.register import found_words
from mufakat.stakeholders.views.register_adding import keeping_visit

SHOWN = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom it concerns and what kind of change stand in the address; what exactly is sent, and sent again to confirm."""
    here = keeping_visit(request, slug)
    choice, kind = _choice(here), request.GET.get("ubah", "")
    count = queries.stakeholders_chosen(here.campaign, choice).count()
    if not count or kind not in queries.BULK_KINDS:
        return _ask_kind(here, count)
    seats = queries.owners_for(here.campaign, here.at)
    form = BulkForm(sent(request), kind=kind, campaign=here.campaign, seats=seats)
    if not form.is_valid():
        return _ask_value(here, form, count)
    if not form.cleaned_data["mark"]:
        return _preview(here, form, choice)
    return _change(here, form, choice, count)


def _change(here: Visit, form: BulkForm, choice: queries.Choice, count: int) -> HttpResponse:
    try:
        plan = actions.change_many(
            campaign=here.campaign,
            choice=choice,
            change=form.change(),
            mark=form.cleaned_data["mark"],
            by=here.seated(),
            at=here.at,
        )
    except ChangedMeanwhile as trouble:
        return _preview(here, form, choice, overtaken=str(trouble))
    except (Unwritable, NotPossible) as trouble:
        put_on_field(form, trouble)
        return _ask_value(here, form, count)
    n = len(plan.changed)
    said = ngettext("%(n)s stakeholder was changed.", "%(n)s stakeholders were changed.", n) % {"n": n}
    messages.success(here.request, said)
    return redirect("stakeholders:register", here.campaign.slug)


def _choice(here: Visit) -> queries.Choice:
    asked = here.request.GET
    if asked.get("semua"):
        return queries.Choice(search=finding_of(here, asked).search())
    try:
        return queries.Choice(tuple(UUID(number) for number in asked.getlist("pilih")))
    except ValueError:
        raise Http404 from None


def _page(here: Visit, **more: Any) -> dict[str, Any]:
    return frame_of(here, back_url=link(here, "register"), **more)


def _ask_kind(here: Visit, count: int) -> HttpResponse:
    pairs = [(name, value) for name, values in here.request.GET.lists() if name != "ubah" for value in values]
    kinds = [{"label": label, "url": f"?{urlencode([*pairs, ('ubah', kind)])}"} for kind, label in _kinds(here)]
    context = _page(here, kinds=kinds, count=count, found=found_words(count))
    return render(here.request, "stakeholders/bulk_kind.html", context)


def _kinds(here: Visit) -> list[tuple[str, Any]]:
    """What there is nothing of cannot be taken away."""
    empty = set() if queries.tags_of(here.campaign).exists() else {"remove_tag"}
    empty |= set() if queries.capabilities_of(here.campaign).exists() else {"remove_capability"}
    return [(kind, label) for kind, label in queries.BULK_KINDS.items() if kind not in empty]


def _ask_value(here: Visit, form: BulkForm, count: int) -> HttpResponse:
    context = _page(here, form=form, heading=queries.BULK_KINDS[form.kind], found=found_words(count))
    return render(here.request, "stakeholders/bulk_value.html", context, status=422 if form.is_bound else 200)


def _preview(here: Visit, form: BulkForm, choice: queries.Choice, overtaken: str = "") -> HttpResponse:
    plan = queries.plan_of(here.campaign, choice, form.change())
    sent_again = [(name, value) for name, values in here.request.POST.lists() for value in values]
    n, out = len(plan.changed), len(plan.left_out)
    context = _page(
        here,
        heading=queries.BULK_KINDS[form.kind],
        overtaken=overtaken,
        mark=plan.mark,
        fields=[(name, value) for name, value in sent_again if name in form.fields and name != "mark"],
        changed=plan.changed[:SHOWN],
        left_out=plan.left_out[:SHOWN],
        changed_words=ngettext("%(n)s stakeholder would be changed.", "%(n)s stakeholders would be changed.", n)
        % {"n": n},
        out_words=ngettext("%(n)s stakeholder is left out.", "%(n)s stakeholders are left out.", out) % {"n": out},
        more_changed=max(n - SHOWN, 0),
        more_out=max(out - SHOWN, 0),
        label=_("Change them"),
    )
    return render(here.request, "stakeholders/bulk_preview.html", context, status=409 if overtaken else 200)
