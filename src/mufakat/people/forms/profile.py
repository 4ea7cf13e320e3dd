"""What a person says about themselves, and the last question before an account is closed."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mufakat.people.models import Language, Zone
from mufakat.web.forms import LineField, RadioCards


class ProfileForm(forms.Form):
    name = LineField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Every party of a campaign in which you have a seat reads this name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = LineField(
        label=_("Office telephone"),
        max_length=40,
        required=False,
        help_text=_("The parties of your campaigns see it. A private number does not belong here."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "work tel", "class": "short"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        widget=forms.RadioSelect,
        help_text=_("Of these pages and of the letters we send you."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=Zone.choices,
        widget=RadioCards(
            {
                Zone.WIB: _("Western Indonesia: Sumatra, Java, West and Central Kalimantan."),
                Zone.WITA: _("Central Indonesia: Bali, Nusa Tenggara, South, East and North Kalimantan, Sulawesi."),
                Zone.WIT: _("Eastern Indonesia: Maluku and Papua."),
            }
        ),
    )


class ClosingForm(forms.Form):
    """The word is asked in the reader's language: nobody closes an account by one wrong tap."""

    word = forms.CharField(
        label=_("Type the word CLOSE"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        if word.strip().upper() != gettext("CLOSE"):
            raise ValidationError(_("Type exactly the word that is asked for."))
        return word
