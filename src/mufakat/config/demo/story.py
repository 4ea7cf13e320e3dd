"""What has happened in the demonstration, act by act, through the same actions that a form would call."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings

from mufakat.campaigns import actions as campaigns
from mufakat.campaigns import queries
from mufakat.campaigns.models import Campaign, Invitation, Role, Seat, Visibility
from mufakat.config.demo import cast, mapping
from mufakat.people import actions as people
from mufakat.people.models import Organisation, Person, Region, Sector

Act = tuple[datetime, Callable[[datetime], None]]
LETTER = "surat-tugas-contoh.pdf"


@dataclass
class Stage:
    """The cast as rows, and the clock of the story: `at(12, 9)` is nine o'clock twelve days before the curtain rises."""

    now: datetime
    persons: dict[str, Person] = field(default_factory=dict)
    bodies: dict[str, Organisation] = field(default_factory=dict)

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        here = self.now.astimezone(ZoneInfo(settings.DEFAULT_ZONE)) - timedelta(days=days)
        return here.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def seat(self, key: str, campaign: Campaign, at: datetime) -> Seat:
        found = queries.seat_of(self.persons[key], campaign, at)
        assert found is not None, f"{key} has no seat at {at}"
        return found


def tell(now: datetime) -> Campaign:
    """Fill an empty server with the demonstration; answers its campaign."""
    stage = Stage(now)
    enter_cast(stage)
    enter_partners(stage)
    campaign = open_campaign(stage)
    document(stage, campaign)
    gather(Table(stage, campaign))
    open_others(stage)
    return campaign


# --- the cast --------------------------------------------------------------------------------------------------------
def enter_cast(stage: Stage) -> None:
    begun = stage.at(48, 8)
    for actor in cast.ACTORS:
        stage.persons[actor.key] = people.register_person(
            email=actor.email,
            name=actor.name,
            language=actor.language,
            at=begun,
            is_example=True,
            is_administrator=actor.key == "pengelola",
        )
    keeper = stage.persons["pengelola"]
    country = list(Region.objects.filter(code="31", valid_to__isnull=True))
    for number, body in enumerate(cast.BODIES):
        at = begun + timedelta(minutes=5 * number)
        stage.bodies[body.key] = organisation = people.propose_organisation(
            by=keeper,
            at=at,
            regions=country,
            name=body.name,
            short_name=body.short_name,
            sector=Sector.objects.get(pk=body.sector),
            kind=body.kind,
            source="Lembaga rekaan untuk peragaan.",
            is_example=True,
        )
        people.verify_organisation(organisation=organisation, by=keeper, at=at, note="Contoh: surat keputusan dilihat.")
        organisation.refresh_from_db()
    for actor in cast.ACTORS:
        if actor.key in {"ratna", "bambang"}:
            people.affiliate(
                person=stage.persons[actor.key],
                organisation=stage.bodies[actor.organisation],
                at=begun + timedelta(hours=2),
                as_admin=actor.key == "ratna",
            )


def enter_partners(stage: Stage) -> None:
    """Real organisations with what is published about them and nothing else."""
    for number, row in enumerate(_rows("partners.csv")):
        people.propose_organisation(
            by=stage.persons["pengelola"],
            at=stage.at(47, 9, number),
            name=row["organisation"],
            sector=Sector.objects.get(pk=row["sector_inferred"]),
            kind=row["kind_inferred"],
            source=f"{row['source']}. Sektor dan jenis disimpulkan dari namanya.",
        )


def _file(name: str) -> Traversable:
    return resources.files("mufakat.config.demo").joinpath(name)


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_file(name).read_text(encoding="utf-8").splitlines())


# --- the campaign ----------------------------------------------------------------------------------------------------
def open_campaign(stage: Stage) -> Campaign:
    at = stage.at(45, 9)
    day = at.date()
    campaign = campaigns.open_campaign(
        id=uuid4(),
        title="Makin Cakap Digital",
        issue=(
            "Warga makin lama berada di dunia digital, tetapi belum makin aman di sana: pilar keamanan adalah yang terendah "
            "dari empat pilar literasi digital. Banyak pihak sudah bergerak, masing-masing dengan bahan dan jadwalnya sendiri."
        ),
        aim=(
            "Pemerintah, kampus, usaha, media, organisasi masyarakat, dan warga merencanakan, menjalankan, dan menilai satu "
            "gerakan literasi digital bersama, dengan kedudukan setara dan catatan yang dapat diperiksa siapa pun."
        ),
        starts_on=day,
        ends_on=day + timedelta(days=420),
        host=stage.bodies["kominfo"],
        by=stage.persons["ratna"],
        at=at,
        regions=list(Region.objects.filter(code__in=["31", "32", "36"], valid_to__isnull=True)),
        languages=["id", "en"],
        brand="#0b5a55",
    )
    campaigns.widen_visibility(
        campaign=campaign, to=Visibility.PARTIES, by=stage.seat("ratna", campaign, at), at=stage.at(44, 10)
    )
    campaign.refresh_from_db()
    return campaign


def document(stage: Stage, campaign: Campaign) -> None:
    for number, row in enumerate(_rows("facts.csv")):
        at = stage.at(44, 13, 2 * number)
        campaigns.add_fact(
            campaign=campaign,
            by=stage.seat("ratna", campaign, at),
            at=at,
            series=row["series"],
            label=row["label"],
            year=int(row["year"]) if row["year"] else None,
            value=Decimal(row["value"]) if row["value"] else None,
            frame=row["frame"],
            source=row["source"],
        )


@dataclass
class Table:
    """The acts at one campaign's table; letters are remembered by name until they are answered."""

    stage: Stage
    campaign: Campaign
    letters: dict[str, Invitation] = field(default_factory=dict)

    def seat(self, key: str, at: datetime) -> Seat:
        return self.stage.seat(key, self.campaign, at)

    def invite(self, at: datetime, by: str, letter: str, body: str, role: str = Role.LIAISON, **more: Any) -> None:
        """Send a letter; to one of the cast it goes to their address and in their language."""
        person = self.stage.persons.get(letter)
        if person and "email" not in more:
            more |= {"email": person.email, "language": person.language}
        self.letters[letter] = campaigns.invite(
            id=uuid4(),
            campaign=self.campaign,
            organisation=self.stage.bodies[body] if body else None,
            role=role,
            by=self.seat(by, at),
            at=at,
            **more,
        )

    def accept(self, at: datetime, who: str, reference: str = "") -> None:
        campaigns.accept_invitation(
            secret=queries.secret_of(self.letters.pop(who)),
            by=self.stage.persons[who],
            at=at,
            confirm_authority=True,
            mandate_reference=reference,
        )

    def decline(self, at: datetime, letter: str, reason: str) -> None:
        secret = queries.secret_of(self.letters.pop(letter))
        campaigns.decline_invitation(secret=secret, at=at, reason=reason)

    def revoke(self, at: datetime, by: str, letter: str, reason: str) -> None:
        campaigns.revoke_invitation(invitation=self.letters.pop(letter), by=self.seat(by, at), at=at, reason=reason)

    def expire(self, at: datetime, letter: str) -> None:
        campaigns.expire_invitation(invitation=self.letters.pop(letter), at=at)

    def remind(self, at: datetime, by: str, letter: str) -> None:
        campaigns.remind(invitation=self.letters[letter], by=self.seat(by, at), at=at)

    def show(self, at: datetime, by: str, to: str) -> None:
        campaigns.widen_visibility(campaign=self.campaign, to=to, by=self.seat(by, at), at=at)
        self.campaign.refresh_from_db()

    def attach(self, at: datetime, who: str, name: str, reference: str) -> None:
        own = self.seat(who, at)
        campaigns.attach_mandate(
            seat=own, by=own, at=at, content=_file(name).read_bytes(), file_name=name, reference=reference
        )

    def leave(self, at: datetime, who: str, reason: str) -> None:
        own = self.seat(who, at)
        assert own.party is not None
        campaigns.leave_campaign(party=own.party, by=own, at=at, reason=reason)


# who, organisation, invited so many days ago at this hour, accepted so many days ago, number of the letter of assignment
PARTIES = (
    ("yusuf", "pendidikan", 43, 9, 41, "ST-14/DISDIK-CONTOH"),
    ("sari", "literasi", 43, 10, 42, "ST-118/LITERASI-CONTOH"),
    ("dewi", "kampus", 43, 11, 40, "ST-09/UNCONTOH"),
    ("rian", "radio", 42, 9, 39, ""),
    ("maria", "jaringan", 41, 14, 36, "SK-31/JCB"),
    ("kevin", "gawai", 41, 15, 38, ""),
    ("tuti", "emak", 37, 9, 35, ""),
)
# role, who, invited so many days ago, accepted so many days ago
NEUTRAL = ((Role.FACILITATOR, "ningsih", 42, 40), (Role.EVALUATOR, "arif", 34, 31), (Role.OBSERVER, "grace", 30, 29))
LEFT_BECAUSE = "Program tanggung jawab sosial kami selesai tahun ini, jadi kami tidak dapat menepati bagian kami."
NOT_NOW = "Musyawarah anggota kami baru bulan depan. Silakan undang kami lagi setelah itu."
HELLO = "Ibu Lina, perpustakaan desa paling dekat dengan warga. Kami berharap Ibu ikut duduk bersama."


def gather(table: Table) -> None:
    """Everything that happened at the table, in the order in which it happened."""
    acts = [*_arrivals(table), *_middle(table), *_letters(table), *mapping.acts_of(table)]
    for at, act in sorted(acts, key=lambda pair: pair[0]):
        act(at)


def _arrivals(table: Table) -> Iterator[Act]:
    at = table.stage.at
    for who, body, invited, hour, accepted, reference in PARTIES:
        yield at(invited, hour), partial(table.invite, by="ratna", letter=who, body=body)
        yield at(accepted, 11), partial(table.accept, who=who, reference=reference)
    for role, who, invited, accepted in NEUTRAL:
        yield at(invited, 16), partial(table.invite, by="ratna", letter=who, body="", role=role)
        yield at(accepted, 15), partial(table.accept, who=who)


def _middle(table: Table) -> list[Act]:
    """Signatories, a mandate, a hand-over, a party that leaves, a delegation; the public may look on."""
    at = table.stage.at
    signs: dict[str, Any] = {"role": Role.SIGNATORY, "may_sign": True}
    return [
        (at(33, 9), partial(table.invite, by="ratna", letter="bambang", body="kominfo", **signs)),
        (at(33, 14), partial(table.accept, who="bambang", reference="SK-01/CONTOH")),
        (at(32, 9), partial(table.invite, by="sari", letter="hendra", body="literasi", **signs)),
        (at(32, 13), partial(table.accept, who="hendra", reference="AKTA-07/CONTOH")),
        (
            at(31, 10),
            partial(table.attach, who="sari", name=LETTER, reference="ST-118/LITERASI-CONTOH"),
        ),
        (at(26, 9), partial(table.show, by="ratna", to=Visibility.PUBLIC)),
        (at(20, 10), partial(_hand_over, table)),
        (at(19, 9), partial(table.accept, who="agus", reference="ST-22/UNCONTOH")),
        (at(15, 10), partial(table.leave, who="kevin", reason=LEFT_BECAUSE)),
        (at(9, 9), partial(_lend, table)),
        (at(8, 10), partial(table.accept, who="made")),
    ]


def _hand_over(table: Table, at: datetime) -> None:
    table.invite(at, by="dewi", letter="agus", body="kampus", replaces=table.seat("dewi", at))


def _lend(table: Table, at: datetime) -> None:
    until = (table.stage.now + timedelta(days=12)).date()
    table.invite(at, by="sari", letter="made", body="literasi", delegates=table.seat("sari", at), ends_on=until)


def _letters(table: Table) -> list[Act]:
    """Invitations in every other state: expired, revoked, declined, and waiting with and without an address."""
    at = table.stage.at

    def to(body: str) -> partial[None]:
        return partial(table.invite, by="ratna", letter=body, body=body, email=f"humas@{body}.{cast.DOMAIN}")

    return [
        (at(27, 10), to("smk")),
        (at(20, 11), partial(table.expire, letter="smk")),
        (at(12, 9), to("bank")),
        (
            at(11, 9),
            partial(table.revoke, by="ratna", letter="bank", reason="Salah alamat; kami menunggu nama yang ditunjuk."),
        ),
        (at(10, 9), to("fintek")),
        (at(7, 14), partial(table.decline, letter="fintek", reason=NOT_NOW)),
        (at(4, 10), partial(table.invite, by="ratna", letter="lina", body="pustaka", message=HELLO)),
        (at(2, 9), partial(table.remind, by="ratna", letter="lina")),
        (at(1, 15), partial(table.invite, by="ratna", letter="koran", body="koran")),
    ]


def open_others(stage: Stage) -> None:
    """Two smaller campaigns, so that the host and a partner see the home of somebody with many."""
    at = stage.at(6, 13)
    campaigns.open_campaign(
        id=uuid4(),
        title="Tanya Dulu Sebelum Sebar",
        issue="Kabar bohong paling cepat menyebar lewat grup keluarga.",
        aim="Setiap grup keluarga punya satu anggota yang biasa memeriksa kabar.",
        starts_on=at.date() + timedelta(days=30),
        ends_on=at.date() + timedelta(days=210),
        host=stage.bodies["kominfo"],
        by=stage.persons["ratna"],
        at=at,
    )
    at = stage.at(5, 9)
    second = campaigns.open_campaign(
        id=uuid4(),
        title="Kelas Aman Berinternet",
        issue="Murid lebih dulu mengenal risiko daripada cara menghindarinya.",
        aim="Setiap kelas tujuh di kota ini punya satu pekan belajar aman berinternet.",
        starts_on=at.date() + timedelta(days=20),
        ends_on=at.date() + timedelta(days=200),
        host=stage.bodies["pendidikan"],
        by=stage.persons["yusuf"],
        at=at,
    )
    table = Table(stage, second)
    table.show(stage.at(5, 10), by="yusuf", to=Visibility.PARTIES)
    table.invite(stage.at(5, 11), by="yusuf", letter="sari", body="literasi")
    table.accept(stage.at(4, 9), who="sari")
    table.invite(stage.at(3, 9), by="yusuf", letter="ratna", body="kominfo")
