"""What is committed, what is suppressed, and how tests are written."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from house.tree import Breach, Source, Tree, dotted, functions, imports, rule

HOSTS = re.compile(  # with brackets, so that not even this file spells out what it forbids
    r"(py[p]i\.org|python[h]osted|--index[-]url|--extra-index[-]url|--find[-]links|registry\.np[m]js|\[\[tool\.uv\.[i]ndex)"
)
MACHINE_PATHS = re.compile(r"(?<![\w.$}/-])/(?:work|root|home/\w+|Users/\w+)/[\w.]")
TEXTS = (".py", ".md", ".toml", ".lock", ".in", ".txt", ".sh", ".html", ".css", ".js", ".cfg", ".yml", ".yaml", ".json")
NOQA = re.compile(r"#\s*noqa(?!: [A-Z]+\d+(?:, ?[A-Z]+\d+)* - \S+ \S+)", re.IGNORECASE)
IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[[\w, -]+\]  # \S+ \S+)")
OTHER = re.compile(r"#\s*(?:pragma: no cover|isort: skip|mypy:|ruff: noqa|nosec)")


@rule
def committed(tree: Tree) -> Iterator[Breach]:
    """No registry's address, no uv.lock, no path of one machine, no compiled catalogue."""
    for path in tree.paths:
        if path.endswith("uv.lock"):
            yield Breach(path, 1, "committed", "locks are made by `make locks`, without addresses")
        if path.startswith("scripts/house/") or not (path.endswith(TEXTS) or path in ("Makefile", ".ci/run")):
            continue
        for number, line in enumerate(tree.read(path).lines, start=1):
            if HOSTS.search(line) and "--no-emit-index-url" not in line:
                yield Breach(path, number, "committed", "a registry's address or option")
            if MACHINE_PATHS.search(line):
                yield Breach(path, number, "committed", "a path of one machine")


def _comments(source: Source) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@rule
def suppressions_have_reasons(tree: Tree) -> Iterator[Breach]:
    """`# noqa: CODE - why` and `# type: ignore[code]  # why`; nothing is silenced without saying so.

    (The types of tests are not checked.)
    """
    for source in tree.python + tree.tests + tree.scripts:
        if source.path.startswith("scripts/house/files"):
            continue
        for line, comment in _comments(source):
            is_typed = not source.path.startswith("tests/")
            if NOQA.search(comment) or (is_typed and IGNORE.search(comment)) or OTHER.search(comment):
                yield source.breach("suppressions_have_reasons", line, f"`{comment[:60]}` gives no code or no reason")


def _asserts(function: ast.AST) -> list[ast.Assert]:
    return [node for node in ast.walk(function) if isinstance(node, ast.Assert)]


def _is_empty(check: ast.Assert) -> bool:
    return isinstance(check.test, ast.Constant) and bool(check.test.value)


def _has_other_checks(function: ast.AST) -> bool:
    """`pytest.raises`, `expect(…)`, a query count or a helper called assert_… and check_… are assertions, too."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = dotted(node.func).rsplit(".", 1)[-1]
            if name in ("raises", "expect", "fail") or name.lstrip("_").startswith(
                ("assert", "check", "django_assert")
            ):
                return True
    return False


def _is_bare_success(check: ast.Assert) -> bool:
    """`….status_code == 200` and nothing else; a refusal (400 and above) is an answer in itself."""
    test = check.test
    if not isinstance(test, ast.Compare) or not ast.unparse(test.left).endswith("status_code"):
        return False
    codes = [n.value for c in test.comparators for n in ast.walk(c) if isinstance(n, ast.Constant)]
    return all(isinstance(code, int) and code < 400 for code in codes)


def _only_a_status(function: ast.AST) -> bool:
    checks = _asserts(function)
    return bool(checks) and all(_is_bare_success(check) for check in checks)


CHANGING = ("uuid4", "token_urlsafe", "token_hex", "token_bytes", "now", "today", "random")


@rule
def parameters_stay(tree: Tree) -> Iterator[Breach]:
    """A test's parameters are the same in every process, or two workers cannot share the tests."""
    for source in tree.tests:
        for function in functions(source):
            for decorator in function.decorator_list:
                calls = [n for n in ast.walk(decorator) if isinstance(n, ast.Call)]
                changing = {dotted(c).rsplit(".", 1)[-1] for c in calls} & set(CHANGING)
                if "parametrize" in dotted(decorator) and changing:
                    yield source.breach("parameters_stay", decorator, f"`{changing.pop()}()` differs from run to run")


@rule
def tests_say_something(tree: Tree) -> Iterator[Breach]:
    """No mocks, no empty assertion, no test whose only assertion is a status code."""
    for source in tree.tests:
        for node, name in imports(source):
            if name.startswith(("unittest.mock", "mock.", "pytest_mock")):
                yield source.breach("tests_say_something", node, f"`{name}`: no mocks of our own code")
        for function in functions(source):
            if not function.name.startswith("test_"):
                continue
            if any(_is_empty(c) for c in _asserts(function)):
                yield source.breach("tests_say_something", function, "an assertion of a constant")
            if _only_a_status(function) and not _has_other_checks(function):
                yield source.breach("tests_say_something", function, "a status code alone is not an assertion")
