"""Inputs that know how they should look; forms of every app may use them."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RadioCards(forms.RadioSelect):
    """One choice of a few, each with a sentence that says what it means."""

    def __init__(self, descriptions: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.descriptions = dict(descriptions or {})


class CheckboxCards(forms.CheckboxSelectMultiple):
    """Several choices, each with a sentence that says what it means."""

    def __init__(self, descriptions: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.descriptions = dict(descriptions or {})


_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class LineField(forms.CharField):
    """Words on one line: spaces drawn together, and no characters that turn or hide what stands beside them."""

    def to_python(self, value: Any) -> str:
        words = " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", super().to_python(value) or "")).split())
        return "".join(c for c in words if unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})


class DayInput(forms.DateInput):
    """The device's own date picker; the value travels as YYYY-MM-DD whatever the language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


def once_field() -> forms.UUIDField:
    """The number of the row that a form will make: the same form sent twice names the same row, so it is made once."""
    trouble = _("This form is incomplete. Reload the page and send it again.")
    return forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages={"required": trouble, "invalid": trouble}
    )


class SampleForm(forms.Form):
    """Every kind of question, for the living page of components."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("We send the invitation to this address."))
    stance = forms.ChoiceField(
        label=_("Your organisation's position"),
        choices=[("agree", _("Agree")), ("reserve", _("Agree with reservations")), ("object", _("Object"))],
        widget=RadioCards(
            {
                "agree": _("We support this text."),
                "reserve": _("We support it; our note is kept with it."),
                "object": _("Needs a reason, and preferably a proposed change."),
            }
        ),
    )
    channels = forms.MultipleChoiceField(
        label=_("Where you can help"),
        choices=[("radio", _("Radio")), ("school", _("Schools")), ("market", _("Markets"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    region = forms.ChoiceField(
        label=_("Province"), choices=[("", "–"), ("31", "DKI Jakarta"), ("53", "Nusa Tenggara Timur")]
    )
    begins_on = forms.DateField(label=_("Begins on"), widget=DayInput)
    mandate = forms.FileField(label=_("Mandate document"), help_text=_("PDF, at most 20 MB."), required=False)
    note = forms.CharField(label=_("Note"), max_length=280, widget=forms.Textarea, required=False)
    agrees = forms.BooleanField(label=_("I have the authority to act for this organisation"))
