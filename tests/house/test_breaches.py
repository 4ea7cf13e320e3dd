"""The guards see what they are for: each kind of breach is planted in a copy of the tree and must be caught."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.house.plants import PLANTS, P, Plant

import words
from house.tree import RULES, Breach, Tree

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    left_out = shutil.ignore_patterns("__pycache__", "*.mo", "static")
    for folder in ("src", "tests", "requirements"):
        shutil.copytree(ROOT / folder, root / folder, ignore=left_out)
    for name in ("pyproject.toml", "docs/house.md"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    return root


@contextmanager
def planted(root: Path, *plants: Plant) -> Iterator[None]:
    """The tree with these breaches in it, and afterwards as it was."""
    before = {p.path: (root / p.path).read_bytes() if (root / p.path).exists() else None for p in plants}
    for plant in plants:
        path = root / plant.path
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text() if path.exists() else ""
        assert plant.gone in text
        path.write_text(text.replace(plant.gone, "", 1) if plant.gone else text + plant.text)
    try:
        yield
    finally:
        for name, content in before.items():
            if content is None:
                (root / name).unlink()
            else:
                (root / name).write_bytes(content)


_known: dict[str, set[Breach]] = {}


def _known_to(rule: str, root: Path) -> set[Breach]:
    if rule not in _known:
        _known[rule] = set(RULES[rule](Tree(root)))
    return _known[rule]


def test_there_is_a_plant_for_every_rule() -> None:
    assert {plant.rule for plant in PLANTS} == set(RULES)


def _batches() -> Iterator[tuple[str, list[Plant]]]:
    """Plants of one rule are seen in one walk through the tree, as long as each has a file of its own."""
    for rule in RULES:
        waiting = [plant for plant in PLANTS if plant.rule == rule]
        while waiting:
            batch = list({plant.path: plant for plant in reversed(waiting)}.values())
            waiting = [plant for plant in waiting if plant not in batch]
            yield rule, batch


BATCHES = list(_batches())
IDS = [f"{rule}-{len(batch)}" for rule, batch in BATCHES]


@pytest.mark.parametrize(("rule", "batch"), BATCHES, ids=IDS)
def test_breach_is_caught(copy: Path, rule: str, batch: list[Plant]) -> None:
    known = _known_to(rule, copy)
    with planted(copy, *batch):
        found = set(RULES[rule](Tree(copy)))
    new = {breach.path for breach in found if breach not in known}
    assert [plant.title for plant in batch if plant.path not in new] == []
    assert new <= {plant.path for plant in batch}


IMPORTS = [
    Plant("up the stair", "", f"{P}/people/queries.py", "\nfrom mufakat.campaigns import models as upstairs\n"),
    Plant("up the drawers", "", f"{P}/people/models.py", "\nfrom mufakat.people import actions as upwards\n"),
    Plant("a view in a task", "", f"{P}/web/tasks.py", "from mufakat.web import views as beside\n"),
    Plant("Django in an engine", "", f"{P}/engines/chain/odd.py", "import django.utils.timezone\n"),
    Plant("an engine of another", "", f"{P}/engines/odd/sums.py", "from mufakat.engines.chain import merkle\n"),
    Plant("", "", f"{P}/engines/odd/__init__.py"),
    Plant("a new room", "", f"{P}/attic/things.py", "X = 1\n"),
    Plant("", "", f"{P}/attic/__init__.py"),
]


def test_imports_against_the_plan_are_caught(copy: Path) -> None:
    with planted(copy, *IMPORTS):
        run = subprocess.run(
            [BIN / "lint-imports", "--no-logo", "--no-cache"],
            cwd=copy,
            env={"PYTHONPATH": str(copy / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
    seen = [
        "mufakat.people.queries -> mufakat.campaigns.models",
        "mufakat.people.models -> mufakat.people.actions",
        "mufakat.web.tasks -> mufakat.web.views",
        "mufakat.engines.chain.odd -> django",
        "mufakat.engines.odd.sums -> mufakat.engines.chain.merkle",
        "mufakat.attic",
    ]
    assert (run.returncode, [line for line in seen if line not in run.stdout]) == (1, []), run.stdout + run.stderr


def test_style_against_the_plan_is_caught(copy: Path) -> None:
    branches = "".join(f"    if x == {n}:\n        return {n}\n" for n in range(9))
    text = (
        "import os\nfrom datetime import datetime\n\n\ndef f(x, password='secret'):\n    import json\n    print(datetime.now())\n"
        f"    eval(x)\n{branches}    try:\n        pass\n    except Exception:\n        pass\n"
    )
    with planted(copy, Plant("", "", f"{P}/lib/odd.py", text)):
        run = subprocess.run(
            [BIN / "ruff", "check", "--no-cache", "--output-format", "concise", f"{P}/lib/odd.py"],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
    wanted = ["F401", "PLC0415", "T201", "DTZ005", "S307", "C901", "PLR0912", "S110", "BLE001", "S107"]
    assert [code for code in wanted if code not in run.stdout] == [], run.stdout


def test_types_against_the_plan_are_caught(copy: Path) -> None:
    text = "def f(x):\n    return x\n\n\ndef g(x: int) -> str:\n    return x\n\n\ndef h(x: list) -> None: ...\n"
    with planted(copy, Plant("", "", f"{P}/lib/odd.py", text)):
        run = subprocess.run(
            [BIN / "mypy", "--cache-dir", "/dev/null", "--follow-imports", "silent", f"{P}/lib/odd.py"],
            cwd=copy,
            env={"MYPYPATH": str(copy / "src"), "MUFAKAT_DATA": str(copy / "data"), "PATH": str(BIN)},
            capture_output=True,
            text=True,
            check=False,
        )
    wanted = ["no-untyped-def", "return-value", "type-arg"]
    assert [code for code in wanted if f"[{code}]" not in run.stdout] == [], run.stdout + run.stderr


def test_template_out_of_format_is_caught(copy: Path) -> None:
    name = f"{P}/web/templates/web/odd.html"
    with planted(copy, Plant("", "", name, "{%load static%}{%  trans 'x' %}\n")):
        run = subprocess.run(
            [BIN / "djade", "--check", "--target-version", "5.2", name],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (run.returncode, name in run.stdout + run.stderr) == (1, True)


WORDS = [
    (
        "untranslated words in Python",
        f"{P}/people/queries.py",
        "\nX = _('Never translated')\n",
        "not translated: Never",
    ),
    (
        "untranslated words in a template",
        f"{P}/people/templates/people/x.html",
        '{% trans "Never seen" %}',
        "Never seen",
    ),
    ("words put together", f"{P}/people/queries.py", "\nX = _(f'a {b}')\n", "put together while it runs"),
    ("an entry nobody asks for", "po", 'msgid "Nobody"\nmsgstr "Tak seorang pun"\n', "nobody asks for: Nobody"),
    ("a fuzzy entry", "po", '#, fuzzy\nmsgid "Rough"\nmsgstr "Kasar"\n', "fuzzy or obsolete: Rough"),
    ("placeholders that differ", "po", 'msgid "%(n)s of us"\nmsgstr "%(m)s dari kita"\n', "the placeholders differ"),
]


@pytest.mark.parametrize(("path", "text", "said"), [w[1:] for w in WORDS], ids=[w[0].replace(" ", "-") for w in WORDS])
def test_words_against_the_plan_are_caught(copy: Path, path: str, text: str, said: str) -> None:
    name = str(words.catalogue_path(copy, "people").relative_to(copy)) if path == "po" else path
    more = "\nfrom django.utils.translation import gettext as _\n" if path.endswith(".py") else "\n"
    known = words.faults(copy, "people")
    with planted(copy, Plant("", "", name, more + text)):
        words.forget()
        new = [fault for fault in words.faults(copy, "people") if fault not in known]
    words.forget()
    assert [fault for fault in new if said in fault], new
