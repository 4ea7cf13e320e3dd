"""The forms of signing in, in our words: what allauth asks, with labels and hints that a person would say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from mufakat.web.forms import LineField

EMAIL = _("E-mail address")
PASSWORD = _("Your password")
NEW_PASSWORD = _("A new password")
AGAIN = _("The same password again")
LENGTH = _("At least 12 characters. A few words that you remember are better than one odd word.")
CODE = _("Code from the e-mail")
PASSKEY_NUMBER = _("Passkey %(number)s")
Words = Mapping[str, tuple[StrOrPromise, StrOrPromise]]

ERRORS = {
    "account_inactive": _("This account is closed or locked."),
    "duplicate_email": _("This is your e-mail address already."),
    "email_password_mismatch": _("The e-mail address or the password is not right. Check both and try again."),
    "email_taken": _("This e-mail address belongs to another account."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_code": _("This code is not right. Check it, or ask for a new one."),
    "incorrect_password": _("This password is not right."),
    "too_many_login_attempts": _("Too many attempts in a short time. Wait a few minutes and try again."),
    "same_as_current": _("This is the same as before."),
    "rate_limited": _("Too many attempts in a short time. Wait a few minutes and try again."),
    "unverified_primary_email": _("Confirm your e-mail address first."),
}
SECOND_STEP_ERRORS = {
    "incorrect_code": _("This did not work. Check the code, or try again with your device."),
    "unverified_email": _("Confirm your e-mail address first."),
    "cannot_generate_recovery_codes": _("Recovery codes belong to two-step verification. Switch that on first."),
}


class Worded:
    """What makes a form of allauth call its fields as we call them."""

    words: ClassVar[Words] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "class": "input-code", "maxlength": "40"}


class Sound:
    """What a browser sends of a passkey is judged as a whole: garbled means wrong. allauth sees to some of that only."""

    def full_clean(self) -> None:
        try:
            super().full_clean()  # type: ignore[misc]  # a form stands behind this
        except (LookupError, TypeError, ValueError, AttributeError):
            self._errors = ErrorDict({"credential": ErrorList([str(SECOND_STEP_ERRORS["incorrect_code"])])})


class PasswordForm(Worded, account.LoginForm):
    """Signing in with a password. It never sends a code: that is the other form of the page."""

    words: ClassVar[Words] = {"login": (EMAIL, ""), "password": (PASSWORD, "")}

    def _setup_password_field(self) -> None:
        """The field stays although signing up asks for no password."""


class CodeRequestForm(Worded, account.RequestLoginCodeForm):
    words: ClassVar[Words] = {"email": (EMAIL, _("We send a code to this address. You need no password."))}


class SignUpForm(Worded, account.SignupForm):
    name = LineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As the parties of your campaigns should read it, for example Siti Rahmawati."),
    )
    words: ClassVar[Words] = {"email": (EMAIL, _("Your office address. We send a code to it."))}
    field_order = ("name", "email")


class AddressForm(Worded, account.AddEmailForm):
    words: ClassVar[Words] = {
        "email": (_("New e-mail address"), _("We send a code to it. Until then the present one stays."))
    }


class MailedCodeForm(Worded, account.ConfirmLoginCodeForm):
    words: ClassVar[Words] = {"code": (CODE, "")}


class AddressCodeForm(Worded, account.ConfirmEmailVerificationCodeForm):
    words: ClassVar[Words] = {"code": (CODE, "")}


class NewPasswordForm(Worded, account.SetPasswordForm):
    words: ClassVar[Words] = {"password1": (NEW_PASSWORD, LENGTH), "password2": (AGAIN, "")}


class OtherPasswordForm(Worded, account.ChangePasswordForm):
    words: ClassVar[Words] = {
        "oldpassword": (_("Present password"), ""),
        "password1": (NEW_PASSWORD, LENGTH),
        "password2": (AGAIN, ""),
    }


class LostPasswordForm(Worded, account.ResetPasswordForm):
    words: ClassVar[Words] = {"email": (EMAIL, "")}


class ReplacedPasswordForm(Worded, account.ResetPasswordKeyForm):
    words: ClassVar[Words] = {"password1": (NEW_PASSWORD, LENGTH), "password2": (AGAIN, "")}


class PasswordAgainForm(Worded, account.ReauthenticateForm):
    words: ClassVar[Words] = {"password": (PASSWORD, "")}


class SecondStepForm(Worded, second_step.AuthenticateForm):
    words: ClassVar[Words] = {
        "code": (_("Code"), _("6 digits from your authenticator app, or one of your recovery codes."))
    }


class SecondStepAgainForm(Worded, second_step.ReauthenticateForm):
    words: ClassVar[Words] = SecondStepForm.words


class AuthenticatorAppForm(Worded, totp.ActivateTOTPForm):
    words: ClassVar[Words] = {
        "code": (_("Code from the app"), _("6 digits; the app shows a new one every 30 seconds."))
    }


class PasskeyEntryForm(Sound, passkey.LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class PasskeyStepForm(Sound, passkey.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class PasskeyAgainForm(Sound, passkey.ReauthenticateWebAuthnForm):
    """A passkey as proof that it is still you."""


class NewPasskeyForm(Sound, Worded, passkey.AddWebAuthnForm):
    """A key here is always a passkey: it signs in by itself, after the device has recognised its owner."""

    words: ClassVar[Words] = {"name": (_("Name of this passkey"), _("To recognise it by, for example My phone."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {"maxlength": "80", "autocomplete": "off"}
        self.fields["passwordless"].widget = forms.CheckboxInput(attrs={"hidden": True, "checked": True})


class PasskeyNameForm(Worded, passkey.EditWebAuthnForm):
    words: ClassVar[Words] = NewPasskeyForm.words

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {"maxlength": "80", "autocomplete": "off"}
