"""`mufakat map`: classes, centralities and gaps of a register, from CSV files alone."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from mufakat.config import words
from mufakat.config.words import Trouble, ngettext, say, warn
from mufakat.config.words import gettext as _
from mufakat.config.words import gettext_noop as _n
from mufakat.engines import mapping
from mufakat.engines.mapping import Coverage, Network, Quadrant, Salience, Summary, tables
from mufakat.engines.mapping.tables import BadTable, Flaw, Listed

T = TypeVar("T")

_MOST_FLAWS = 20
_REASONS = {
    "empty": _n("there is nothing in it"),
    "unreadable": _n("this is no CSV: %s"),
    "no_column": _n("a column is missing: %s"),
    "two_columns": _n("two columns mean the same: %s"),
    "too_many": _n("more cells than the heading has"),
    "no_name": _n("the name is missing"),
    "repeated": _n("the name is there already: %s"),
    "no_state": _n("no such state: %s"),
    "no_score": _n("not a score from 1 to 5: %s"),
    "no_weight": _n("not a number above 0: %s"),
    "no_count": _n("not a whole number in its bounds: %s"),
    "no_answer": _n("neither yes nor no: %s"),
    "unknown": _n("not in the register: %s"),
    "self": _n("a tie with itself: %s"),
}
_CLASSES = {
    Salience.NONE: _n("none"),
    Salience.DORMANT: _n("dormant"),
    Salience.DISCRETIONARY: _n("discretionary"),
    Salience.DEMANDING: _n("demanding"),
    Salience.DOMINANT: _n("dominant"),
    Salience.DANGEROUS: _n("dangerous"),
    Salience.DEPENDENT: _n("dependent"),
    Salience.DEFINITIVE: _n("definitive"),
}
_QUADRANTS = {
    Quadrant.MANAGE_CLOSELY: _n("manage closely"),
    Quadrant.KEEP_SATISFIED: _n("keep satisfied"),
    Quadrant.KEEP_INFORMED: _n("keep informed"),
    Quadrant.MONITOR: _n("monitor"),
}
_FIGURES = {
    "nodes": _n("organisations"),
    "edges": _n("pairs with a tie"),
    "density": _n("density"),
    "reciprocity": _n("reciprocity"),
    "degree_centralisation": _n("centralisation (degree)"),
    "betweenness_centralisation": _n("centralisation (betweenness)"),
    "assortativity": _n("assortativity by sector"),
    "ei_index": _n("E-I index by sector"),
    "components": _n("parts"),
    "isolates": _n("without ties"),
    "mean_distance": _n("mean distance"),
    "communities": _n("communities"),
    "modularity": _n("modularity"),
}


def run(options: Namespace) -> int:
    register = _read(options.register, tables.register_of)
    names = [listed.name for listed in register]
    known = frozenset(names)
    ties = _read(options.ties, lambda text: tables.ties_of(text, known))
    needs = _read(options.needs, tables.needs_of) if options.needs else ()
    groups = {listed.name: listed.sector for listed in register if listed.sector}
    network = mapping.measures_of(names, ties, groups=groups, seed=options.seed)
    coverage = mapping.coverage_of(needs, [listed.supplier for listed in register if listed.is_on_board])
    if options.json:
        say(json.dumps(_plain(register, network, coverage), ensure_ascii=False, indent=1))
        return 0
    for lines in (_of_actors(register, network), _of_network(network), _of_failures(network), _of_gaps(coverage)):
        say("\n".join([*lines, ""]) if lines else "")
    return 0


def _read(name: str, take: Callable[[str], T]) -> T:
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except OSError as trouble:
        raise words.refused(_("%s cannot be read.") % name, _("Is the name right, and may you read it?")) from trouble
    except UnicodeDecodeError as trouble:
        line = trouble.object[: trouble.start].count(b"\n") + 1
        raise words.refused(
            _("%(file)s, line %(line)d: this is not UTF-8.") % {"file": name, "line": line},
            _("Save the table as CSV in UTF-8."),
        ) from trouble
    try:
        return take(text)
    except BadTable as bad:
        raise _refusal(name, bad) from bad


def _refusal(name: str, bad: BadTable) -> Trouble:
    for flaw in bad.flaws[:_MOST_FLAWS]:
        warn(_sentence(name, flaw))
    count = len(bad.flaws)
    return words.refused(
        ngettext("%(file)s has one flaw.", "%(file)s has %(count)d flaws.", count) % {"file": name, "count": count},
        _("Correct the lines that are named and try again."),
    )


def _sentence(name: str, flaw: Flaw) -> str:
    reason = _(_REASONS[flaw.reason])
    said = reason % flaw.value if "%s" in reason else reason
    return _("%(file)s, line %(line)d: %(reason)s") % {"file": name, "line": flaw.line, "reason": _harmless(said)}


def _plain(register: Iterable[Listed], network: Network, coverage: Coverage) -> dict[str, Any]:
    """For machines: shares as numbers, and as exact fractions beside them."""
    return {
        "stakeholders": [_plain_listed(listed) for listed in register],
        "network": network.as_json(),
        "coverage": {
            "score": None if coverage.score is None else float(coverage.score),
            "exact": None if coverage.score is None else str(coverage.score),
            "needs": [asdict(row) for row in coverage.rows],
            "gaps": [row.need.key for row in coverage.gaps],
        },
    }


def _plain_listed(listed: Listed) -> dict[str, Any]:
    found = {attribute: mapping.summary_of(scores) for attribute, scores in listed.scores.items()}
    return {
        "name": listed.name,
        "sector": listed.sector,
        "salience": _salience(found),
        "quadrant": _quadrant(found),
        "scores": {
            name: summary and {**asdict(summary), "median": float(summary.median)} for name, summary in found.items()
        },
    }


def _salience(found: dict[str, Summary | None]) -> Salience | None:
    power, legitimacy, urgency = found["power"], found["legitimacy"], found["urgency"]
    if power is None or legitimacy is None or urgency is None:
        return None
    return mapping.salience_of(power=power.median, legitimacy=legitimacy.median, urgency=urgency.median)


def _quadrant(found: dict[str, Summary | None]) -> Quadrant | None:
    power, interest = found["power"], found["interest"]
    if power is None or interest is None:
        return None
    return mapping.quadrant_of(power=power.median, interest=interest.median)


def _of_actors(register: Sequence[Listed], network: Network) -> list[str]:
    rows = [
        (
            _("name"),
            _("sector"),
            _("class"),
            _("quadrant"),
            _("ties"),
            _("betweenness"),
            _("closeness"),
            _("constraint"),
        ),
    ]
    for listed in sorted(register, key=lambda one: (-network.actors[one.name].betweenness, one.name)):
        found = {attribute: mapping.summary_of(scores) for attribute, scores in listed.scores.items()}
        salience, quadrant, actor = _salience(found), _quadrant(found), network.actors[listed.name]
        rows.append(
            (
                listed.name,
                listed.sector or "-",
                _(_CLASSES[salience]) if salience else "-",
                _(_QUADRANTS[quadrant]) if quadrant else "-",
                str(actor.degree),
                _number(actor.betweenness),
                _number(actor.closeness),
                _number(actor.constraint),
            )
        )
    return _table(_("Stakeholders"), rows)


def _of_network(network: Network) -> list[str]:
    rows = [(_(name), _number(getattr(network, key))) for key, name in _FIGURES.items()]
    lines = _table(_("Network"), rows)
    if network.counted_from < network.nodes:
        lines.append(_("Betweenness is estimated from %d starting points.") % network.counted_from)
    return lines


def _of_failures(network: Network) -> list[str]:
    rows = [(_("without"), _("parts"), _("cut off"), _("mean distance"))]
    for failure in network.failures:
        distances = f"{_number(failure.mean_distance_before)} > {_number(failure.mean_distance_after)}"
        rows.append((failure.node, str(failure.components_after), str(failure.cut_off), distances))
    return _table(_("If one drops out"), rows) if len(rows) > 1 else []


def _of_gaps(coverage: Coverage) -> list[str]:
    if coverage.score is None:
        return []
    rows = [(_("sector"), _("capability"), _("region"), _("found"), _("missing"), _("mandatory"))]
    for gap in coverage.gaps:
        need, mandatory = gap.need, _("yes") if gap.need.is_mandatory else _("no")
        places = (need.sector or "*", need.capability or "*", need.region or "*")
        rows.append((*places, str(gap.found), str(gap.missing), mandatory))
    title = _("Coverage: %s") % _percent(coverage.score)
    return _table(title, rows) if len(rows) > 1 else [title, _("Nobody is missing.")]


def _table(title: str, rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [title, *(_harmless(line) for line in lines)]


def _harmless(line: str) -> str:
    """Names come from a file and go to a terminal: nothing that it would obey."""
    return "".join(sign if sign.isprintable() else "?" for sign in line)


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else _pointed(f"{value:.4f}")


def _percent(share: Fraction) -> str:
    return _pointed(f"{float(share * 100):.1f}") + "%"


def _pointed(text: str) -> str:
    return text.replace(".", ",") if words.language() == "id" else text
