"""The engagement plan as a document: words for paper, and the typesetting."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.views.frame import Visit
from mufakat.stakeholders import policies
from mufakat.stakeholders.models import Stakeholder, State
from mufakat.stakeholders.queries import EngagementPlan, Heard, Row
from mufakat.stakeholders.views._gaps import label_of, words_of_coverage, words_of_known
from mufakat.stakeholders.views._heard import words_of_verdict
from mufakat.web.templatetags.mufakat import day, figure

TEMPLATE = Path(__file__).parents[1] / "templates" / "stakeholders" / "plan.typ"


def typeset(said: dict[str, Any], at: datetime) -> bytes:
    """A PDF; the same words on the same day give the same bytes, whatever fonts the machine has."""
    midnight = datetime.combine(campaigns.day_of(at), time(), tzinfo=UTC)
    compiler = typst.Compiler(TEMPLATE, ignore_system_fonts=True, sys_inputs={"plan": json.dumps(said)})
    made = compiler.compile(format="pdf", timestamp=int(midnight.timestamp()))
    assert isinstance(made, bytes)
    return made


def said_in(plan: EngagementPlan, here: Visit) -> dict[str, Any]:
    """Everything on the paper, as words in the reader's language."""
    campaign, today = here.campaign, campaigns.day_of(here.at)
    return {
        "language": get_language() or "id",
        "title": f"{_('Engagement plan')} · {campaign.title}",
        "campaign": campaign.title,
        "mark": _("EXAMPLE DATA") if campaign.is_example else "",
        "coverage": words_of_coverage(plan.covered),
        "facts": [
            [_("Convened by"), campaign.host.name],
            [_("As of"), str(day(today))],
            [_("In the register"), figure(len(plan.stakeholders))],
            [_("For"), _("Those who sit at the table. Not for publication.")],
        ],
        "verification": _verification(plan, campaign.log.origin),
        "gaps": [_gap(row) for row in plan.covered.gaps],
        "groups": [_group(heard) for heard in plan.heard],
        "stakeholders": [_stakeholder(s, here) for s in plan.stakeholders],
        "words": _words(),
    }


def _words() -> dict[str, Any]:
    return {
        "over": _("Engagement plan"),
        "page": _("Page"),
        "gaps": _("What is missing"),
        "no_gaps": _("No gap, as far as requirements are set."),
        "gap_head": [_("Whom the campaign needs"), _("Missing"), _("Who fits")],
        "groups": _("Whom the issue affects"),
        "no_groups": _("No group is listed yet."),
        "group_head": [_("Group"), _("People"), _("Source"), _("Seats"), _("Who speaks for it")],
        "who": _("Who is engaged, and how"),
        "nobody": _("Nobody is in the register yet."),
        "who_head": [_("Who"), _("Why"), _("Wanted, now"), _("State"), _("Who looks after it"), _("Next")],
    }


def _verification(plan: EngagementPlan, origin: str) -> str:
    if plan.seal is None:
        return _("The record of this campaign is not sealed yet. No scores are in this document.")
    return _(
        "Made from the register of the campaign, whose record %(origin)s was last sealed with %(size)s entries and the root "
        "%(root)s. Whoever has the record can compare. No scores are in this document."
    ) % {"origin": origin, "size": plan.seal.size, "root": plan.seal.root}


def _gap(row: Row) -> list[str]:
    must = f" ({_('mandatory')})" if row.requirement.is_mandatory else ""
    known = words_of_known(row)
    return [f"{label_of(row.requirement)}{must}", str(row.missing), f"{known} {row.requirement.reason}".strip()]


def _group(heard: Heard) -> list[str]:
    voices = ", ".join(v.name for v in heard.voices) or "–"
    word = str(words_of_verdict(heard)[1])
    return [heard.group.name, figure(heard.group.people), heard.group.source, f"{heard.parties} ({word})", voices]


def _stakeholder(who: Stakeholder, here: Visit) -> dict[str, str]:
    """The next step comes out of a talk, so only those who may read the talks read it here."""
    owner = who.owner
    step = getattr(who, "next_step", None) if policies.can_read_kept(here.seat, who) else None
    return {
        "name": who.name,
        "sector": str(who.sector),
        "why": " ".join(text for text in (who.interest, who.affected_how) if text) or "–",
        "levels": f"{who.get_wanted_display()}, {_('now')}: {who.get_present_display()}",
        "state": str(State(getattr(who, "state_now", who.state)).label),
        "owner": (str(owner.party.organisation) if owner.party else str(owner.get_role_display())) if owner else "–",
        "next_step": step or "–",
    }
