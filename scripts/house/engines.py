"""Engines compute: values in, frozen values out, each with the question it answers."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from house.tree import Breach, Source, Tree, dotted, imports, public_functions, rule, under

IMPURE = ("django", "allauth", "structlog", "random", "secrets", "time", "logging", "subprocess", "sqlite3", "psycopg")
IMPURE_NAMES = frozenset({"os.environ", "os.getenv", "os.urandom", "numpy.random.seed", "np.random.seed"})
IMPURE_CALLS = frozenset({"input", "print"})


def _engines(tree: Tree) -> Iterator[Source]:
    return (source for source in tree.python if source.app == "engines")


@rule
def engines_are_pure(tree: Tree) -> Iterator[Breach]:
    """No Django, no clock, no environment, no chance without a seed; what comes out cannot be changed."""
    for source in _engines(tree):
        for node, name in imports(source):
            if under(name, *IMPURE):
                yield source.breach("engines_are_pure", node, f"`{name}` in an engine")
        for node in source.nodes:
            is_call = isinstance(node, ast.Call) and dotted(node) in IMPURE_CALLS
            if is_call or (isinstance(node, ast.Attribute) and dotted(node) in IMPURE_NAMES):
                yield source.breach("engines_are_pure", node, f"`{dotted(node)}` in an engine")
            if isinstance(node, ast.ClassDef):
                yield from _unfrozen(source, node)


def _unfrozen(source: Source, node: ast.ClassDef) -> Iterator[Breach]:
    for decorator in node.decorator_list:
        if not dotted(decorator).endswith("dataclass"):
            continue
        settings = {k.arg: k.value for k in decorator.keywords} if isinstance(decorator, ast.Call) else {}
        frozen = settings.get("frozen")
        if not (isinstance(frozen, ast.Constant) and frozen.value is True):
            yield source.breach("engines_are_pure", node, f"`{node.name}` is not frozen")


@rule
def engines_explain_themselves(tree: Tree) -> Iterator[Breach]:
    """Every public function and class of an engine has a docstring."""
    for source in _engines(tree):
        for function in public_functions(source.module):
            if not ast.get_docstring(function):
                yield source.breach("engines_explain_themselves", function, f"`{function.name}` has no docstring")
        for node in source.module.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                yield source.breach("engines_explain_themselves", node, f"`{node.name}` has no docstring")
