"""From an empty server to a party that leaves, and the record of it all on a party's own computer."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Town, desk, follow, phone, press

CODE = re.compile(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]*)\s*$", re.MULTILINE)
CAMPAIGN = "kampanye/air-bersih-bersama/"


def open_campaign(page: Page, title: str) -> None:
    """Written in one form, checked on a second page, opened, shown to the parties."""
    page.goto(page.url.split("/akun")[0] + "/kampanye/baru/")
    for field, words in {
        "title": title,
        "issue": "Sumur di empat kecamatan kering sejak Juli.",
        "aim": "Setiap rumah punya air layak minum.",
        "starts_on": "2026-12-01",
        "ends_on": "2027-06-30",
    }.items():
        page.fill(f"#id_{field}", words)
    press(page, "Check your answers")
    press(page, "Open the campaign")
    follow(page, "Show it")
    press(page, "Show it to the parties")


def propose_and_invite(page: Page, campaign: str, name: str, email: str) -> str:
    """An organisation not known yet; answers the link that stands ready to be sent."""
    page.goto(campaign + "undangan/baru/")
    page.fill("#id_q", name)
    press(page, "Search")
    follow(page, "Propose a new organisation")
    page.fill("#id_name", name)
    page.get_by_text("Civil society", exact=True).click()
    page.get_by_text("Foundation or NGO", exact=True).click()
    press(page, "Continue")
    page.fill("#id_email", email)
    page.locator("label", has_text="Bahasa Indonesia").click()
    page.fill("#id_message", "Yayasan Anda paling kenal dengan sumur-sumur itu.")
    press(page, "Make the invitation")
    expect(page.get_by_role("link", name="Send by WhatsApp")).to_have_attribute("href", re.compile(r"^https://wa\.me/"))
    return page.get_by_label("Link", exact=True).input_value()


def join(page: Page, town: Town, link: str, name: str, email: str) -> None:
    """Read the letter, make an account by code, accept; no JavaScript, no password."""
    page.goto(link)
    follow(page, "Saya baru: buatkan akun")
    page.fill("#id_name", name)
    page.fill("#id_email", email)
    press(page, "Kirim kode")
    found = CODE.search(town.letter(email, "kode"))
    assert found
    page.fill("#id_code", found[1])
    page.locator("main form").first.get_by_role("button").first.click()
    press(page, "Terima dan isi kursi")
    expect(page.get_by_role("alert")).to_contain_text("1 isian perlu diperiksa lagi")
    page.locator("main label.check").first.click()
    press(page, "Terima dan isi kursi")


def hand_over(server: Town, budi: Page, sari: Page, campaign: str) -> None:
    """The seat moves when the colleague accepts, not before; then the former member reads no more."""
    budi.goto(campaign + "pihak/")
    follow(budi, "Yayasan Tirta Bening")
    follow(budi, "Budi")
    follow(budi, "Serahkan")
    budi.fill("#id_email", "sari@tirta.example")
    press(budi, "Buat undangan")
    passed_on = server.link_in(server.letter("sari@tirta.example", "Yayasan Tirta Bening"))
    still = budi.goto(campaign)
    join(sari, server, passed_on, "Sari", "sari@tirta.example")
    after = budi.goto(campaign)
    assert still
    assert after
    assert (still.status, after.status) == (200, 404)


def leave(sari: Page, campaign: str) -> None:
    """A party leaves by its own liaison, with a reason."""
    sari.goto(campaign + "pihak/")
    follow(sari, "Yayasan Tirta Bening")
    follow(sari, "Mundur dari kampanye")
    sari.fill("main textarea", "Yayasan kami berfokus pada daerah lain tahun depan.")
    sari.locator("main form button.btn").click()
    expect(sari.locator("main")).not_to_contain_text("Bidang ini tidak boleh kosong")


def keep_record(page: Page, address: str, path: Path) -> Path:
    answer = page.context.request.get(address)
    assert answer.headers["content-disposition"].startswith("attachment")
    path.write_bytes(answer.body())
    return path


def test_a_table_is_set_and_a_party_leaves_it(browser: Browser, town: tuple[Town, str], tmp_path: Path) -> None:
    server, entry = town
    ratna = desk(browser).new_page()
    ratna.goto(entry)
    press(ratna, "Masuk")
    open_campaign(ratna, "Air Bersih Bersama")
    campaign = f"{server.address}/{CAMPAIGN}"

    # The same link is in the letter and on the screen; the letter speaks the language of the invited.
    link = propose_and_invite(ratna, campaign, "Yayasan Tirta Bening", "budi@tirta.example")
    letter = server.letter("budi@tirta.example", "Yayasan Tirta Bening")
    assert server.link_in(letter) == link
    assert "Membacanya tidak mengikat Anda." in letter

    # Accepted on a phone, in the other language, without JavaScript.
    budi = phone(browser, java_script_enabled=False).new_page()
    join(budi, server, link, "Budi", "budi@tirta.example")
    expect(budi.locator("main")).to_contain_text("Yayasan Tirta Bening bergabung sebagai pihak.")
    first_copy = keep_record(ratna, campaign + "catatan/unduh/", tmp_path / "first.txt")

    # Used once, the link is spent for everybody else.
    stranger = phone(browser).new_page()
    answer = stranger.goto(link)
    assert answer
    assert answer.status == 410

    sari = phone(browser, java_script_enabled=False).new_page()
    hand_over(server, budi, sari, campaign)
    leave(sari, campaign)
    ratna.goto(campaign + "catatan/")
    expect(ratna.locator("main")).to_contain_text("Yayasan kami berfokus pada daerah lain tahun depan.")

    # Everyone's own copy verifies offline, and the later one grew from the earlier one.
    last_copy = keep_record(ratna, campaign + "catatan/unduh/", tmp_path / "last.txt")
    server.command("verify", str(last_copy), "--against", str(first_copy))
    forged = tmp_path / "forged.txt"
    forged.write_text(last_copy.read_text().replace("party.left", "party.lost"))
    assert "seq" in server.command("verify", str(forged), "--against", str(last_copy), "--json", code=1)


def test_the_first_page_fits_who_one_is(browser: Browser, town: tuple[Town, str]) -> None:
    server, _entry = town
    visitor = phone(browser).new_page()
    visitor.goto(server.address)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Satu meja untuk kampanye publik")
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
