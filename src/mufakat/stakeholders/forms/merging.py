"""Joining two entries: which is the other, and which of the two remains."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.forms.finding import Finding
from mufakat.stakeholders.models import Stakeholder


class OtherFinding(Finding):
    q = forms.CharField(
        label=_("Search for the other entry"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class MergeForm(forms.Form):
    """`versions` remembers what was compared."""

    remains = forms.ChoiceField(
        label=_("Which entry remains?"),
        widget=forms.RadioSelect,
        help_text=_("Where it says nothing, the words of the other are taken. Talks, assessments and ties go along."),
    )
    versions = forms.RegexField(regex=r"^\d{1,9}-\d{1,9}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: tuple[Stakeholder, Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        choice = self.fields["remains"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(str(row.pk), row.name) for row in rows]
        choice.initial = str(rows[0].pk)
        self.fields["versions"].initial = f"{rows[0].version}-{rows[1].version}"

    def decision(self) -> tuple[Stakeholder, Stakeholder, tuple[int, int]]:
        """The one that remains, the one that goes, and their versions in this order."""
        first, second = (int(n) for n in self.cleaned_data["versions"].split("-"))
        one, other = self.rows
        if self.cleaned_data["remains"] == str(one.pk):
            return one, other, (first, second)
        return other, one, (second, first)
