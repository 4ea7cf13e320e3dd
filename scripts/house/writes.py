"""Only actions write, each act says who and when, and SQL is never put together from text."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from house import plan
from house.tree import Breach, Source, Tree, dotted, imports, public_functions, rule

ALWAYS = frozenset(
    {
        "save",
        "create",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "create_user",
        "create_superuser",
        "set_password",
    }
)
ALWAYS_ASYNC = frozenset(f"a{name}" for name in ALWAYS)
MANY = frozenset({"set", "add", "remove", "clear"})
RUNS_SQL = frozenset({"execute", "executemany", "executescript"})
NOT_ROWS = ("cache", "caches", "session", "response", "default_storage.url")


def _many_to_many(tree: Tree) -> set[str]:
    found: set[str] = set()
    for source in tree.python:
        if source.drawer != "models":
            continue
        for node in source.nodes:
            value = node.value if isinstance(node, ast.Assign) else None
            if isinstance(node, ast.Assign) and isinstance(value, ast.Call) and "ManyToMany" in dotted(value.func):
                found |= {t.id for t in node.targets if isinstance(t, ast.Name)}
    return found


def _is_write(node: ast.Call, many: set[str]) -> bool:
    if not isinstance(node.func, ast.Attribute):
        return False
    name, receiver = node.func.attr, node.func.value
    words = dotted(receiver)
    if name in ALWAYS | ALWAYS_ASYNC:
        return not words.rsplit(".", 1)[-1].startswith(NOT_ROWS)
    if name in ("update", "aupdate"):
        # a dictionary is joined with |=, so keywords mean rows
        return bool(node.keywords) or ".objects" in words
    return name in MANY and isinstance(receiver, ast.Attribute) and receiver.attr in many


@rule
def writes(tree: Tree) -> Iterator[Breach]:
    """Rows change in actions (and in migrations)."""
    many = _many_to_many(tree)
    for source in tree.python:
        if source.drawer == "actions" and source.app in (*plan.APPS, "config"):
            continue
        for node in source.nodes:
            if isinstance(node, ast.Call) and _is_write(node, many):
                yield source.breach("writes", node, f"`{dotted(node.func)}(…)` outside actions")


@rule
def sql(tree: Tree) -> Iterator[Breach]:
    """No SQL from text put together at run time. (A migration's text comes from nobody.)"""
    for source in tree.python:
        for node, name in imports(source):
            if name.endswith(".RawSQL"):
                yield source.breach("sql", node, "`RawSQL`")
        for node in source.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_loose(node, node.func):
                yield source.breach("sql", node, f"`{dotted(node.func)}(…)` of text; pass parameters")


def _is_loose(node: ast.Call, called: ast.Attribute) -> bool:
    if called.attr in ("raw", "extra"):
        return True
    return called.attr in RUNS_SQL and bool(node.args) and _is_put_together(node.args[0])


def _is_put_together(text: ast.expr) -> bool:
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute):
        is_quoted = dotted(text.func).startswith("sql.SQL.")  # psycopg quotes the names itself
        return text.func.attr in ("format", "join", "replace") and not is_quoted
    return isinstance(text, ast.JoinedStr | ast.BinOp)


def _records(function: ast.AST) -> bool:
    return any(
        isinstance(n, ast.Call) and dotted(n.func).rsplit(".", 1)[-1] in ("record", "erase") for n in ast.walk(function)
    )


def _is_atomic(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    if any("atomic" in dotted(d) for d in function.decorator_list):
        return True
    return any(
        isinstance(n, ast.With) and any("atomic" in dotted(i.context_expr) for i in n.items) for n in ast.walk(function)
    )


def _offered(tree: Tree, source: Source) -> set[str] | None:
    """What `actions/__init__.py` lists in `__all__`; None when the drawer is one file or lists nothing."""
    path = "/".join((*source.parts[:3], "actions", "__init__.py"))
    if path not in tree.paths:
        return None
    for node in tree.read(path).module.body:
        if isinstance(node, ast.Assign) and dotted(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return None


def _actions(tree: Tree) -> Iterator[tuple[Source, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for source in tree.python:
        if source.drawer != "actions" or source.app not in (*plan.APPS, "config"):
            continue
        offered = _offered(tree, source)
        for function in public_functions(source.module):
            if offered is None or function.name in offered:
                yield source, function


@rule
def actions_are_sentences(tree: Tree) -> Iterator[Breach]:
    """An action takes keywords only, is told the time, and records inside one transaction."""
    for source, function in _actions(tree):
        given = function.args
        if given.posonlyargs or given.args or given.vararg:
            yield source.breach("actions_are_sentences", function, f"`{function.name}` takes arguments by place")
        if "at" not in {a.arg for a in given.kwonlyargs}:
            yield source.breach("actions_are_sentences", function, f"`{function.name}` is not told `at`")
        if _records(function) and not _is_atomic(function):
            yield source.breach("actions_are_sentences", function, f"`{function.name}` records outside a transaction")


def _home_of(name: str, homes: dict[str, str], app: str) -> str:
    """The app of a table as a foreign key names it: a class, "app.Class", "self" or settings.AUTH_USER_MODEL."""
    if name in ("self", ""):
        return app
    if name == "settings.AUTH_USER_MODEL":
        return "people"
    first = name.partition(".")[0]
    return first if "." in name and first in plan.STAIR else homes.get(first, app)


def _homes(source: Source) -> dict[str, str]:
    found = {}
    for node in source.nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mufakat."):
            for alias in node.names:
                found[alias.asname or alias.name] = (node.module or "").split(".", 2)[1]
    return found


@rule
def keys_point_down(tree: Tree) -> Iterator[Breach]:
    """A foreign key to another app points down the stair, and the other app does not know."""
    for source in tree.python:
        if source.drawer != "models" or source.app not in plan.APPS:
            continue
        homes = _homes(source)
        for node in source.nodes:
            kind = dotted(node.func).rsplit(".", 1)[-1] if isinstance(node, ast.Call) else ""
            if kind in ("ForeignKey", "OneToOneField", "ManyToManyField") and isinstance(node, ast.Call):
                yield from _faults_of_key(source, node, homes)


def _faults_of_key(source: Source, node: ast.Call, homes: dict[str, str]) -> Iterator[Breach]:
    named = {k.arg: k.value for k in node.keywords}
    target = node.args[0] if node.args else named.get("to", ast.Constant(""))
    name = str(target.value) if isinstance(target, ast.Constant) else dotted(target)
    home = _home_of(name, homes, source.app)
    if home == source.app:
        return
    if plan.STAIR.index(home) < plan.STAIR.index(source.app):
        yield source.breach("keys_point_down", node, f"a key up the stair, to {home}")
    back = named.get("related_name")
    if not (isinstance(back, ast.Constant) and back.value == "+"):
        yield source.breach("keys_point_down", node, f'a key to {home} needs related_name="+"', name_of_field(node))


def name_of_field(node: ast.AST) -> str:
    """`Class.field` of a call on the right of a class's assignment."""
    assigned = getattr(node, "parent", None)
    holder = getattr(assigned, "parent", None)
    if (
        isinstance(assigned, ast.Assign)
        and isinstance(holder, ast.ClassDef)
        and isinstance(assigned.targets[0], ast.Name)
    ):
        return f"{holder.name}.{assigned.targets[0].id}"
    return ""
