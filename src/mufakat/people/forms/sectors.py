"""Sectors as an administrator writes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mufakat.people import queries
from mufakat.people.models import Sector, Shape, Tone
from mufakat.web.forms import LineField


class SectorForm(forms.Form):
    """The names of a sector, and how it looks in every chart and list."""

    name_id = LineField(label=_("Name in Indonesian"), max_length=80)
    name_en = LineField(label=_("Name in English"), max_length=80)
    tone = forms.ChoiceField(label=_("Colour"), choices=Tone.choices)
    shape = forms.ChoiceField(
        label=_("Shape"),
        choices=Shape.choices,
        help_text=_(
            "Colour and shape together belong to one sector only, so that nobody needs the colour to tell them apart."
        ),
    )
    may_convene = forms.BooleanField(
        label=_("May host a campaign"),
        required=False,
        help_text=_(
            "Verified organisations of this sector may open campaigns. Hosting gives no power over other parties."
        ),
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        help_text=_("A sector that is not in use is offered to no new organisation; those in it keep it."),
    )

    def __init__(self, *args: Any, sector: Sector | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sector = sector
        if sector is None:
            del self.fields["is_active"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        look = (cleaned.get("tone"), cleaned.get("shape"))
        is_used = cleaned.get("is_active", True)
        if None not in look and is_used and look not in queries.free_looks(besides=self.sector):
            self.add_error(None, _("Another sector has this colour with this shape. Choose another of the two."))
        for name in ("name_id", "name_en"):
            if cleaned.get(name) and queries.is_sector_name_taken(name, cleaned[name], besides=self.sector):
                self.add_error(name, _("Another sector is called so."))
        return cleaned
