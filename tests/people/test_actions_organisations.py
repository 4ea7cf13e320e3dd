from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests import make
from tests.people.record import entries, verbs

from mufakat.people import actions, queries
from mufakat.people.models import Affiliation, FormerName, Organisation, Person, Region, Sector

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=1)


def _administrator() -> Person:
    return make.person(is_administrator=True)


def _proposed(by: Person, **fields: object) -> Organisation:
    said = {"name": "Radio Warga", "sector": Sector.objects.get(pk="media"), "kind": "newsroom"} | fields
    return actions.propose_organisation(by=by, at=make.NOW, **said)  # type: ignore[arg-type]  # as a form gives them


def test_propose_organisation_enters_it_as_proposed() -> None:
    person, banten = make.person(), Region.objects.get(code="36")
    made = _proposed(person, regions=[banten], website="https://radio.example")
    made.refresh_from_db()
    assert (made.name, made.status, made.proposed_at, made.verified_at) == ("Radio Warga", "proposed", make.NOW, None)
    assert list(made.regions.all()) == [banten]
    said = {"name": "Radio Warga", "sector": "media", "kind": "newsroom"}
    assert entries() == [("organisation.proposed", f"organisation:{made.pk}", f"person:{person.pk}", said)]


def test_propose_organisation_twice_with_one_number_makes_one() -> None:
    person, once = make.person(), uuid4()
    first, second = _proposed(person, id=once), _proposed(person, id=once, name="Radio Lain")
    assert (first.pk, second.pk, second.name) == (once, once, "Radio Warga")
    assert verbs() == ["organisation.proposed"]


def test_propose_organisation_is_refused_to_a_locked_account() -> None:
    with pytest.raises(actions.NotAllowed, match="tidak boleh"):
        _proposed(make.person(is_active=False))
    assert Organisation.objects.count() == 0


def test_verify_organisation_says_how_it_was_checked() -> None:
    admin = _administrator()
    made = _proposed(make.person())
    actions.verify_organisation(organisation=made, by=admin, at=LATER, note="SK dilihat")
    made.refresh_from_db()
    assert (made.status, made.verified_at) == ("verified", LATER)
    verified = ("organisation.verified", f"organisation:{made.pk}", f"person:{admin.pk}")
    assert entries()[-1] == (*verified, {"name": "Radio Warga", "note": "SK dilihat"})
    with pytest.raises(actions.AlreadyVerified):
        actions.verify_organisation(organisation=made, by=admin, at=LATER, note="lagi")


def test_only_an_administrator_verifies_retires_and_restores() -> None:
    person, made = make.person(), make.organisation()
    actions.affiliate(person=person, organisation=made, at=make.NOW, as_admin=True)
    for act in (
        lambda: actions.verify_organisation(organisation=made, by=person, at=LATER, note="x"),
        lambda: actions.retire_organisation(organisation=made, by=person, at=LATER, reason="x"),
        lambda: actions.restore_organisation(organisation=made, by=person, at=LATER),
    ):
        with pytest.raises(actions.NotAllowed):
            act()
    assert verbs() == []


def test_change_organisation_keeps_the_former_name() -> None:
    admin, made = _administrator(), make.organisation(name="Dinas Lama")
    actions.change_organisation(
        organisation=made, by=admin, at=LATER, name="Dinas Baru", sector=made.sector, website="https://baru.example"
    )
    made.refresh_from_db()
    assert (made.name, made.website, made.status) == ("Dinas Baru", "https://baru.example", "verified")
    assert list(made.former_names.values_list("name", "until")) == [("Dinas Lama", LATER)]
    assert entries()[-1][3] == {"name": "Dinas Baru", "website": "https://baru.example"}
    assert [like.organisation for like in queries.possible_duplicates("Dinas Lama")] == [made]


def test_change_organisation_that_changes_nothing_leaves_no_trace() -> None:
    admin, made = _administrator(), make.organisation(name="Dinas")
    actions.change_organisation(organisation=made, by=admin, at=LATER, name="Dinas", regions=[])
    assert (verbs(), FormerName.objects.count()) == ([], 0)


def test_change_organisation_records_new_regions_by_name() -> None:
    admin, made = _administrator(), make.organisation()
    actions.change_organisation(organisation=made, by=admin, at=LATER, regions=list(Region.objects.filter(code="31")))
    assert entries()[-1][3] == {"regions": "DKI Jakarta"}


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("name", "Kementerian Palsu", "proposed"),
        ("kind", "ministry", "proposed"),
        ("registration_no", "1", "proposed"),
        ("short_name", "KP", "verified"),
        ("website", "https://x.example", "verified"),
    ],
)
def test_change_of_what_was_verified_by_its_own_people_needs_verification_again(
    field: str, value: str, status: str
) -> None:
    person, made = make.person(), make.organisation()
    actions.affiliate(person=person, organisation=made, at=make.NOW, as_admin=True)
    changed = actions.change_organisation(organisation=made, by=person, at=LATER, **{field: value})
    assert changed.status == status


def test_change_organisation_is_refused_to_colleagues_and_strangers() -> None:
    colleague, made = make.person(), make.organisation()
    actions.affiliate(person=colleague, organisation=made, at=make.NOW)
    for person in (colleague, make.person()):
        with pytest.raises(actions.NotAllowed):
            actions.change_organisation(organisation=made, by=person, at=LATER, name="Lain")


def test_retire_and_restore_organisation() -> None:
    admin = _administrator()
    verified, proposed = make.organisation(), make.organisation(status="proposed", verified_at=None)
    for made, status in ((verified, "verified"), (proposed, "proposed")):
        actions.retire_organisation(organisation=made, by=admin, at=LATER, reason="dibubarkan")
        made.refresh_from_db()
        assert made.status == "inactive"
        with pytest.raises(actions.NotPossible):
            actions.retire_organisation(organisation=made, by=admin, at=LATER, reason="lagi")
        actions.restore_organisation(organisation=made, by=admin, at=LATER)
        made.refresh_from_db()
        assert made.status == status
        with pytest.raises(actions.NotPossible):
            actions.restore_organisation(organisation=made, by=admin, at=LATER)
    assert verbs() == ["organisation.retired", "organisation.restored"] * 2
    assert entries()[0][3] == {"name": verified.name, "reason": "dibubarkan"}


# --- merging ---------------------------------------------------------------------------------------------------------
def test_merge_organisations_keeps_names_regions_people_and_what_was_missing() -> None:
    admin, jakarta, banten = _administrator(), Region.objects.get(code="31"), Region.objects.get(code="36")
    kept = make.organisation(
        name="Dinas Kominfo Kota A", status="proposed", verified_at=None, website="https://a.example"
    )
    merged = make.organisation(name="Diskominfo A", registration_no="7", website="https://b.example")
    kept.regions.set([jakarta])
    merged.regions.set([banten])
    FormerName.objects.create(organisation=merged, name="Dinas Infokom A", until=make.NOW)
    only_there, both, gone = make.person(), make.person(), make.person()
    for person, organisation, as_admin in ((only_there, merged, True), (both, kept, False), (both, merged, True)):
        actions.affiliate(person=person, organisation=organisation, at=make.NOW, as_admin=as_admin)
    Affiliation.objects.create(person=gone, organisation=merged, since=make.NOW, ended_at=make.NOW)

    actions.merge_organisations(kept=kept, merged=merged, by=admin, at=LATER)

    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.name, kept.website, kept.registration_no) == ("Dinas Kominfo Kota A", "https://a.example", "7")
    assert (kept.status, kept.verified_at) == ("verified", make.NOW)
    assert (merged.status, merged.merged_into, merged.current) == ("inactive", kept, kept)
    assert set(kept.regions.all()) == {jakarta, banten}
    names = kept.former_names.order_by("name").values_list("name", "until")
    assert list(names) == [("Dinas Infokom A", make.NOW), ("Diskominfo A", LATER)]
    here = (
        queries.affiliations_at(kept).order_by("person__email").values_list("person", "is_organisation_admin", "since")
    )
    assert list(here) == [(only_there.pk, True, LATER), (both.pk, True, make.NOW)]
    assert set(merged.affiliations.values_list("person", "ended_at")) == {
        (only_there.pk, LATER),
        (both.pk, LATER),
        (gone.pk, make.NOW),
    }
    said = {"name": "Diskominfo A", "into": str(kept.pk), "into_name": "Dinas Kominfo Kota A"}
    assert entries()[-1] == ("organisation.merged", f"organisation:{merged.pk}", f"person:{admin.pk}", said)
    assert [like.organisation for like in queries.possible_duplicates("Dinas Infokom A")] == [kept]


def test_merge_organisations_points_earlier_mergers_on() -> None:
    admin = _administrator()
    first, second, third = make.organisation(), make.organisation(), make.organisation()
    actions.merge_organisations(kept=second, merged=first, by=admin, at=LATER)
    actions.merge_organisations(kept=third, merged=second, by=admin, at=LATER)
    assert Organisation.objects.get(pk=first.pk).current == third
    assert {str(o) for o in third.merged_from.all()} == {first.name, second.name}


def test_merge_organisations_refuses_itself_cycles_and_the_inactive() -> None:
    admin = _administrator()
    one, other, retired = make.organisation(), make.organisation(), make.organisation(status="inactive")
    with pytest.raises(actions.CannotMerge, match="dirinya sendiri"):
        actions.merge_organisations(kept=one, merged=one, by=admin, at=LATER)
    with pytest.raises(actions.CannotMerge, match="tidak aktif"):
        actions.merge_organisations(kept=retired, merged=one, by=admin, at=LATER)
    actions.merge_organisations(kept=one, merged=other, by=admin, at=LATER)
    for kept, merged in ((other, one), (one, other)):
        with pytest.raises(actions.CannotMerge, match="sudah digabungkan"):
            actions.merge_organisations(kept=kept, merged=merged, by=admin, at=LATER)
    with pytest.raises(actions.NotAllowed):
        actions.merge_organisations(kept=one, merged=retired, by=make.person(), at=LATER)
    with pytest.raises(actions.NotPossible):
        actions.restore_organisation(organisation=other, by=admin, at=LATER)


def test_a_merged_organisation_is_history() -> None:
    admin, kept, merged = _administrator(), make.organisation(), make.organisation()
    actions.merge_organisations(kept=kept, merged=merged, by=admin, at=LATER)
    with pytest.raises(actions.NotAllowed):
        actions.change_organisation(organisation=merged, by=admin, at=LATER, name="X")
    person = make.person()
    merged.refresh_from_db()
    assert actions.affiliate(person=person, organisation=merged, at=LATER).organisation == kept
