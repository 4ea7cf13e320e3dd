"""What comes from outside, cleaned."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mufakat.campaigns.forms.brand import READABLE, contrast_of, inks_of, stylesheet_of
from mufakat.campaigns.forms.campaign import CampaignForm, FactForm
from mufakat.campaigns.forms.finding import CampaignFinding
from mufakat.campaigns.forms.invitation import DelegateForm, InviteForm
from mufakat.campaigns.forms.mandate import AcceptForm, MandateForm
from mufakat.campaigns.models import Role

COLOURS = ["#000000", "#ffffff", "#ffd84a", "#0b5a55", "#ff0000", "#808080", "#00ff00", "#0000ff", "#123456"]
LIGHT, DARK = ("#fbfaf7", "#ffffff", "#f3f1eb"), ("#14171a", "#1c2024", "#23282d")


@pytest.mark.parametrize("wanted", COLOURS)
def test_inks_of_any_colour_are_readable(wanted: str) -> None:
    inks = inks_of(wanted)
    assert min(contrast_of(inks.light, ground) for ground in LIGHT) >= READABLE
    assert min(contrast_of(inks.dark, ground) for ground in DARK) >= READABLE
    assert contrast_of(inks.light, inks.light_ink) >= READABLE
    assert contrast_of(inks.dark, inks.dark_ink) >= READABLE


def test_inks_leave_a_readable_colour_alone() -> None:
    assert inks_of("#0b5a55").light == "#0b5a55"
    assert not inks_of("#0b5a55").is_adjusted
    assert inks_of("#ffd84a").is_adjusted


def test_stylesheet_sets_the_four_colours() -> None:
    assert stylesheet_of("#0b5a55") == (
        ":root{--campaign-brand:#0b5a55;--campaign-brand-ink:#ffffff;"
        "--campaign-brand-dark:#76a3a0;--campaign-brand-dark-ink:#0d1112}\n"
    )


@pytest.mark.django_db
def test_campaign_form_groups_the_provinces_by_island() -> None:
    form = CampaignForm(day=date(2026, 1, 1))
    groups = [(str(name), len(boxes)) for name, boxes in form.region_groups()]
    assert sum(n for _, n in groups) == 38
    assert [n for _, n in groups] == [10, 6, 3, 5, 6, 8]
    older = CampaignForm(day=date(2021, 1, 1))
    assert sum(len(boxes) for _, boxes in older.region_groups()) == 34


def _fact(**changed: str) -> dict[str, str]:
    return {"label": "Index", "source": "Katadata"} | changed


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (_fact(), []),
        (_fact(series="Index", year="2020", value="3.46"), []),
        (_fact(series="Index"), ["series"]),
        (_fact(value="NaN"), ["value"]),
        (_fact(value="1e400"), ["value"]),
        (_fact(year="20"), ["year"]),
        ({"label": "x"}, ["source"]),
    ],
)
def test_fact_form_wants_a_source_and_whole_series(data: dict[str, str], wrong: list[str]) -> None:
    assert sorted(FactForm(data).errors) == wrong


def test_finding_leaves_out_what_makes_no_sense() -> None:
    form = CampaignFinding({"q": "x" * 200, "phase": "nonsense", "sort": "name"})
    assert (form.asked("q"), form.asked("phase"), form.asked("sort")) == (None, None, "name")
    assert not form.is_narrowed


def _invite(**changed: str) -> dict[str, str]:
    number = "3f1de1a8-9c5c-4e57-8a4f-7b1c0c6c1a11"
    return {"once": number, "role": "liaison", "language": "id", **changed}


@pytest.mark.parametrize(
    ("roles", "data", "signs"),
    [
        ([Role.LIAISON, Role.SIGNATORY], _invite(role="signatory"), True),
        ([Role.LIAISON, Role.SIGNATORY], _invite(may_sign="on"), True),
        ([Role.LIAISON], _invite(), False),
        ([Role.FACILITATOR], _invite(role="facilitator", may_sign="on"), False),
    ],
)
def test_invite_form_knows_who_signs(roles: list[Role], data: dict[str, str], signs: bool) -> None:
    form = InviteForm(data, roles=roles)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["may_sign"] is signs


def test_invite_form_offers_only_the_roles_given() -> None:
    assert list(InviteForm(_invite(role="facilitator"), roles=[Role.LIAISON]).errors) == ["role"]


def test_delegate_form_refuses_a_past_day() -> None:
    form = DelegateForm(_invite(ends_on="2026-11-23"), roles=[Role.LIAISON], day=date(2026, 11, 24))
    assert list(form.errors) == ["ends_on"]


@pytest.mark.parametrize(
    ("content", "is_right"),
    [
        (b"%PDF-1.7 x", True),
        (b"\x89PNG\r\n\x1a\nx", True),
        (b"\xff\xd8\xffx", True),
        (b"<svg onload=alert(1)>", False),
        (b"MZ", False),
        (b"", False),
    ],
)
def test_documents_are_told_by_their_first_bytes(content: bytes, is_right: bool) -> None:
    file = SimpleUploadedFile("surat.pdf", content)
    assert MandateForm({}, {"mandate": file}).is_valid() is is_right
    assert AcceptForm({"confirm_authority": "on"}, {"mandate": file}, is_neutral=False).is_valid() is is_right


def test_a_document_may_not_be_larger_than_the_limit(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 10
    form = MandateForm({}, {"mandate": SimpleUploadedFile("a.pdf", b"%PDF-1.7 more than ten")})
    assert not form.is_valid()


def test_mandate_form_wants_the_document_or_its_number() -> None:
    assert not MandateForm({}, {}).is_valid()
    assert MandateForm({"reference": "ST-1"}, {}).is_valid()


def test_accept_form_of_a_neutral_role_asks_for_no_mandate() -> None:
    assert list(AcceptForm(is_neutral=True).fields) == ["confirm_authority"]
    assert not AcceptForm({}, {}, is_neutral=True).is_valid()
