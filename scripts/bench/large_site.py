"""A server with one campaign of many parties and a long record, in the data folder of the environment.

    python scripts/bench/large_site.py SLUG PARTIES ENTRIES

Parties join through the product's own acts. The rest of the record is written past its guards, in bulk, but as the product would
have written it: `fsck` finds nothing.
"""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

import django

django.setup()
from django.db import connection, transaction

from mufakat.campaigns import actions as campaigns
from mufakat.campaigns import queries
from mufakat.campaigns.models import Campaign, Role, Seat
from mufakat.config import readiness
from mufakat.engines.chain import canonical, merkle
from mufakat.engines.chain.entry import entry_bytes
from mufakat.ledger import actions as ledger
from mufakat.ledger.models import OPEN, Entry, Log, Node, Opening
from mufakat.people import actions as people
from mufakat.people import queries as who
from mufakat.people.models import Organisation, Person, Sector

SECTORS = ("pemerintah", "swasta", "akademisi", "masyarakat_sipil", "media", "komunitas")
BATCH = 5000
BEGUN = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def build(slug: str, parties: int, entries: int) -> None:
    readiness.migrate()
    ledger.found_instance_log(at=BEGUN)
    with transaction.atomic():
        campaign, host = _campaign(slug)
        for number in range(parties - 1):
            _party(campaign, host, number)
    _lengthen(Log.objects.get(pk=campaign.log_id), campaign, entries)


def _person(key: str, **fields: Any) -> Person:
    email = f"{key}@bench.example"
    known = who.person_by_email(email)
    return known or people.register_person(email=email, name=f"Orang {key}", language="id", at=BEGUN, **fields)


def _organisation(name: str, sector: str) -> Organisation:
    keeper = _person("pengelola", is_administrator=True)
    made = people.propose_organisation(
        by=keeper, at=BEGUN, name=name, sector=Sector.objects.get(pk=sector), kind=Organisation.Kind.OTHER
    )
    people.verify_organisation(organisation=made, by=keeper, at=BEGUN, note="bench")
    made.refresh_from_db()
    return made


def _campaign(slug: str) -> tuple[Campaign, Seat]:
    opener = _person(f"tuan-rumah-{slug}")
    host = _organisation(f"Dinas Bench {slug}", "pemerintah")
    people.affiliate(person=opener, organisation=host, at=BEGUN)
    campaign = campaigns.open_campaign(
        id=uuid4(),
        title=slug.replace("-", " "),
        issue="Masalah yang nyata. " * 20,
        aim="Keadaan yang lebih baik. " * 20,
        starts_on=BEGUN.date(),
        ends_on=BEGUN.date() + timedelta(days=700),
        host=host,
        by=opener,
        at=BEGUN,
    )
    for visibility in ("parties", "public"):
        seat = queries.seat_of(opener, campaign, BEGUN)
        assert seat is not None
        campaign = campaigns.widen_visibility(campaign=campaign, to=visibility, by=seat, at=BEGUN)
    seat = queries.seat_of(opener, campaign, BEGUN)
    assert seat is not None
    return campaign, seat


def _party(campaign: Campaign, host: Seat, number: int) -> None:
    at = BEGUN + timedelta(hours=number)
    organisation = _organisation(f"Lembaga {campaign.slug} {number:03}", SECTORS[number % len(SECTORS)])
    letter = campaigns.invite(
        id=uuid4(), campaign=campaign, organisation=organisation, role=Role.LIAISON, by=host, at=at
    )
    campaigns.accept_invitation(
        secret=queries.secret_of(letter), by=_person(f"{campaign.slug}-{number}"), at=at, confirm_authority=True
    )


# --- the long record -------------------------------------------------------------------------------------------------
def _lengthen(log: Log, campaign: Campaign, entries: int) -> None:
    guards = import_module("mufakat.ledger.migrations.0002_guards")
    names = list(
        Organisation.objects.filter(name__startswith=f"Lembaga {campaign.slug}").values_list("pk", "name")[:50]
    )
    seat = Seat.objects.filter(campaign=campaign).order_by("taken_at").first()
    assert seat is not None
    with connection.schema_editor() as editor:
        guards.lift(None, editor)
    frontier = merkle.Frontier(size=log.size, peaks=bytes(log.peaks))
    at = log.last_at
    while frontier.size < entries:
        rows, openings, nodes = [], [], []
        for _ in range(min(BATCH, entries - frontier.size)):
            at += timedelta(minutes=2)
            row, opening = _entry(log, frontier.size + 1, at, seat, names[frontier.size % len(names)])
            frontier, completed = frontier.append(bytes(row.leaf))
            rows.append(row)
            openings.append(opening)
            nodes += [Node(log=log, level=n.level, position=n.index, hash=n.hash) for n in completed if n.level > 0]
        with transaction.atomic():
            Entry.objects.bulk_create(rows)
            Opening.objects.bulk_create(openings)
            Node.objects.bulk_create(nodes)
            Log.objects.filter(pk=log.pk).update(size=frontier.size, peaks=frontier.peaks, last_at=at)
    with connection.schema_editor() as editor:
        guards.place(None, editor)


def _entry(log: Log, seq: int, at: datetime, seat: Seat, named: tuple[Any, str]) -> tuple[Entry, Opening]:
    said = {"organisation": str(named[0]), "organisation_name": named[1], "role": "liaison", "reminders": seq % 3}
    opening = Opening(group=OPEN, salt=secrets.token_bytes(32), value=canonical.text_of(said))
    row = Entry(
        log=log,
        seq=seq,
        at=at,
        by=f"seat:{seat.pk}",
        verb="invitation.reminded",
        object=f"invitation:{uuid4()}",
        commitments={OPEN: canonical.commit_text(bytes(opening.salt or b""), opening.value or "")},
    )
    row.leaf = merkle.leaf_hash(entry_bytes(row.as_chain()))
    opening.entry = row
    return row, opening


if __name__ == "__main__":
    build(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
