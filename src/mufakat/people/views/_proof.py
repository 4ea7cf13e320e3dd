"""Is it still you? A proof within the last quarter of an hour, before an account is closed, copied or gets new keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from mufakat.people.views._reader import reader_of

P = ParamSpec("P")
WORDS = {
    "reauthenticate": _("Use the password"),
    "mfa_reauthenticate": _("Use the authenticator app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
    "by_code": _("Use a code by e-mail"),
}
_SESSION_KEY = "people_proof"


def is_fresh(request: HttpRequest, *, or_signed_in: bool = False) -> bool:
    """Was it proved in this session within the time allowed, after signing in or (when that is enough) by it?"""
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    recent = [r for r in get_authentication_records(request, reader_of(request)) if r["at"] > since]
    return any(or_signed_in or record.get("reauthenticated") for record in recent)


def proof_required(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """allauth keeps the request meanwhile, sends the person to prove it, and goes on with the request afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_fresh(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


class ProofByCode(AbstractCodeVerificationProcess):
    """A code to the person's own address, for those who have neither password nor second step."""

    def __init__(self, request: HttpRequest, state: dict[str, object]) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=reader_of(request),
        )

    @classmethod
    def begin(cls, request: HttpRequest) -> ProofByCode:
        person = reader_of(request)
        process = cls(request, cls.initial_state(person, person.email))
        process.send()
        process.persist()
        return process

    @classmethod
    def under_way(cls, request: HttpRequest) -> ProofByCode | None:
        state = request.session.get(_SESSION_KEY)
        process = cls(request, state) if state else None
        if process and not process.is_valid():
            process.abort()
            return None
        return process

    def persist(self) -> None:
        self.request.session[_SESSION_KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(_SESSION_KEY, None)

    def send(self) -> None:
        self.state["code"] = get_adapter().generate_login_code()
        get_adapter().send_mail("people/proof_code", self.state["email"], {"code": self.code})

    def finish(self) -> None:
        self.abort()
        record_authentication(self.request, reader_of(self.request), method="code", reauthenticated=True)
