"""Starts `mufakat serve` over and over from a process that has loaded everything once: 1,000 restarts in minutes.

Reads `start` from its input; answers with the process group of the server and, when that ends, with its exit code. Only the
loading of Python modules is saved: each server begins with no open connection and does all that `mufakat serve` does.
"""

from __future__ import annotations

import os
import sys
import traceback

from mufakat.config import arguments, command


def main() -> None:
    options = arguments.parser().parse_args(["serve", *sys.argv[1:]])
    command._surroundings(options)
    command._load_django()
    from django.urls import get_resolver

    from mufakat.config.commands import serve

    assert get_resolver().url_patterns

    for line in sys.stdin:
        if line.strip() == "start":
            group = os.fork()
            if group == 0:
                _live(serve.run, options)
            print(group, flush=True)
            print(os.waitstatus_to_exitcode(os.waitpid(group, 0)[1]), flush=True)


def _live(run: object, options: object) -> None:
    code = 70
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        code = run(options)  # type: ignore[operator]
    except BaseException:  # noqa: BLE001 - the last frame of a process: whatever it was, say it and end
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
