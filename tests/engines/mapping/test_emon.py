"""The seven emergency networks of Drabek et al. (1981), known as EMON: real organisations in contact across sectors.

They come with the R package `network` (GPL) and are not in this repository. To make the file that MUFAKAT_EMON names:

    apt-get download r-cran-network && dpkg -x r-cran-network_*.deb unpacked
    python -m venv with_rdata && with_rdata/bin/pip install rdata
    with_rdata/bin/python tests/engines/mapping/emon_to_json.py unpacked > emon.json
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mufakat.engines import mapping
from mufakat.engines.mapping import Network, Tie

NAMED = os.environ.get("MUFAKAT_EMON", "")
pytestmark = pytest.mark.skipif(
    not NAMED,
    reason="EMON NOT CHECKED: set MUFAKAT_EMON to the JSON of the seven networks; this file says how to make it",
)


@pytest.fixture(scope="module")
def measured() -> dict[str, Network]:
    found = {}
    for name, network in json.loads(Path(NAMED).read_text(encoding="utf-8")).items():
        nodes = [f"{number:02} {row['name']}" for number, row in enumerate(network["nodes"])]
        ties = [Tie(nodes[a], nodes[b], is_directed=True) for a, b in network["arcs"]]
        groups = {node: row["sponsorship"] for node, row in zip(nodes, network["nodes"], strict=True)}
        found[name] = mapping.measures_of(nodes, ties, groups=groups)
    return found


def bounds(measured: dict[str, Network], name: str) -> tuple[float, float]:
    values = [getattr(network, name) for network in measured.values()]
    return round(min(values), 3), round(max(values), 3)


def test_emon_has_seven_networks(measured: dict[str, Network]) -> None:
    assert (len(measured), *bounds(measured, "nodes")) == (7, 13, 27)


def test_emon_density_reciprocity_and_assortativity(measured: dict[str, Network]) -> None:
    assert bounds(measured, "density") == (0.175, 0.456)
    assert bounds(measured, "reciprocity") == (0.455, 0.788)
    assert bounds(measured, "assortativity") == (-0.110, 0.058)


def test_emon_top_broker(measured: dict[str, Network]) -> None:
    """Whichever way the contact goes; along the arrows alone it would be .294."""
    top = max(
        (actor.betweenness, node, name) for name, network in measured.items() for node, actor in network.actors.items()
    )
    assert (round(top[0], 3), top[2]) == (0.339, "HurrFrederic")
    assert "Jackson" in top[1]
