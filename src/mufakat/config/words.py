"""The words of the `mufakat` command, in Indonesian and English, without Django: `mufakat verify` must start at once.

The language is `--lang`, else MUFAKAT_LANG, else LC_ALL, LC_MESSAGES or LANG when they name Indonesian or English, else
Indonesian: a server set to the C locale says nothing about who reads it.
"""

from __future__ import annotations

import gettext as catalogues
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

LANGUAGES = ("id", "en")
LOCALE = Path(__file__).with_name("locale")


class Trouble(Exception):
    """What stops a command: what is wrong, how to mend it, and the exit code that says so."""

    def __init__(self, what: str, mend: str = "", code: int = 4) -> None:
        super().__init__(what)
        self.mend = mend
        self.code = code


def refused(what: str, mend: str = "") -> Trouble:
    """Nothing was changed, and the reader should know why."""
    return Trouble(what, mend, 3)


def gettext_noop(message: str) -> str:
    """Name a message here, translate it where it is shown."""
    return message


class _Speech:
    def __init__(self) -> None:
        self.language = "id"
        self.catalogue: catalogues.NullTranslations = catalogues.NullTranslations()


_speech = _Speech()


def choose(wanted: str | None, environ: Mapping[str, str]) -> str:
    """The language in which to speak."""
    names = [wanted, *(environ.get(name) for name in ("MUFAKAT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))]
    for name in names:
        code = (name or "").replace("-", "_").split("_")[0].split(".")[0].lower()
        if code in {"id", "in"}:
            return "id"
        if code == "en":
            return "en"
    return "id"


def speak(language: str) -> None:
    """From here on, say everything in this language, argparse's own words included."""
    _speech.language = language
    _speech.catalogue = catalogues.translation("django", str(LOCALE), languages=[language], fallback=True)


def language() -> str:
    return _speech.language


def gettext(message: str) -> str:
    return _speech.catalogue.gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    return _speech.catalogue.ngettext(one, many, number)


def wanted_in(arguments: Sequence[str]) -> str | None:
    """The value of --lang before the arguments are parsed: the parser itself speaks it."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            return None
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
    return None


def say(message: str = "") -> None:
    sys.stdout.write(message + "\n")
    sys.stdout.flush()


def warn(message: str) -> None:
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
