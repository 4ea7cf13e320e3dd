"""Searching the register by GET. What is not on the menu is left out, never an error page."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.forms.finding import Finding
from mufakat.campaigns.models import Campaign, Seat
from mufakat.people import queries as people
from mufakat.stakeholders import queries
from mufakat.stakeholders.models import Capability, State, Tag


class RegisterFinding(Finding):
    q = forms.CharField(
        label=_("Search for a name, an interest or a tag"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Every state")), *State.choices])
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=people.all_sectors(), required=False, empty_label=_("Every sector")
    )
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=people.places_on(date.max), required=False, empty_label=_("Every region")
    )
    capability = forms.ModelChoiceField(
        label=_("Capability"),
        queryset=Capability.objects.none(),
        required=False,
        empty_label=_("Every capability"),
    )
    tag = forms.ModelChoiceField(
        label=_("Tag"), queryset=Tag.objects.none(), required=False, empty_label=_("Every tag")
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[("", _("Name")), ("changed", _("Newest change")), ("state", _("State")), ("sector", _("Sector"))],
    )
    gap = forms.BooleanField(label=_("Should be engaged more than now"), required=False)
    mine = forms.BooleanField(label=_("Mine to look after"), required=False)
    groups = forms.BooleanField(label=_("Groups without an organisation"), required=False)
    unassessed = forms.BooleanField(label=_("Not assessed yet"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, seat: Seat | None, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat = seat
        region, capability, tag = self.fields["region"], self.fields["capability"], self.fields["tag"]
        assert isinstance(region, forms.ModelChoiceField)
        assert isinstance(capability, forms.ModelChoiceField)
        assert isinstance(tag, forms.ModelChoiceField)
        region.queryset = people.places_on(day)
        capability.queryset = queries.capabilities_of(campaign)
        tag.queryset = queries.tags_of(campaign)

    def asked(self, name: str) -> Any:
        """As `Finding` answers, but cleaned once: each choice of this form is a question to the database."""
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        return getattr(self, "cleaned_data", {}).get(name) or None

    @property
    def choices(self) -> list[forms.BoundField]:
        return [self[name] for name in ("state", "sector", "region", "capability", "tag", "sort")]

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [self[name] for name in ("gap", "mine", "groups", "unassessed")]

    @property
    def is_narrowed_further(self) -> bool:
        return any(self.asked(name) for name in self.fields if name not in {"q", "sort"})

    def search(self) -> queries.Search:
        capability, tag, region = self.asked("capability"), self.asked("tag"), self.asked("region")
        return queries.Search(
            words=self.asked("q") or "",
            sector=getattr(self.asked("sector"), "pk", ""),
            region=getattr(region, "pk", None),
            capability=getattr(capability, "pk", None),
            tag=getattr(tag, "pk", None),
            state=self.asked("state") or "",
            has_gap=bool(self.asked("gap")),
            owner=self.seat.pk if self.seat and self.asked("mine") else None,
            groups_only=bool(self.asked("groups")),
            is_unassessed=bool(self.asked("unassessed")),
            sort=self.asked("sort") or "",
        )

    def query(self) -> str:
        """What makes sense of what was asked, as the part of an address behind the question mark."""
        asked = {name: value for name in self.fields if (value := self.asked(name)) is not None}
        return urlencode({name: "on" if v is True else str(getattr(v, "pk", v)) for name, v in asked.items()})
