"""Templates: no style of their own, no script inside, nothing trusted that people wrote."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from house import plan
from house.tree import Breach, Source, Tree, dotted, imports, rule

FORBIDDEN = {
    "a style attribute": re.compile(r"""<[^>]*\sstyle\s*=""", re.IGNORECASE),
    "a style sheet inside": re.compile(r"<style\b", re.IGNORECASE),
    "a script inside": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "a javascript: address": re.compile(r"""["']\s*javascript:""", re.IGNORECASE),
    "something from another server": re.compile(
        r"""<(?:script|link|img|iframe|source|video|audio)\b[^>]*\b(?:src|href)=["'](?:https?:)?//""", re.IGNORECASE
    ),
    "an inner frame": re.compile(r"<iframe\b", re.IGNORECASE),
    "`safe`": re.compile(r"\{\{[^}]*\|\s*safe(?:seq)?\b|\{%\s*filter\s+safe"),
    "escaping switched off": re.compile(r"\{%\s*autoescape\s+off"),
    "`{{ attrs }}` without `|attributes`": re.compile(r"\{\{\s*attrs\s*\}\}"),
}
POST_FORM = re.compile(r"""<form\b[^>]*\bmethod=["']post["'].*?(?:</form>|\Z)""", re.IGNORECASE | re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}", re.DOTALL)


def _without_comments(text: str) -> str:
    return COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


@rule
def templates_are_plain(tree: Tree) -> Iterator[Breach]:
    for source in tree.templates:
        text = _without_comments(source.text)
        for words, pattern in FORBIDDEN.items():
            for found in pattern.finditer(text):
                yield source.breach("templates_are_plain", _line(text, found.start()), words)
        for found in POST_FORM.finditer(text):
            if "csrf_token" not in found[0]:
                yield source.breach("templates_are_plain", _line(text, found.start()), "a form without csrf_token")


@rule
def nothing_is_trusted(tree: Tree) -> Iterator[Breach]:
    """`mark_safe` and its kin say that words of a person are markup."""
    for source in tree.python:
        for node, name in imports(source):
            if name.endswith((".mark_safe", ".SafeText")):
                yield source.breach("nothing_is_trusted", node, f"`{name}`")
        for node in source.nodes:
            if isinstance(node, ast.Call) and _is_foreign_markup(node):
                yield source.breach("nothing_is_trusted", node, "`format_html` of a text that is not written here")


def _is_foreign_markup(node: ast.Call) -> bool:
    is_format = dotted(node.func).rsplit(".", 1)[-1] == "format_html"
    return is_format and bool(node.args) and not isinstance(node.args[0], ast.Constant)


def _is_at_home(source: Source) -> bool:
    return source.app == "web" or source.parts[source.parts.index("templates") + 1] == source.app


@rule
def templates_are_at_home(tree: Tree) -> Iterator[Breach]:
    """A template lives in templates/<its app>/; only web holds what all share."""
    for source in tree.templates:
        if source.app in plan.APPS and not _is_at_home(source):
            yield source.breach("templates_are_at_home", 1, f"not in templates/{source.app}/")
    owners = {"/".join(s.parts[s.parts.index("templates") + 1 :]): s.app for s in tree.templates}
    for source in tree.templates:
        for found in re.finditer(r"""\{%\s*include\s+["']([^"']+)["']""", source.text):
            part = PurePosixPath(found[1])
            owner = owners.get(found[1], "")
            if owner not in ("", "web", source.app):
                words = f"includes {part} of {owner}; share it through web"
                yield source.breach("templates_are_at_home", _line(source.text, found.start()), words)
