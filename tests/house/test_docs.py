"""The documents tell the truth: every command, file, setting and address they name exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

import words
from mufakat.config import arguments

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
OF_THE_SYSTEM = ("/srv/", "/etc/", "/var/", "/usr/", "/dev/", "/tmp/")  # noqa: S108 - places named, not used


def code_in(path: Path) -> list[str]:
    """Lines of code blocks and code spans."""
    return [
        line for block, span in CODE.findall(path.read_text(encoding="utf-8")) for line in (block or span).splitlines()
    ]


def found_in(path: Path, pattern: str) -> list[str]:
    return [found for line in code_in(path) for found in re.findall(pattern, line)]


@pytest.fixture(scope="module")
def source() -> str:
    files = [*ROOT.glob("src/**/*.py"), *ROOT.glob("scripts/**/*"), *ROOT.glob("tests/**/*.py"), ROOT / "Makefile"]
    return "\n".join(p.read_text(encoding="utf-8") for p in files if p.is_file() and p.suffix != ".pyc")


@pytest.mark.parametrize("name", NAMES)
def test_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert [t for t in found_in(ROOT / name, r"(?:^|\s)make ([a-z][a-z-]*)") if t not in targets] == []


def _options_of(command: str) -> set[str]:
    if command == "verify":
        return set(
            re.findall(r'"(--[a-z-]+)"', (ROOT / "src/mufakat/engines/chain/audit.py").read_text(encoding="utf-8"))
        )
    subcommands = next(a for a in arguments.parser()._actions if isinstance(a.choices, dict))
    assert isinstance(subcommands.choices, dict)
    return {option for action in subcommands.choices[command]._actions for option in action.option_strings}


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_their_options_exist(name: str) -> None:
    wrong = []
    for command, rest in found_in(ROOT / name, r"(?:^|[\s/])mufakat ([a-z]+)([^|#]*)"):
        if command not in arguments.SUMMARIES:
            wrong.append(command)
            continue
        known = _options_of(command)
        wrong += [f"{command} {o}" for o in re.findall(r"(--[a-z][a-z-]*)", rest) if o not in known]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_settings_exist(name: str, source: str) -> None:
    named = re.findall(r"MUFAKAT_[A-Z_]*[A-Z]", (ROOT / name).read_text(encoding="utf-8"))
    assert [setting for setting in named if f'"{setting}"' not in source and f"{setting}=" not in source] == []


def test_every_setting_is_explained_to_the_operator() -> None:
    read = set()
    for path in ROOT.glob("src/mufakat/config/**/*.py"):
        read |= set(re.findall(r'"(MUFAKAT_[A-Z_]+)"', path.read_text(encoding="utf-8")))
    told = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
    internal = {"MUFAKAT_", "MUFAKAT_TEST_", "MUFAKAT_TEST_SQLITE"}
    assert sorted(setting for setting in read - internal if f"`{setting}`" not in told) == []


@pytest.mark.parametrize("name", NAMES)
def test_files_exist(name: str) -> None:
    shape = r"(?<![\w./-])((?:src|docs|tests|scripts|requirements|\.ci|\.tools|\.venv)/[\w./*-]+)"
    named = [path.rstrip(".,/") for path in found_in(ROOT / name, shape)]
    built = (".venv", ".tools")
    assert [p for p in named if not p.startswith(built) and not list(ROOT.glob(p))] == []


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    path = ROOT / name
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    own = [link for link in links if not link.startswith(("http://", "https://", "mailto:"))]
    assert [link for link in own if not (path.parent / link).exists()] == []


def _routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = before + re.sub(r"^\^|\$$|\\Z$", "", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield re.sub(r"<[^>]+>|\(\?P<[^)]+\)", "<>", route)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "docs/components.md"])  # its markup is made up
def test_addresses_exist(name: str) -> None:
    routes = set(_routes(get_resolver().url_patterns))
    named = [a for a in found_in(ROOT / name, r"(?<![\w.<:/])(/[a-z_][\w<>:/.-]*|/)(?=$|[\s,;)\"'])") if a != "/"]
    own = [a for a in named if not a.startswith(OF_THE_SYSTEM)]
    assert [a for a in own if re.sub(r"<[^>]+>", "<>", a) not in routes] == []


def test_decisions_are_short_and_listed() -> None:
    records = sorted((ROOT / "docs/decisions").glob("0*.md"))
    listed = re.findall(r"\]\((0\d{3}-[\w-]+\.md)\)", (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8"))
    assert listed == [record.name for record in records]
    assert [r.name for r in records if len(r.read_text(encoding="utf-8").splitlines()) > 40] == []


def test_guides_are_the_same_in_both_languages() -> None:
    pages = [{p.name for p in (ROOT / "docs/guide" / language).glob("*.md")} for language in ("id", "en")]
    assert pages[0] == pages[1]
    heads = [
        {p.name: p.read_text(encoding="utf-8").count("\n## ") for p in (ROOT / "docs/guide" / language).glob("*.md")}
        for language in ("id", "en")
    ]
    assert heads[0] == heads[1]


def _labels(page: Path) -> set[str]:
    """Words in bold: they stand on the screen."""
    return set(re.findall(r"\*\*([^*]+)\*\*", page.read_text(encoding="utf-8")))


GUIDE = sorted(p for p in ROOT.glob("docs/guide/*/*.md") if p.name != "README.md")


@pytest.mark.parametrize("page", GUIDE, ids=[f"{p.parent.name}/{p.name}" for p in GUIDE])
def test_guide_quotes_the_screen_as_it_is(page: Path) -> None:
    said: set[str] = set()
    for app in words.apps_of(ROOT):
        if page.parent.name == "en":
            said |= {asked.one for asked in words.asked_by(ROOT, app).words}
        else:
            said |= {words.translation_of(entry) for entry in words.catalogue_of(ROOT, app)}
    assert sorted(label for label in _labels(page) if label not in said) == []


def test_help_names_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = set(re.findall(r'@echo "make ([a-z-]+)', text))
    phony = {name for line in re.findall(r"^\.PHONY: ([a-z -]+)$", text, re.MULTILINE) for name in line.split()}
    assert phony - told == {"help", "catalogues", "clean"}
    assert told <= phony


def test_both_commands_can_be_run() -> None:
    for name in (".ci/run", "scripts/test.sh", "scripts/browser.sh"):
        assert (ROOT / name).stat().st_mode & 0o111, name
