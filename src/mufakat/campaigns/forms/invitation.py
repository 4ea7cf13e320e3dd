"""Offering a seat and answering an offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import PARTY_ROLES, Role
from mufakat.people.models import Language
from mufakat.web.forms import DayInput, RadioCards, once_field

MEANINGS = {
    Role.LIAISON: _("Acts for the organisation day to day: answers, invites colleagues, keeps the seats filled."),
    Role.SIGNATORY: _("Signs for the organisation, and acts for it beside the liaison."),
    Role.FACILITATOR: _("Leads the talks without a party and without a vote, and helps to settle differences."),
    Role.EVALUATOR: _("Measures what changes, independent of every party."),
    Role.OBSERVER: _("Reads along; speaks for no party."),
}


class InviteForm(forms.Form):
    """A seat for someone: the role, where the link goes, in which language, and a word from the sender."""

    once = once_field()
    role = forms.ChoiceField(
        label=_("As what"), choices=(), widget=RadioCards({role.value: words for role, words in MEANINGS.items()})
    )
    may_sign = forms.BooleanField(
        label=_("This person may sign for the organisation"),
        required=False,
        help_text=_("A signatory always may. Leave it open for a liaison who has no such power."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_(
            "Then only this address can accept, and we send the letter. Leave it empty to send the link yourself."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=Language.choices, widget=forms.RadioSelect, initial=Language.ID
    )
    message = forms.CharField(
        label=_("A word from you"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why you would like them at the table. It stands at the top of the invitation."),
    )

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["role"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(r.value, r.label) for r in roles]
        choice.initial = roles[0].value
        if len(roles) == 1:
            choice.widget = forms.HiddenInput()
        if Role.LIAISON not in roles:
            del self.fields["may_sign"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["may_sign"] = cleaned.get("role") == Role.SIGNATORY or bool(cleaned.get("may_sign"))
        if cleaned.get("role") not in PARTY_ROLES:
            cleaned["may_sign"] = False
        return cleaned


class DelegateForm(InviteForm):
    """A seat lent until a day; the one who lends keeps it."""

    ends_on = forms.DateField(
        label=_("Until"), widget=DayInput, help_text=_("The delegation ends by itself after this day.")
    )
    field_order = ["ends_on", "role", "may_sign", "email", "language", "message"]

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_ends_on(self) -> date:
        ends_on: date = self.cleaned_data["ends_on"]
        if ends_on < self.day:
            raise forms.ValidationError(_("This day is past."))
        return ends_on


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Your reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The parties read it. A sentence is enough."),
    )


class ReasonForm(forms.Form):
    """An act that others will ask about says why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the record."),
    )
