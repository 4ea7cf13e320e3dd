"""`mufakat init`: the first administrator without a mail server, and never a second by accident."""

from __future__ import annotations

import re
import stat

from tests.config.conftest import once
from tests.faults.site import Client, Site

_LINK = re.compile(r"http://localhost:\d+(/masuk/\S+)")


def test_init_prepares_everything_and_prints_a_link(site: Site) -> None:
    said = site.command(
        "init", "--no-input", "--name", "Wulan", "--email", "wulan@contoh.example", "--organisation", "Dinas Contoh"
    )
    assert "Ready. Wulan signs in once with this link, within 24 hours:" in said
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (site.folder / "keys").iterdir()}
    assert modes == {"secret.key": 0o600, "log.key": 0o600}
    assert stat.S_IMODE(site.folder.stat().st_mode) == 0o700


def test_the_link_opens_the_site_once(filled: Site) -> None:
    link = _LINK.search(filled.command("init", "--no-input"))
    assert link
    filled.start()
    client = Client(filled.port)
    client.enter(link[1])
    assert client.ask("GET", "/organisasi/baru/")[0] == 200
    client.close()
    late = Client(filled.port)
    assert late.ask("GET", link[1])[0] == 410
    late.close()
    assert filled.stop() == 0


@once
def test_init_again_offers_a_new_link_and_no_second_administrator(filled: Site) -> None:
    said = filled.command("init", "--no-input", "--name", "Lain", "--email", "wulan@contoh.example")
    assert "There is an administrator already: Wulan. Here is a new link." in said
    said = filled.command("init", "--no-input", "--name", "Lain", "--email", "lain@contoh.example", code=3)
    assert "This server has administrators already: wulan@contoh.example." in said


@once
def test_init_makes_another_administrator_when_asked(filled: Site) -> None:
    said = filled.command("init", "--no-input", "--another", "--name", "Lain", "--email", "lain@contoh.example")
    assert "Ready. Lain signs in once" in said
    said = filled.command("init", "--no-input", "--another", "--name", "L", "--email", "LAIN@contoh.example", code=3)
    assert "has an account already" in said
    said = filled.command("init", "--no-input", code=3)
    assert "Name one of them with --email" in said


@once
def test_init_says_what_it_lacks(site: Site) -> None:
    assert "is not an e-mail address" in site.command("init", "--no-input", "--email", "wulan", code=3)
    assert "The administrator needs a name" in site.command("init", "--no-input", "--email", "a@contoh.example", code=3)
    said = site.command(
        "init",
        "--no-input",
        "--email",
        "a@contoh.example",
        "--name",
        "A",
        "--organisation",
        "X",
        "--sector",
        "x",
        code=3,
    )
    assert "There is no sector x." in said
    assert "Choose one of: pemerintah" in said
    # Nothing of the refused attempts remains: the next is again the first administrator.
    assert "Ready. A signs in" in site.command("init", "--no-input", "--email", "a@contoh.example", "--name", "A")
