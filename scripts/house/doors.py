"""HTTP and the clock stop at the door; nothing happens behind anybody's back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from house import plan
from house.tree import Breach, Source, Tree, dotted, imports, public_functions, rule, under

CLOCK_NAMES = frozenset(
    {
        "timezone.now",
        "timezone.localdate",
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "datetime.datetime.now",
        "datetime.date.today",
        "time.time",
        "time.time_ns",
        "time.monotonic",
        "time.perf_counter",
    }
)
CLOCK_IMPORTS = (
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "time.time",
    "time.monotonic",
    "django.db.models.functions.Now",
)
METHOD_GUARDS = frozenset({"require_http_methods", "require_GET", "require_POST", "require_safe"})
ERROR_PAGES = frozenset({"bad_request", "forbidden", "not_found", "too_many", "server_error", "csrf_refused"})
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals")
HTTP = ("django.http", "django.shortcuts", "django.contrib.messages", "django.contrib.sessions.backends")
NETWORK = (
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "smtplib",
    "ftplib",
    "imaplib",
    "telnetlib",
    "xmlrpc",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
)


@rule
def clock(tree: Tree) -> Iterator[Breach]:
    """Only the door reads the clock; below it the time is an argument called `at`."""
    for source in tree.python:
        if source.app in ("", "config") or source.drawer in plan.DOOR:
            continue
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and dotted(node) in CLOCK_NAMES:
                yield source.breach("clock", node, f"`{dotted(node)}` below the door; take `at`")
            if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
                yield source.breach("clock", node.value, f"`{node.arg}` reads the clock; take `at`")
        for node, name in imports(source):
            if name in CLOCK_IMPORTS:
                yield source.breach("clock", node, f"`{name}` below the door; take `at`")


@rule
def requests_stop_at_the_door(tree: Tree) -> Iterator[Breach]:
    """Forms, actions, policies, queries, models, lib and engines know no HTTP."""
    for source in tree.python:
        if not (source.drawer in plan.BELOW_THE_DOOR or source.app in ("lib", "engines")) or source.app == "config":
            continue
        for node, name in imports(source):
            if under(name, *HTTP):
                yield source.breach("requests_stop_at_the_door", node, f"`{name}` below the door")
        for node in source.nodes:
            if isinstance(node, ast.arg) and node.arg == "request":
                yield source.breach("requests_stop_at_the_door", node, "a `request` below the door")


@rule
def no_signals(tree: Tree) -> Iterator[Breach]:
    """What must happen because something happened follows the record from a cursor."""
    for source in tree.python:
        for node, name in imports(source):
            if under(name, *SIGNALS) or ".signals." in name or name.endswith(".signals"):
                yield source.breach("no_signals", node, f"`{name}`: a consumer of the record does this")


@rule
def no_network(tree: Tree) -> Iterator[Breach]:
    """Nothing but config speaks to the outside."""
    for source in tree.python:
        if source.app == "config":
            continue
        for node, name in imports(source):
            if under(name, *NETWORK):
                yield source.breach("no_network", node, f"`{name}` opens the network")


@rule
def csrf(tree: Tree) -> Iterator[Breach]:
    """No view goes without the check against forged requests."""
    for source in tree.python:
        for node in source.nodes:
            names = [node.id] if isinstance(node, ast.Name) else [node.attr] if isinstance(node, ast.Attribute) else []
            if "csrf_exempt" in names:
                yield source.breach("csrf", node, "`csrf_exempt`")


def _decorators(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {dotted(d).rsplit(".", 1)[-1] for d in function.decorator_list}


def _is_view(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Takes a request and answers it; what takes one and answers something else helps a view."""
    arguments = [a.arg for a in function.args.posonlyargs + function.args.args]
    answers = function.returns is None or "Response" in ast.unparse(function.returns)
    return arguments[:1] == ["request"] and answers and function.name not in ERROR_PAGES


def _views(tree: Tree) -> Iterator[Source]:
    """The drawers views and api, and what config itself answers (health, the demo's switch)."""
    for source in tree.python:
        in_app = source.app in plan.APPS and source.drawer in {"views", "api"}
        if in_app or (source.app == "config" and source.parts[-1] in {"views.py", "health.py"}):
            yield source


@rule
def views_name_their_methods(tree: Tree) -> Iterator[Breach]:
    """Each view is a function that says which methods it answers; views/_<what>.py holds what views share."""
    for source in _views(tree):
        is_shared = source.parts[-1].startswith("_")
        for function in [] if is_shared else public_functions(source.module):
            if _is_view(function) and not _decorators(function) & METHOD_GUARDS:
                yield source.breach("views_name_their_methods", function, f"`{function.name}` answers any method")
        for node in source.module.body:
            if isinstance(node, ast.ClassDef) and any(dotted(b).endswith("View") for b in node.bases):
                yield source.breach("views_name_their_methods", node, f"`{node.name}`: views are functions")


@rule
def views_ask_queries(tree: Tree) -> Iterator[Breach]:
    """A view gets what its reader may see from queries, never straight from a table."""
    for source in _views(tree):
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
                yield source.breach("views_ask_queries", node, f"`{dotted(node)}` in a view; ask queries")
            if not isinstance(node, ast.Call) or dotted(node.func).rsplit(".", 1)[-1] not in (
                "get_object_or_404",
                "get_list_or_404",
            ):
                continue
            wanted = node.args[0] if node.args else None
            if isinstance(wanted, ast.Name | ast.Attribute) and dotted(wanted).rsplit(".", 1)[-1][:1].isupper():
                words = f"`{dotted(node.func)}({dotted(wanted)})` finds what the reader may not see"
                yield source.breach("views_ask_queries", node, words)
