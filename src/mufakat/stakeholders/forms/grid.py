"""Narrowing the map by sector and by class."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.forms.finding import Finding
from mufakat.people.models import Sector


class GridFinding(Finding):
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    kelas = forms.ChoiceField(label=_("Class"), required=False)

    def __init__(
        self, *args: Any, sectors: Iterable[Sector], classes: Iterable[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sector, kelas = self.fields["sector"], self.fields["kelas"]
        assert isinstance(sector, forms.ChoiceField)
        assert isinstance(kelas, forms.ChoiceField)
        sector.choices = [("", _("Every sector")), *((s.pk, str(s)) for s in sectors)]
        kelas.choices = [("", _("Every class")), *classes]
