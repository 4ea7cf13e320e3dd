"""What may be typed after `mufakat`: every command, its options and its words, in one light place."""

from __future__ import annotations

import argparse
import gettext
import os
from importlib.metadata import version

from mufakat.config import words
from mufakat.config.words import gettext as _
from mufakat.config.words import gettext_noop as _n

SUMMARIES = {
    "init": _n("prepare a new server and print a one-time link for its first administrator"),
    "serve": _n("run the site and its worker until stopped"),
    "demo": _n("run a demonstration with example data in a folder of its own"),
    "doctor": _n("say what is wrong with this server and how to mend it"),
    "backup": _n("write a checked archive of database, files and record"),
    "restore": _n("put a checked archive back"),
    "verify": _n("check a downloaded record, offline and without a server"),
    "map": _n("compute classes, networks and gaps of a register, offline and without a server"),
    "config": _n("print the settings in force and where each came from"),
    "worker": _n("run only the worker: letters, deadlines, seals (`serve` starts one itself)"),
    "inspect": _n("examine the database of this server: integrity, schema and record, as JSON"),
}
# argparse looks these up itself; naming them here puts them into the catalogue.
ARGPARSE = (
    _n("usage: "),
    _n("positional arguments"),
    _n("options"),
    _n("show this help message and exit"),
    _n("show program's version number and exit"),
    _n("%(prog)s: error: %(message)s\n"),
    _n("argument %(argument_name)s: %(message)s"),
    _n("the following arguments are required: %s"),
    _n("unrecognized arguments: %s"),
    _n("invalid choice: %(value)r (choose from %(choices)s)"),
    _n("invalid %(type)s value: %(value)r"),
    _n("expected one argument"),
    _n("ignored explicit argument %r"),
)


class _Parser(argparse.ArgumentParser):
    """Suggests the command that was probably meant, and says where help is."""

    def error(self, message: str) -> None:  # type: ignore[override]  # argparse types it as never returning; so it is
        self.print_usage()
        self.exit(2, f"{self.prog}: {message}\n" + _("`mufakat --help` lists all commands.") + "\n")


def parser() -> argparse.ArgumentParser:
    _let_argparse_speak()
    top = _Parser(
        prog="mufakat",
        description=_("Mufakat: run a public campaign together, on a record nobody can rewrite."),
        epilog=_(
            "Exit codes: 0 done; 1 trouble was found; 2 wrong use; 3 refused, nothing was changed; 4 could not finish. "
            "Settings come from the environment or from a file; `mufakat config` lists them."
        ),
    )
    top.add_argument("--version", action="version", version=f"mufakat {version('mufakat')}")
    _common(top, argparse.SUPPRESS)
    top.set_defaults(lang=None, data=None, env=None)
    commands = top.add_subparsers(dest="command", metavar=_("COMMAND"), title=_("commands"), prog="mufakat")
    for name, summary in SUMMARIES.items():
        command = commands.add_parser(name, help=_(summary), description=_(summary).capitalize() + ".")
        _common(command, argparse.SUPPRESS)
        _OPTIONS.get(name, _no_options)(command)
    return top


def _let_argparse_speak() -> None:
    gettext.bindtextdomain("django", str(words.LOCALE))
    gettext.textdomain("django")
    os.environ["LANGUAGE"] = words.language()


def _common(command: argparse.ArgumentParser, default: str) -> None:
    command.add_argument("--lang", choices=words.LANGUAGES, default=default, help=_("language of the command"))
    command.add_argument("--data", metavar=_("FOLDER"), default=default, help=_("data folder (else MUFAKAT_DATA)"))
    command.add_argument(
        "--env", metavar=_("FILE"), default=default, help=_("file of NAME=value settings (else ./mufakat.env)")
    )


def _no_options(command: argparse.ArgumentParser) -> None:
    """Nothing of its own."""


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 64:
        raise ValueError
    return number


_port.__name__, _count.__name__ = "port", "count"  # what argparse calls the kind of value in its message


def _address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1", help=_("address to listen on (default %(default)s)"))
    command.add_argument("--port", type=_port, default=8000, help=_("port to listen on (default %(default)s)"))


def _serve(command: argparse.ArgumentParser) -> None:
    _address(command)
    command.add_argument("--workers", type=_count, default=1, help=_("web processes (default %(default)s)"))
    command.add_argument("--migrate", action="store_true", help=_("bring the database to this version first"))
    command.add_argument("--no-worker", action="store_true", help=_("web only; a worker runs elsewhere"))
    command.add_argument(
        "--grace",
        type=int,
        default=20,
        metavar=_("SECONDS"),
        help=_("time to finish when stopped (default %(default)s)"),
    )


def _worker(command: argparse.ArgumentParser) -> None:
    command.add_argument("--once", action="store_true", help=_("do every job once, due or not, and stop"))


def _init(command: argparse.ArgumentParser) -> None:
    command.add_argument("--name", help=_("name of the administrator"))
    command.add_argument("--email", help=_("e-mail address of the administrator"))
    command.add_argument("--organisation", help=_("organisation of the administrator, entered and verified"))
    command.add_argument("--sector", default="pemerintah", help=_("sector of that organisation (default %(default)s)"))
    command.add_argument("--another", action="store_true", help=_("make one more administrator"))
    command.add_argument("--no-input", action="store_true", help=_("ask nothing"))


def _demo(command: argparse.ArgumentParser) -> None:
    _address(command)
    command.add_argument("--keep", action="store_true", help=_("go on with the demonstration that is there"))
    command.add_argument("--no-serve", action="store_true", help=_("only make the data"))


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help=_("for machines"))


def _backup(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar=_("FILE"), help=_("archive to write (.tar.gz), or a folder for a dated one"))
    command.add_argument("--with-keys", action="store_true", help=_("include the secret keys of this server"))


def _restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar=_("FILE"), help=_("archive written by `mufakat backup`"))
    command.add_argument("--replace", action="store_true", help=_("replace the data that is there"))
    command.add_argument("--check", action="store_true", help=_("examine the archive only, change nothing"))
    command.add_argument(
        "--checkpoint",
        metavar=_("FILE"),
        action="append",
        default=[],
        help=_("a checkpoint that a party kept, to compare"),
    )


def _map(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "register",
        metavar=_("REGISTER"),
        help=_("CSV: name, sector, regions, capabilities, state, and scores from 1 to 5"),
    )
    command.add_argument("ties", metavar=_("TIES"), help=_("CSV: from, to, weight, directed, kind"))
    command.add_argument(
        "--needs",
        metavar=_("FILE"),
        help=_("CSV of who is needed: sector, capability, region, least, weight, mandatory"),
    )
    command.add_argument("--seed", type=int, default=0, help=_("for communities and samples (default %(default)s)"))
    _json(command)


def _inspect(command: argparse.ArgumentParser) -> None:
    command.add_argument("--migrate", action="store_true", help=_("bring the database to this version first"))
    command.add_argument("--adopt", metavar="JSON", help=_("then finish a restore with these facts"))


_OPTIONS = {
    "serve": _serve,
    "worker": _worker,
    "init": _init,
    "demo": _demo,
    "doctor": _json,
    "config": _json,
    "backup": _backup,
    "restore": _restore,
    "inspect": _inspect,
    "map": _map,
}
