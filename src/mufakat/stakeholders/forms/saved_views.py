"""Saving a search."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mufakat.web.forms import LineField, once_field


class SaveViewForm(forms.Form):
    """A name for the search on the page; saving under a name used before replaces that search."""

    once = once_field()
    query = forms.CharField(widget=forms.HiddenInput, max_length=1000)
    name = LineField(label=_("Name of this search"), max_length=60)
    is_shared = forms.BooleanField(label=_("Everyone with a seat sees it"), required=False)
