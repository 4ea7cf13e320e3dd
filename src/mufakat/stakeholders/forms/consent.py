"""Whether an assessed organisation lets every seat read its assessments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mufakat.web.forms import RadioCards, once_field


class ConsentForm(forms.Form):
    once = once_field()
    answer = forms.ChoiceField(
        label=_("Who may read how your organisation is assessed?"),
        choices=[("no", _("The host and the facilitator only")), ("yes", _("Everyone with a seat"))],
        widget=RadioCards(
            {
                "no": _("As the rule is. Each party still reads what it said itself."),
                "yes": _("Medians, ranges and how they changed. You may take this back; what was read stays read."),
            }
        ),
    )

    def __init__(self, *args: Any, is_given: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].initial = "yes" if is_given else "no"
