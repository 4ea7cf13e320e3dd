"""Who may do what: every policy for every kind of person."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests import make

from mufakat.people import actions, policies, queries
from mufakat.people.models import Affiliation, Organisation, Person

pytestmark = pytest.mark.django_db


@dataclass
class Cast:
    """An organisation with a keeper and a colleague, and others who have nothing to do with it."""

    organisation: Organisation
    merged: Organisation
    keeper: Person
    colleague: Person
    former: Person
    stranger: Person
    admin: Person
    locked: Person

    def affiliation(self, who: str) -> Affiliation:
        return queries.affiliations_of(getattr(self, who)).get()


@pytest.fixture
def cast() -> Cast:
    organisation = make.organisation()
    made = Cast(
        organisation,
        make.organisation(status="inactive", merged_into=organisation),
        *(make.person() for _ in range(4)),
        make.person(is_administrator=True),
        make.person(is_administrator=True, is_active=False),
    )
    for person, as_admin in ((made.keeper, True), (made.colleague, False), (made.former, True), (made.locked, True)):
        actions.affiliate(person=person, organisation=organisation, at=make.NOW, as_admin=as_admin)
    actions.end_affiliation(affiliation=made.affiliation("former"), by=made.former, at=make.NOW)
    return made


WHO = ("keeper", "colleague", "former", "stranger", "admin", "locked")
EXPECTED = {
    "can_administer": {"admin"},
    "can_propose_organisation": {"keeper", "colleague", "former", "stranger", "admin"},
    "can_change_organisation": {"keeper", "admin"},
    "can_manage_people": {"keeper", "admin"},
}


@pytest.mark.parametrize("policy", EXPECTED)
@pytest.mark.parametrize("who", WHO)
def test_policies(cast: Cast, policy: str, who: str) -> None:
    thing = () if policy in ("can_administer", "can_propose_organisation") else (cast.organisation,)
    assert getattr(policies, policy)(getattr(cast, who), *thing) is (who in EXPECTED[policy])


@pytest.mark.parametrize("who", WHO)
def test_nobody_changes_a_merged_organisation(cast: Cast, who: str) -> None:
    assert not policies.can_change_organisation(getattr(cast, who), cast.merged)
    assert not policies.can_manage_people(getattr(cast, who), cast.merged)


@pytest.mark.parametrize("who", WHO)
def test_can_end_affiliation_is_for_oneself_and_for_keepers(cast: Cast, who: str) -> None:
    ending = cast.affiliation("colleague")
    assert policies.can_end_affiliation(getattr(cast, who), ending) is (who in {"keeper", "colleague", "admin"})


@pytest.mark.parametrize("who", WHO)
def test_can_close_account_is_for_oneself(cast: Cast, who: str) -> None:
    assert policies.can_close_account(getattr(cast, who), cast.keeper) is (who == "keeper")


@pytest.mark.parametrize(
    ("who", "changed", "again"),
    [
        ("keeper", {"name"}, True),
        ("keeper", {"website", "short_name"}, False),
        ("keeper", set(), False),
        ("admin", {"name"}, False),
    ],
)
def test_is_verified_anew(cast: Cast, who: str, changed: set[str], again: bool) -> None:
    assert policies.is_verified_anew(getattr(cast, who), cast.organisation, frozenset(changed)) is again
    cast.organisation.status = "proposed"
    assert policies.is_verified_anew(getattr(cast, who), cast.organisation, frozenset(changed)) is False
