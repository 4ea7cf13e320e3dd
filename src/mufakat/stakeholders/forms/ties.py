"""A tie between two stakeholders, who are named by typing; and searching the ties."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.forms.finding import Finding
from mufakat.campaigns.models import Campaign
from mufakat.stakeholders import queries
from mufakat.stakeholders.models import Relation, Stakeholder
from mufakat.web.forms import DayInput, LineField, RadioCards, once_field

KINDS = {
    Relation.Kind.COOPERATION: _("They work together."),
    Relation.Kind.FUNDING: _("Money goes from one to the other."),
    Relation.Kind.DATA: _("Figures and reports go from one to the other."),
    Relation.Kind.REGULATION: _("One sets rules for the other or supervises it."),
    Relation.Kind.CONFLICT: _("They stand against each other, in court, in public or in the market."),
}


def _name(label: Any, help_text: Any = "") -> LineField:
    return LineField(
        label=label,
        max_length=200,
        help_text=help_text,
        widget=forms.TextInput(attrs={"list": "stakeholder-names", "autocomplete": "off"}),
    )


class TieDetailsForm(forms.Form):
    """What may be corrected of a tie."""

    strength = forms.TypedChoiceField(
        label=_("Strength"),
        choices=[
            (1, _("1: they know each other")),
            (2, _("2: now and then")),
            (3, _("3: regularly")),
            (4, _("4: every week")),
            (5, _("5: neither could do without")),
        ],
        initial=3,
        coerce=int,
    )
    source = LineField(
        label=_("Source"),
        max_length=300,
        help_text=_("Where you know it from: a document, a meeting, a talk and its day."),
    )
    on = forms.DateField(label=_("Known on"), widget=DayInput)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["on"].initial = day
        self.fields["on"].widget.attrs["max"] = day.isoformat()

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.day:
            raise forms.ValidationError(_("A tie cannot be known in the future."))
        return on


class TieForm(TieDetailsForm):
    once = once_field()
    a = _name(_("From"), _("Type the name as it stands in the register, or enough of it."))
    b = _name(_("To"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Relation.Kind.choices,
        widget=RadioCards({kind.value: words for kind, words in KINDS.items()}),
    )
    is_directed = forms.BooleanField(
        label=_("Goes one way only"), required=False, help_text=_("From the first to the second, not back.")
    )
    field_order = ("once", "a", "b", "kind", "is_directed", "strength", "source", "on")

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign

    def clean_a(self) -> Stakeholder:
        return self._called(self.cleaned_data["a"])

    def clean_b(self) -> Stakeholder:
        return self._called(self.cleaned_data["b"])

    def _called(self, words: str) -> Stakeholder:
        found = queries.stakeholders_called(self.campaign, words)
        if not found:
            raise forms.ValidationError(_("Nobody in the register is called that. Add them to the register first."))
        if len(found) > 1:
            listed = ", ".join(one.name for one in found[:5])
            raise forms.ValidationError(
                _("Several are called that: %(names)s. Write the whole name."), params={"names": listed}
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("a") and said.get("a") == said.get("b"):
            self.add_error("b", _("A tie is between two different stakeholders."))
        return said


class TieFinding(Finding):
    q = forms.CharField(
        label=_("Search for a stakeholder or a source"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Every kind")), *Relation.Kind.choices])
