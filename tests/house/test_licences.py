"""What is installed with the product may be used by anyone (docs/decisions/0008-licences.md)."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
REFUSED = re.compile(r"\bA?GPL|GNU (?:Affero )?General Public|Affero|\bSSPL|\bBUSL|Business Source", re.IGNORECASE)


def _licence_of(package: str) -> str:
    """What the installed package says of itself; a package for another system is not installed here."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return ""
    classifiers = [c for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    return " ".join([told.get("License-Expression") or (told.get("License") or "")[:200], *classifiers])


def test_no_locked_package_has_a_licence_that_binds_its_user() -> None:
    locked = re.findall(
        r"^([a-z0-9._-]+)==", (ROOT / "requirements/run.lock").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(locked) > 20
    assert {name: _licence_of(name) for name in locked if REFUSED.search(_licence_of(name))} == {}
