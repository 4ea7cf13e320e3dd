"""One change for many: what it is, asked one thing at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import queries
from mufakat.stakeholders.forms.register import SeatChoice
from mufakat.stakeholders.models import Capability, Engagement, State, Tag
from mufakat.web.forms import LineField


class BulkForm(forms.Form):
    """`value` is what the change needs: a state, a level, a seat, a name."""

    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, kind: str, campaign: Campaign, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["value"] = _value_of(kind, campaign, seats)
        if kind == "state":
            self.fields["reason"] = forms.CharField(
                label=_("Reason"),
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Who would go back or withdraw is left out when no reason is given."),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.kind == "state" and cleaned.get("value") == State.WITHDRAWN and not cleaned.get("reason"):
            self.add_error("reason", _("A reason is needed, so that the others understand it."))
        return cleaned

    def change(self) -> queries.BulkChange:
        value = self.cleaned_data["value"]
        words = "" if value is None else str(value.pk) if isinstance(value, Seat) else str(value)
        return queries.BulkChange(self.kind, words, self.cleaned_data.get("reason", ""))


def _value_of(kind: str, campaign: Campaign, seats: Iterable[Seat]) -> forms.Field:
    if kind == "state":
        return forms.ChoiceField(label=_("New state"), choices=State.choices, widget=forms.RadioSelect)
    if kind == "wanted":
        return forms.ChoiceField(label=_("Engagement wanted"), choices=Engagement.choices, widget=forms.RadioSelect)
    if kind == "owner":
        open_ones = Seat.objects.filter(pk__in=[s.pk for s in seats]).select_related("person", "party__organisation")
        return SeatChoice(label=_("Relationship owner"), queryset=open_ones, required=False, empty_label=_("Nobody"))
    if kind == "remove_tag":
        return forms.ModelChoiceField(label=_("Tag"), queryset=queries.tags_of(campaign))
    if kind == "remove_capability":
        every = Capability.objects.filter(campaign=campaign)
        return forms.ModelChoiceField(label=_("Capability"), queryset=every)
    model = Tag if kind == "add_tag" else Capability
    label = _("Tag") if kind == "add_tag" else _("Capability")
    return LineField(label=label, max_length=model._meta.get_field("name").max_length)
