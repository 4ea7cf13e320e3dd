"""A campaign with somebody in every place, as the pages find it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests import make
from tests.pages import client_of

from mufakat.campaigns import actions
from mufakat.campaigns.models import Campaign, Party, Role, Seat
from mufakat.people.models import Organisation, Person


@dataclass
class Table:
    """The host's liaison, another party's liaison, an independent facilitator, a stranger with an account."""

    campaign: Campaign
    host: Person
    party: Party
    liaison: Person
    facilitator: Person
    stranger: Person

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"campaigns:{name}", args=[self.campaign.slug, *args])

    def client(self, who: str = "host") -> Client:
        return client_of(None if who == "nobody" else getattr(self, who))

    def seat(self, who: str = "host") -> Seat:
        return make.seat_for(getattr(self, who), self.campaign)

    def show(self) -> None:
        """Open the campaign to the public."""
        self.campaign = actions.widen_visibility(campaign=self.campaign, to="public", by=self.seat(), at=make.NOW)


@pytest.fixture
def in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def table(db: None) -> Table:
    host = make.person(name="Rina Tuan Rumah", language="en")
    campaign = make.campaign(
        host=make.organisation(name="Dinas Tuan Rumah"), opener=host, title="Makin Cakap", brand="#ffd84a"
    )
    liaison = make.person(name="Dewi Penghubung", language="en")
    party = make.party(campaign, make.organisation("media", name="Radio Contoh"), liaison)
    facilitator = make.person(name="Maya Fasilitator", language="en")
    make.seat(campaign, Role.FACILITATOR, facilitator)
    stranger = make.person(name="Orang Luar", language="en")
    return Table(campaign, host, party, liaison, facilitator, stranger)


@pytest.fixture
def organisation(db: None) -> Organisation:
    return make.organisation("akademisi", name="Universitas Contoh")
