"""The network in words: what its figures say of the campaign, its actors as rows, and who is drawn where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mufakat.engines.mapping import Actor, Network
from mufakat.people.models import Sector
from mufakat.stakeholders.queries import Measured
from mufakat.stakeholders.templatetags.network_picture import Spot
from mufakat.web.templatetags.mufakat import figure

BRIDGES, FAILURES, COMMUNITIES = 3, 3, 8
SORTS = ("", "degree", "brokerage", "name")


@dataclass(frozen=True, slots=True)
class Placed:
    """One actor with its name; `number` is its place among the most central."""

    key: str
    name: str
    sector: str
    number: int
    actor: Actor

    @property
    def brokered(self) -> int:
        return sum(self.actor.brokerage.values())


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the figures say, and what the figure is."""

    heading: str
    words: Sequence[str]
    how: str


def placed_of(network: Network, names: Mapping[str, tuple[str, str]]) -> list[Placed]:
    """Those still in the register, the most central first."""
    known = [(key, actor) for key, actor in network.actors.items() if key in names]
    known.sort(key=lambda pair: (-pair[1].betweenness, -pair[1].degree, names[pair[0]][0], pair[0]))
    return [Placed(key, *names[key], number, actor) for number, (key, actor) in enumerate(known, start=1)]


def sorted_by(placed: Sequence[Placed], sort: str) -> list[Placed]:
    if sort == "degree":
        return sorted(placed, key=lambda p: (-p.actor.degree, p.number))
    if sort == "brokerage":
        return sorted(placed, key=lambda p: (-p.brokered, p.number))
    return sorted(placed, key=lambda p: (p.name.lower(), p.number)) if sort == "name" else list(placed)


def spots_of(measured: Measured, placed: Sequence[Placed], sectors: Mapping[str, Sector]) -> list[Spot]:
    places: Mapping[str, Sequence[float]] = measured.picture["places"]
    return [
        Spot(
            key=one.key,
            x=places[one.key][0],
            y=places[one.key][1],
            name=one.name,
            sector=sectors.get(one.sector, ""),
            betweenness=one.actor.betweenness,
            number=one.number,
            is_cut=one.actor.is_cut,
        )
        for one in placed
        if one.key in places
    ]


def findings_of(network: Network, placed: Sequence[Placed]) -> list[Finding]:
    """What there is to say; a figure that does not exist for such a network is not talked about."""
    names = {one.key: one.name for one in placed}
    found = [
        _bridges(placed, _estimate(network)),
        _failures(network, names),
        _communities(placed),
        _density(network),
        _mixing(network),
    ]
    return [one for one in found if one.words]


def percent(share: float) -> str:
    return f"{figure(round(100 * share, 1), 1)} %"


def _estimate(network: Network) -> str:
    """Of a large network the betweenness is measured from a part of its members; empty where it is exact."""
    if network.counted_from >= network.nodes:
        return ""
    return _("The network is large: betweenness is an estimate from %(n)s of %(all)s starting points.") % {
        "n": figure(network.counted_from),
        "all": figure(network.nodes),
    }


def _bridges(placed: Sequence[Placed], estimate: str) -> Finding:
    top = [one for one in placed[:BRIDGES] if one.actor.betweenness > 0]
    words = []
    if top:
        words.append(
            ngettext("%(names)s connects the others most often.", "%(names)s connect the others most often.", len(top))
            % {"names": _listed([one.name for one in top])}
        )
        most = max(placed, key=lambda one: one.brokered)
        if most.brokered:
            words.append(
                ngettext(
                    "%(name)s stands between two that have no tie with each other in %(n)s case.",
                    "%(name)s stands between two that have no tie with each other in %(n)s cases.",
                    most.brokered,
                )
                % {"name": most.name, "n": figure(most.brokered)}
            )
    return Finding(
        _("Who bridges"),
        [*words, estimate] if words and estimate else words,
        _(
            "Betweenness (Freeman 1979): on what share of the shortest ways between two others somebody lies. Brokerage "
            "(Gould and Fernandez 1989): how many pairs without a tie of their own somebody connects."
        ),
    )


def _failures(network: Network, names: Mapping[str, str]) -> Finding:
    worst = [f for f in network.failures if f.cut_off > 0 and f.node in names][:FAILURES]
    words = [
        ngettext(
            "If %(name)s leaves, %(n)s stakeholder is cut off from the others.",
            "If %(name)s leaves, %(n)s stakeholders are cut off from the others.",
            one.cut_off,
        )
        % {"name": names[one.node], "n": figure(one.cut_off)}
        for one in worst
    ]
    if not words and network.edges:
        words = [_("Nobody's leaving would cut others off: every connection has a second way.")]
    elif words:
        words.append(_("A second tie around them makes the network safer."))
    return Finding(
        _("Where it could break"),
        words,
        _("Each of the most central is taken out once, and what then still hangs together is counted. Our own test."),
    )


def _communities(placed: Sequence[Placed]) -> Finding:
    members: dict[int, list[Placed]] = {}
    for one in placed:
        if one.actor.degree:
            members.setdefault(one.actor.community, []).append(one)
    groups = sorted((g for g in members.values() if len(g) > 1), key=lambda g: (-len(g), g[0].number))
    words = []
    if groups:
        words.append(
            ngettext(
                "%(n)s circle of stakeholders has more ties inside than outside.",
                "%(n)s circles of stakeholders have more ties inside than outside.",
                len(groups),
            )
            % {"n": figure(len(groups))}
        )
        for group in groups[:COMMUNITIES]:
            best = max(group, key=lambda p: (p.actor.degree, -p.number))
            words.append(_("Around %(name)s: %(n)s members.") % {"name": best.name, "n": figure(len(group))})
    alone = sum(1 for one in placed if not one.actor.degree)
    if alone and groups:
        words.append(ngettext("%(n)s has no tie yet.", "%(n)s have no tie yet.", alone) % {"n": figure(alone)})
    return Finding(_("Circles"), words, _("Communities by modularity: more ties inside than chance would put there."))


def _density(network: Network) -> Finding:
    words = []
    if network.density is not None:
        words.append(_("%(share)s of all possible ties exist.") % {"share": percent(network.density)})
    if network.reciprocity is not None:
        words.append(_("%(share)s of the ties go both ways.") % {"share": percent(network.reciprocity)})
    if network.mean_distance is not None:
        words.append(
            _("From one stakeholder to another it takes %(n)s steps on average.")
            % {"n": figure(round(network.mean_distance, 1), 1)}
        )
    return Finding(
        _("How close it is"),
        words,
        _(
            "Density: ties out of all that could be. Reciprocity: ties that are answered; mutual ones count as answered."
        ),
    )


def _mixing(network: Network) -> Finding:
    words = []
    if network.assortativity is not None:
        words.append(_mixing_words(network.assortativity) % {"r": figure(round(network.assortativity, 2), 2)})
    if network.ei_index is not None:
        share = (1 + network.ei_index) / 2
        words.append(
            _("%(share)s of the ties cross from one sector to another (E-I index %(ei)s).")
            % {"share": percent(share), "ei": figure(round(network.ei_index, 2), 2)}
        )
    return Finding(
        _("How the sectors mix"),
        words,
        _(
            "Assortativity by sector (Newman 2003): 1 when all ties stay inside a sector, about 0 when sectors play no part, "
            "below 0 when ties seek the other. E-I index (Krackhardt and Stern 1988): −1 all inside, 1 all across."
        ),
    )


def _mixing_words(r: float) -> str:
    if r > 0.1:
        return _("Like seeks like: ties stay within a sector more often than chance would have it (%(r)s).")
    if r < -0.1:
        return _("Ties seek the other sector more often than chance would have it (%(r)s).")
    return _("The sector hardly matters for who is tied to whom (%(r)s).")


def _listed(names: Sequence[str]) -> str:
    """A, B and C"""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def rows_of_actors(placed: Sequence[Placed], sectors: Mapping[str, Sector]) -> list[dict[str, Any]]:
    return [
        {
            "number": one.number,
            "key": one.key,
            "name": one.name,
            "sector": sectors.get(one.sector),
            "degree": one.actor.degree,
            "betweenness": figure(round(one.actor.betweenness, 3), 3),
            "brokered": one.brokered,
            "community": one.actor.community + 1 if one.actor.degree else None,
            "is_cut": one.actor.is_cut,
        }
        for one in placed
    ]
