from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests import make

from mufakat.people.forms.organisations import OrganisationFinding, OrganisationForm, ProposalForm
from mufakat.people.forms.profile import ClosingForm, ProfileForm
from mufakat.people.forms.sectors import SectorForm
from mufakat.people.models import Organisation, Region, Sector

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
GOOD = {"name": "Radio Warga", "sector": "media", "kind": "newsroom", "once": str(uuid4())}


def _proposal(**said: Any) -> ProposalForm:
    return ProposalForm(GOOD | said, day=TODAY)


def test_a_name_is_one_line_without_hidden_characters() -> None:
    form = _proposal(name="  Radio\u202e \t Warga\u200b\n FM ", short_name="R\x00W\x07")
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["name"], form.cleaned_data["short_name"]) == ("Radio Warga FM", "RW")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u202e\u200b"),
        ("name", "x" * 201),
        ("sector", "tidak_ada"),
        ("kind", "apa_saja"),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://contoh.example"),
        ("website", "bukan alamat"),
        ("regions", ["999999"]),
        ("regions", ["'"]),
        ("once", "bukan-uuid"),
        ("once", ""),
    ],
)
def test_wrong_answers_are_named(field: str, value: Any) -> None:
    form = _proposal(**{field: value})
    assert list(form.errors) == [field]


def test_a_retired_sector_and_a_past_region_are_offered_only_to_those_who_have_them() -> None:
    Sector.objects.filter(pk="media").update(is_active=False)
    kept = make.organisation("media")
    past = Region.objects.get(code="91", valid_to__isnull=False)
    kept.regions.set([past])
    said = GOOD | {"regions": [str(past.pk)]}
    assert set(OrganisationForm(said, day=TODAY).errors) == {"sector", "regions"}
    form = OrganisationForm(said, day=TODAY, kept=kept)
    assert form.is_valid(), form.errors
    assert list(form.cleaned_data["regions"]) == [past]


@pytest.mark.parametrize("wrong", ["sector", "status", "kind", "region", "sort"])
def test_what_is_not_on_the_menu_counts_as_not_asked(wrong: str) -> None:
    finding = OrganisationFinding({wrong: "x' OR 1=1", "q": "radio"}, day=TODAY)
    assert finding.asked(wrong) is None
    assert (finding.asked("q"), finding.order, finding.is_narrowed, finding.has_more) == ("radio", "name", True, False)


def test_an_unfiltered_list_is_not_narrowed() -> None:
    assert OrganisationFinding({}, day=TODAY).is_narrowed is False
    assert OrganisationFinding({"sort": "newest"}, day=TODAY).has_more is True


def test_every_kind_says_what_it_means() -> None:
    described = _proposal().fields["kind"].widget.descriptions  # type: ignore[attr-defined]  # RadioCards
    assert set(described) == set(Organisation.Kind.values)


def test_a_sector_is_not_mistaken_for_another() -> None:
    said = {"name_id": "Media", "name_en": "Press", "tone": "media", "shape": "diamond"}
    form = SectorForm(said)
    assert set(form.errors) == {"name_id", "__all__"}
    assert SectorForm(said, sector=Sector.objects.get(pk="media")).is_valid()


@pytest.mark.parametrize(
    ("word", "valid"), [("TUTUP", True), (" tutup ", True), ("CLOSE", False), ("", False), ("tutu", False)]
)
def test_closing_asks_for_the_word_in_the_language_of_the_page(word: str, valid: bool) -> None:
    assert ClosingForm({"word": word}).is_valid() is valid


def test_profile_needs_a_name_and_known_language_and_zone() -> None:
    said = {"name": " ", "phone": "1" * 41, "language": "xx", "zone": "Europe/Paris"}
    assert set(ProfileForm(said).errors) == {"name", "phone", "language", "zone"}
