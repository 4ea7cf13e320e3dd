"""Short sentences that several pages say the same way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mufakat.campaigns import queries
from mufakat.campaigns.models import Phase
from mufakat.campaigns.queries import PHASES, Condition, Gate, SectorCount
from mufakat.campaigns.views.frame import Visit
from mufakat.people.models import Language


def words_of_regions(chosen: int, all_provinces: int) -> str:
    if chosen and chosen == all_provinces:
        return _("The whole country, %(n)s provinces") % {"n": chosen}
    if not chosen:
        return _("No province named")
    return ngettext("%(n)s province", "%(n)s provinces", chosen) % {"n": chosen}


def languages_of(codes: Iterable[str]) -> list[str]:
    known = dict(Language.choices)
    return [str(known[c]) for c in codes if c in known]


def words_of_table(sectors: Sequence[SectorCount]) -> str:
    """How many sit at the table, and which sectors are not there."""
    parties = sum(s.parties for s in sectors)
    if not parties:
        return _("Nobody sits at the table yet.")
    present = sum(1 for s in sectors if s.parties)
    words = ngettext("%(n)s party", "%(n)s parties", parties) % {"n": parties}
    said = ngettext("%(parties)s from %(sectors)s sector.", "%(parties)s from %(sectors)s sectors.", present) % {
        "parties": words,
        "sectors": present,
    }
    missing = words_of_missing(sectors)
    return f"{said} {missing}" if missing else said


def words_of_missing(sectors: Sequence[SectorCount]) -> str:
    absent = [str(s.sector) for s in sectors if not s.parties]
    if not absent:
        return _("Every sector is there.")
    return _("Not there yet: %(sectors)s.") % {"sectors": listed(absent)}


def listed(words: Sequence[str]) -> str:
    """a, b and c"""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def phases_of(current: str) -> list[dict[str, Any]]:
    place = PHASES.index(current)
    return [
        {"label": label, "note": "", "state": "done" if n < place else "now" if n == place else "later"}
        for n, label in enumerate(Phase.labels)
    ]


def words_of_gate(gate: Gate) -> str:
    met = sum(1 for c in gate.conditions if c.is_met)
    if gate.is_open:
        return _("Everything needed is there.")
    return _("%(met)s of %(all)s conditions are met.") % {"met": met, "all": len(gate.conditions)}


def conditions_of(gate: Gate, visit: Visit) -> list[dict[str, Any]]:
    """Each condition with its state, and for the seated the page where it is mended."""
    return [_condition(c, visit) for c in gate.conditions]


def _condition(condition: Condition, visit: Visit) -> dict[str, Any]:
    is_for_host = condition.url_name == "campaigns:settings"
    may_go = bool(visit.seat and condition.url_name and not condition.is_met)
    may_go = may_go and (not is_for_host or queries.is_host_seat(visit.seat))
    return {
        "words": condition.words,
        "kind": "done" if condition.is_met else "waiting",
        "status": _("Met") if condition.is_met else _("Not yet"),
        "url": reverse(condition.url_name, args=[visit.campaign.slug]) if may_go else "",
    }
