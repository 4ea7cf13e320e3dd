"""Organisations: written, verified, retired, merged, looked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mufakat.people import queries
from mufakat.people.models import Organisation, Region
from mufakat.people.queries.organisations import MERGED, SORTS
from mufakat.web.forms import LineField, RadioCards, once_field

KINDS = {
    "ministry": _("For example Kementerian Kesehatan, Badan Pusat Statistik."),
    "local_agency": _("For example Dinas Kominfo Kota Bandung."),
    "company": _("A company of any form, state-owned ones too."),
    "association": _("Members who joined: professions, companies, religious bodies."),
    "university": _("A campus, a faculty, a research centre."),
    "foundation": _("A foundation, an NGO, a charity."),
    "newsroom": _("Press, radio, television, online media."),
    "community": _("A group without legal form: volunteers, residents, youth."),
    "other": _("Anything else."),
}


class OrganisationForm(forms.Form):
    """What is known of an organisation, the same whether it is proposed or corrected."""

    name = LineField(
        label=_("Full name"),
        max_length=200,
        help_text=_("As it stands in its own documents, for example Dinas Komunikasi dan Informatika Kota Bandung."),
    )
    short_name = LineField(
        label=_("Short name"),
        max_length=40,
        required=False,
        help_text=_("For example Diskominfo Bandung."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=queries.sectors_in_use(), widget=forms.RadioSelect, empty_label=None
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices, widget=RadioCards(KINDS))
    regions = forms.ModelMultipleChoiceField(
        label=_("Regions"),
        queryset=Region.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where it works. Tick Indonesia when it works in the whole country."),
    )
    registration_no = LineField(
        label=_("Registration number"),
        max_length=80,
        required=False,
        help_text=_("For example the number of its decree at the Ministry of Law."),
    )
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    source = LineField(
        label=_("Source of these facts"),
        max_length=300,
        required=False,
        help_text=_("Where others can check this: an address, a decree, a document."),
    )

    def __init__(self, *args: Any, day: date, kept: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sector, regions = self.fields["sector"], self.fields["regions"]
        assert isinstance(sector, forms.ModelChoiceField)
        assert isinstance(regions, forms.ModelMultipleChoiceField)
        regions.queryset = queries.places_on(day)
        if kept:  # what it has may be of the past: a retired sector, a region that was divided
            sector.queryset = queries.sectors_in_use() | queries.sector_of(kept)
            regions.queryset = (queries.places_on(day) | queries.regions_of(kept)).distinct()

    def clean_website(self) -> str:
        website: str = self.cleaned_data["website"]
        if website and not website.lower().startswith(("http://", "https://")):
            raise ValidationError(_("An address begins with https:// or http://."))
        return website


class ProposalForm(OrganisationForm):
    """A new organisation. `is_other` says that none of the possible duplicates is meant."""

    once = once_field()
    is_other = forms.BooleanField(required=False, widget=forms.HiddenInput)


class VerificationForm(forms.Form):
    note = LineField(
        label=_("How was it checked?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For example: decree AHU-012345 seen at the Ministry of Law on 12 January 2026. Every party can read this."
        ),
    )


class RetirementForm(forms.Form):
    reason = LineField(
        label=_("Why is it set inactive?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: dissolved by decree of 3 March 2026. Every party can read this."),
    )


class OtherOrganisationForm(forms.Form):
    """Which organisation is the same as this one, found by its name."""

    q = forms.CharField(
        label=_("Search for the other entry"), max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )


class OrganisationFinding(forms.Form):
    """Searching the list by GET. What is not on the menu counts as not asked."""

    q = forms.CharField(
        label=_("Search for an organisation"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=queries.all_sectors(), required=False, empty_label=_("Every sector")
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Every status")), *Organisation.Status.choices, (MERGED, _("Merged into another"))],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Every kind")), *Organisation.Kind.choices]
    )
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), required=False, empty_label=_("Every region")
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[("name", _("Name")), ("newest", _("Newest first")), ("sector", _("Sector")), ("status", _("Status"))],
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, forms.ModelChoiceField)
        region.queryset = queries.places_on(day)

    def asked(self, name: str) -> Any:
        self.full_clean()
        return getattr(self, "cleaned_data", {}).get(name) or None

    @property
    def is_narrowed(self) -> bool:
        return any(self.asked(name) for name in self.fields if name != "sort")

    @property
    def has_more(self) -> bool:
        """Was something asked of the filters that are folded away?"""
        return any(self.asked(name) for name in ("kind", "region")) or self.asked("sort") not in (None, "name")

    @property
    def order(self) -> str:
        wanted = self.asked("sort")
        return wanted if wanted in SORTS else "name"
