"""Searching, filtering and sorting the lists. What is not on the menu is left out, never an error page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Party, Phase, Visibility
from mufakat.people.models import Sector
from mufakat.web.forms import DayInput

FEW = 60


class Finding(forms.Form):
    """A GET form whose wrong parts count as not asked."""

    def asked(self, name: str) -> Any:
        """The cleaned answer, or None where it was left out or makes no sense."""
        self.full_clean()
        return getattr(self, "cleaned_data", {}).get(name) or None

    @property
    def is_narrowed(self) -> bool:
        return any(self.asked(name) for name in self.fields if name != "sort")


def _words(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )


def _choice(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=list(choices))


def _offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class CampaignFinding(Finding):
    q = _words(_("Search for a campaign"))
    phase = _choice(_("Phase"), [("", _("Every phase")), *Phase.choices])
    mine = _choice(
        _("Which"),
        [("", _("All I may see")), ("mine", _("Where I have a seat")), *Visibility.choices],
    )
    sort = _choice(_("Sort by"), [("", _("Newest first")), ("due", _("Ending soonest")), ("name", _("Name"))])


class PartyFinding(Finding):
    q = _words(_("Search for an organisation"))
    sector = _choice(_("Sector"), [])
    sort = _choice(_("Sort by"), [("", _("Longest at the table")), ("new", _("Newest first")), ("name", _("Name"))])

    def __init__(self, *args: Any, sectors: Iterable[Sector], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "sector", [("", _("Every sector")), *((s.pk, str(s)) for s in sectors)])


class InvitationFinding(Finding):
    q = _words(_("Search for an organisation"))


class OrganisationFinding(Finding):
    q = _words(_("Name of the organisation"))


class ActivityFinding(Finding):
    """With many parties the choice of one is left to the link on its page: a list of hundreds helps nobody."""

    q = _words(_("Search in the record"))
    kind = _choice(_("Kind of act"), [])
    party = forms.ModelChoiceField(
        label=_("Party"), queryset=Party.objects.none(), required=False, empty_label=_("Every party")
    )
    since = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("To"), required=False, widget=DayInput)

    def __init__(
        self, *args: Any, kinds: Iterable[tuple[str, Any]], parties: QuerySet[Party], parties_now: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "kind", [("", _("Every kind")), *kinds])
        party = self.fields["party"]
        assert isinstance(party, forms.ModelChoiceField)
        party.queryset = parties
        if parties_now > FEW:
            party.widget = forms.HiddenInput()
