"""A real server on loopback for the fault tests: started, used over HTTP, killed, started again."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import UUID

ROOT = Path(__file__).parents[2]
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_LINK = re.compile(r"http://localhost:\d+(/masuk/\S+)")


class Gone(Exception):
    """The server did not answer."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Client:
    """One person's browser, as far as forms go: cookies, the token against forgery, a connection kept open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.line: http.client.HTTPConnection | None = None

    def twin(self) -> Client:
        other = Client(self.port)
        other.cookies, other.token = dict(self.cookies), self.token
        return other

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where the answer points to, and its body."""
        body = urlencode({**form, "csrfmiddlewaretoken": self.token}).encode() if form is not None else None
        headers = {"Host": f"localhost:{self.port}", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as trouble:
            self.close()
            raise Gone(repr(trouble)) from trouble
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if found := _TOKEN.search(text):
            self.token = found[1]
        return answer.status, answer.headers.get("Location") or "", text

    def close(self) -> None:
        if self.line:
            self.line.close()
        self.line = None

    def enter(self, link: str) -> None:
        self.ask("GET", link)
        status, _, text = self.ask("POST", link, {})
        assert status == 302, (status, text[:500])

    def propose(self, number: UUID) -> int:
        """One recorded act; 302 acknowledges it."""
        form = {
            "once": str(number),
            "is_other": "on",
            "name": f"Lembaga {number.hex}",
            "sector": "komunitas",
            "kind": "community",
        }
        return self.ask("POST", "/organisasi/baru/", form)[0]


class Site:
    """A data folder and the server on it. `zygote` starts it from a process that has loaded everything already."""

    def __init__(self, folder: Path, *, database_url: str = "", zygote: bool = False, worker: bool = True) -> None:
        self.folder = folder
        self.port = free_port()
        self.worker = worker
        self.is_zygote = zygote
        self.zygote: subprocess.Popen[str] | None = None
        self.group = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.log = (folder.parent / f"{folder.name}.log").open("ab")
        # None of the test run's own settings: this is a server like any other.
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MUFAKAT_", "PYTEST_", "DJANGO_"))}
        self.environment = {
            **kept,
            "MUFAKAT_DATA": str(folder),
            "MUFAKAT_BASE_URL": f"http://localhost:{self.port}",
            "MUFAKAT_LOG_LEVEL": "WARNING",
            "MUFAKAT_LANG": "en",
            **({"MUFAKAT_DATABASE_URL": database_url} if database_url else {}),
        }

    # --- the command
    def command(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "mufakat.config", *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == code, (arguments, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout + done.stderr

    def init(self) -> str:
        """Prepare the server; answers the path of its administrator's entry link."""
        said = self.command("init", "--no-input", "--name", "Wulan", "--email", "wulan@contoh.example")
        found = _LINK.search(said)
        assert found, said
        return found[1]

    # --- the server
    def start(self, *, within: float = 60) -> None:
        options = ["--port", str(self.port), "--grace", "10", *([] if self.worker else ["--no-worker"])]
        if self.is_zygote:
            self.group = self._from_zygote(options)
        else:
            command = [sys.executable, "-m", "mufakat.config", "serve", *options]
            self.process = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True
            )
            self.group = self.process.pid
        self.wait_until_it_answers(within)

    def _from_zygote(self, options: list[str]) -> int:
        if self.zygote is None:
            self.zygote = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.zygote", *options],
                env=self.environment,
                cwd=ROOT,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.log,
            )
        assert self.zygote.stdin
        assert self.zygote.stdout
        self.zygote.stdin.write("start\n")
        self.zygote.stdin.flush()
        return int(self.zygote.stdout.readline())

    def wait_until_it_answers(self, within: float) -> None:
        until = time.monotonic() + within
        client = Client(self.port)
        while time.monotonic() < until:
            try:
                if client.ask("GET", "/healthz")[0] == 200:
                    client.close()
                    return
            except Gone:
                time.sleep(0.02)
            if self.process and self.process.poll() is not None:
                break
        raise AssertionError(f"the server did not start: {self.said()}")

    def said(self) -> str:
        return Path(self.log.name).read_text(errors="replace")[-4000:]

    def kill(self) -> None:
        """kill -9 of the whole family at once, as when the machine's memory runs out."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)
        self._wait()
        self.group = 0

    def stop(self) -> int:
        """A polite end; answers the exit code."""
        os.kill(self.group, signal.SIGTERM)
        code = self._wait()
        self.group = 0
        return code

    def _wait(self) -> int:
        if self.is_zygote:
            assert self.zygote
            assert self.zygote.stdout
            return int(self.zygote.stdout.readline())
        assert self.process
        return self.process.wait(timeout=60)

    def close(self) -> None:
        if self.group:
            self.kill()
        if self.zygote:
            assert self.zygote.stdin
            assert self.zygote.stdout
            self.zygote.stdin.close()
            self.zygote.wait(timeout=30)
            self.zygote.stdout.close()
        self.log.close()

    def path_of(self, address: str) -> str:
        return urlsplit(address).path
