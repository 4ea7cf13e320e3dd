"""Assessing a stakeholder on four scales, and finding who is still to be assessed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.forms.finding import Finding
from mufakat.people.models import Sector
from mufakat.stakeholders.models import Assessment
from mufakat.stakeholders.models.scores import SCORES
from mufakat.web.forms import DayInput, RadioCards, once_field

# each scale: its name, what it asks, what 1 to 5 mean
SCALES = {
    "power": (
        _("Power"),
        _("How far can they make the campaign succeed or fail: by deciding, by money, by reach, by refusing?"),
        (
            _("hardly any"),
            _("can delay a detail"),
            _("can change a part"),
            _("can change the course"),
            _("decides whether it happens"),
        ),
    ),
    "interest": (
        _("Interest"),
        _("How much does the outcome matter to them, whether they are for it or against it?"),
        (
            _("none that we know of"),
            _("follows from afar"),
            _("wants to be asked"),
            _("takes part on their own account"),
            _("it is their daily work or life"),
        ),
    ),
    "legitimacy": (
        _("Legitimacy"),
        _("How far do others accept that they have a say: by law, by mandate, by being affected?"),
        (
            _("hardly anybody accepts it"),
            _("a few accept it"),
            _("disputed"),
            _("most accept it"),
            _("beyond doubt"),
        ),
    ),
    "urgency": (
        _("Urgency"),
        _("How pressing is their concern, and what is lost if it waits?"),
        (
            _("can wait for years"),
            _("can wait a year"),
            _("needs an answer this year"),
            _("needs an answer this month"),
            _("every day does harm"),
        ),
    ),
}


def _scale(name: str) -> forms.TypedChoiceField:
    label, question, steps = SCALES[name]
    return forms.TypedChoiceField(
        label=label,
        help_text=question,
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
        widget=RadioCards({str(n): words for n, words in enumerate(steps, start=1)}),
        error_messages={"required": _("Choose a number from 1 to 5.")},
    )


class AssessForm(forms.Form):
    once = once_field()
    power = _scale("power")
    interest = _scale("interest")
    legitimacy = _scale("legitimacy")
    urgency = _scale("urgency")
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What have you seen or heard that makes you say so? Your own party and the team read it."),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=300,
        required=False,
        help_text=_("A document, a link, a meeting: where somebody else could look."),
    )
    on = forms.DateField(label=_("Day"), widget=DayInput, help_text=_("The day for which this holds; not a later one."))

    def __init__(self, *args: Any, day: date, earlier: Assessment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.earlier = day, earlier
        self.fields["on"].initial = day
        self.fields["on"].widget.attrs["max"] = day.isoformat()
        if earlier:
            for name in (*SCORES, "reason", "evidence"):
                self.fields[name].initial = getattr(earlier, name)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.day:
            raise forms.ValidationError(_("An assessment cannot be dated in the future."))
        if self.earlier and on < self.earlier.on:
            raise forms.ValidationError(_("Your party has already given a newer assessment. Choose a later day."))
        return on

    @property
    def scores(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in SCORES}


class AssessmentFinding(Finding):
    q = forms.CharField(
        label=_("Search for a stakeholder"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False)

    def __init__(self, *args: Any, sectors: Iterable[Sector], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sector = self.fields["sector"]
        assert isinstance(sector, forms.ChoiceField)
        sector.choices = [("", _("Every sector")), *((s.pk, str(s)) for s in sectors)]
