"""What the campaign needs: capabilities, requirements, affected groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.forms.finding import Finding
from mufakat.people.models import Region, Sector
from mufakat.stakeholders.models import AffectedGroup, Capability, Stakeholder
from mufakat.web.forms import LineField, once_field

POPULATION_SOURCE = "Kepmendagri 300.2.2-2430 Tahun 2025"


class RequirementForm(forms.Form):
    once = once_field()
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.none(), required=False, empty_label=_("Any sector")
    )
    capability = forms.ModelChoiceField(
        label=_("Capability"), queryset=Capability.objects.none(), required=False, empty_label=_("Any capability")
    )
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), required=False, empty_label=_("Any region")
    )
    least = forms.IntegerField(label=_("At least"), min_value=1, max_value=100, initial=1)
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=10,
        initial=1,
        help_text=_("1 to 10. What weighs more moves the coverage more."),
    )
    is_mandatory = forms.BooleanField(
        label=_("The campaign cannot go on without it"),
        required=False,
        initial=True,
        help_text=_("Planning begins only when this is filled, or waived with a reason."),
    )
    reason = forms.CharField(
        label=_("Why it is needed"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        sectors: QuerySet[Sector],
        capabilities: QuerySet[Capability],
        places: QuerySet[Region],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("sector", sectors), ("capability", capabilities), ("region", places)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asked = [cleaned.get(name) for name in ("sector", "capability", "region")]
        if not any(asked) and not self.errors:
            raise forms.ValidationError(_("Choose at least a sector, a capability or a region."))
        return cleaned


class ChangeRequirementForm(forms.Form):
    """Of whom a requirement asks stays; how much it asks may change."""

    least = forms.IntegerField(label=_("At least"), min_value=1, max_value=100)
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=10)
    is_mandatory = forms.BooleanField(label=_("The campaign cannot go on without it"), required=False)
    reason = forms.CharField(
        label=_("Why it is needed"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class CapabilityForm(forms.Form):
    """Names typed, and the usual ones ticked."""

    name = LineField(label=_("Capability"), max_length=80, required=False)
    suggested = forms.MultipleChoiceField(
        label=_("Often needed"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, suggested: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["suggested"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in suggested]
        if not suggested:
            del self.fields["suggested"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("name") and not cleaned.get("suggested") and not self.errors:
            raise forms.ValidationError(_("Write a capability, or choose from the list."))
        return cleaned

    @property
    def names(self) -> list[str]:
        own = self.cleaned_data.get("name")
        return [*self.cleaned_data.get("suggested", []), *([own] if own else [])]


class GroupForm(forms.Form):
    once = once_field()
    name = LineField(label=_("Group"), max_length=120, help_text=_("For example: parents of small children."))
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), required=False, empty_label=_("No region in particular")
    )
    people = forms.IntegerField(
        label=_("Number of people"),
        min_value=1,
        max_value=9_000_000_000,
        required=False,
        help_text=_("Leave it empty to take the population of the region."),
    )
    source = LineField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("Where this number can be looked up. A region's population brings its own source."),
    )
    voices = forms.ModelMultipleChoiceField(
        label=_("Who speaks for it"),
        queryset=Stakeholder.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("From the register. Those who sit at the table count as its seats."),
    )

    def __init__(self, *args: Any, places: QuerySet[Region], voices: QuerySet[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("region", places), ("voices", voices)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        region = cleaned.get("region")
        if not cleaned.get("people") and "people" not in self.errors:
            if region is None or not region.population:
                self.add_error("people", _("Give the number, or choose a region whose population is published."))
                return cleaned
            cleaned["people"] = region.population
            cleaned["source"] = cleaned.get("source") or POPULATION_SOURCE
        if not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", _("Say where this number can be looked up."))
        return cleaned


def initial_of_group(group: AffectedGroup) -> dict[str, Any]:
    return {
        "once": group.pk,
        "name": group.name,
        "region": group.region_id,
        "people": group.people,
        "source": group.source,
        "voices": [v.pk for v in group.voices.all()],
    }


class CoverageFinding(Finding):
    """Which region the heat map shows."""

    region = forms.ChoiceField(label=_("Region"), required=False, choices=())

    def __init__(self, *args: Any, regions: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Every region")), *((r.code, str(r)) for r in regions)]
