"""The plan of the house as checks. `python -m house` (in scripts/) lists each breach as `path:line: rule: words`.

A rule is a function from a `Tree` to breaches, put on the list by `@rule`. What may be done in spite of a rule stands in
`allowed.py` with its reason, and an allowance nobody needs is itself a breach.
"""

from __future__ import annotations

from house import doors, engines, faces, files, rooms, writes  # noqa: F401 - importing puts their rules on the list
from house.allowed import ALLOWED
from house.tree import RULES, Breach, Tree


def breaches(tree: Tree, name: str) -> list[Breach]:
    """What one rule finds, without what is allowed in spite of it."""
    given = ALLOWED.get(name, {})
    return sorted({b for b in RULES[name](tree) if b.path not in given and f"{b.path}:{b.name}" not in given})


def stale_allowances(tree: Tree) -> list[Breach]:
    """Allowances for places where the rule finds nothing any more."""
    stale = []
    for name, places in ALLOWED.items():
        needed = {place for b in RULES[name](tree) for place in (b.path, f"{b.path}:{b.name}")}
        stale += [
            Breach("scripts/house/allowed.py", 1, "allowances", f"{name}: {p}") for p in places if p not in needed
        ]
    return stale


def all_breaches(tree: Tree) -> list[Breach]:
    return [b for name in RULES for b in breaches(tree, name)] + stale_allowances(tree)
