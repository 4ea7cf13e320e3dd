"""Every page of the demonstration under axe (WCAG 2.2 AA), in both languages, light and dark, and at 320 px."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page

from tests.authz.routes import routes
from tests.journeys.conftest import Town

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROLES = ("", "ratna", "sari", "ningsih", "pengelola", "lina")  # the cast of the demonstration; the first is a visitor
# Addresses that answer with something else than a page, or with one only after an act; each has its own tests.
NO_PAGE = {
    "campaigns:brand": "a style sheet",
    "campaigns:parties_csv": "a sheet",
    "campaigns:record": "the record file",
    "campaigns:checkpoint": "a signed note",
    "campaigns:proof": "a proof file",
    "campaigns:mandate_file": "a document",
    "people:organisations_sheet": "a sheet",
    "notices:open": "leads on",
    "healthz": "for machines",
    "readyz": "for machines",
    "robots": "for machines",
    "favicon": "a drawing",
    "security_txt": "for machines",
}


@dataclass(frozen=True)
class Visit:
    """One page to look at: its address, the route behind it, and who looks."""

    name: str
    path: str
    role: str


class Example(Town):
    """The demonstration, as `mufakat demo` makes it."""

    def found(self) -> str:
        self.environment |= {"MUFAKAT_DEMO": "true"}
        self.command("demo", "--no-serve", "--port", str(self.port))
        self.start()
        return self.address


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    town = Example(tmp_path_factory.mktemp("example") / "data")
    try:
        town.found()
        yield town
    finally:
        town.close()


def step_into(context: BrowserContext, address: str, role: str) -> str:
    """Sign in as one of the cast; answers the first address to look at."""
    page = context.new_page()
    page.goto(address)
    if role:
        page.locator(".demo-bar summary").click()
        page.locator(f".demo-bar form:has(input[value={role}]) button").click()
    first = urlsplit(page.url).path
    page.close()
    return first


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def walk(context: BrowserContext, address: str, first: str, role: str) -> Iterator[Visit]:
    """Every page that links lead to from here, one of each kind."""
    waiting, seen = ["/", first, "/_web", "/profil/"], set()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name in seen or name in NO_PAGE:
            continue
        seen.add(name)
        answer = context.request.get(urljoin(address, path))
        yield Visit(name, path, role)
        hrefs = [part.split('"', 1)[0] for part in answer.text().split('href="')[1:]]
        waiting += [urlsplit(h).path for h in hrefs if h.startswith("/") and not h.startswith("/static/")]


def troubles(page: Page, *, only: str = "") -> list[str]:
    options: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    if only:
        options["runOnly"] = {"type": "rule", "values": [only]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])})" for v in found]


def looked_at(page: Page, visit: Visit, address: str) -> list[str]:
    """What is wrong with a page: whole in light, contrast again in dark, nothing to scroll sideways at 320 px."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(urljoin(address, visit.path))
    page.evaluate(AXE)
    wrong = troubles(page)
    page.emulate_media(color_scheme="dark")
    wrong += [f"dark {t}" for t in troubles(page, only="color-contrast")]
    width = page.evaluate("document.documentElement.scrollWidth")
    wrong += [f"scrolls sideways: {width} px"] if width > 320 else []
    language = page.get_attribute("html", "lang")
    return [f"{visit.path} ({visit.name}, {visit.role or 'visitor'}, {language}): {t}" for t in wrong]


def chosen(context: BrowserContext, address: str, language: str) -> None:
    """Switch by the form on the page, which is what people do."""
    page = context.new_page()
    page.goto(address + "/profil/" if context.cookies() else address)
    button = page.locator(f"button[name=language][value={language}]").first
    if button.count():
        button.evaluate("b => b.form.requestSubmit(b)")
        page.wait_for_load_state()
    page.close()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_accessible(browser: Browser, example: Example, language: str) -> None:
    wrong: list[str] = []
    visited: set[str] = set()
    for role in ROLES:
        context = browser.new_context(viewport={"width": 320, "height": 6000})
        first = step_into(context, example.address, role)
        chosen(context, example.address, language)
        page = context.new_page()
        for visit in list(walk(context, example.address, first, role)):
            if visit.name not in visited or visit.name in {"campaigns:home", "campaigns:party", "desk:home"}:
                visited.add(visit.name)
                wrong += looked_at(page, visit, example.address)
        context.close()
    assert "\n".join(wrong) == ""
    pages = {route.name for route in routes() if "GET" in route.methods} - NO_PAGE.keys()
    assert pages - visited == set()
