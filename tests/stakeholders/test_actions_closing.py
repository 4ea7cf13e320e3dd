"""A closed account takes its saved searches along, and its holder's copy of the data says what was written here."""

from __future__ import annotations

import pytest
from tests import make
from tests import make_stakeholders as made

from mufakat.people import actions as people
from mufakat.people import queries as people_queries
from mufakat.stakeholders.models import Assessment, SavedView

pytestmark = pytest.mark.django_db


def test_forget_searches_removes_the_persons_own_and_keeps_what_the_party_said() -> None:
    campaign = make.campaign()
    party = make.party(campaign)
    seat = make.liaison_of(party)
    make.seat(campaign, "liaison", make.person(), party=party)  # so that the party keeps a liaison
    one = made.stakeholder(campaign, name="Radio Desa")
    made.assessment(one, seat, "5432", reason="Didengar semua.")
    for person, name in ((seat.person, "Punyaku"), (make.host_seat(campaign).person, "Milik lain")):
        SavedView.objects.create(campaign=campaign, person=person, name=name, query="q=a", saved_at=make.NOW)
    said = people_queries.own_data_of(seat.person)["stakeholders"]
    assert said["assessments"] == [
        {
            "campaign": campaign.title,
            "stakeholder": "Radio Desa",
            "day": "2026-11-24",
            "scores": {"power": 5, "interest": 4, "legitimacy": 3, "urgency": 2},
            "reason": "Didengar semua.",
            "evidence": "",
        }
    ]
    assert said["saved_searches"] == [{"campaign": campaign.title, "name": "Punyaku", "search": "q=a", "shared": False}]
    assert (said["talks"], said["nominations"], said["files_read_in"]) == ([], [], [])
    people.close_account(person=seat.person, by=seat.person, at=make.NOW)
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Milik lain"]
    assert Assessment.objects.filter(stakeholder=one).count() == 1
