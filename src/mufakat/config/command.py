"""The `mufakat` command. It starts light: Django is loaded only by the commands that need it.

Exit codes: 0 done; 1 trouble was found (doctor, verify); 2 wrong use; 3 refused, nothing was changed; 4 could not finish.
"""

from __future__ import annotations

import importlib
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from mufakat.config import arguments, words
from mufakat.config.words import Trouble
from mufakat.config.words import gettext as _

_OF_ANY_COMMAND = ("--lang", "--data", "--env")
DONE, FOUND, WRONG_USE, REFUSED, BROKEN = range(5)


def main(argv: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if argv is None else argv)
    words.speak(words.choose(words.wanted_in(given), os.environ))
    try:
        return _obey(given)
    except Trouble as trouble:
        words.warn(_("Stopped: %s") % trouble)
        if trouble.mend:
            words.warn(_("What to do: %s") % trouble.mend)
        return trouble.code
    except KeyboardInterrupt:
        words.warn(_("Stopped by you."))
        return 130


def _obey(given: list[str]) -> int:
    if _named_in(given) == "verify":
        return _verify(given)
    options = arguments.parser().parse_args(given)
    if options.command is None:
        arguments.parser().print_help()
        return WRONG_USE
    if options.command == "map":
        return _map(options)
    _surroundings(options)
    _load_django()
    return _run(options)


def _run(options: Namespace) -> int:
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - `--help` and `verify` do without Django
    from django.db import InterfaceError, OperationalError  # noqa: PLC0415 - as above

    try:
        return int(importlib.import_module(f"mufakat.config.commands.{options.command}").run(options))
    except PermissionError as trouble:
        raise Trouble(
            _("%s may not be read or written by this user.") % (trouble.filename or trouble),
            _("Run the command as the user who owns the data folder, or give that user the folder."),
        ) from trouble
    except (OperationalError, InterfaceError, ImproperlyConfigured) as trouble:
        raise Trouble(
            _("The database does not answer: %s") % str(trouble).strip()[:300],
            _("Is it running, and is MUFAKAT_DATABASE_URL right?"),
        ) from trouble


def _map(options: Namespace) -> int:
    """Figures from files alone: no Django, no settings, no database."""
    from mufakat.config.commands import map as mapping  # noqa: PLC0415 - the other commands need not load it

    return mapping.run(options)


def _named_in(given: list[str]) -> str:
    """The command among the arguments: the first that is neither an option nor an option's value."""
    arguments_left = iter(given)
    for argument in arguments_left:
        if argument in _OF_ANY_COMMAND:
            next(arguments_left, None)
        elif not argument.startswith("-"):
            return argument
    return ""


def _verify(given: list[str]) -> int:
    """The auditor is a program of its own, without Django and without settings; it is told the language."""
    from mufakat.engines.chain import audit  # noqa: PLC0415 - the other commands need not load it

    rest = list(_without_settings(given))
    rest.remove("verify")
    return int(audit.main(["--lang", words.language(), *rest]))


def _without_settings(given: list[str]) -> Iterator[str]:
    """The arguments without those that any command takes."""
    left = iter(given)
    for argument in left:
        if argument in _OF_ANY_COMMAND:
            next(left, None)
        elif not argument.startswith(tuple(f"{name}=" for name in _OF_ANY_COMMAND)):
            yield argument


def _surroundings(options: Namespace) -> None:
    """The settings file and the data folder, before anything reads them; what is written is for this user alone."""
    os.umask(0o077)
    from mufakat.config import sources  # noqa: PLC0415 - needs django-environ, which `--help` does without

    named = options.env or os.environ.get("MUFAKAT_ENV")
    path = Path(named) if named else Path("mufakat.env")
    if path.is_file():
        sources.read_file(path)
    elif named:
        raise words.refused(_("The settings file %s does not exist.") % named, _("Correct --env or MUFAKAT_ENV."))
    if options.data:
        os.environ["MUFAKAT_DATA"] = str(Path(options.data).resolve())
    if options.command not in {"serve", "demo"}:
        os.environ.setdefault("MUFAKAT_DATABASE_POOL", "false")  # one connection at a time is all the others need
    if options.command == "demo":
        os.environ["MUFAKAT_DEMO"] = "true"
        os.environ.setdefault("MUFAKAT_DATA", str(Path.cwd() / ".demo"))
        os.environ.setdefault("MUFAKAT_BASE_URL", f"http://localhost:{options.port}")


def _load_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mufakat.config.settings")
    import django  # noqa: PLC0415 - `--help` and `verify` do without Django
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - as above
    from django.utils import translation  # noqa: PLC0415 - as above

    try:
        django.setup()
    except ImproperlyConfigured as trouble:
        raise words.refused(
            _("The settings cannot be used: %s") % trouble, _("Correct the setting; `mufakat config` lists all.")
        ) from trouble
    except OSError as trouble:
        raise words.refused(
            _("The data folder cannot be used: %s") % trouble,
            _("Name another folder with --data or MUFAKAT_DATA, or let this user write there."),
        ) from trouble
    translation.activate(words.language())
