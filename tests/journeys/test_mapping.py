"""Step 1 of the method: a register with mistakes, three parties that disagree, a gap, a nomination, and the gate that opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Town, desk, follow, is_accessible, phone, press
from tests.journeys.test_table import join, open_campaign

CAMPAIGN = "kampanye/cakap-berinternet/"
WRONG = """Nama;Sektor;Wilayah;Kepentingan;Status
Forum Warga Pesisir;Masyarakat sipil;Bali;Anak-anak mereka paling sering tertipu;teridentifikasi
Radio Komunitas Pantai;Medai;Bali;Suara yang didengar nelayan;teridentifikasi
Kampus Bahari;Akademisi;Nusa Antah;Meneliti literasi digital;entahlah
"""
RIGHT = WRONG.replace("Medai", "Media").replace("Nusa Antah", "Jawa Timur").replace("entahlah", "dihubungi")


@pytest.fixture
def village(tmp_path: Path) -> Iterator[tuple[Town, str]]:
    """A server that no other journey has used."""
    town = Town(tmp_path / "village")
    try:
        yield town, town.found()
    finally:
        town.close()


def invite(page: Page, campaign: str, name: str, email: str, *, sector: str, kind: str) -> str:
    """From the page on which an organisation is searched; answers the link that stands ready."""
    if not page.url.startswith(campaign + "undangan/baru/?q="):
        page.goto(campaign + "undangan/baru/")
        page.fill("#id_q", name)
        press(page, "Search")
    follow(page, "Propose a new organisation")
    page.fill("#id_name", name)
    page.get_by_text(sector, exact=True).click()
    page.get_by_text(kind, exact=True).click()
    press(page, "Continue")
    page.fill("#id_email", email)
    page.locator("label", has_text="Bahasa Indonesia").click()
    press(page, "Make the invitation")
    return page.get_by_label("Link", exact=True).input_value()


def invite_facilitator(page: Page, campaign: str, email: str) -> str:
    page.goto(campaign + "undangan/baru/?peran=facilitator")
    page.fill("#id_email", email)
    page.locator("label", has_text="Bahasa Indonesia").click()
    press(page, "Make the invitation")
    return page.get_by_label("Link", exact=True).input_value()


def seat_three(browser: Browser, server: Town, host: Page, campaign: str) -> dict[str, Page]:
    """Two parties and a facilitator beside the host, each in a browser of their own without JavaScript."""
    people = {name: desk(browser, java_script_enabled=False).new_page() for name in ("Wati", "Joko", "Lastri")}
    for name, email, organisation, sector, kind in (
        ("Wati", "wati@forum.example", "Yayasan Cakap", "Civil society", "Foundation or NGO"),
        ("Joko", "joko@kampus.example", "Universitas Bahari", "Academia", "University or research body"),
    ):
        link = invite(host, campaign, organisation, email, sector=sector, kind=kind)
        join(people[name], server, link, name, email)
    link = invite_facilitator(host, campaign, "lastri@netral.example")
    join(people["Lastri"], server, link, "Lastri", "lastri@netral.example")
    return people


def read_in(page: Page, campaign: str, path: Path, words: str) -> None:
    """Upload a register and name its columns as guessed; the worker checks it meanwhile."""
    path.write_text(words, encoding="utf-8")
    page.goto(campaign + "pemetaan/impor/")
    page.set_input_files("main input[type=file]", path)
    press(page, "Upload")
    expect(page.get_by_role("button", name="Check the rows")).to_be_visible(timeout=30_000)
    assert is_accessible(page)
    press(page, "Check the rows")
    expect(page.get_by_role("heading", level=1)).to_have_text("Before it is taken over", timeout=30_000)


def assess(page: Page, campaign: str, scores: str) -> None:
    """The first one that waits, on four scales with a reason."""
    page.goto(campaign + "pemetaan/penilaian/")
    page.locator("main li a", has_text="Forum Warga Pesisir").click()
    for name, score in zip(("power", "interest", "legitimacy", "urgency"), scores, strict=True):
        page.locator(f"input[name={name}][value='{score}']").check(force=True)
    page.fill("#id_reason", "Kami bekerja bersama mereka sejak lama.")
    page.locator("main form button.btn").first.click()
    expect(page.locator(".toast").first).to_be_visible()


def listen_to_the_map(page: Page) -> None:
    """What a screen reader says of the picture, and the same figures in its table."""
    assert is_accessible(page)
    heard = page.locator("main").aria_snapshot()
    assert 'figure "Map of power and interest' in heard
    assert 'link "Forum Warga Pesisir: power 2, interest 5; assessors disagree"' in heard
    assert 'table "Stakeholders on the map"' in heard
    assert re.search(r'row "Forum Warga Pesisir .*2 \(1–5\) 5 \(2–5\) 3 3 Keep informed', heard)


def look_at_own(page: Page, campaign: str) -> None:
    """The pages about one's own assessment and one's own organisation; the worker has entered it into the register."""
    page.goto(campaign + "pemetaan/penilaian/?tab=sudah")
    page.locator("main a", has_text="Forum Warga Pesisir").first.click()
    page.locator("main a[href$='/tarik/']").first.click()
    assert is_accessible(page)
    page.goto(campaign + "pemetaan/daftar/?q=Dinas+Kominfo")
    follow(page, "Dinas Kominfo Kota Contoh")
    page.goto(page.url.replace("/pemangku/", "/peta/") + "izin/")
    assert is_accessible(page)


def require_a_newsroom(page: Page, campaign: str) -> None:
    page.goto(campaign + "pemetaan/cakupan/kebutuhan/baru/")
    page.select_option("#id_sector", "media")
    page.fill("#id_reason", "Tanpa media, pesannya tidak sampai.")
    page.locator("main form button.btn").first.click()
    page.goto(campaign + "pemetaan/")
    expect(page.locator("main")).to_contain_text("Media")


def nominate(page: Page, campaign: str) -> None:
    page.goto(campaign + "pemetaan/usulan/baru/")
    page.fill("#id_name", "Radio Swara Laut")
    page.select_option("#id_sector", "media")
    page.fill("#id_reason", "Didengar di setiap perahu.")
    page.locator("main form button.btn").first.click()


def test_who_is_missing_is_found_and_comes_to_the_table(
    browser: Browser, village: tuple[Town, str], tmp_path: Path
) -> None:
    server, entry = village
    ratna = desk(browser).new_page()
    ratna.goto(entry)
    press(ratna, "Masuk")
    open_campaign(ratna, "Cakap Berinternet")
    campaign = f"{server.address}/{CAMPAIGN}"

    # A register with mistakes changes nothing; corrected, it is taken over whole.
    read_in(ratna, campaign, tmp_path / "salah.csv", WRONG)
    expect(ratna.locator("main")).to_contain_text("2 rows are wrong")
    assert is_accessible(ratna)
    ratna.locator("main a[href$='/buang/']").click()
    assert is_accessible(ratna)
    read_in(ratna, campaign, tmp_path / "benar.csv", RIGHT)
    press(ratna, "Take the file over")
    expect(ratna.locator("main")).to_contain_text("The file is taken over", timeout=30_000)
    ratna.goto(campaign + "pemetaan/daftar/")
    expect(ratna.locator("main")).to_contain_text("Radio Komunitas Pantai")
    assert is_accessible(ratna)

    # Two more parties and a facilitator come; three parties assess the same stakeholder and disagree.
    people = seat_three(browser, server, ratna, campaign)
    assess(ratna, campaign, "5533")
    assess(people["Wati"], campaign, "1533")
    assess(people["Joko"], campaign, "2233")
    ratna.goto(campaign + "pemetaan/peta/")
    expect(ratna.locator("main")).to_contain_text("Assessors disagree")
    listen_to_the_map(ratna)
    look_at_own(ratna, campaign)

    # What the campaign needs is said, and is missing; a party knows who could fill the gap.
    require_a_newsroom(ratna, campaign)
    nominate(people["Wati"], campaign)
    ratna.goto(campaign + "pemetaan/usulan/")
    follow(ratna, "Radio Swara Laut")
    ratna.locator("input[name=state][value=invited]").check(force=True)
    ratna.locator("main form button.btn").first.click()
    link = invite(
        ratna, campaign, "Radio Swara Laut", "nina@swara.example", sector="Media", kind="Newsroom or broadcaster"
    )
    nina = phone(browser, java_script_enabled=False).new_page()
    join(nina, server, link, "Nina", "nina@swara.example")
    ratna.goto(campaign + "pemetaan/cakupan/")
    expect(ratna.locator("main")).to_contain_text("100%")

    # The same query opens the gate.
    ratna.goto(campaign + "pengaturan/tahap/?ke=planning")
    ratna.locator("main form button.btn").first.click()
    ratna.goto(campaign)
    expect(ratna.locator("main")).to_contain_text("Adaptive planning")
