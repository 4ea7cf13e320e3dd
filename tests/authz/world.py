"""A small world with everyone in it: three campaigns in the three visibilities and one person for each part one can play."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Fact, Invitation, Party, Role, Seat, Visibility
from mufakat.notices import actions as notices
from mufakat.notices import queries as notice_queries
from mufakat.notices.models import Notice
from mufakat.people import actions as people
from mufakat.people.models import Organisation, Person
from tests import make
from tests.authz.routes import Route
from tests.authz.world_stakeholders import rows_of

PERSONAS = (
    "anonymous",  # no account
    "outsider",  # an account without any seat
    "observer",
    "evaluator",
    "facilitator",
    "signatory",  # of party A
    "liaison",  # of party A, whose seat and party the addresses name
    "other",  # liaison of party B, a party with equal standing
    "host",  # liaison of the host
    "former",  # had a seat of party A, which ended
    "elsewhere",  # liaison of a party in another campaign
    "worker",  # administrator of party A's organisation, without a seat
    "administrator",  # of this server
)
STATES = ("draft", "parties", "public")
MAPPED = {  # what the number in an address of the mapping is a number of
    "stakeholders:retire_capability": "capability",
    "stakeholders:requirement": "requirement",
    "stakeholders:waive_requirement": "requirement",
    "stakeholders:restore_requirement": "requirement",
    "stakeholders:remove_requirement": "requirement",
    "stakeholders:group": "group",
    "stakeholders:remove_group": "group",
    "stakeholders:nomination": "nomination",
}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class Table:
    """One campaign and the rows its addresses name."""

    campaign: Campaign
    party: Party
    seat: Seat
    invitation: Invitation
    fact: Fact
    mapping: dict[str, Any]


@dataclass
class World:
    persons: dict[str, Person | None] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        person = self.persons[name]
        assert person is not None
        return person

    def arguments(self, route: Route, state: str) -> dict[str, Any]:
        """What an address is called with."""
        table = self.tables[state]
        values = self.known | {
            "slug": table.campaign.slug,
            "party_id": table.party.pk,
            "seat_id": table.seat.pk,
            "invitation_id": table.invitation.pk,
            "seq": 1,
        }
        values |= table.mapping
        values["secret"] = self.known["entry"] if route.name == "people:enter" else queries.secret_of(table.invitation)
        values["number"] = {"notices:open": self.known["notice"], "people:end_session": 1}.get(
            route.name, table.fact.pk
        )
        if route.name.startswith("mfa_"):
            values["pk"] = 1
        if route.name in MAPPED:
            values["number"] = table.mapping[MAPPED[route.name]]
        return {name: values[name] for name in route.arguments}

    def asked(self, route: Route, state: str) -> str:
        """The address as it is asked, with the part that says what about."""
        address = reverse(route.name, kwargs=self.arguments(route, state))
        more = {
            "campaigns:invite": {"organisasi": self.known["beyond"]},
            "campaigns:visibility": {"ke": "parties" if state == "draft" else "public"},
            "people:merge": {"with": self.known["beyond"]},
        }.get(route.name)
        return f"{address}?{urlencode(more)}" if more else address

    def sent(self, route: Route, state: str) -> dict[str, str]:
        """What is posted: as little as brings a form to the question whether this person may send it."""
        return {
            "campaigns:visibility": {"to": "parties" if state == "draft" else "public"},
            "people:set_admin": {"is_admin": "1"},
            "notices:read_all": {"until": "2026-11-24T03:00:00+00:00"},
        }.get(route.name, {"sent": "1"})


def build() -> World:
    world = World({"anonymous": None})
    for name in PERSONAS[1:]:
        world.persons[name] = make.person(name=f"NAMA-{name}", email=f"surel-{name}@contoh.example")
    hosting, joining, beside = make.organisation(), make.organisation("swasta"), make.organisation("akademisi")
    for state in STATES:
        world.tables[state] = _table(world, state, hosting, joining, beside)
    elsewhere = make.campaign(make.organisation(), visibility=Visibility.PARTIES)
    make.party(elsewhere, make.organisation("media"), world.person("elsewhere"))
    _accounts(world, joining)
    for name in PERSONAS[1:]:
        client = Client()
        client.force_login(world.person(name))
        world.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return world


def _table(world: World, state: str, hosting: Organisation, joining: Organisation, beside: Organisation) -> Table:
    campaign = make.campaign(hosting, world.person("host"), visibility=state, brand="#0b5a55")
    for role in (Role.OBSERVER, Role.EVALUATOR, Role.FACILITATOR):
        make.seat(campaign, role, world.person(role.value))
    host = make.host_seat(campaign)
    fact = actions.add_fact(campaign=campaign, by=host, at=make.NOW, label="Contoh", source="Sumber")
    if state == Visibility.DRAFT:
        assert host.party is not None
        letter = _letter(campaign, None, host, Role.OBSERVER)
        mapping = rows_of(campaign, host, host.party, host)
        return Table(campaign, host.party, make.seat(campaign, Role.OBSERVER), letter, fact, mapping)
    party = make.party(campaign, joining, world.person("liaison"))
    seat = make.liaison_of(party)
    make.seat(campaign, Role.SIGNATORY, world.person("signatory"), party=party)
    former = make.seat(campaign, Role.LIAISON, world.person("former"), party=party)
    actions.end_seat(seat=former, by=seat, at=make.NOW, reason="ALASAN-rahasia")
    make.party(campaign, beside, world.person("other"))
    actions.attach_mandate(
        seat=seat, by=seat, at=make.NOW, content=PDF, file_name="MANDAT-berkas.pdf", reference="MANDAT-nomor"
    )
    letter = _letter(campaign, joining, seat, Role.LIAISON)
    return Table(campaign, party, seat, letter, fact, rows_of(campaign, host, party, seat))


def _letter(campaign: Campaign, organisation: Organisation | None, by: Seat, role: str) -> Invitation:
    """Sent to one address, but in the public campaign for whoever holds the link."""
    email = "" if campaign.visibility == Visibility.PUBLIC else "surel-diundang@contoh.example"
    return make.invitation(campaign, organisation, by=by, role=role, email=email, message="PESAN-pribadi")


def _accounts(world: World, joining: Organisation) -> None:
    affiliation = people.affiliate(person=world.person("worker"), organisation=joining, at=make.NOW, as_admin=True)
    administrator = world.person("administrator")
    administrator.is_administrator = True
    administrator.save()
    liaison = world.person("liaison")
    notices.tell(person=liaison, key="matrix", urgency="now", title="KABAR-pribadi", path="/", at=make.NOW)
    world.known |= {
        "pk": joining.pk,
        "affiliation": affiliation.pk,
        "code": joining.sector_id,
        "notice": Notice.objects.get(person=liaison).pk,
        "entry": people.make_entry_link(person=world.person("outsider"), at=make.NOW),
        "beyond": make.organisation("media").pk,
        "token": notice_queries.stop_url(liaison, "digest").rstrip("/").rpartition("/")[2],
    }
