"""What comes in about notices: a search, how far a list was read, and how someone wants to be told."""

from __future__ import annotations

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


def _hours() -> list[tuple[int, StrOrPromise]]:
    between = ":" if translation.get_language() == "en" else "."
    return [(hour, f"{hour:02}{between}00") for hour in range(24)]


class PreferenceForm(forms.ModelForm[Preference]):
    digest_hour = forms.TypedChoiceField(label=_("Hour of the digest"), coerce=int, choices=_hours)

    class Meta:
        model = Preference
        fields = ["mail_now", "digest", "digest_hour"]
        help_texts = {"mail_now": _("An invitation, a task with a day to keep, a seat that ends.")}
        widgets = {
            "digest": RadioCards(
                {
                    Preference.Digest.DAILY: _("Monday to Friday, when there is something new."),
                    Preference.Digest.WEEKLY: _("What is new of the whole week in one letter."),
                    Preference.Digest.NEVER: _("You read what is new here, when you come by."),
                }
            )
        }
