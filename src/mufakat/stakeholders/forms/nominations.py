"""Who is missing, and the answer to that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.forms.finding import Finding
from mufakat.people.models import Region, Sector
from mufakat.stakeholders.models import Capability, Nomination, Stakeholder
from mufakat.web.forms import LineField, RadioCards, once_field


class NominationForm(forms.Form):
    once = once_field()
    name = LineField(
        label=_("Who is missing"),
        max_length=200,
        help_text=_("An organisation, or a group of people. No private person."),
    )
    is_group = forms.BooleanField(label=_("A group of people without an organisation of its own"), required=False)
    sector = forms.ModelChoiceField(label=_("Sector"), queryset=Sector.objects.none())
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), required=False, empty_label=_("No region in particular")
    )
    capability = forms.ModelChoiceField(
        label=_("What they would bring"),
        queryset=Capability.objects.none(),
        required=False,
        empty_label=_("Nothing in particular"),
    )
    reason = forms.CharField(
        label=_("Why they belong at the table"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    way = LineField(
        label=_("How to reach them"),
        max_length=300,
        required=False,
        help_text=_("An office address or a public contact; no private telephone number."),
    )
    sure = forms.BooleanField(
        label=_("None of these: they are somebody else"), required=False, widget=forms.HiddenInput
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

    def ask_whether_sure(self) -> None:
        """Show the question; it is asked only when somebody alike is known."""
        self.fields["sure"].widget = forms.CheckboxInput()


class AnswerForm(forms.Form):
    """What becomes of a nomination."""

    state = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (Nomination.State.INVITED, _("Invite them")),
            (Nomination.State.KNOWN, _("Already known")),
            (Nomination.State.DECLINED, _("Decline")),
        ],
        widget=RadioCards(
            {
                "invited": _("They enter the register, and you go on to the invitation."),
                "known": _("Choose below who it is in the register."),
                "declined": _("With a reason, which the one who nominated reads."),
            }
        ),
    )
    stakeholder = forms.ModelChoiceField(
        label=_("In the register as"),
        queryset=Stakeholder.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Needed for “already known”. For “invite them” only if they are in the register."),
    )
    answer = forms.CharField(
        label=_("A word to the one who nominated"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, register: QuerySet[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stakeholder"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = register

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        state = cleaned.get("state")
        if state == Nomination.State.KNOWN and not cleaned.get("stakeholder") and "stakeholder" not in self.errors:
            self.add_error("stakeholder", _("Choose whom the register already has."))
        if state == Nomination.State.DECLINED and not (cleaned.get("answer") or "").strip():
            self.add_error("answer", _("Say why, so that the one who nominated understands it."))
        return cleaned


class NominationFinding(Finding):
    q = forms.CharField(
        label=_("Search the nominations"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
