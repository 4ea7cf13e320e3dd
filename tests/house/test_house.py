"""The plan of the house holds in this checkout: no rule finds a breach."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from house import breaches, stale_allowances
from house.tree import RULES, Tree

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree(ROOT)


@pytest.mark.parametrize("name", sorted(RULES))
def test_rule_finds_no_breach(tree: Tree, name: str) -> None:
    assert [str(breach) for breach in breaches(tree, name)] == []


def test_every_allowance_is_needed(tree: Tree) -> None:
    assert [str(breach) for breach in stale_allowances(tree)] == []


def test_imports_keep_their_contracts() -> None:
    run = subprocess.run(
        [BIN / "lint-imports", "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, "4 kept, 0 broken" in run.stdout) == (0, True), run.stdout + run.stderr


@pytest.mark.django_db
def test_tables_and_migrations_agree() -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert out.getvalue() == "No changes detected\n"
