"""The project's files as the rules see them: parsed once, each knowing its app and its drawer."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath

from house.plan import PACKAGE


@dataclass(frozen=True, order=True)
class Breach:
    """One place where the plan is not kept. `name` is the function or class concerned, when there is one."""

    path: str
    line: int
    rule: str
    words: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.words}"


@lru_cache(maxsize=4096)
def _parsed(text: str) -> ast.Module:
    module = ast.parse(text)
    for parent in ast.walk(module):
        for child in ast.iter_child_nodes(parent):
            child.parent = parent  # type: ignore[attr-defined]  # ast keeps no way up
    return module


@lru_cache(maxsize=4096)
def _nodes(text: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(_parsed(text)))


@dataclass(frozen=True)
class Source:
    """A file of the project; `path` is relative to its root."""

    path: str
    text: str

    @property
    def parts(self) -> tuple[str, ...]:
        return PurePosixPath(self.path).parts

    @property
    def app(self) -> str:
        """The room in src/mufakat, or "" for a file outside of it."""
        return self.parts[2] if self.path.startswith(PACKAGE + "/") and len(self.parts) > 3 else ""

    @property
    def drawer(self) -> str:
        return PurePosixPath(self.parts[3]).stem if self.app else ""

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def module(self) -> ast.Module:
        return _parsed(self.text)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """The whole module, node by node."""
        return _nodes(self.text)

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.parts

    def breach(self, rule: str, node: ast.AST | int, words: str, name: str = "") -> Breach:
        if isinstance(node, int):
            return Breach(self.path, node, rule, words, name)
        return Breach(self.path, getattr(node, "lineno", 1), rule, words, name or name_around(node))


def name_around(node: ast.AST) -> str:
    """`Class.function` around a node."""
    names: list[str] = []
    at: ast.AST | None = node
    while at is not None:
        if isinstance(at, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(at.name)
        at = getattr(at, "parent", None)
    return ".".join(reversed(names))


class Tree:
    """All files of a checkout, or of a copy without git."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def paths(self) -> list[str]:
        if (self.root / ".git").exists():
            listed = subprocess.run(
                ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=self.root, check=True, capture_output=True
            )
            names = {name for name in listed.stdout.decode().split("\0") if name}
        else:
            names = {p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_file()}
        hidden = ("__pycache__", ".pyc", ".mo")
        return sorted(n for n in names if not any(part in n for part in hidden) and (self.root / n).is_file())

    def read(self, path: str) -> Source:
        return Source(path, (self.root / path).read_text(encoding="utf-8", errors="replace"))

    def _sources(self, start: str, end: str | tuple[str, ...]) -> list[Source]:
        return [self.read(p) for p in self.paths if p.startswith(start) and p.endswith(end)]

    @cached_property
    def python(self) -> list[Source]:
        """The package without migrations."""
        return [s for s in self._sources(PACKAGE + "/", ".py") if not s.is_migration]

    @cached_property
    def migrations(self) -> list[Source]:
        return [s for s in self._sources(PACKAGE + "/", ".py") if s.is_migration]

    @cached_property
    def tests(self) -> list[Source]:
        return self._sources("tests/", ".py")

    @cached_property
    def scripts(self) -> list[Source]:
        return self._sources("scripts/", ".py")

    @cached_property
    def templates(self) -> list[Source]:
        return [s for s in self._sources(PACKAGE + "/", (".html", ".txt", ".svg")) if "templates" in s.parts]


Rule = Callable[[Tree], Iterator[Breach]]
RULES: dict[str, Rule] = {}


def rule(check: Rule) -> Rule:
    RULES[check.__name__] = check
    return check


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions a module offers: at its top, without a leading underscore."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def imports(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Each imported name, in full: `from a.b import c` gives `a.b.c`."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module or ''}.{alias.name}") for alias in node.names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an expression, calls read through: `A.objects.filter(x).update` gives `A.objects.filter.update`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    return ""


def under(name: str, *roots: str) -> bool:
    return any(name == root or name.startswith(root + ".") for root in roots)
