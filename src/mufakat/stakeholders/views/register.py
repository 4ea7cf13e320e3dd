"""The register: everyone in it, found and sorted; and one of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mufakat.campaigns import policies as campaign_policies
from mufakat.campaigns.views._history import LENGTH, events_of
from mufakat.campaigns.views.frame import Visit
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.forms.register import POSITIONS
from mufakat.stakeholders.forms.saved_views import SaveViewForm
from mufakat.stakeholders.models import Stakeholder
from mufakat.stakeholders.views._register import (
    finding_of,
    frame_of,
    link,
    look_of,
    register_visit,
    row_or_404,
)
from mufakat.stakeholders.views._values import words_of_owner

PAGE = 25


def found_words(count: int) -> str:
    return ngettext("%(n)s stakeholder", "%(n)s stakeholders", count) % {"n": count}


@login_required
@require_safe
def register(request: HttpRequest, slug: str) -> HttpResponse:
    here = register_visit(request, slug)
    form = finding_of(here, request.GET)
    found = queries.stakeholders_matching(here.campaign, form.search()).prefetch_related("regions")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = form.query()
    context = frame_of(
        here,
        form=form,
        page=page,
        rows=_rows(here, page),
        found=found_words(page.paginator.count),
        query=query,
        may_keep=policies.can_keep_register(here.seat),
        import_url=link(here, "imports"),
        views=queries.views_open_to(here.campaign, here.person),
        view_form=SaveViewForm(initial={"query": query}),
    )
    return render(request, "stakeholders/register.html", context)


def _rows(here: Visit, page: Page[Stakeholder]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "url": link(here, "stakeholder", row.pk),
            "state": look_of(row),
            "has_gap": queries.has_gap(row),
        }
        for row in page.object_list
    ]


@login_required
@require_safe
def stakeholder(request: HttpRequest, slug: str, stakeholder_id: UUID) -> HttpResponse:
    here = register_visit(request, slug)
    if gone := queries.stakeholder_gone(here.campaign, stakeholder_id):
        return redirect("stakeholders:stakeholder", slug, gone.merged_into_id)
    row = row_or_404(here, stakeholder_id)
    may_read = policies.can_read_kept(here.seat, row)
    party = queries.party_of(row)
    context = frame_of(
        here,
        row=row,
        state=look_of(row),
        has_gap=queries.has_gap(row),
        party=party,
        party_url=here.url("party", party.pk) if party else "",
        may_read_kept=may_read,
        position=dict(POSITIONS).get(row.position, _("Not known")) if row.position is not None else "",
        interactions=list(queries.interactions_of(row)[:50]) if may_read else [],
        moves=queries.moves_of(row),
        speaks_for=list(queries.register_of(here.campaign).filter(proxy=row)),
        owner_words=words_of_owner(row),
        history=events_of(here, queries.entries_about(row).order_by("-seq")[:LENGTH]),
        **_acts(here, row, is_party=party is not None),
    )
    return render(request, "stakeholders/stakeholder.html", context)


def _acts(here: Visit, row: Stakeholder, *, is_party: bool) -> dict[str, Any]:
    """What this reader may do with it, and where its other pages are."""
    may_invite = not is_party and not row.is_group and campaign_policies.can_invite_party(here.seat)
    known = {"organisasi": row.organisation_id} if row.organisation_id else {"q": row.name}
    return {
        "may_keep": policies.can_keep_register(here.seat),
        "may_move": policies.can_move_stakeholder(here.seat, row),
        "may_log": policies.can_log_interaction(here.seat, row),
        "invite_url": f"{here.url('invite')}?{urlencode(known)}" if may_invite else "",
        "others": _other_pages(here, row),
    }


def _other_pages(here: Visit, row: Stakeholder) -> list[dict[str, Any]]:
    """Pages of the mapping about this stakeholder, as far as they are there and open to this reader."""
    ties = link(here, "ties")
    pages = [
        (_("Assess"), link(here, "assess", row.pk) if policies.can_assess(here.seat) else ""),
        (_("Its place on the map"), link(here, "history", row.pk)),
        (_("Ties to others"), f"{ties}?{urlencode({'q': row.name})}" if ties else ""),
        (
            _("Who may read how you are assessed"),
            link(here, "consent", row.pk) if policies.can_consent(here.seat, row.organisation) else "",
        ),
    ]
    return [{"label": label, "url": url} for label, url in pages if url]
