"""The EMON networks out of the unpacked R package `network`, as the JSON that test_emon.py wants. Needs PyPI `rdata`.

python tests/engines/mapping/emon_to_json.py FOLDER > emon.json
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import rdata


def network_of(raw: dict[str, Any]) -> dict[str, Any]:
    nodes = [{"name": str(v["vertex.names"][0]), "sponsorship": str(v["Sponsorship"][0])} for v in raw["val"]]
    arcs = [(int(edge["outl"][0]) - 1, int(edge["inl"][0]) - 1) for edge in raw["mel"] if edge]
    return {"nodes": nodes, "arcs": arcs}


def main() -> None:
    warnings.simplefilter("ignore")  # rdata knows no class `network` and gives its lists, which is what we want
    path = next(Path(sys.argv[1]).rglob("emon.RData"))
    networks = rdata.conversion.convert(rdata.parser.parse_file(path))["emon"]
    json.dump({str(name): network_of(raw) for name, raw in networks.items()}, sys.stdout)


if __name__ == "__main__":
    main()
