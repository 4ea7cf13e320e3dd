"""What is asked about a stakeholder: adding, changing, moving on, a talk; and searching the register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign, Seat
from mufakat.people import queries as people
from mufakat.people.models import Organisation
from mufakat.stakeholders import queries
from mufakat.stakeholders.models import Engagement, Interaction, Stakeholder, State
from mufakat.web.forms import DayInput, LineField, RadioCards, once_field

POSITIONS = (
    (2, _("Strongly for it")),
    (1, _("Rather for it")),
    (0, _("Undecided")),
    (-1, _("Rather against it")),
    (-2, _("Strongly against it")),
)
ENGAGEMENTS = {
    "none": _("Nothing has been done yet."),
    "inform": _("They are told what happens."),
    "consult": _("They are asked, and told what became of their answer."),
    "involve": _("Their concerns are worked on with them."),
    "collaborate": _("They decide together with the others."),
    "empower": _("They decide; the others help."),
}


class SeatChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # a form field is not generic when it runs
    def label_from_instance(self, obj: Seat) -> str:
        place = obj.party.organisation if obj.party else obj.get_role_display()
        return f"{obj.person} · {place}"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _names(text: str, most: int) -> list[str]:
    """Names between commas, none of them too long."""
    names = [name.strip() for name in text.replace(";", ",").split(",") if name.strip()]
    for name in names:
        if len(name) > most:
            raise forms.ValidationError(
                _("“%(name)s” is too long: at most %(n)s letters between two commas."),
                params={"name": name[:most], "n": most},
            )
    return names


class StakeholderForm(forms.Form):
    """What is known of a stakeholder, the same whether it is added or changed."""

    name = LineField(label=_("Name"), max_length=200)
    reference = LineField(
        label=_("Reference"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "short"}),
        help_text=_("A number of your own by which a file names it again."),
    )
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=people.sectors_in_use(), widget=forms.RadioSelect, empty_label=None
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", "–"), *Organisation.Kind.choices])
    interest = forms.CharField(
        label=_("Interest"),
        max_length=2000,
        required=False,
        widget=_area(3),
        help_text=_("What they want from the issue, in their own terms. Every seat of the campaign reads it."),
    )
    affected_how = forms.CharField(label=_("How it is affected"), max_length=2000, required=False, widget=_area(3))
    regions = forms.ModelMultipleChoiceField(
        label=_("Regions"),
        queryset=people.places_on(date.max),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where it works or lives."),
    )
    capabilities = forms.MultipleChoiceField(
        label=_("Capabilities"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What it can bring to the table."),
    )
    new_capabilities = LineField(
        label=_("Further capabilities"), max_length=500, required=False, help_text=_("Part them by commas.")
    )
    tags = LineField(
        label=_("Tags"),
        max_length=500,
        required=False,
        help_text=_("Words by which you find it again, parted by commas."),
    )
    proxy = LineField(
        label=_("Who speaks for the group"),
        max_length=200,
        required=False,
        help_text=_("The name or the reference of another stakeholder in this register."),
    )
    wanted = forms.ChoiceField(
        label=_("Engagement wanted"),
        choices=Engagement.choices,
        initial=Engagement.NONE,
        widget=RadioCards(ENGAGEMENTS),
    )
    present = forms.ChoiceField(label=_("Engagement now"), choices=Engagement.choices, initial=Engagement.NONE)
    owner = SeatChoice(
        label=_("Relationship owner"),
        queryset=Seat.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Who keeps in touch. They may write down talks and move the state."),
    )
    position = forms.TypedChoiceField(
        label=_("Position"),
        choices=[("", _("Not known")), *POSITIONS],
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Where it stands on the issue. Only the team and the relationship owner's party read it."),
    )
    notes = forms.CharField(
        label=_("Notes"),
        max_length=4000,
        required=False,
        widget=_area(4),
        help_text=_("Only the team and the relationship owner's party read them."),
    )
    source = LineField(
        label=_("Source"), max_length=300, required=False, help_text=_("Where others can check these facts.")
    )

    def __init__(
        self, *args: Any, campaign: Campaign, seats: Iterable[Seat], day: date, is_group: bool, **kwargs: Any
    ) -> None:
        self.kept: Stakeholder | None = kwargs.pop("kept", None)
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        named = {c.name: c.name for c in queries.capabilities_of(campaign)}
        if self.kept:  # what it has may be of the past: a retired sector or capability, a region that was divided
            named |= {c.name: c.name for c in self.kept.capabilities.all()}
        self._offer(day, [(name, name) for name in sorted(named, key=str.lower)], {s.pk for s in seats})
        if not is_group:
            del self.fields["proxy"]

    def _offer(self, day: date, capabilities: list[tuple[str, str]], seats: set[Any]) -> None:
        sector, regions, owner = self.fields["sector"], self.fields["regions"], self.fields["owner"]
        many = self.fields["capabilities"]
        assert isinstance(sector, forms.ModelChoiceField)
        assert isinstance(regions, forms.ModelMultipleChoiceField)
        assert isinstance(owner, forms.ModelChoiceField)
        assert isinstance(many, forms.MultipleChoiceField)
        places = people.places_on(day)
        if self.kept:
            sector.queryset = people.all_sectors().filter(Q(is_active=True) | Q(pk=self.kept.sector_id))
            places = (places | self.kept.regions.all()).distinct()
            seats = seats | ({self.kept.owner_id} if self.kept.owner_id else set())
        regions.queryset = places
        owner.queryset = Seat.objects.filter(pk__in=seats).select_related("person", "party__organisation")
        many.choices = capabilities
        if not capabilities:
            del self.fields["capabilities"]

    def clean_new_capabilities(self) -> list[str]:
        return _names(self.cleaned_data["new_capabilities"], 80)

    def clean_tags(self) -> list[str]:
        return _names(self.cleaned_data["tags"], 40)

    def clean_proxy(self) -> Stakeholder | None:
        said = self.cleaned_data["proxy"]
        if not said:
            return None
        found = queries.stakeholder_called(self.campaign, said)
        if found is None:
            raise forms.ValidationError(_("Nobody in the register, or more than one, is called exactly so."))
        return found

    def fields_of_stakeholder(self) -> dict[str, Any]:
        """What `add_stakeholder` and `change_stakeholder` take."""
        said = dict(self.cleaned_data)
        said["capabilities"] = [*said.get("capabilities", []), *said.pop("new_capabilities")]
        for name in ("once", "version", "is_other", "organisation"):
            said.pop(name, None)
        return said


class AddForm(StakeholderForm):
    """A new stakeholder. `is_other` says that none of those that sound alike is meant."""

    once = once_field()
    is_other = forms.BooleanField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("State"), choices=[c for c in State.choices if c[0] != State.WITHDRAWN], initial=State.IDENTIFIED
    )


class ChangeForm(StakeholderForm):
    """`version` remembers what the register said when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def initial_of(row: Stakeholder) -> dict[str, Any]:
    plain = ("name", "reference", "kind", "interest", "affected_how", "wanted", "present", "notes", "source", "version")
    return {name: getattr(row, name) for name in plain} | {
        "sector": row.sector_id,
        "regions": [r.pk for r in row.regions.all()],
        "capabilities": [c.name for c in row.capabilities.all()],
        "tags": ", ".join(t.name for t in row.tags.all()),
        "owner": row.owner_id,
        "position": "" if row.position is None else row.position,
        "proxy": row.proxy.name if row.proxy else "",
    }


class MoveForm(forms.Form):
    """The next state, and why when it goes back. `seen` is the state that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=20)
    to = forms.ChoiceField(label=_("New state"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=_area(3),
        help_text=_("Needed when it goes back or withdraws. Everyone with a seat reads it in the record."),
    )

    def __init__(self, *args: Any, start: State, states: Iterable[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start = start
        self.fields["seen"].initial = start.value
        choice = self.fields["to"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(state.value, state.label) for state in states]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        to = cleaned.get("to")
        if to and queries.needs_reason(self.start, State(to)) and not cleaned.get("reason"):
            self.add_error("reason", _("A reason is needed, so that the others understand it."))
        return cleaned


class InteractionForm(forms.Form):
    """A talk, a letter, a meeting."""

    once = once_field()
    on = forms.DateField(label=_("Day"), widget=DayInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=Interaction.Kind.choices)
    summary = forms.CharField(label=_("What was said"), max_length=2000, widget=_area(4))
    next_step = LineField(label=_("What comes next"), max_length=300, required=False)
