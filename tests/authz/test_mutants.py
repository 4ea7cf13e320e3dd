"""The matrix tests itself: each seeded fault of authorisation, of the kinds real systems had, is caught by it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from mufakat.campaigns import policies as campaign_policies
from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Campaign, Seat
from mufakat.notices import queries as notices
from mufakat.notices.models import Notice
from mufakat.people import policies as people_policies
from mufakat.people import queries as people
from mufakat.people.models import Organisation, Person
from tests.authz import world
from tests.authz.test_matrix import CELLS, breaches

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def _yes(*_args: Any, **_kwargs: Any) -> bool:
    return True


@dataclass(frozen=True)
class Mutant:
    """A fault: what is replaced, by what, and the addresses where it must show."""

    where: Any
    name: str
    instead: Callable[..., Any]
    addresses: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.where.__name__.removeprefix('mufakat.')}.{self.name}:{self.instead.__name__.strip('_')}"


def _any_campaign(person: Person | None, slug: str, at: datetime) -> Campaign | None:
    """Tenant isolation forgotten: whoever knows the address reads the campaign."""
    return Campaign.objects.filter(slug=slug).first()


def _ended_seat(person: Person | None, campaign: Campaign, at: datetime) -> Seat | None:
    """A former member keeps access: the end of a seat is not looked at."""
    if person is None or not person.is_authenticated:
        return None
    return Seat.objects.filter(person=person, campaign=campaign).first()


def _someones_seat(person: Person | None, campaign: Campaign, at: datetime) -> Seat | None:
    """The seat comes from the campaign instead of from the person who asks."""
    return Seat.objects.filter(campaign=campaign, ended_at__isnull=True).first()


def _any_notice(person: Person, number: Any) -> Notice | None:
    return Notice.objects.filter(pk=number).first()


def _any_organisations(person: Person) -> list[Organisation]:
    """Hosting offered to whoever asks, not to those who work for a convening organisation."""
    return list(Organisation.objects.filter(sector__may_convene=True))


def _host_may(seat: Seat | None, *_others: Any) -> bool:
    """The host as super-user over the other parties."""
    return campaigns.is_host_seat(seat)


def _any_liaison(seat: Seat | None, *_others: Any) -> bool:
    """The role is checked, the party is not."""
    return seat is not None and seat.role == "liaison"


MUTANTS = [
    Mutant(campaigns, "campaign_for", _any_campaign, ("campaigns:home",)),
    Mutant(campaigns, "seat_of", _ended_seat, ("campaigns:invitations",)),
    Mutant(campaigns, "seat_of", _someones_seat, ("campaigns:settings",)),
    Mutant(campaigns, "is_host_seat", _yes, ("campaigns:change", "campaigns:facts")),
    Mutant(people, "organisations_for_hosting", _any_organisations, ("campaigns:new",)),
    Mutant(notices, "notice_for", _any_notice, ("notices:open",)),
    *[
        Mutant(campaign_policies, name, _yes, addresses)
        for name, addresses in {
            "can_widen_visibility": ("campaigns:visibility",),
            "can_discard_campaign": ("campaigns:discard",),
            "can_invite_party": ("campaigns:invite",),
            "can_answer_for_invitation": ("campaigns:revoke",),
            "can_end_seat": ("campaigns:end_seat",),
            "can_hand_over": ("campaigns:hand_over",),
            "can_delegate": ("campaigns:delegate",),
            "can_attach_mandate": ("campaigns:mandate",),
            "can_read_mandate": ("campaigns:mandate_file",),
            "can_leave": ("campaigns:leave",),
            "can_read_personal": ("campaigns:record", "campaigns:entry", "campaigns:activity"),
        }.items()
    ],
    *[
        Mutant(campaign_policies, name, fault, addresses)
        for name, addresses in {
            "can_end_seat": ("campaigns:end_seat",),
            "can_hand_over": ("campaigns:hand_over",),
            "can_leave": ("campaigns:leave",),
            "can_read_mandate": ("campaigns:mandate_file",),
        }.items()
        for fault in (_host_may, _any_liaison)
    ],
    Mutant(people_policies, "can_administer", _yes, ("people:verify",)),
    Mutant(people_policies, "can_change_organisation", _yes, ("people:change",)),
    Mutant(people_policies, "can_manage_people", _yes, ("people:members",)),
    Mutant(people_policies, "can_end_affiliation", _yes, ("people:end_affiliation",)),
]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_seeded_fault_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    built = world.build()
    escaped = []
    for mutant in MUTANTS:
        cells = [(route, method) for route, method in CELLS if route.name in mutant.addresses]
        with monkeypatch.context() as patch:
            patch.setattr(mutant.where, mutant.name, mutant.instead)
            if next(breaches(built, cells), None) is None:
                escaped.append(mutant.label)
    assert "\n".join(escaped) == ""
    assert len(MUTANTS) >= 20
