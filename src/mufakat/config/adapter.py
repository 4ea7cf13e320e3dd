"""How sign-in (allauth) meets the rest: words, letters, redirects, what counts as proof that it is you."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from pathlib import PurePosixPath
from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core import context as request_context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from mufakat.people import queries as people
from mufakat.people.forms import sign_in
from mufakat.people.models import Language, Person
from mufakat.people.views import _proof as proof

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open: an account alone sees nothing that is not public."""

    error_messages = DefaultAccountAdapter.error_messages | sign_in.ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def is_safe_url(self, url: str) -> bool:
        """Within this site only, and only as a path: a list of hosts would be as long as its weakest."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, commit: bool = True
    ) -> AbstractBaseUser:
        assert isinstance(user, Person)
        user.name = form.cleaned_data.get("name", "")
        user.language = translation.get_language() or Language.ID
        try:
            with transaction.atomic():
                return super().save_user(request, user, form, commit)
        except IntegrityError as trouble:  # the same form twice at once: the other one made the account
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login"))) from trouble

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("mfa_index")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        if kwargs.get("signup"):  # the code that confirmed the address was a proof as good as one for signing in
            record_authentication(request, user, method="code")
        return super().post_login(request, user, **kwargs)

    def add_message(  # noqa: PLR0917 - as allauth calls it
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        name = PurePosixPath(message_template or "").stem
        is_asked = request.POST.get("action") == "resend" or (
            name == "email_confirmed" and request.user.is_authenticated
        )
        words = people.spoken(name, is_asked=is_asked) if message is None else message
        if words is None:
            super().add_message(request, level, message_template, message_context, extra_tags)
        elif words:
            super().add_message(request, level, extra_tags=extra_tags, message=str(words))

    # --- letters -----------------------------------------------------------------------------------------------------
    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """A letter that someone waits for: when it cannot be sent, the page says so, whether or not there is an account."""
        try:
            self._send(template_prefix, email, context)
        except (SMTPException, OSError) as trouble:
            log.error(  # noqa: TRY400 - the trouble's own words may hold the address
                "mail.refused", letter=template_prefix.rpartition("/")[2], trouble=type(trouble).__name__
            )
            page = render(request_context.request, "account/mail_refused.html", status=503)
            raise ImmediateHttpResponse(page) from trouble

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        """A letter after the fact: that it could not be sent takes nothing back."""
        try:
            super().send_notification_mail(template_prefix, user, *args, **kwargs)
        except ImmediateHttpResponse:
            log.warning("mail.notification_lost", letter=template_prefix.rpartition("/")[2])

    def _send(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        reader = people.person_by_email(email)
        with translation.override(reader.language if reader else translation.get_language()):
            self.render_mail(template_prefix, email, dict(context)).send()

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        letter = people.letter_named(template_prefix.rpartition("/")[2], context)
        request = request_context.request
        places = {"login_url": request.build_absolute_uri(reverse("account_login"))} | context
        shown = context | {"letter": letter, "action_url": places.get(letter.goes_to), "action_label": letter.label}
        to = [email] if isinstance(email, str) else email
        text = render_to_string("account/email/letter.txt", shown, request)
        made = EmailMultiAlternatives(str(letter.subject), text, self.get_from_email(), to, headers=headers)
        made.attach_alternative(render_to_string("account/email/letter.html", shown, request), "text/html")
        return made

    # --- is it you? --------------------------------------------------------------------------------------------------
    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in within the last quarter of an hour is proof enough for changing keys.

        allauth would let a person without password and second step change them at any time; here a code by mail is asked.
        """
        request = request_context.request
        if proof.is_fresh(request, or_signed_in=True):
            return False
        if not super().get_reauthentication_methods(request.user):
            raise ReauthenticationRequired
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        by_code = {"id": "by_code", "description": proof.WORDS["by_code"], "url": reverse("people:prove")}
        worded = [method | {"description": proof.WORDS.get(method["id"], method["description"])} for method in methods]
        return worded or ([by_code] if user.is_authenticated else [])


class SecondStepAdapter(DefaultMFAAdapter):
    """Two-step verification is the authenticator app. A passkey is a way in of its own, which asks for nothing else.

    So whoever has only passkeys can still sign in by a code, for example on a borrowed computer; whoever switched on the
    authenticator app is asked for it after a code and after a password.
    """

    error_messages = DefaultMFAAdapter.error_messages | sign_in.SECOND_STEP_ERRORS

    def is_mfa_enabled(self, user: Any, types: list[str] | None = None) -> bool:
        if types is not None and set(types) == {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
            types = [Authenticator.Type.TOTP]
        return bool(super().is_mfa_enabled(user, types))

    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.critical("second_step.key_lost", help="the server's secret key is not the one these were locked with")
            return base64.b32encode(secrets.token_bytes(20)).decode()  # no code fits a secret that nobody knows

    def build_totp_svg(self, url: str) -> str:
        """On a white ground, whatever the colours of the page."""
        drawn: str = super().build_totp_svg(url)
        return drawn.replace("<path", '<rect width="100%" height="100%" fill="white"/><path', 1)

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002 - allauth's word
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return str(sign_in.PASSKEY_NUMBER) % {"number": number}

    def _get_site_name(self) -> str:
        return f"Mufakat · {settings.INSTANCE_NAME}"


def _locks() -> MultiFernet:
    """Secrets of the second step are locked with a key drawn from the server's own, which no database backup holds."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_drawn(key)) for key in keys])


def _drawn(key: str) -> bytes:
    drawn = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"mufakat second step").derive(key.encode())
    return base64.urlsafe_b64encode(drawn)
