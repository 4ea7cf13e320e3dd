"""Ask one cell of the matrix and say in one letter what came back.

Y  the page, or a move to the next one    I  422, a form that wants correcting    C  409, a conflict said plainly
-  403, seen but not allowed              0  404, as if it were not there         G  410, a link that is spent
L  sent to sign in                        R  asked to prove again who one is      B  400, not understood
N  405, no such method                    E  anything else: always wrong
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.authz.routes import Route
from tests.authz.world import World

LETTERS = {200: "Y", 400: "B", 403: "-", 404: "0", 405: "N", 409: "C", 410: "G", 422: "I"}
PROVING = ("/akun/reauthenticate", "/profil/konfirmasi")


@dataclass(frozen=True)
class Answer:
    letter: str
    body: str


def letter_of(response: Any) -> str:
    if response.status_code in (301, 302, 303):
        where = str(response["Location"])
        if where.startswith(PROVING):
            return "R"
        return "L" if where.startswith("/akun/login/?next=") else "Y"
    return LETTERS.get(response.status_code, "E")


def ask(world: World, route: Route, method: str, persona: str, state: str) -> Answer:
    """The answer of one cell; whatever it changed is undone."""
    client = Client(raise_request_exception=False)
    if persona in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[persona]
    address = world.asked(route, state)
    with transaction.atomic():
        sent = world.sent(route, state)
        response = client.get(address) if method == "GET" else client.post(address, sent)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return Answer(letter_of(response), body.decode(errors="replace"))
