"""The document that lets a person act, checked before anything is changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

_STARTS = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class DocumentField(forms.FileField):
    """A PDF, PNG or JPEG by its first bytes, whatever its name says."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            self._check(upload)
        return upload

    @staticmethod
    def _check(upload: UploadedFile[Any]) -> None:
        if (upload.size or 0) > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(_("The file is larger than 20 MB. Scan it at a lower resolution."))
        start = upload.read(16)
        upload.seek(0)
        if not start.startswith(_STARTS):
            raise forms.ValidationError(
                _("Only PDF, PNG and JPEG files can be attached. Save the document as PDF first.")
            )


def _document_field(*, required: bool) -> DocumentField:
    return DocumentField(
        label=_("The document"),
        required=required,
        help_text=_("PDF, PNG or JPEG, at most 20 MB. Only your party and the facilitator can open it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )


class _WithDocument(forms.Form):
    def document(self) -> dict[str, Any]:
        """What `attach_mandate` takes of the file."""
        upload = self.cleaned_data.get("mandate")
        return {"content": upload.read(), "file_name": upload.name} if upload else {"content": None, "file_name": ""}


class MandateForm(_WithDocument):
    """The letter, the number it bears, or both."""

    mandate = _document_field(required=False)
    reference = forms.CharField(
        label=_("Number and date of the letter"),
        max_length=200,
        required=False,
        help_text=_("Such as ST-114/KOMINFO/2026, 12 January 2026."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("mandate") and not cleaned.get("reference"):
            raise forms.ValidationError(_("Give the document, its number, or both."))
        return cleaned


class AcceptForm(_WithDocument):
    """What the invited says of their own authority."""

    confirm_authority = forms.BooleanField(
        label=_("I may act for this organisation in this campaign"),
        error_messages={"required": _("Tick this to take the seat, or decline the invitation.")},
    )
    mandate_reference = forms.CharField(
        label=_("Letter of assignment or power of attorney"),
        max_length=200,
        required=False,
        help_text=_("Its number and date, if you have one. You can add it later."),
    )
    mandate = _document_field(required=False)

    def __init__(self, *args: Any, is_neutral: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_neutral:
            self.fields["confirm_authority"].label = _("I act for no party in this campaign")
            del self.fields["mandate_reference"], self.fields["mandate"]
