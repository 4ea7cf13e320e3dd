"""What comes in about notices: a search, how far a list was read, and how someone wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from mufakat.notices.models import Preference
from mufakat.web.forms import RadioCards


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search in what you were told"), max_length=100, required=False)
    tab = forms.ChoiceField(choices=[("", "all"), ("unread", "unread")], required=False, widget=forms.HiddenInput)


class ReadForm(forms.Form):
    """The instant at which the list was shown: what came later has not been seen."""

    until = forms.DateTimeField(widget=forms.HiddenInput)


def _hours(zone: str) -> list[tuple[int, StrOrPromise]]:
    between = ":" if translation.get_language() == "en" else "."
    return [(hour, f"{hour:02}{between}00 {zone}") for hour in range(24)]


class PreferenceForm(forms.Form):
    """How someone wants to be told; hours are said in the reader's own zone."""

    mail_now = forms.BooleanField(
        label=_("E-mail me at once when something needs me"),
        help_text=_("For example an invitation, a task with a deadline, or a seat that ends."),
        required=False,
    )
    digest = forms.ChoiceField(
        label=_("Summary of the rest by e-mail"),
        choices=Preference.Digest.choices,
        widget=RadioCards(
            {
                Preference.Digest.DAILY: _("Monday to Friday, when there is something new."),
                Preference.Digest.WEEKLY: _("Everything new of the past week in one e-mail."),
                Preference.Digest.NEVER: _("You read what is new here when you come by."),
            }
        ),
    )
    digest_hour = forms.TypedChoiceField(label=_("Hour of the summary"), coerce=int)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digest_hour"].choices = _hours(zone)  # type: ignore[attr-defined]  # it is the field declared above
