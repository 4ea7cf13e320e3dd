"""The campaign itself: opening it, changing it, moving it on, the facts it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign
from mufakat.people import queries as people
from mufakat.people.models import Language, Organisation, Region
from mufakat.web.forms import DayInput, RadioCards, once_field

NATIONAL, SOME = "national", "some"
_ISLANDS = (
    (("1", "2"), _("Sumatra")),
    (("3",), _("Java")),
    (("5",), _("Bali and Nusa Tenggara")),
    (("6",), _("Kalimantan")),
    (("7",), _("Sulawesi")),
    (("8", "9"), _("Maluku and Papua")),
)


class CampaignForm(forms.Form):
    """What a campaign says of itself, the same whether it is opened or changed."""

    title = forms.CharField(
        label=_("Name of the campaign"),
        max_length=160,
        help_text=_("Short enough to be spoken, as it will be heard in public."),
    )
    issue = forms.CharField(
        label=_("The issue"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is wrong today, for whom, and how that is known. Figures with sources can be added later."),
    )
    aim = forms.CharField(
        label=_("The aim"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What should be different at the end. The parties agree on exact goals later, together."),
    )
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)
    scope = forms.ChoiceField(
        label=_("Where it runs"),
        choices=[(NATIONAL, _("The whole country")), (SOME, _("Certain provinces"))],
        widget=RadioCards({NATIONAL: _("All provinces that exist today."), SOME: _("Tick them below.")}),
    )
    regions = forms.ModelMultipleChoiceField(
        label=_("Provinces"), queryset=Region.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the campaign"),
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The languages in which the parties write to each other."),
    )
    brand = forms.RegexField(
        label=_("Colour of the campaign"),
        regex=r"^#[0-9a-fA-F]{6}$",
        max_length=7,
        required=False,
        error_messages={"invalid": _("Write the colour as # and six digits or letters a to f, such as #0b5a55.")},
        help_text=_(
            "Used for buttons and links, such as #0b5a55. We darken or lighten it where words would be hard to read."
        ),
        widget=forms.TextInput(attrs={"class": "short", "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.provinces = people.regions_on(day)
        choice = self.fields["regions"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)
        choice.queryset = self.provinces

    def region_groups(self) -> list[tuple[Any, list[Any]]]:
        """The province boxes by island, in the order of the official codes."""
        boxes = list(self["regions"])
        grouped = [
            (name, [b for b in boxes if b.data["value"].instance.code.startswith(codes)]) for codes, name in _ISLANDS
        ]
        return [(name, found) for name, found in grouped if found]

    def clean_brand(self) -> str:
        return str(self.cleaned_data["brand"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day lies before the first day."))
        if cleaned.get("scope") == NATIONAL:
            cleaned["regions"] = self.provinces
        elif cleaned.get("scope") == SOME and not cleaned.get("regions"):
            self.add_error("regions", _("Tick at least one province, or choose the whole country."))
        return cleaned

    def fields_of_campaign(self) -> dict[str, Any]:
        """Exactly what `open_campaign` and `change_campaign` take."""
        names = ("title", "issue", "aim", "starts_on", "ends_on", "languages", "brand")
        return {name: self.cleaned_data[name] for name in names} | {"regions": list(self.cleaned_data["regions"])}


class OpenCampaignForm(CampaignForm):
    """The first form of a campaign; its hidden number makes sending it twice open one campaign."""

    once = once_field()
    host = forms.ModelChoiceField(
        label=_("Host"), queryset=Organisation.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, hosts: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = list(hosts)
        choice = self.fields["host"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Organisation.objects.filter(pk__in=[h.pk for h in hosts]).select_related("sector")
        if len(hosts) == 1:
            choice.widget = forms.HiddenInput()
            choice.initial = hosts[0].pk
        self.only_host = hosts[0] if len(hosts) == 1 else None

    def sent_fields(self) -> list[tuple[str, str]]:
        """Everything that was sent, to carry it through the page that asks whether it is right."""
        assert isinstance(self.data, MultiValueDict)
        return [(name, value) for name in self.fields for value in self.data.getlist(name)]


class ChangeCampaignForm(CampaignForm):
    """Change what a campaign says; `version` remembers what it said when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def initial_of(campaign: Campaign, provinces: Iterable[Region]) -> dict[str, Any]:
    regions = list(campaign.regions.all())
    is_national = bool(regions) and {r.pk for r in regions} == {p.pk for p in provinces}
    return {
        "title": campaign.title,
        "issue": campaign.issue,
        "aim": campaign.aim,
        "starts_on": campaign.starts_on,
        "ends_on": campaign.ends_on,
        "scope": NATIONAL if is_national else SOME,
        "regions": [] if is_national else [r.pk for r in regions],
        "languages": campaign.languages,
        "brand": campaign.brand,
        "version": campaign.version,
    }


class BackPhaseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the campaign goes back"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Every party reads this in the record."),
    )


class FactForm(forms.Form):
    """One figure or statement with the source where a reader can look it up."""

    label = forms.CharField(
        label=_("What it says"), max_length=200, help_text=_("A sentence, or the name of a figure.")
    )
    series = forms.CharField(
        label=_("Series"),
        max_length=120,
        required=False,
        help_text=_("Facts with the same series name and a year are drawn as one line."),
    )
    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2200, required=False)
    value = forms.DecimalField(
        label=_("Value"),
        max_digits=12,
        decimal_places=3,
        required=False,
        help_text=_("A number; write 3.54, with a point."),
    )
    frame = forms.CharField(
        label=_("How it was measured"),
        max_length=300,
        required=False,
        help_text=_("Such as the number of respondents. A change is marked in the picture."),
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Publication, page and year, or an address on the web.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("series") and (cleaned.get("year") is None or cleaned.get("value") is None):
            self.add_error("series", _("A fact in a series needs a year and a value."))
        return cleaned
