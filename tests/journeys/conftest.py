"""A real server (web and worker), a real browser, real letters in a folder."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.faults.site import Site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LINK = re.compile(r"http://localhost:\d+(/\S+)")

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One a file: as long as it is open, a loop runs in this process, and Django refuses to ask a database beside one."""
    path = os.environ.get("MUFAKAT_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


class Town(Site):
    """A server with its first administrator, who works for the host of the journeys."""

    def found(self) -> str:
        """Prepare and start; answers the address of the administrator's one-time link."""
        said = self.command(
            "init",
            "--no-input",
            "--name",
            "Ratna",
            "--email",
            "ratna@kota.example",
            "--organisation",
            "Dinas Kominfo Kota Contoh",
        )
        found = LINK.search(said)
        assert found, said
        self.start()
        return self.address + found[1]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def letters_to(self, email: str) -> list[tuple[str, str]]:
        """Subject and text of each letter handed over to an address, oldest first."""
        found = []
        for path in sorted((self.folder / "mail").glob("*.log"), key=lambda p: p.stat().st_mtime_ns):
            for part in path.read_bytes().split(b"-" * 79 + b"\n"):
                letter = message_from_bytes(part, policy=policy.default)
                body = letter.get_body(("plain",)) if letter["To"] and email in letter["To"] else None
                if body is not None:
                    found.append((str(letter["Subject"]), body.get_content()))
        return found

    def letter(self, email: str, words: str, *, within: float = 30) -> str:
        """The text of the newest letter to an address whose subject or text holds these words; the worker may need a moment."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            matching = [text for subject, text in self.letters_to(email) if words in subject + text]
            if matching:
                return matching[-1]
            time.sleep(0.1)
        raise AssertionError(f"no letter about {words!r} to {email}: {self.letters_to(email)} {self.said()}")

    def link_in(self, text: str) -> str:
        found = LINK.search(text)
        assert found, text
        return self.address + found[1]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, str]]:
    town = Town(tmp_path_factory.mktemp("town") / "data")
    try:
        yield town, town.found()
    finally:
        town.close()


def desk(browser: Browser, **options: object) -> BrowserContext:
    """A person at a desk: a wide screen."""
    return browser.new_context(viewport={"width": 1280, "height": 860}, **options)  # type: ignore[arg-type]  # its own options


def phone(browser: Browser, **options: object) -> BrowserContext:
    """A person on a phone: narrow, touched with a thumb."""
    return browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, **options)  # type: ignore[arg-type]  # as above


def press(page: Page, words: str) -> None:
    """Press the button with these words in the page itself."""
    page.locator("main").get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name=words, exact=True).first.click()


def troubles(page: Page, *, only: str = "") -> list[str]:
    options: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    if only:
        options["runOnly"] = {"type": "rule", "values": [only]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])})" for v in found]


def is_accessible(page: Page) -> bool:
    """Axe finds nothing wrong with the page as it stands; what it finds is in the message of the failing test."""
    page.evaluate(AXE)
    found = troubles(page)
    assert found == [], page.url
    return True
