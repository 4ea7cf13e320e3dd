"""Where things stand: rooms, drawers, names, sizes, and tests that mirror them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from house import plan
from house.tree import Breach, Source, Tree, functions, public_functions, rule


@rule
def rooms(tree: Tree) -> Iterator[Breach]:
    """Only founded apps and engines exist, and `web` keeps no tables."""
    for source in tree.python:
        if source.app and source.app not in plan.STAIR:
            yield source.breach("rooms", 1, f"there is no step `{source.app}` on the stair")
        if source.app == "engines" and len(source.parts) > 4 and source.parts[3] not in plan.ENGINES:
            yield source.breach("rooms", 1, f"the engine `{source.parts[3]}` is not founded")
        if source.app == "web" and source.drawer in {"models", "actions", "queries", "policies"}:
            yield source.breach("rooms", 1, "web is the face; it has no tables and decides nothing")


@rule
def drawers(tree: Tree) -> Iterator[Breach]:
    """Inside an app only the known drawers."""
    known = plan.DRAWER_NAMES | plan.BESIDE | {"__init__"}
    for source in tree.python:
        if source.app in plan.APPS and source.drawer not in known:
            yield source.breach("drawers", 1, f"`{source.drawer}` is not a drawer")
    for path in tree.paths:
        parts = PurePosixPath(path).parts
        is_in_app = path.startswith(plan.PACKAGE + "/") and len(parts) > 4 and parts[2] in plan.APPS
        if is_in_app and not path.endswith(".py") and parts[3] not in plan.FOLDERS_OF_FILES:
            yield Breach(path, 1, "drawers", f"`{parts[3]}` is not a folder an app may have")


def _plain_name(source: Source) -> str:
    stem = PurePosixPath(source.path).stem
    return PurePosixPath(source.path).parent.name if stem == "__init__" else stem


@rule
def names(tree: Tree) -> Iterator[Breach]:
    """Modules, functions and classes say what they are; some words say nothing."""
    for source in tree.python + tree.scripts:
        if _plain_name(source) in plan.MODULE_WORDS:
            yield source.breach("names", 1, f"`{_plain_name(source)}` says nothing about what lives there")
        for function in functions(source):
            if function.name.lstrip("_").startswith(plan.FUNCTION_STARTS):
                yield source.breach("names", function, f"`{function.name}`: name what it does")
        for node in source.nodes:
            if isinstance(node, ast.ClassDef) and node.name.endswith(plan.CLASS_ENDS):
                yield source.breach("names", node, f"`{node.name}`: a class is a plain noun")


@rule
def policy_names(tree: Tree) -> Iterator[Breach]:
    """A policy answers yes or no to `can_<verb>` (or `is_<what>`), and says so in its type."""
    for source in tree.python:
        if source.drawer != "policies" or source.app not in plan.APPS:
            continue
        for function in public_functions(source.module):
            if not function.name.startswith(("can_", "is_")):
                yield source.breach("policy_names", function, f"`{function.name}` does not read as can_<verb>")
            elif not (isinstance(function.returns, ast.Name) and function.returns.id == "bool"):
                yield source.breach("policy_names", function, f"`{function.name}` does not answer yes or no")


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, its docstring not counted."""
    words = function.body[0]
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (words.end_lineno or words.lineno) - words.lineno + 1
    return lines


def _limit(source: Source, function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if source.app == "engines":
        has_reason = "# long:" in source.lines[function.lineno - 1]
        return plan.ENGINE_FUNCTION_LINES if has_reason else plan.FUNCTION_LINES
    return plan.VIEW_LINES if source.drawer == "views" else plan.FUNCTION_LINES


@rule
def sizes(tree: Tree) -> Iterator[Breach]:
    """Files, functions, views and templates stay small enough to be read at once."""
    for source in tree.python + tree.tests + tree.scripts:
        most = plan.TEST_FILE_LINES if source.path.startswith("tests/") else plan.FILE_LINES
        if len(source.lines) > most:
            yield source.breach("sizes", 1, f"{len(source.lines)} lines, at most {most}")
    for source in tree.python + tree.scripts:
        for function in functions(source):
            if _length(function) > _limit(source, function):
                words = f"`{function.name}` has {_length(function)} lines, at most {_limit(source, function)}"
                yield source.breach("sizes", function, words)
    for source in tree.templates:
        if len(source.lines) > plan.TEMPLATE_LINES:
            yield source.breach("sizes", 1, f"{len(source.lines)} lines, at most {plan.TEMPLATE_LINES}")


def _has_something_to_test(source: Source) -> bool:
    return any(isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for n in source.module.body)


def _is_mirrored(tree: Tree, app: str, drawer: str) -> bool:
    pattern = re.compile(rf"tests/{app}/(test_{drawer}(_\w+)?\.py|{drawer}/test_\w+\.py)$")
    return any(pattern.match(path) for path in tree.paths)


@rule
def mirrored(tree: Tree) -> Iterator[Breach]:
    """Each drawer that does something has its tests at the mirrored place; so has each engine."""
    seen: set[tuple[str, str]] = set()
    for source in tree.python:
        place = (source.app, source.drawer)
        if source.app not in plan.APPS or source.drawer not in plan.MIRRORED or place in seen:
            continue
        if _has_something_to_test(source) and not source.path.endswith("__init__.py"):
            seen.add(place)
            if not _is_mirrored(tree, *place):
                yield source.breach("mirrored", 1, f"no tests/{source.app}/test_{source.drawer}.py")
    for engine in plan.ENGINES:
        if not any(path.startswith(f"tests/engines/{engine}/test_") for path in tree.paths):
            yield Breach(f"{plan.PACKAGE}/engines/{engine}/__init__.py", 1, "mirrored", f"no tests/engines/{engine}/")


@rule
def documents_agree(tree: Tree) -> Iterator[Breach]:
    """docs/house.md shows the same stair and the same drawers as the plan, and pyproject.toml the same contracts."""
    text = tree.read("docs/house.md").text if "docs/house.md" in tree.paths else ""
    steps = re.findall(r"^├── (\w+)/|^└── (\w+)/", text, re.MULTILINE)
    stair = tuple(a or b for a, b in steps)
    if stair != plan.STAIR:
        yield Breach("docs/house.md", 1, "documents_agree", f"the stair reads {' > '.join(stair) or 'nothing'}")
    told = re.search(r"^drawers: (.+)$", text, re.MULTILINE)
    wanted = " > ".join(" | ".join(layer) for layer in plan.DRAWERS)
    if not told or told[1].strip("` ") != wanted:
        yield Breach("docs/house.md", 1, "documents_agree", f"the drawers should read: {wanted}")
    contract = tree.read("pyproject.toml").text
    listed = re.search(r'containers = \["mufakat"\]\s+layers = \[([^\]]+)\]', contract)
    if not listed or tuple(re.findall(r'"([^"]+)"', listed[1])) != plan.STAIR:
        yield Breach("pyproject.toml", 1, "documents_agree", "the contract of the stair is not the plan's")
    for limit in (plan.FILE_LINES, plan.FUNCTION_LINES, plan.VIEW_LINES, plan.TEMPLATE_LINES):
        if not re.search(rf"\| {limit}\b", text):
            yield Breach("docs/house.md", 1, "documents_agree", f"the limit of {limit} lines is not told")
