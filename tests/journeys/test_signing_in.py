"""The three ways in: a code by e-mail, a passkey, a password with a second proof."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Town, desk, follow, is_accessible, press
from tests.journeys.test_table import CODE

PASSWORD = "delapan sumur yang kering"


@pytest.fixture
def own_town(tmp_path: Path) -> Iterator[Town]:
    """A server of its own: what a person adds to an account must not reach the other journeys."""
    town = Town(tmp_path / "own")
    yield town
    town.close()


def with_authenticator(page: Page) -> None:
    """A device with a fingerprint reader, as the browser's own tools simulate it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def one_time_code(secret: str, at: float) -> str:
    """RFC 6238 with SHA-1, 30 seconds and 6 digits, written from the RFC."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def sign_out(page: Page) -> None:
    page.locator("header details.menu summary").click()
    page.locator("header").get_by_role("button", name="Sign out").click()
    expect(page.locator("header")).to_contain_text("Masuk")


def test_one_time_code_is_the_published_one() -> None:
    # RFC 6238, appendix B: SHA-1, the secret "12345678901234567890", at 59 s and 1111111109 s (last six digits).
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert (one_time_code(secret, 59), one_time_code(secret, 1111111109)) == ("287082", "081804")


def test_a_passkey_and_a_password_with_a_second_proof(browser: Browser, own_town: Town) -> None:
    page = desk(browser).new_page()
    page.goto(own_town.found())
    press(page, "Masuk")

    with_authenticator(page)
    follow(page, "Add a passkey")
    press(page, "Add a passkey")
    expect(page.get_by_role("link", name="Download the codes")).to_be_visible()
    assert is_accessible(page)
    page.goto(f"{own_town.address}/akun/2fa/webauthn/")
    assert is_accessible(page)
    sign_out(page)
    page.goto(f"{own_town.address}/akun/login/")
    press(page, "Pakai kunci sandi")
    expect(page.locator("header")).to_contain_text("Ratna")

    page.goto(f"{own_town.address}/akun/password/set/")
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    press(page, "Save the password")
    page.goto(f"{own_town.address}/akun/2fa/totp/activate/")
    secret = page.locator("main input[readonly]").first.input_value()
    page.fill("#id_code", one_time_code(secret, time.time()))
    press(page, "Switch on")
    expect(page.locator("main")).to_contain_text("Authenticator app")
    sign_out(page)
    page.goto(f"{own_town.address}/akun/login/")
    page.get_by_text("Pakai kata sandi", exact=True).click()
    page.fill("main input[name=login]", "ratna@kota.example")
    page.fill("main input[name=password]", PASSWORD)
    page.locator("main form", has=page.locator("input[name=password]")).get_by_role("button").click()
    assert is_accessible(page)
    page.fill("main input[name=code]", one_time_code(secret, time.time() + 30))  # the last one was used to switch it on
    page.locator("main form", has=page.locator("input[name=code]")).get_by_role("button").first.click()
    expect(page.locator("header")).to_contain_text("Ratna")


def test_a_code_by_letter_signs_in(browser: Browser, town: tuple[Town, str]) -> None:
    server, _entry = town
    page = desk(browser).new_page()
    page.goto(f"{server.address}/akun/login/")
    page.fill("main input[type=email]", "ratna@kota.example")
    page.locator("main form button.btn").first.click()
    assert is_accessible(page)
    found = CODE.search(server.letter("ratna@kota.example", "code"))
    assert found
    page.fill("main input[name=code]", found[1])
    page.locator("main form").first.get_by_role("button").first.click()
    expect(page.locator("header")).to_contain_text("Ratna")
