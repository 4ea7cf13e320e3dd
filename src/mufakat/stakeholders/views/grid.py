"""The map of power and interest, the salience classes, and one stakeholder's path: the team's, or one's own voice's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mufakat.campaigns.models import Role, Seat
from mufakat.campaigns.views.frame import Visit
from mufakat.engines.mapping import Quadrant, Salience
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.forms.grid import GridFinding
from mufakat.stakeholders.queries import Standing, Step
from mufakat.stakeholders.views._seated import seated_visit, stakeholder_or_404
from mufakat.stakeholders.views._standings import (
    QUADRANTS,
    SALIENCES,
    disputed_words,
    half_words,
    numbers_of,
    rows_of,
    sectors_by_code,
)
from mufakat.stakeholders.views._tabs import tabs_of
from mufakat.web.templatetags.mufakat import day, figure

PAGE = 25
_CELL = re.compile(r"([1-5](?:\.5)?)-([1-5](?:\.5)?)")


@login_required
@require_safe
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    sectors = sectors_by_code()
    form = GridFinding(request.GET, sectors=sectors.values(), classes=[(k, v[0]) for k, v in SALIENCES.items()])
    reads_all = policies.can_read_scores(seat)
    found = queries.standings_of(here.campaign, None if reads_all else seat, sector=form.asked("sector") or "")
    if kelas := form.asked("kelas"):
        found = [one for one in found if one.salience == kelas]
    cell = _CELL.fullmatch(request.GET.get("sel", ""))
    listed = [one for one in found if (one.y, one.x) == (float(cell[1]), float(cell[2]))] if cell else found
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = here.frame(
        "stakeholders:missing",
        tabs=tabs_of(here, "grid"),
        form=form,
        standings=found,
        sectors=sectors,
        shown_sectors=[s for code, s in sectors.items() if code in {one.sector for one in found}],
        page=page,
        rows=rows_of(page.object_list, sectors),
        cell_words=_cell_words(cell[1], cell[2]) if cell else "",
        quadrants=_quadrants(found),
        says=_says(found),
        found=ngettext("%(n)s stakeholder", "%(n)s stakeholders", len(found)) % {"n": figure(len(found))},
        **_reading(here, seat, reads_all=reads_all),
    )
    return render(request, "stakeholders/grid_page.html", context)


def _reading(here: Visit, seat: Seat, *, reads_all: bool) -> dict[str, Any]:
    """Whose scores these are, in a sentence; and those that others opened."""
    return {
        "reads_all": reads_all,
        "may_assess": policies.can_assess(seat),
        "whose_words": "" if reads_all else _whose(seat),
        "opened": [] if reads_all else list(queries.consented_in(here.campaign)[:PAGE]),
    }


def _whose(seat: Seat) -> str:
    if seat.role == Role.OBSERVER:
        return _("Observers do not assess, and how others assess is read by the team only. So there is nothing here.")
    if seat.party:
        return _(
            "You see how %(organisation)s itself assesses. The medians of all parties are read by the host and the "
            "facilitator only, so that everyone may speak openly."
        ) % {"organisation": seat.party.organisation}
    return _(
        "You see your own assessments. The medians of all parties are read by the host and the facilitator only, so that "
        "everyone may speak openly."
    )


def _cell_words(power: str, interest: str) -> str:
    return _("Only those with power %(power)s and interest %(interest)s.") % {
        "power": half_words(float(power)),
        "interest": half_words(float(interest)),
    }


def _quadrants(found: Sequence[Standing]) -> list[dict[str, Any]]:
    counts = queries.counted_by_quadrant(found)
    return [
        {"key": key.value, "name": name, "advice": advice, "count": counts[key]}
        for key, (name, advice) in QUADRANTS.items()
    ]


def _says(found: Sequence[Standing]) -> str:
    """The picture in one sentence."""
    if not found:
        return ""
    disputed = sum(1 for one in found if one.disputed)
    said = {
        "closely": figure(queries.counted_by_quadrant(found)[Quadrant.MANAGE_CLOSELY]),
        "n": figure(len(found)),
        "disputed": figure(disputed),
    }
    if not disputed:
        return _("%(closely)s of %(n)s have much power and much interest.") % said
    return (
        _(
            "%(closely)s of %(n)s have much power and much interest; the assessors are two steps or more apart on %(disputed)s."
        )
        % said
    )


@login_required
@require_safe
def salience(request: HttpRequest, slug: str) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    reads_all = policies.can_read_scores(seat)
    counts = queries.counted_by_salience(queries.standings_of(here.campaign, None if reads_all else seat))
    context = here.frame(
        "stakeholders:missing",
        tabs=tabs_of(here, "grid"),
        counts=counts,
        total=sum(counts.values()),
        says=_("%(definitive)s of %(n)s have all three and come first; %(none)s reach none of the thresholds.")
        % {
            "definitive": figure(counts[Salience.DEFINITIVE]),
            "n": figure(sum(counts.values())),
            "none": figure(counts[Salience.NONE]),
        },
        classes=[
            {"key": key.value, "name": name, "advice": advice, "count": counts[key]}
            for key, (name, advice) in SALIENCES.items()
        ],
        **_reading(here, seat, reads_all=reads_all),
    )
    return render(request, "stakeholders/salience_page.html", context)


@login_required
@require_safe
def history(request: HttpRequest, slug: str, stakeholder_id: UUID) -> HttpResponse:
    here, seat = seated_visit(request, slug)
    found = stakeholder_or_404(here, stakeholder_id)
    consent = queries.consent_of(found)
    reads_all = policies.can_read_scores(seat, has_consent=consent is not None)
    given = list(queries.assessments_of(found, None if reads_all else seat))
    steps = queries.path_of(found, given)
    standing = queries.standing_of(found, None if reads_all else seat)
    sectors = {found.sector_id: found.sector}
    context = here.frame(
        "stakeholders:missing",
        tabs=tabs_of(here, "grid"),
        stakeholder=found,
        one_standing=[standing] if standing else [],
        says=_path_says(steps),
        quadrants=_quadrants([]),
        row=next(iter(rows_of([standing], sectors)), None) if standing else None,
        disputed=disputed_words(standing) if standing else "",
        sectors=sectors,
        shown_sectors=[found.sector],
        days=[{"on": step.on, **rows_of([step.standing], sectors)[0]} for step in reversed(steps)],
        path=[(s.standing.x, s.standing.y, day(s.on, "short")) for s in steps] if len(steps) > 1 else [],
        consent=consent,
        may_consent=policies.can_consent(seat, found.organisation),
        voices=numbers_of(given) if policies.is_team(seat) else [],
        **_reading(here, seat, reads_all=reads_all),
    )
    return render(request, "stakeholders/grid_history.html", context)


def _path_says(steps: Sequence[Step]) -> str:
    if not steps:
        return ""
    now = steps[-1].standing
    place = QUADRANTS[now.quadrant][0]
    if len(steps) == 1:
        return _("Power %(power)s, interest %(interest)s: %(place)s.") % {
            "power": half_words(now.y),
            "interest": half_words(now.x),
            "place": place,
        }
    first = steps[0]
    return _("From power %(p0)s, interest %(i0)s on %(day)s to power %(power)s, interest %(interest)s: %(place)s.") % {
        "p0": half_words(first.standing.y),
        "i0": half_words(first.standing.x),
        "day": day(first.on),
        "power": half_words(now.y),
        "interest": half_words(now.x),
        "place": place,
    }
