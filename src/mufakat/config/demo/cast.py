"""Who appears in the demonstration. Invented names contain "Contoh", lest anyone takes them for real."""

from __future__ import annotations

from dataclasses import dataclass

from mufakat.config.words import gettext_noop as _n

DOMAIN = "contoh.example"


@dataclass(frozen=True, slots=True)
class Actor:
    """An invented person, and the organisation they work for (empty for none)."""

    key: str
    name: str
    organisation: str = ""
    language: str = "id"

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class Body:
    """An invented organisation."""

    key: str
    name: str
    short_name: str
    sector: str
    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """A role that a visitor may step into."""

    key: str
    label: str
    note: str


BODIES = (
    Body("kominfo", "Dinas Kominfo Kota Contoh", "Diskominfo Contoh", "pemerintah", "local_agency"),
    Body("pendidikan", "Dinas Pendidikan Kota Contoh", "Disdik Contoh", "pemerintah", "local_agency"),
    Body("literasi", "Yayasan Literasi Nusa Contoh", "Literasi Nusa", "masyarakat_sipil", "foundation"),
    Body("kampus", "Universitas Contoh Nusantara", "Uncontoh", "akademisi", "university"),
    Body("radio", "Radio Warga Contoh", "Warga FM", "media", "newsroom"),
    Body("jaringan", "PT Jaringan Contoh Bersama", "Jaringan Bersama", "swasta", "company"),
    Body("gawai", "PT Gawai Contoh Makmur", "Gawai Makmur", "swasta", "company"),
    Body("emak", "Komunitas Emak Cakap Contoh", "Emak Cakap", "komunitas", "community"),
    Body("pustaka", "Perpustakaan Desa Contoh Maju", "Pustaka Maju", "komunitas", "community"),
    Body("koran", "Harian Suara Contoh", "Suara Contoh", "media", "newsroom"),
    Body("bank", "Bank Pembangunan Contoh", "Bank Contoh", "swasta", "company"),
    Body("fintek", "Asosiasi Fintek Contoh", "Afcon", "swasta", "association"),
    Body("smk", "SMK Negeri 1 Contoh", "SMKN 1 Contoh", "akademisi", "university"),
)

ACTORS = (
    Actor("pengelola", "Wulan Contoh Prameswari"),
    Actor("ratna", "Ratna Contoh Dewanti", "kominfo"),
    Actor("bambang", "Bambang Contoh Santoso", "kominfo"),
    Actor("yusuf", "Yusuf Contoh Hidayat", "pendidikan"),
    Actor("sari", "Sari Contoh Lestari", "literasi"),
    Actor("hendra", "Hendra Contoh Gunawan", "literasi"),
    Actor("made", "Made Contoh Aryani", "literasi"),
    Actor("dewi", "Dewi Contoh Anggraini", "kampus"),
    Actor("agus", "Agus Contoh Wibowo", "kampus"),
    Actor("rian", "Rian Contoh Pratama", "radio"),
    Actor("maria", "Maria Contoh Simanjuntak", "jaringan"),
    Actor("kevin", "Kevin Contoh Halim", "gawai"),
    Actor("tuti", "Tuti Contoh Rahayu", "emak"),
    Actor("lina", "Lina Contoh Marlina", "pustaka"),
    Actor("ningsih", "Ningsih Contoh Utami"),
    Actor("arif", "Arif Contoh Nugroho"),
    Actor("grace", "Grace Contoh Tanuwijaya", language="en"),
)

PARTS = (
    Part("ratna", _n("Host's liaison"), _n("Dinas Kominfo Kota Contoh: opened the campaign and invites")),
    Part("sari", _n("Partner's liaison"), _n("Yayasan Literasi Nusa Contoh: acts for one of the parties")),
    Part("hendra", _n("Signatory"), _n("Yayasan Literasi Nusa Contoh: signs for that party")),
    Part("ningsih", _n("Independent facilitator"), _n("Belongs to no party")),
    Part("arif", _n("Evaluator"), _n("Belongs to no party")),
    Part("grace", _n("Observer"), _n("Reads along, in English")),
    Part("lina", _n("Somebody invited"), _n("Has a letter, but no seat yet")),
    Part("pengelola", _n("Administrator of the server"), _n("Verifies organisations; sits at no table")),
    Part("", _n("A citizen"), _n("Not signed in")),
)
INVITED = "lina"
SLUG = "makin-cakap-digital"
