"""Who is concerned, who is missing, and how they hang together: salience, coverage, representation, networks."""

from __future__ import annotations

from mufakat.engines.mapping.coverage import Coverage, CoverageRow, Need, Supplier, coverage_of
from mufakat.engines.mapping.layout import layout_of
from mufakat.engines.mapping.measures import measures_of
from mufakat.engines.mapping.network import (
    ROLES,
    Actor,
    BadWeight,
    Failure,
    Network,
    RepeatedNode,
    SelfTie,
    Tie,
    UnknownNode,
    network_from_json,
)
from mufakat.engines.mapping.representation import Ratio, representation_of
from mufakat.engines.mapping.scores import Quadrant, Salience, Summary, quadrant_of, salience_of, summary_of

__all__ = [
    "ROLES",
    "Actor",
    "BadWeight",
    "Coverage",
    "CoverageRow",
    "Failure",
    "Need",
    "Network",
    "Quadrant",
    "Ratio",
    "RepeatedNode",
    "Salience",
    "SelfTie",
    "Summary",
    "Supplier",
    "Tie",
    "UnknownNode",
    "coverage_of",
    "layout_of",
    "measures_of",
    "network_from_json",
    "quadrant_of",
    "representation_of",
    "salience_of",
    "summary_of",
]
