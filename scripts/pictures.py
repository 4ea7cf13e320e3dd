"""The pictures of README.md, taken from a fresh demonstration: `make pictures` after a change of the face."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs/pictures"
CAMPAIGN = "/kampanye/makin-cakap-digital/"
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demonstration() -> Iterator[str]:
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="mufakat-pictures-") as data:
        env = {name: value for name, value in os.environ.items() if not name.startswith("MUFAKAT_")}
        command = [str(Path(sys.executable).parent / "mufakat"), "--data", data, "demo", "--port", str(port)]
        running = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        try:
            _wait(f"http://localhost:{port}/healthz")
            yield f"http://localhost:{port}"
        finally:
            running.terminate()
            running.wait(30)


def _wait(address: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit(f"{address} does not answer")


def _step_into(page: Page, role: str) -> None:
    """The demonstration's own switch, by the name of the person."""
    with page.expect_navigation():
        page.evaluate("role => document.querySelector(`input[name=role][value=${role}]`).form.submit()", role)


def _take(browser: Browser, address: str, name: str, *, size: dict[str, int], role: str, path: str) -> None:
    scale = 2 if size is PHONE else 1
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]}, device_scale_factor=scale, locale="id-ID"
    )
    page = context.new_page()
    page.goto(address + CAMPAIGN)
    _step_into(page, role)
    if path:
        page.goto(address + path)
    page.screenshot(path=PICTURES / name)
    context.close()
    print(f"{name}: {(PICTURES / name).stat().st_size // 1000} kB")


def main() -> None:
    browser_path = os.environ.get("MUFAKAT_TEST_CHROMIUM") or shutil.which("chromium")
    PICTURES.mkdir(exist_ok=True)
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        _take(browser, address, "home.png", size=DESK, role="ratna", path=CAMPAIGN)
        _take(browser, address, "record.png", size=DESK, role="sari", path=f"{CAMPAIGN}catatan/")
        _take(browser, address, "invite-phone.png", size=PHONE, role="lina", path="")
        browser.close()


if __name__ == "__main__":
    main()
