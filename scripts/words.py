"""Which words each app asks to be translated, and which of them its catalogue lacks. No gettext tools are needed.

python scripts/words.py                     what is missing, unused, fuzzy or out of step, app by app
python scripts/words.py people --write      add the missing with an empty translation, drop the unused
python scripts/words.py --compile           write the *.mo files as well
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
STAIR = ("web", "ledger", "people", "notices", "campaigns", "stakeholders", "desk", "config")
CALLS = {
    "gettext": ("one",),
    "gettext_lazy": ("one",),
    "gettext_noop": ("one",),
    "ngettext": ("one", "many"),
    "ngettext_lazy": ("one", "many"),
    "pgettext": ("context", "one"),
    "pgettext_lazy": ("context", "one"),
    "npgettext": ("context", "one", "many"),
    "npgettext_lazy": ("context", "one", "many"),
}
MODULES = ("django.utils.translation", "mufakat.config.words")  # the command speaks without Django
FOREIGN = ("django.conf", "django.contrib.auth", "django.contrib.humanize", "allauth")
PLACEHOLDER = re.compile(
    r"%(?:\((\w+)\))?[#0\- +]?\d*(?:\.\d+)?([diouxXeEfFgGcrsa])(?![a-z])|(?<!\{)\{(\w+)[^{}]*\}(?!\})"
)
TAG = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
MARKED = re.compile(r"""\s(?:u?gettext|ngettext|pgettext|npgettext|_)\((?=u?["'])""")
ATTRIBUTE = re.compile(r"""\s:[\w-]+=(?:"[^"]*"|'[^']*')""")
CONSTANT = re.compile(r"""_\((?P<mark>["'])(?P<words>(?:(?!(?P=mark)).)+)(?P=mark)\)""")


@dataclass(frozen=True)
class Words:
    """What is looked up in a catalogue."""

    one: str
    many: str = ""
    context: str = ""

    def __str__(self) -> str:
        return self.one if not self.context else f"{self.context}: {self.one}"


@dataclass
class Asked:
    """The words an app asks for with the places that ask, and what could not be read."""

    words: dict[Words, list[str]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def add(self, words: Words, place: str) -> None:
        self.words.setdefault(words, []).append(place)


# --- reading sources ------------------------------------------------------------------------------------------------
def _names_of(tree: ast.Module) -> tuple[dict[str, str], set[str]]:
    """Local names of the gettext functions, and local names of the module that holds them."""
    functions: dict[str, str] = {}
    modules: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            if node.module in MODULES and alias.name in CALLS:
                functions[alias.asname or alias.name] = alias.name
            elif node.module == "django.utils" and alias.name == "translation":
                modules.add(alias.asname or alias.name)
    return functions, modules


def _called(node: ast.Call, functions: dict[str, str], modules: set[str]) -> str | None:
    match node.func:
        case ast.Name(id=name):
            return functions.get(name)
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in modules and name in CALLS:
            return name
    return None


def words_in_python(source: str, place: str, asked: Asked) -> None:
    tree = ast.parse(source)
    functions, modules = _names_of(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not (name := _called(node, functions, modules)):
            continue
        sides = CALLS[name]
        values = dict(zip(sides, node.args, strict=False))
        texts = {s: v.value for s, v in values.items() if isinstance(v, ast.Constant) and isinstance(v.value, str)}
        if len(texts) == len(sides):
            asked.add(Words(**texts), f"{place}:{node.lineno}")
        elif any(isinstance(v, ast.JoinedStr | ast.BinOp) for v in values.values()):
            asked.unreadable.append(f"{place}:{node.lineno}: {name} of words that are put together while it runs")


def _closing(text: str, start: int) -> int:
    """The end of the call that opens before `start`, minding quotes."""
    depth, quote, i = 1, "", start
    while i < len(text):
        char = text[i]
        if quote:
            i += char == "\\"
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        else:
            depth += (char == "(") - (char == ")")
            if not depth:
                return i + 1
        i += 1
    return len(text)


def words_in_template(source: str, place: str, asked: Asked) -> None:
    python = templatize(source, origin=place)
    for found in MARKED.finditer(python):
        text = python[found.start() : _closing(python, found.end())].strip()
        # `{% trans %}` doubles each % for gettext's sake; what is looked up has it doubled, too
        call = ast.parse(text.replace(", count)", ")"), mode="eval").body
        assert isinstance(call, ast.Call)
        texts = [str(arg.value) for arg in call.args if isinstance(arg, ast.Constant)]
        name = "gettext" if text.startswith("_(") else text.split("(")[0]
        line = python.count("\n", 0, found.start()) + 1
        asked.add(Words(**dict(zip(CALLS[name], texts, strict=True))), f"{place}:{line}")
    # a component's dynamic attribute, :label="_('Save')", is plain text to the lexer
    for number, text_of_line in enumerate(source.splitlines(), start=1):
        for attribute in ATTRIBUTE.findall(text_of_line):
            for constant in CONSTANT.finditer(attribute):
                asked.add(Words(constant["words"]), f"{place}:{number}")


@cache
def _asked_by(app: Path) -> Asked:
    asked = Asked()
    root = app.parents[2]
    for path in sorted(app.rglob("*.py")):
        if "migrations" not in path.parts:
            words_in_python(path.read_text(encoding="utf-8"), str(path.relative_to(root)), asked)
    for kind in ("*.html", "*.txt", "*.svg"):
        for path in sorted(app.rglob(kind)):
            if "templates" in path.parts:
                words_in_template(path.read_text(encoding="utf-8"), str(path.relative_to(root)), asked)
    return asked


def asked_by(root: Path, app: str) -> Asked:
    return _asked_by(root / "src/mufakat" / app)


def forget() -> None:
    """Read the sources again next time."""
    _asked_by.cache_clear()


# --- reading catalogues ---------------------------------------------------------------------------------------------
def catalogue_path(root: Path, app: str) -> Path:
    return root / "src/mufakat" / app / "locale/id/LC_MESSAGES/django.po"


def catalogue_of(root: Path, app: str) -> polib.POFile:
    path = catalogue_path(root, app)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    made = polib.POFile(wrapwidth=110)
    made.metadata = {
        "Language": "id",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return made


def words_of(entry: polib.POEntry) -> Words:
    return Words(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def translation_of(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural.get(0, "")) if entry.msgid_plural else str(entry.msgstr)


@cache
def foreign() -> dict[Words, str]:
    """What Django and allauth bring along in Indonesian."""
    known: dict[Words, str] = {}
    for name in FOREIGN:
        spec = importlib.util.find_spec(name)
        assert spec
        assert spec.origin
        path = Path(spec.origin).parent / "locale/id/LC_MESSAGES/django.po"
        for entry in polib.pofile(str(path)) if path.exists() else ():
            if entry.translated():
                known.setdefault(words_of(entry), translation_of(entry))
    return known


def apps_of(root: Path) -> list[str]:
    return [app for app in STAIR if (root / "src/mufakat" / app).is_dir()]


def _below(root: Path, app: str) -> dict[Words, str]:
    """What lower steps of the stair have translated already; their words need no second translation here.

    The command speaks without Django, from the catalogue of config alone.
    """
    if app == "config":
        return {}
    known = dict(foreign())
    for lower in STAIR[: STAIR.index(app)]:
        known |= {words_of(e): translation_of(e) for e in catalogue_of(root, lower) if e.translated()}
    return known


# --- judging --------------------------------------------------------------------------------------------------------
def missing(root: Path, app: str) -> dict[Words, list[str]]:
    own = {words_of(e) for e in catalogue_of(root, app) if e.translated() and not e.obsolete}
    below = _below(root, app)
    return {w: places for w, places in asked_by(root, app).words.items() if w not in own and w not in below}


def unused(root: Path, app: str) -> list[polib.POEntry]:
    """Entries nobody in the app asks for; one that rewords Django or allauth is wanted."""
    asked = asked_by(root, app).words
    return [e for e in catalogue_of(root, app) if words_of(e) not in asked and words_of(e) not in foreign()]


def placeholders(text: str) -> Counter[str]:
    text = text.replace("%%", "")
    return Counter(found[1] or found[3] or f"%{found[2]}" for found in PLACEHOLDER.finditer(text))


def _out_of_step(entry: polib.POEntry) -> str:
    said = translation_of(entry)
    wanted = entry.msgid_plural or entry.msgid
    if set(placeholders(wanted)) != set(placeholders(said)):
        return "the placeholders differ"
    if Counter(TAG.findall(entry.msgid)) != Counter(TAG.findall(said)) and not entry.msgid_plural:
        return "the markup differs"
    if entry.msgid_plural and set(entry.msgstr_plural) != {0}:
        return "Indonesian has one plural form"
    if (wanted[:1].isspace(), wanted[-1:].isspace()) != (said[:1].isspace(), said[-1:].isspace()):
        return "the spaces around differ"
    return ""


def faults(root: Path, app: str) -> list[str]:
    """One line a fault, empty when the catalogue is whole."""
    catalogue = catalogue_of(root, app)
    where = catalogue_path(root, app).relative_to(root)
    out = list(asked_by(root, app).unreadable)
    out += [f"{places[0]}: not translated: {words!s}" for words, places in missing(root, app).items()]
    out += [f"{where}: nobody asks for: {entry.msgid}" for entry in unused(root, app)]
    out += [f"{where}: fuzzy or obsolete: {e.msgid}" for e in catalogue if e.fuzzy or e.obsolete]
    seen = Counter(words_of(e) for e in catalogue)
    out += [f"{where}: twice: {words!s}" for words, times in seen.items() if times > 1]
    for entry in catalogue.translated_entries():
        if trouble := _out_of_step(entry):
            out.append(f"{where}: {trouble}: {entry.msgid}")
    return out


def clashes(root: Path) -> list[str]:
    """Words two catalogues translate differently: at run time one of the two would win unseen."""
    said: dict[Words, dict[str, list[str]]] = {}
    for app in apps_of(root):
        for entry in catalogue_of(root, app).translated_entries():
            said.setdefault(words_of(entry), {}).setdefault(translation_of(entry), []).append(app)
    return [
        f"{words!s}: " + " | ".join(f"{'+'.join(apps)}: {text}" for text, apps in texts.items())
        for words, texts in said.items()
        if len(texts) > 1
    ]


def write(root: Path, app: str) -> tuple[int, int]:
    """Add what is missing with an empty translation, drop what is unused; how many of each."""
    catalogue = catalogue_of(root, app)
    gone = {words_of(e) for e in unused(root, app)}
    known = {words_of(e) for e in catalogue}
    new = [w for w in missing(root, app) if w not in known]
    kept = [e for e in catalogue if words_of(e) not in gone]
    catalogue[:] = kept
    for words in sorted(new, key=str):
        entry = polib.POEntry(msgid=words.one, msgctxt=words.context or None)
        if words.many:
            entry.msgid_plural, entry.msgstr_plural = words.many, {0: ""}
        if "%(" in words.one + words.many:
            entry.flags.append("python-format")
        catalogue.append(entry)
    if new or gone:
        catalogue_path(root, app).parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(catalogue_path(root, app)))
    return len(new), len(gone)


def report(root: Path, apps: Sequence[str]) -> Iterator[str]:
    for app in apps:
        yield from faults(root, app)
    yield from (f"translated in two ways: {line}" for line in clashes(root))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("apps", nargs="*")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--compile", action="store_true")
    given = parser.parse_args(argv)
    apps = given.apps or apps_of(ROOT)
    if given.write:
        for app in apps:
            added, dropped = write(ROOT, app)
            print(f"{app}: {added} added, {dropped} dropped")
    if given.compile:
        from build_hook import compile_catalogues  # noqa: PLC0415 - only this option needs the build's tools

        compile_catalogues(ROOT)
    lines = list(report(ROOT, apps))
    print(*lines, sep="\n", end="\n" if lines else "")
    asked = sum(len(asked_by(ROOT, app).words) for app in apps)
    print(f"words: {asked} asked for in {len(apps)} apps, {len(lines)} faults")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
