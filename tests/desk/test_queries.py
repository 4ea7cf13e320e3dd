"""What waits for one person, across campaigns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from tests import make

from mufakat.campaigns.models import Invitation, Role
from mufakat.campaigns.queries import next_step_for
from mufakat.desk import queries
from mufakat.people.models import Organisation

pytestmark = pytest.mark.django_db


def test_places_put_what_is_late_first_then_what_is_due() -> None:
    person = make.person()
    calm = make.seat(make.campaign(title="A"), Role.OBSERVER, person)
    soon = (make.NOW + timedelta(days=2)).date()
    late = make.seat(make.campaign(title="B"), Role.EVALUATOR, person, ends_on=soon)
    due = make.liaison_of(make.party(make.campaign(title="C"), liaison=person))
    found = queries.places_of(person, make.NOW)
    assert [(p.seat.pk, p.step.tone) for p in found] == [(late.pk, "late"), (due.pk, "due"), (calm.pk, "calm")]
    assert [p.seat.pk for p in queries.places_of(person, make.NOW, words="c")] == [due.pk]


def test_places_say_what_the_campaign_itself_says() -> None:
    person = make.person()
    make.seat(make.campaign(), Role.OBSERVER, person)
    make.party(make.campaign(), liaison=person)
    draft = make.campaign(visibility="draft")
    host = make.host_seat(draft)
    with translation.override("en"):
        for reader in (person, host.person):
            for place in queries.places_of(reader, make.NOW):
                alone = next_step_for(make.seat_for(reader, place.seat.campaign), place.seat.campaign, make.NOW)
                assert place.step == alone


def test_invitations_to_a_person_are_open_and_to_a_proved_address() -> None:
    person = make.person(email="sari@contoh.example")
    campaign = make.campaign()
    mine = make.invitation(campaign, make.organisation("media"), email="Sari@contoh.example")
    make.invitation(campaign, make.organisation("media"), email="lain@contoh.example")
    make.invitation(campaign, make.organisation("media"))
    assert queries.invitations_to(person, make.NOW) == [mine]
    Invitation.objects.filter(pk=mine.pk).update(state="revoked", answered_at=make.NOW)
    assert queries.invitations_to(person, make.NOW) == []


def test_organisations_to_verify_are_the_proposed_ones_longest_waiting_first() -> None:
    def proposed(days: int, **fields: Any) -> Organisation:
        at = make.NOW - timedelta(days=days)
        return make.organisation(status=Organisation.Status.PROPOSED, verified_at=None, proposed_at=at, **fields)

    young, old = proposed(1), proposed(9)
    make.organisation()
    assert list(queries.organisations_to_verify()) == [old, young]
