"""A mail server of our own, told how to answer, that keeps what it was given."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from tests import make

from mufakat.notices import actions
from mufakat.notices.models import Notice
from mufakat.people.models import Person


@dataclass
class Mailbox:
    """`answers` maps a command (MAIL, RCPT, DATA, END) to the reply that it gets instead of 250; `hang_up` ends on it."""

    letters: list[tuple[str, str, EmailMessage]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hang_up: str = ""
    port: int = 0

    @property
    def subjects(self) -> list[str]:
        return [letter["Subject"] for _sender, _to, letter in self.letters]


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        mailbox: Mailbox = self.server.mailbox  # type: ignore[attr-defined]  # set by the fixture
        sender = to = ""
        self._say("220 sink.example ready")
        for raw in self.rfile:
            command = raw.decode("ascii", "replace").strip()
            word = command[:4].upper()
            if word == mailbox.hang_up:
                return
            if word in mailbox.answers:
                self._say(mailbox.answers[word])
            elif word == "MAIL":
                sender = command.partition(":")[2].split()[0].strip("<>")
                self._say("250 ok")
            elif word == "RCPT":
                to = command.partition(":")[2].split()[0].strip("<>")
                self._say("250 ok")
            elif word == "DATA":
                self._take(mailbox, sender, to)
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self, mailbox: Mailbox, sender: str, to: str) -> None:
        self._say("354 go on")
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw.removeprefix(b".") if raw.startswith(b"..") else raw)
        if "END" in mailbox.answers:
            self._say(mailbox.answers["END"])
            return
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        mailbox.letters.append((sender, to, letter))
        self._say("250 taken")

    def _say(self, line: str) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.mailbox = mailbox  # type: ignore[attr-defined]  # read by _Talk
        mailbox.port = server.server_address[1]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield mailbox
        server.shutdown()


@pytest.fixture
def reader(db: None) -> Person:
    return make.person(name="Siti Rahayu", email="siti@contoh.example", language="id")


def tell(person: Person, number: int = 1, **fields: Any) -> Notice:
    defaults: dict[str, Any] = {
        "key": f"log:{number}",
        "urgency": Notice.Urgency.DIGEST,
        "title": "Kabar ke-%(n)s dari %(campaign)s",
        "params": {"n": number, "campaign": "Makin Cakap Digital"},
        "path": f"/kampanye/makin-cakap-digital/?n={number}",
        "at": make.NOW,
    }
    told = actions.tell(person=person, **(defaults | fields))
    assert told is not None
    return told
