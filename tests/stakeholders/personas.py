"""A campaign with one person for each part that assessing knows, and two stakeholders: one of them sits at the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from tests import make
from tests import make_stakeholders as made
from tests.pages import client_of

from mufakat.campaigns.models import Campaign, Party, Role, Seat
from mufakat.people.models import Person
from mufakat.stakeholders.models import Stakeholder

PERSONAS = ("host", "facilitator", "liaison", "other", "signatory", "evaluator", "observer")


@dataclass
class Room:
    campaign: Campaign
    persons: dict[str, Person]
    party: Party
    other_party: Party
    radio: Stakeholder
    village: Stakeholder

    def seat(self, who: str) -> Seat:
        return make.seat_for(self.persons[who], self.campaign)

    def client(self, who: str) -> Client:
        return client_of(self.persons.get(who))

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"stakeholders:{name}", args=[self.campaign.slug, *args])

    def get(self, who: str, name: str, *args: Any, asked: str = "") -> Any:
        return self.client(who).get(self.url(name, *args) + asked)


def furnish() -> Room:
    persons = {
        who: make.person(name=f"Orang {who.title()}", language="en") for who in (*PERSONAS, "stranger", "elsewhere")
    }
    campaign = make.campaign(make.organisation(name="Dinas Tuan Rumah"), persons["host"], title="Makin Cakap")
    party = make.party(campaign, make.organisation("media", name="Radio Contoh"), persons["liaison"])
    other = make.party(campaign, make.organisation("swasta", name="Toko Contoh"), persons["other"])
    make.seat(campaign, Role.SIGNATORY, persons["signatory"], party)
    for role in (Role.FACILITATOR, Role.EVALUATOR, Role.OBSERVER):
        make.seat(campaign, role, persons[role])
    make.party(make.campaign(), liaison=persons["elsewhere"])
    return Room(
        campaign,
        persons,
        party,
        other,
        made.stakeholder(campaign, "media", name="Radio Contoh", organisation=party.organisation),
        made.stakeholder(campaign, name="Warga Desa", is_group=True),
    )
