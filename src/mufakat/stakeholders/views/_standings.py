"""Standings in words: the classes and quadrants, medians with their range, rows of the tables under the pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mufakat.engines.mapping import Quadrant, Salience, Summary
from mufakat.people import queries as people
from mufakat.people.models import Sector
from mufakat.stakeholders.models import Assessment
from mufakat.stakeholders.queries import Standing
from mufakat.web.templatetags.mufakat import figure

QUADRANTS = {
    Quadrant.MANAGE_CLOSELY: (_("Manage closely"), _("Much power, much interest: work on the plan with them.")),
    Quadrant.KEEP_SATISFIED: (
        _("Keep satisfied"),
        _("Much power, little interest: ask before what touches them, and take little of their time."),
    ),
    Quadrant.KEEP_INFORMED: (
        _("Keep informed"),
        _("Little power, much interest: tell them regularly, and listen: they often know most."),
    ),
    Quadrant.MONITOR: (_("Monitor"), _("Little power, little interest: look again from time to time.")),
}
SALIENCES = {
    Salience.DEFINITIVE: (
        _("Definitive"),
        _("Power, legitimacy and urgency: their concern comes first on the agenda."),
    ),
    Salience.DOMINANT: (
        _("Dominant"),
        _("Power and legitimacy: they expect attention; give them a fixed place at the table."),
    ),
    Salience.DANGEROUS: (
        _("At risk of conflict"),
        _("Power and urgency without legitimacy: talk early, with the facilitator present."),
    ),
    Salience.DEPENDENT: (
        _("Dependent"),
        _("Legitimacy and urgency without power: find an ally who carries their concern."),
    ),
    Salience.DORMANT: (_("Dormant"), _("Power alone: know what would wake them.")),
    Salience.DISCRETIONARY: (
        _("Discretionary"),
        _("Legitimacy alone: a good partner when you ask; nothing presses them."),
    ),
    Salience.DEMANDING: (_("Demanding"), _("Urgency alone: answer plainly, and say what can be done and what not.")),
    Salience.NONE: (_("No class"), _("None of the three reaches the threshold: they stay in the register.")),
}
SCALES = {"power": _("Power"), "interest": _("Interest"), "legitimacy": _("Legitimacy"), "urgency": _("Urgency")}


def sectors_by_code() -> dict[str, Sector]:
    return {sector.pk: sector for sector in people.all_sectors()}


def half_words(value: float) -> str:
    """A median lies on a whole or a half step: 4 or 3,5, never 4,0."""
    return figure(int(value) if value == int(value) else value)


def median_words(summary: Summary) -> str:
    return half_words(float(summary.median))


def range_words(summary: Summary) -> str:
    """Nothing where all agree."""
    return "" if summary.low == summary.high else f"{summary.low}–{summary.high}"


def rows_of(standings: Iterable[Standing], sectors: Mapping[str, Sector]) -> list[dict[str, Any]]:
    """For the table under a picture."""
    return [
        {
            "key": one.key,
            "name": one.name,
            "sector": sectors.get(one.sector),
            "scores": [
                {
                    "label": SCALES[name],
                    "median": median_words(summary),
                    "range": range_words(summary),
                    "is_disputed": summary.is_disputed,
                }
                for name, summary in one.scores
            ],
            "n": one.n,
            "quadrant": QUADRANTS[one.quadrant][0],
            "salience": SALIENCES[one.salience][0],
            "disputed": disputed_words(one),
        }
        for one in standings
    ]


def disputed_words(one: Standing) -> str:
    """Power: from 1 to 5 · Urgency: from 2 to 4"""
    return " · ".join(
        _now("%(scale)s: from %(low)s to %(high)s") % {"scale": SCALES[name], "low": summary.low, "high": summary.high}
        for name, summary in one.scores
        if summary.is_disputed
    )


def numbers_of(given: Iterable[Assessment]) -> list[dict[str, Any]]:
    """Assessments as they were given, for those who may read them."""
    return [
        {"of": one, "scores": [{"label": label, "value": getattr(one, name)} for name, label in SCALES.items()]}
        for one in given
    ]
