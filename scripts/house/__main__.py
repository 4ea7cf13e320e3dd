"""`python -m house [ROOT]`: every breach, one a line; exit code 1 when there is one."""

from __future__ import annotations

import sys
from pathlib import Path

from house import all_breaches
from house.tree import RULES, Tree

root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2]
found = all_breaches(Tree(root))
print(*found, sep="\n", end="\n" if found else "")
print(f"house: {len(RULES)} rules, {len(found)} breaches")
sys.exit(1 if found else 0)
