"""The examples in the docstrings are true, and the engine stands alone."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import sys
from pathlib import Path

import pytest

from mufakat.engines import chain

MODULES = [module.name for module in pkgutil.iter_modules(chain.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    module = importlib.import_module(f"mufakat.engines.chain.{name}")
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_module_needs_only_the_standard_library_and_cryptography(name: str) -> None:
    source = (Path(chain.__path__[0]) / f"{name}.py").read_text()
    named: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named.add(node.module or "")
    foreign = {name for name in named if name.split(".")[0] not in sys.stdlib_module_names}
    assert all(name.startswith(("mufakat.engines.chain", "cryptography")) for name in foreign), foreign
