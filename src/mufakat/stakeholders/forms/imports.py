"""The questions of an import: which file, which columns, what becomes of doubtful rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mufakat.stakeholders.forms.imports_file import Unreadable, kind_of
from mufakat.stakeholders.forms.imports_headers import FIELDS, REQUIRED, SINCE, letters_of
from mufakat.stakeholders.models import ImportRow
from mufakat.stakeholders.queries.columns import column_named
from mufakat.web.forms import RadioCards, once_field


class TableField(forms.FileField):
    """An XLSX or CSV by its content, whatever its name says; `kind` is then known."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            size = upload.size or 0
            if size > settings.UPLOAD_LIMIT:
                raise forms.ValidationError(
                    _("The file is larger than 20 MB. Remove pictures and unused sheets, or split it.")
                )
            try:
                upload.kind = kind_of(upload, size)  # type: ignore[attr-defined]  # said to the form that asks for it
            except Unreadable as trouble:
                raise forms.ValidationError(trouble.words) from trouble
        return upload


class UploadForm(forms.Form):
    once = once_field()
    table = TableField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("XLSX or CSV, at most 20 MB and 50,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Fill in the template and upload that."),
        },
    )


def label_of(name: str) -> str:
    """What a column of the register is called."""
    return _("State since") if name == SINCE else column_named(name).label


class ColumnsForm(forms.Form):
    """For each column of the register, which column of the file it is."""

    def __init__(self, *args: Any, headings: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Not in the file")), *((str(h["place"]), _words_of(h)) for h in headings)]
        for name in FIELDS:
            self.fields[name] = forms.ChoiceField(
                label=label_of(name),
                choices=choices,
                required=name in REQUIRED,
                error_messages={"required": _("Choose the column of the file that has this.")},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for name, place in list(cleaned.items()):
            if place and place in taken:
                words = _("This column of the file is already chosen for “%(label)s”. Each can be chosen once.")
                self.add_error(name, words % {"label": label_of(taken[place])})
            elif place:
                taken[place] = name
        return cleaned

    @property
    def columns(self) -> dict[str, int]:
        return {name: int(place) for name, place in self.cleaned_data.items() if place}


def _words_of(heading: Mapping[str, Any]) -> str:
    """The column's letter always stands with it: two columns may have the same heading, or none."""
    letters = letters_of(heading["place"])
    name = heading["name"] or _("without a heading")
    samples = ", ".join(heading["samples"])
    return f"{letters} · {name} ({samples})"[:120] if samples else f"{letters} · {name}"


DECISIONS = [
    ("same", gettext_lazy("Take as the same")),
    ("new", gettext_lazy("Take as new")),
    ("out", gettext_lazy("Leave out")),
]


class TakeForm(forms.Form):
    """What becomes of rows that nobody decided on one by one."""

    alike_as = forms.ChoiceField(
        label=gettext_lazy("Rows that are perhaps the same as another"),
        choices=DECISIONS,
        widget=RadioCards(
            {
                "same": gettext_lazy(
                    "The stakeholder in the register is changed; a second row of the file is left out."
                ),
                "new": gettext_lazy("They are added beside the other."),
                "out": gettext_lazy("Nothing is done with them."),
            }
        ),
        error_messages={"required": gettext_lazy("Decide what becomes of these rows.")},
    )
    leave_wrong = forms.BooleanField(
        label=gettext_lazy("Leave out the rows that are wrong"),
        error_messages={
            "required": gettext_lazy("Tick this, or correct the rows in your file and upload it again."),
        },
    )

    def __init__(self, *args: Any, undecided: int, wrong: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not undecided:
            del self.fields["alike_as"]
        if not wrong:
            del self.fields["leave_wrong"]


class DecisionsForm(forms.Form):
    """One decision for each doubtful row on the page."""

    def __init__(self, *args: Any, lines: Sequence[ImportRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            if line.fate == ImportRow.Fate.ALIKE:
                self.fields[f"row_{line.number}"] = forms.ChoiceField(
                    label=_("Row %(number)s") % {"number": line.number},
                    choices=[("", _("Not decided yet")), *DECISIONS],
                    initial=line.decision,
                    required=False,
                )

    @property
    def decisions(self) -> dict[int, str]:
        return {int(name.removeprefix("row_")): said for name, said in self.cleaned_data.items()}
