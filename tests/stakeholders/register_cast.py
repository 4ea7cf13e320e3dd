"""Somebody in every place of a campaign, as the pages of the register find them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from tests import make
from tests.pages import client_of

from mufakat.campaigns.models import Campaign, Party, Role, Seat
from mufakat.people.models import Person

ROLES = {"facilitator": Role.FACILITATOR, "evaluator": Role.EVALUATOR, "observer": Role.OBSERVER}


@dataclass
class Cast:
    """The host, two parties (the liaison of one looks after relationships), the neutral seats, a stranger, nobody."""

    campaign: Campaign
    party: Party
    people: dict[str, Person]

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"stakeholders:{name}", args=[self.campaign.slug, *args])

    def client(self, who: str = "host") -> Client:
        return client_of(None if who == "nobody" else self.people[who])

    def seat(self, who: str = "host") -> Seat:
        return make.seat_for(self.people[who], self.campaign)


def gather(language: str = "en", **fields: Any) -> Cast:
    people = {
        who: make.person(name=f"Orang {who.title()}", language=language)
        for who in ("host", "owner", "other", *ROLES, "stranger")
    }
    host = make.organisation(name="Dinas Tuan Rumah")
    campaign = make.campaign(host=host, opener=people["host"], title="Makin Cakap", **fields)
    party = make.party(campaign, make.organisation("media", name="Radio Contoh"), people["owner"])
    make.party(campaign, make.organisation("swasta", name="Toko Contoh"), people["other"])
    for who, role in ROLES.items():
        make.seat(campaign, role, people[who])
    return Cast(campaign, party, people)
