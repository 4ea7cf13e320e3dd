"""Coverage in words: the sentence, a gap with who fits it, and where "invite" leads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mufakat.campaigns import policies as campaigns
from mufakat.campaigns.views.frame import Visit
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.models import Requirement
from mufakat.stakeholders.queries import Covered, Fit, Row

NAMED = 3


def address(here: Visit, name: str, *args: object) -> str:
    """Of a page of the mapping; empty where it is not built."""
    try:
        return reverse(f"stakeholders:{name}", args=[here.campaign.slug, *args])
    except NoReverseMatch:
        return ""


def percent_of(covered: Covered) -> int:
    """Rounded down: a hundred per cent is said only when nothing is missing."""
    return int(covered.score * 100) if covered.score is not None else 0


def words_of_coverage(covered: Covered) -> str:
    """One sentence for everybody, without names."""
    if covered.score is None:
        return _("The campaign has not said yet whom it needs.")
    counting = [row for row in covered.rows if not row.is_waived]
    met, must = sum(1 for row in counting if not row.missing), len(covered.mandatory_gaps)
    said = ngettext(
        "%(percent)s%% of what the campaign needs is at the table: %(met)s of %(n)s requirement is met.",
        "%(percent)s%% of what the campaign needs is at the table: %(met)s of %(n)s requirements are met.",
        len(counting),
    ) % {"percent": percent_of(covered), "met": met, "n": len(counting)}
    if not must:
        return f"{said} " + _("Nothing is missing without which it cannot go on.")
    more = ngettext(
        "%(n)s gap has to be filled before planning.", "%(n)s gaps have to be filled before planning.", must
    )
    return f"{said} " + more % {"n": must}


def label_of(requirement: Requirement) -> str:
    return str(requirement)


def words_of_missing(row: Row) -> str:
    return ngettext("%(n)s missing", "%(n)s missing", row.missing) % {"n": row.missing}


def words_of_known(row: Row) -> str:
    """Who in the register fits already and only has to be won."""
    number = len(row.known)
    if not number:
        return _("Nobody in the register fits yet.")
    said = ngettext(
        "%(n)s is known already but not engaged: %(names)s",
        "%(n)s are known already but not engaged: %(names)s",
        number,
    ) % {"n": number, "names": ", ".join(fit.name for fit in row.known[:NAMED])}
    return said + (" …" if number > NAMED else ".")


def shown_gaps(here: Visit, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Gaps as rows of a list: what is missing, who fits, and the one way on."""
    invited = queries.invited_in(here.campaign)
    return [_shown(here, row, invited) for row in rows]


def _shown(here: Visit, row: Row, invited: set[UUID]) -> dict[str, Any]:
    return {
        "row": row,
        "label": label_of(row.requirement),
        "missing": words_of_missing(row),
        "note": words_of_known(row),
        "reason": row.requirement.reason,
        **_way(here, row, invited),
    }


def _way(here: Visit, row: Row, invited: set[UUID]) -> dict[str, str]:
    """To invite who fits and is not invited yet, those with an organisation first; else to the one whose answer is due."""
    free = sorted((f for f in row.known if f.organisation not in invited), key=lambda f: f.organisation is None)
    fit = next(iter(free), None)
    if campaigns.can_invite_party(here.seat):
        if row.known and fit is None:
            return {
                "url": reverse("campaigns:invitations", args=[here.campaign.slug]),
                "action": _("See the invitations"),
            }
        return _invite(here, fit)
    if fit is None and policies.can_nominate(here.seat):
        return {"url": nominate_url(here, row.requirement), "action": _("Nominate somebody")}
    return {"url": "", "action": ""}


def _invite(here: Visit, fit: Fit | None) -> dict[str, str]:
    invite = reverse("campaigns:invite", args=[here.campaign.slug])
    if fit and fit.organisation:
        asked = urlencode({"organisasi": str(fit.organisation)})
        return {"url": f"{invite}?{asked}", "action": _("Invite %(whom)s") % {"whom": fit.name}}
    if fit:
        return {"url": f"{invite}?{urlencode({'q': fit.name})}", "action": _("Invite %(whom)s") % {"whom": fit.name}}
    return {"url": address(here, "add") or invite, "action": _("Look for somebody")}


def nominate_url(here: Visit, requirement: Requirement) -> str:
    asked = {
        "sector": requirement.sector_id,
        "capability": requirement.capability_id,
        "region": requirement.region_id,
    }
    return f"{address(here, 'nominate')}?{urlencode({k: str(v) for k, v in asked.items() if v})}"
