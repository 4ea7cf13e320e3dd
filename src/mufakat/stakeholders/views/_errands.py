"""What to do next about who is missing, in words and in order of urgency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mufakat.campaigns.views.frame import Visit
from mufakat.stakeholders import policies
from mufakat.stakeholders.queries import FORGOTTEN_DAYS, Missing, Some
from mufakat.stakeholders.views._gaps import address, shown_gaps

MOST = 6  # so many gaps by name; the coverage page has them all


@dataclass(frozen=True)
class Errand:
    """One thing to do: what, why, and the one way to do it. `kind` is a status for its shape."""

    title: str
    why: str = ""
    url: str = ""
    label: str = ""
    kind: str = "waiting"
    word: str = ""


def errands_of(here: Visit, missing: Missing) -> list[Errand]:
    """Most urgent first; what only the team may see is left out for others."""
    found = [*_gaps(here, missing), *_voices(here, missing), *_nominations(here, missing)]
    found += [*_register(here, missing)]
    if policies.is_team(here.seat):
        found += [*_scores(here, missing)]
    return [*found, *_network(here, missing)]


def _gaps(here: Visit, missing: Missing) -> Iterator[Errand]:
    if not missing.covered.rows:
        yield Errand(
            _("Say whom the campaign needs"),
            _("Until it is said, nobody can see who is missing, and planning cannot begin."),
            address(here, "coverage"),
            _("Set what is needed"),
            "deadlock",
            _("Mandatory"),
        )
    for gap in shown_gaps(here, missing.covered.gaps[:MOST]):
        row = gap["row"]
        must = row.requirement.is_mandatory
        yield Errand(
            _("%(what)s: %(missing)s") % {"what": gap["label"], "missing": gap["missing"]},
            " ".join(words for words in (gap["reason"], gap["note"]) if words),
            gap["url"],
            gap["action"],
            "deadlock" if must else "objection",
            _("Mandatory") if must else _("Wanted"),
        )


def _voices(here: Visit, missing: Missing) -> Iterator[Errand]:
    if missing.silent:
        n = len(missing.silent)
        words = ngettext("%(n)s affected group has no voice", "%(n)s affected groups have no voice", n) % {"n": n}
        names = ", ".join(h.group.name for h in missing.silent[:3])
        yield Errand(
            words,
            _("%(names)s. Nobody at the table speaks for them.") % {"names": names},
            address(here, "groups"),
            _("Find a voice"),
            "objection",
            _("Unheard"),
        )
    if missing.voiceless.number:
        n = missing.voiceless.number
        words = ngettext(
            "%(n)s unorganised group has nobody who speaks for it",
            "%(n)s unorganised groups have nobody who speaks for them",
            n,
        )
        yield Errand(
            words % {"n": n}, _named(missing.voiceless), address(here, "groups"), _("See the groups"), "objection",
            _("Unheard"),
        )  # fmt: skip


def _nominations(here: Visit, missing: Missing) -> Iterator[Errand]:
    n = missing.nominations
    if n:
        yield Errand(
            ngettext("%(n)s nomination waits for an answer", "%(n)s nominations wait for an answer", n) % {"n": n},
            _("Somebody at the table says who is missing; they are owed an answer."),
            address(here, "nominations"),
            _("Answer them") if policies.can_answer_nomination(here.seat) else _("See the nominations"),
        )


def _register(here: Visit, missing: Missing) -> Iterator[Errand]:
    register = address(here, "register")
    if n := missing.forgotten.number:
        words = ngettext(
            "%(n)s stakeholder was identified long ago and never contacted",
            "%(n)s stakeholders were identified long ago and never contacted",
            n,
        )
        yield Errand(
            words % {"n": n},
            _("For more than %(days)s days: %(names)s") % {"days": FORGOTTEN_DAYS, "names": _named(missing.forgotten)},
            register and f"{register}?{urlencode({'state': 'identified'})}",
            _("Get in touch"),
        )
    if n := missing.below.number:
        words = ngettext(
            "%(n)s stakeholder takes part less than the campaign wants",
            "%(n)s stakeholders take part less than the campaign wants",
            n,
        )
        yield Errand(words % {"n": n}, _named(missing.below), register and f"{register}?has_gap=on", _("See who"))
    if missing.covered.strangers:
        n = len(missing.covered.strangers)
        words = ngettext("%(n)s party is not in the register", "%(n)s parties are not in the register", n) % {"n": n}
        why = _("Nobody has said what they can do, so they count with their sector alone.")
        yield Errand(words, why, register, _("Open the register"), "draft")


def _scores(here: Visit, missing: Missing) -> Iterator[Errand]:
    grid = address(here, "grid")
    if n := missing.unassessed:
        words = ngettext("%(n)s stakeholder is not assessed yet", "%(n)s stakeholders are not assessed yet", n)
        yield Errand(words % {"n": n}, _("The map shows only who is assessed."), grid, _("Open the map"), "draft")
    if n := missing.disputed:
        words = ngettext(
            "The parties see %(n)s stakeholder very differently",
            "The parties see %(n)s stakeholders very differently",
            n,
        )
        why = _("Two points apart or more: worth a talk, not an average.")
        yield Errand(words % {"n": n}, why, grid, _("See where they disagree"), "objection")


def _network(here: Visit, missing: Missing) -> Iterator[Errand]:
    network = address(here, "network")
    for node in missing.failures:
        yield Errand(
            _("Without %(name)s the network falls apart") % {"name": node.name},
            ngettext("%(n)s other would be cut off.", "%(n)s others would be cut off.", node.cut_off)
            % {"n": node.cut_off},
            network,
            _("See the network"),
            "draft",
        )
    if missing.stakeholders > 1 and not missing.ties:
        why = _("Who works with whom shows bridges, gaps and single points of failure.")
        yield Errand(_("No ties are known yet"), why, network, _("Add the first tie"), "draft")


def _named(some: Some) -> str:
    names = ", ".join(s.name for s in some.first)
    return names + (" …" if some.number > len(some.first) else ".")
