"""Who is at the table: the parties, one party, and leaving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mufakat.campaigns import actions, policies, queries
from mufakat.campaigns.forms.finding import PartyFinding
from mufakat.campaigns.forms.invitation import ReasonForm
from mufakat.campaigns.models import Invitation, Party, Role, Seat
from mufakat.campaigns.views._history import history_of
from mufakat.campaigns.views._places import neutral_places, places_of
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views._words import words_of_table
from mufakat.campaigns.views.frame import Visit, allow, sent, visit
from mufakat.lib.sheet import csv_lines
from mufakat.web.views.files import download, spooled

PAGE = 25
AT_TABLE, INVITED, LEFT = "", "invited", "left"


@require_safe
def parties(request: HttpRequest, slug: str) -> HttpResponse:
    here = visit(request, slug)
    tab = request.GET.get("tab", "")
    tab = tab if tab in {LEFT, INVITED} and (tab == LEFT or here.seat) else AT_TABLE
    sectors = queries.sectors_at(here.campaign)
    form = PartyFinding(request.GET, sectors=[s.sector for s in sectors])
    page = Paginator(_found(here, tab, form), PAGE).get_page(request.GET.get("page"))
    context = here.frame(
        "parties",
        tab=tab,
        tab_url=f"{request.path}?tab={tab}" if tab else request.path,
        tabs=_tabs(here, tab),
        form=form,
        page=page,
        rows=_rows(here, page) if tab != INVITED else [],
        found=ngettext("%(n)s organisation", "%(n)s organisations", page.paginator.count) % {"n": page.paginator.count},
        table_words=words_of_table(sectors),
        neutral=neutral_places(here),
        may_invite=policies.can_invite_party(here.seat),
        may_invite_neutral=policies.can_invite_neutral(here.seat),
    )
    return render(request, "campaigns/parties.html", context)


def _found(here: Visit, tab: str, form: PartyFinding) -> QuerySet[Party] | QuerySet[Invitation]:
    words, sector = form.asked("q") or "", form.asked("sector") or ""
    if tab == INVITED:
        waiting = queries.invitations_matching(here.campaign, words=words, state=Invitation.State.OPEN)
        waiting = waiting.filter(organisation__isnull=False)
        return waiting.filter(organisation__sector=sector) if sector else waiting
    return queries.parties_matching(
        here.campaign,
        here.at,
        left=tab == LEFT,
        words=words,
        sector=sector,
        sort=form.asked("sort") or "",
    )


def _tabs(here: Visit, current: str) -> list[dict[str, Any]]:
    counts = [(AT_TABLE, _("At the table"), queries.parties_of(here.campaign).count())]
    if here.seat:
        waiting = queries.waiting_invitations(here.campaign).filter(organisation__isnull=False)
        counts.append((INVITED, _("Invited"), waiting.count()))
    counts.append((LEFT, _("Have left"), queries.former_parties_of(here.campaign).count()))
    path = here.url("parties")
    return [
        {"label": label, "url": f"{path}?tab={tab}" if tab else path, "count": n, "is_current": tab == current}
        for tab, label, n in counts
    ]


def _rows(here: Visit, page: Page[Any]) -> list[dict[str, Any]]:
    own = here.seat.party_id if here.seat else None
    return [
        {
            "party": p,
            "url": here.url("party", p.pk),
            "is_host": p.organisation_id == here.campaign.host_id,
            "is_own": p.pk == own,
        }
        for p in page.object_list
    ]


@require_safe
def party(request: HttpRequest, slug: str, party_id: UUID) -> HttpResponse:
    here = visit(request, slug)
    found = _party(here, party_id)
    seats = list(queries.seats_of_party(found, here.at))
    context = here.frame(
        "parties",
        party=found,
        is_host=found.organisation_id == here.campaign.host_id,
        is_own=here.seat is not None and here.seat.party_id == found.pk,
        places=places_of(here, seats),
        seats_note=_seats_note(here, found, seats),
        organisation_regions=list(found.organisation.regions.all()),
        history=history_of(here, [f"party:{found.pk}", *(f"seat:{s.pk}" for s in seats)]),
        may_invite_colleague=policies.can_invite_colleague(here.seat, found.organisation),
        may_leave=found.is_active and policies.can_leave(here.seat, found),
    )
    return render(request, "campaigns/party.html", context)


def _party(here: Visit, number: UUID) -> Party:
    found = queries.party_by_number(here.campaign, number)
    if found is None:
        raise Http404
    return found


def _seats_note(here: Visit, found: Party, seats: list[Seat]) -> str:
    if not found.is_active:
        return _("Its seats ended when it left.")
    if not any(s.role == Role.LIAISON and s.delegated_by_id is None for s in seats):
        return _("The liaison is missing: nobody can act for this party until one takes the seat.")
    return "" if here.seat else _("Names of persons are shown to those who have a seat.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def leave(request: HttpRequest, slug: str, party_id: UUID) -> HttpResponse:
    here = visit(request, slug)
    found = _party(here, party_id)
    allow(policies.can_leave(here.seat, found), _("A party is withdrawn by its own liaison; the host stays."))
    form = ReasonForm(sent(request))
    if form.is_valid():
        actions.leave_campaign(party=found, by=here.seated(), at=here.at, reason=form.cleaned_data["reason"])
        messages.success(request, _("Your organisation has left the campaign. It is recorded."))
        return redirect("desk:home")
    context = here.frame(
        "parties",
        form=form,
        heading=_("Leave the campaign with %(organisation)s?") % {"organisation": found.organisation},
        paragraphs=[
            _("Every seat of your party ends and its open invitations are revoked. The other parties are told."),
            _("What your party did stays in the record. Coming back later takes a new invitation."),
        ],
        label=_("Leave the campaign"),
        kind="bad",
        back_url=here.url("party", found.pk),
        back_label=found.organisation.name,
    )
    return render(request, "campaigns/confirm.html", context, status=422 if form.is_bound else 200)


@require_safe
def parties_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    here = visit(request, slug)
    head = [_("Organisation"), _("Short name"), _("Sector"), _("Kind"), _("Since"), _("Seats")]
    found = queries.parties_matching(here.campaign, here.at)
    table = spooled(csv_lines([head, *map(_cells, found)]))
    return download(request, table, name=f"{slug}-pihak.csv", media_type="text/csv; charset=utf-8")


def _cells(found: Party) -> list[object]:
    organisation = found.organisation
    seats = getattr(found, "seats_now", 0)
    joined = queries.day_of(found.joined_at).isoformat()
    return [
        organisation.name,
        organisation.short_name,
        organisation.sector,
        organisation.get_kind_display(),
        joined,
        seats,
    ]
