"""What a letter about an account says. Its template only lays this out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

IGNORE = _("If you did not ask for this, ignore this letter: without the code nothing happens.")
NOT_YOU = _("Was it not you? Sign in, end all other sessions on the page Security, and change what you sign in with.")


@dataclass(frozen=True)
class Letter:
    """A subject, a heading, what is said above and below the code, and where the button leads (a key of the context)."""

    subject: StrOrPromise
    says: StrOrPromise
    then: StrOrPromise = ""
    goes_to: str = ""
    label: StrOrPromise = ""


_CODE_LIFE = _("The code holds for 15 minutes and works once.")
_BY_NAME = {
    "login_code": Letter(_("Your sign-in code"), _("Enter this code in the window where you asked for it."), IGNORE),
    "proof_code": Letter(_("Your confirmation code"), _("Enter this code to confirm that it is you."), IGNORE),
    "email_confirmation_signup": Letter(
        _("Confirm your e-mail address"),
        _("Welcome to Mufakat. Enter this code in the window where you signed up."),
        IGNORE,
    ),
    "email_confirmation": Letter(
        _("Confirm your new e-mail address"), _("Enter this code in the window where you changed your address."), IGNORE
    ),
    "password_reset_code": Letter(
        _("Code for a new password"), _("Enter this code in the window where you asked for a new password."), IGNORE
    ),
    "unknown_account": Letter(
        _("There is no account for this address"),
        _("Someone, probably you, tried to sign in with this e-mail address. There is no account for it here."),
        _(
            "If it was you: sign up, or try the address to which your invitation was sent. Otherwise ignore this letter."
        ),
        "signup_url",
        _("Sign up"),
    ),
    "account_already_exists": Letter(
        _("You have an account already"),
        _(
            "Someone, probably you, tried to sign up with this e-mail address. It has an account already: sign in by a code."
        ),
        _("If it was not you, ignore this letter."),
        "login_url",
        _("Sign in"),
    ),
    "email_changed": Letter(
        _("Your e-mail address was changed"), _("Your account now uses another e-mail address."), NOT_YOU
    ),
    "email_confirm": Letter(_("Your e-mail address is confirmed"), _("Your e-mail address is confirmed."), NOT_YOU),
    "password_changed": Letter(_("Your password was changed"), _("Your password was changed."), NOT_YOU),
    "password_set": Letter(_("Your account has a password now"), _("A password was set for your account."), NOT_YOU),
    "password_reset": Letter(_("Your password was replaced"), _("Your password was replaced by a new one."), NOT_YOU),
    "totp_activated": Letter(
        _("Two-step verification is on"), _("An authenticator app was added to your account."), NOT_YOU
    ),
    "totp_deactivated": Letter(
        _("Two-step verification is off"), _("The authenticator app was removed from your account."), NOT_YOU
    ),
    "recovery_codes_generated": Letter(
        _("New recovery codes"), _("New recovery codes were made. The old ones no longer work."), NOT_YOU
    ),
    "webauthn_added": Letter(_("A passkey was added"), _("A passkey was added to your account."), NOT_YOU),
    "webauthn_removed": Letter(_("A passkey was removed"), _("A passkey was removed from your account."), NOT_YOU),
}
# what is said after an act of allauth; what the next page shows anyway is said by nobody
SPOKEN: Mapping[str, StrOrPromise] = {
    "logged_in": "",
    "logged_out": _("You are signed out."),
    "login_code_sent": "",
    "email_confirmation_sent": "",
    "email_confirmed": "",
    "email_confirmation_failed": _("This e-mail address belongs to another account."),
    "unverified_primary_email": _("Confirm your e-mail address first."),
    "password_changed": _("Your password was changed."),
    "password_set": _("Your password is set."),
    "totp_activated": _("Two-step verification is on."),
    "totp_deactivated": _("Two-step verification is off."),
    "recovery_codes_generated": "",
    "webauthn_added": _("The passkey was added."),
    "webauthn_removed": _("The passkey was removed."),
    "sessions_logged_out": _("All other sessions were ended."),
}
SPOKEN_ON_REQUEST: Mapping[str, StrOrPromise] = {
    "login_code_sent": _("A new code is on its way."),
    "email_confirmation_sent": _("A new code is on its way."),
    "email_confirmed": _("Your new e-mail address holds from now on."),
}
_ANY = Letter(_("Your account was changed"), _("Your account was changed."), NOT_YOU)


def spoken(name: str, *, is_asked: bool) -> StrOrPromise | None:
    """The words for a message of allauth, empty for silence, None for one not known; `is_asked` when someone waits for it."""
    return SPOKEN_ON_REQUEST.get(name, SPOKEN.get(name)) if is_asked else SPOKEN.get(name)


def letter_named(name: str, context: Mapping[str, object]) -> Letter:
    """`name` is the last part of allauth's template prefix; a letter it may invent later still says something true."""
    letter = _BY_NAME.get(name, _ANY)
    return replace(letter, then=f"{_CODE_LIFE} {letter.then}") if context.get("code") else letter
