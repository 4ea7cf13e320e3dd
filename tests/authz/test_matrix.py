"""Every address x method x persona x state answers as tests/authz/expectations.py says, and shows nobody another's secrets."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.authz import expectations, expectations_stakeholders, world
from tests.authz.asking import ask
from tests.authz.routes import Route, routes

pytestmark = pytest.mark.django_db
CELLS = [(route, method) for route in routes() for method in route.methods]
ROWS = expectations.ROWS | expectations_stakeholders.ROWS
SHARES = 6
# Who may read which mark. Everyone else's answer must be free of it, whatever the address.
MAY_READ = {
    "PESAN-pribadi": {"liaison", "host"},
    "surel-diundang@contoh.example": {"liaison", "host"},
    "KABAR-pribadi": {"liaison"},
    "MANDAT-": {"liaison", "signatory", "facilitator"},
    "ALASAN-rahasia": {"observer", "evaluator", "facilitator", "signatory", "liaison", "other", "host"},
    "PEMANGKU-nama": {"observer", "evaluator", "facilitator", "signatory", "liaison", "other", "host"},
    "CATATAN-tim": {"facilitator", "host"},
    "NILAI-tuan-rumah": {"facilitator", "host"},
    "NILAI-pihak": {"facilitator", "host", "signatory", "liaison"},
    "BERKAS-impor": {"facilitator", "host"},
    "SIMPANAN": {"liaison", "host"},  # in the draft it is the host's
}
NO_SEAT = ("anonymous", "outsider", "former", "elsewhere", "worker", "administrator")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_address_has_a_row() -> None:
    asked = {f"{route.name} {method}" for route, method in CELLS}
    assert asked - ROWS.keys() == set()
    assert ROWS.keys() - asked == set()


def _states(route: Route) -> tuple[str, ...]:
    return world.STATES if route.arguments & {"slug", "secret"} and route.name != "people:enter" else ("public",)


def _expected(route: Route, method: str, state: str) -> str:
    row = ROWS[f"{route.name} {method}"]
    return row if isinstance(row, str) else row[world.STATES.index(state)]


def shown_secrets(route: Route, persona: str, body: str) -> list[str]:
    """Marks in an answer that this persona must not read here."""
    found = [mark for mark in MAY_READ if mark in body and persona not in MAY_READ[mark]]
    if route.name in ("campaigns:invited", "campaigns:decline"):
        found = [mark for mark in found if mark != "PESAN-pribadi"]  # written for whoever holds the link
    names = [name for name in world.PERSONAS[1:] if name != persona]
    if persona in NO_SEAT and not route.name.startswith("people:"):
        found += [f"{name}'s name" for name in names if f"NAMA-{name}" in body]
    found += [f"{name}'s address" for name in names if f"surel-{name}@" in body]
    return found


def breaches(built: world.World, cells: list[tuple[Route, str]]) -> Iterator[str]:
    """Where an answer differs from its expectation or shows what it must not, a line each."""
    for route, method in cells:
        for state in _states(route):
            answers = {name: ask(built, route, method, name, state) for name in world.PERSONAS}
            got, wanted = "".join(a.letter for a in answers.values()), _expected(route, method, state)
            if got != wanted:
                yield f"{route.name} {method} {state}: {got}, not {wanted}"
            for persona, answer in answers.items():
                for secret in shown_secrets(route, persona, answer.body):
                    yield f"{route.name} {method} {state}: {persona} reads {secret}"


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_every_answer_is_as_expected(share: int) -> None:
    cells = [(route, method) for route, method in CELLS if f"{route.name} {method}" in ROWS]
    assert "\n".join(breaches(world.build(), cells[share::SHARES])) == ""
