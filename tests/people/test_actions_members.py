from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests import make
from tests.people.record import entries, verbs

from mufakat.people import actions, queries
from mufakat.people.models import Organisation, Person
from mufakat.people.queries import accounts

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=1)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Registries of their own, so that the other apps have no part in these tests."""
    found: list[Any] = []
    monkeypatch.setattr(accounts, "_WHEN_LEAVING", found)
    return found


def _affiliated(as_admin: bool = False) -> tuple[Person, Organisation]:
    person, organisation = make.person(name="Siti"), make.organisation()
    actions.affiliate(person=person, organisation=organisation, at=make.NOW, as_admin=as_admin)
    return person, organisation


def test_affiliate_twice_is_one_affiliation_and_rights_only_grow() -> None:
    person, organisation = _affiliated()
    for as_admin, expected in ((True, True), (False, True)):
        found = actions.affiliate(person=person, organisation=organisation, at=LATER, as_admin=as_admin)
        assert (found.since, found.is_organisation_admin) == (make.NOW, expected)
    assert queries.affiliations_of(person).count() == 1
    assert verbs() == []


def test_end_affiliation_of_oneself(steps: list[Any]) -> None:
    person, organisation = _affiliated()
    affiliation = queries.affiliations_of(person).get()
    called: list[dict[str, Any]] = []
    queries.when_leaving(lambda **said: called.append(said))
    actions.end_affiliation(affiliation=affiliation, by=person, at=LATER)
    affiliation.refresh_from_db()
    assert affiliation.ended_at == LATER
    assert called == [{"person": person, "organisation": organisation, "by": person, "at": LATER}]
    ended = ("affiliation.ended", f"organisation:{organisation.pk}", f"person:{person.pk}", {})
    assert entries(personal=True) == [(*ended, {str(person.pk): {"name": "Siti"}})]
    with pytest.raises(actions.NotPossible):
        actions.end_affiliation(affiliation=affiliation, by=person, at=LATER)
    again = actions.affiliate(person=person, organisation=organisation, at=LATER)
    assert again.pk != affiliation.pk


def test_end_affiliation_is_undone_when_a_step_fails(steps: list[Any]) -> None:
    person, _ = _affiliated()

    def fail(**said: Any) -> None:
        raise actions.NotPossible("belum")

    queries.when_leaving(fail)
    with pytest.raises(actions.NotPossible, match="belum"):
        actions.end_affiliation(affiliation=queries.affiliations_of(person).get(), by=person, at=LATER)
    assert queries.affiliations_of(person).count() == 1


def test_end_affiliation_of_others_is_for_those_who_look_after_the_organisation() -> None:
    person, organisation = _affiliated()
    affiliation = queries.affiliations_of(person).get()
    colleague, keeper, admin = make.person(), make.person(), make.person(is_administrator=True)
    actions.affiliate(person=colleague, organisation=organisation, at=make.NOW)
    actions.affiliate(person=keeper, organisation=organisation, at=make.NOW, as_admin=True)
    for stranger in (colleague, make.person()):
        with pytest.raises(actions.NotAllowed):
            actions.end_affiliation(affiliation=affiliation, by=stranger, at=LATER)
    actions.end_affiliation(affiliation=affiliation, by=keeper, at=LATER)
    actions.end_affiliation(affiliation=queries.affiliations_of(colleague).get(), by=admin, at=LATER)
    assert [a.person for a in queries.affiliations_at(organisation)] == [keeper]


def test_set_organisation_admin_gives_and_withdraws_once() -> None:
    keeper, organisation = _affiliated(as_admin=True)
    person = make.person(name="Budi")
    affiliation = actions.affiliate(person=person, organisation=organisation, at=make.NOW)
    for is_admin in (True, True, False):
        actions.set_organisation_admin(affiliation=affiliation, by=keeper, at=LATER, is_admin=is_admin)
    affiliation.refresh_from_db()
    assert not affiliation.is_organisation_admin
    assert verbs() == ["affiliation.admin_given", "affiliation.admin_withdrawn"]
    with pytest.raises(actions.NotAllowed):
        actions.set_organisation_admin(affiliation=affiliation, by=person, at=LATER, is_admin=True)
