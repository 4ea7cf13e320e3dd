"""Every page of the demonstration under axe (WCAG 2.2 AA), in both languages, light and dark, and at 320 px."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page

from tests.authz.routes import routes
from tests.journeys.conftest import AXE, Town, troubles

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
    "stakeholders:register_csv": "a sheet",
    "stakeholders:register_xlsx": "a sheet",
    "stakeholders:import_template": "a sheet",
    "stakeholders:import_errors": "a sheet",
    "stakeholders:import_errors_xlsx": "a sheet",
    "stakeholders:plan": "a document",
    "demo:faulty_register": "a sheet",
    # In the middle of a file, or about oneself: the journey of test_mapping looks at these.
    "stakeholders:import": "while a file is read in",
    "stakeholders:import_columns": "while a file is read in",
    "stakeholders:import_discard": "while a file is read in",
    "stakeholders:consent": "for the liaison of the assessed party",
    "stakeholders:withdraw_assessment": "after assessing",
    "notices:open": "leads on",
    "healthz": "for machines",
    "readyz": "for machines",
    "robots": "for machines",
    "favicon": "a drawing",
    "security_txt": "for machines",
    "account_inactive": "for accounts that someone switched off",
    "account_change_password": "the same form as setting one, with the old one asked first",
    # In the middle of signing in or of proving who one is: the journeys of test_signing_in look at these.
    "account_confirm_login_code": "after a code was sent",
    "account_email_verification_sent": "after a code was sent",
    "account_confirm_password_reset_code": "after a code was sent",
    "account_complete_password_reset": "after a code was entered",
    "account_reauthenticate": "when the last proof is old",
    "mfa_authenticate": "between the password and the second proof",
    "mfa_reauthenticate": "when the last proof is old",
    "mfa_reauthenticate_webauthn": "when the last proof is old",
    "mfa_login_webauthn": "for the script of the passkey",
    "mfa_view_recovery_codes": "after a second proof was switched on",
    "mfa_download_recovery_codes": "a file",
    "mfa_generate_recovery_codes": "after a second proof was switched on",
    "mfa_deactivate_totp": "after a second proof was switched on",
    "mfa_edit_webauthn": "after a passkey was added",
    "mfa_remove_webauthn": "after a passkey was added",
}
VARIED = {"campaigns:party", "campaigns:settings", "campaigns:home", "stakeholders:requirement"}
# Pages that no link of the demonstration leads to.
ALSO = {
    "": (
        "/masuk/tidak-dikenal/",
        "/kabar/berhenti/tidak-dikenal/",
        "/akun-ditutup/",
        "/akun/login/code/",
        "/akun/password/reset/done/",
    ),
    "ratna": ("/kampanye/makin-cakap-digital/pengaturan/fakta/", "/akun/2fa/webauthn/", "/akun/logout/"),
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


def step_into(page: Page, address: str, role: str) -> str:
    """Sign in as one of the cast; answers the first address to look at."""
    page.goto(address)
    if role:
        page.locator(".demo-bar summary").click()
        with page.expect_navigation():
            page.locator(f".demo-bar form:has(input[value={role}]) button").click()
    return urlsplit(page.url).path


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def walk(context: BrowserContext, address: str, first: str, role: str) -> Iterator[Visit]:
    """Every page that links lead to from here, one of each kind; a few kinds have links that only some of them show."""
    waiting = ["/", first, "/_web", "/profil/", *ALSO.get(role, ())]
    read: list[str] = []
    names: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name in NO_PAGE or path in read or names[name] >= (9 if name in VARIED else 1):
            continue
        read.append(path)
        names[name] += 1
        answer = context.request.get(urljoin(address, path))
        if names[name] == 1:
            yield Visit(name, path, role)
        hrefs = [part.split('"', 1)[0] for part in answer.text().split('href="')[1:]]
        waiting += [urlsplit(h).path for h in hrefs if h.startswith("/") and not h.startswith("/static/")]


# What is pinned to the edge of a screen covers something else at every moment, and nothing once one scrolls.
UNPIN = """() => document.querySelectorAll("body *").forEach(one => {
    if (["fixed", "sticky"].includes(getComputedStyle(one).position)) one.style.position = "static";
})"""


def looked_at(page: Page, visit: Visit, address: str, language: str) -> list[str]:
    """What is wrong with a page: whole in light, contrast again in dark, nothing to scroll sideways at 320 px."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(urljoin(address, visit.path))
    page.evaluate(UNPIN)
    page.evaluate(AXE)
    wrong = troubles(page)
    if language == "id":  # colours do not depend on the language
        page.emulate_media(color_scheme="dark")
        wrong += [f"dark {t}" for t in troubles(page, only="color-contrast")]
    width = page.evaluate("document.documentElement.scrollWidth")
    wrong += [f"scrolls sideways: {width} px"] if width > 320 else []
    assert page.get_attribute("html", "lang") == language
    return [f"{visit.path} ({visit.name}, {visit.role or 'visitor'}, {language}): {t}" for t in wrong]


def chosen(context: BrowserContext, address: str, language: str) -> None:
    """Send the form that stands in the head of every page."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', context.request.get(address).text())
    assert token
    form = {"csrfmiddlewaretoken": token[1], "language": language, "next": "/"}
    answer = context.request.post(f"{address}/bahasa/", form=form, headers={"Referer": address})
    assert answer.ok
    assert f'<html lang="{language}"' in answer.text()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_accessible(browser: Browser, example: Example, language: str) -> None:
    wrong: list[str] = []
    visited: set[str] = set()
    for role in ROLES:
        context = browser.new_context(viewport={"width": 320, "height": 740})
        page = context.new_page()
        first = step_into(page, example.address, role)
        chosen(context, example.address, language)
        for visit in list(walk(context, example.address, first, role)):
            if visit.name not in visited or visit.name in {"campaigns:home", "campaigns:party", "desk:home"}:
                visited.add(visit.name)
                wrong += looked_at(page, visit, example.address, language)
        context.close()
    assert "\n".join(wrong) == ""
    pages = {route.name for route in routes() if "GET" in route.methods} - NO_PAGE.keys()
    assert " ".join(sorted(pages - visited)) == ""


# What a screen reader meets on each page of pictures: the picture with its sentence, and the table with the same figures.
HEARD = {
    "peta/": (
        'figure "Peta kekuasaan dan kepentingan',
        'table "Pemangku kepentingan pada peta"',
        'row "PT Jaringan Contoh Bersama',
    ),
    "peta/golongan/": ('figure "Golongan kemenonjolan', "table ", 'row "Dominan'),
    "jejaring/": ('figure "Jejaring', "table ", 'row "1 Yayasan Literasi Nusa Contoh'),
    "cakupan/": (
        'table "Pemangku kepentingan yang terlibat menurut sektor dan keahlian"',
        'row "Pemerintah',
        "2/1 terisi",
    ),
    "kelompok/": ("figure ", "table ", 'row "Warga Jawa Barat'),
}


def test_pictures_are_read_aloud(browser: Browser, example: Example) -> None:
    context = browser.new_context(locale="id-ID")
    page = context.new_page()
    step_into(page, example.address, "ratna")
    chosen(context, example.address, "id")
    unheard = []
    for path, words in HEARD.items():
        page.goto(f"{example.address}/kampanye/makin-cakap-digital/pemetaan/{path}")
        heard = page.locator("main").aria_snapshot()
        unheard += [f"{path}: {one}" for one in words if one not in heard]
    context.close()
    assert unheard == []
