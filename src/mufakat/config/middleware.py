"""What every answer carries: security headers, the reader's language and zone, and a calm answer when storage fails."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

Answer = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), publickey-credentials-get=(self)"


def security_headers(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if not request.path.startswith(settings.STATIC_URL) and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


def _is_full(trouble: BaseException) -> bool:
    words = str(trouble).lower()
    if isinstance(trouble, OSError):
        return trouble.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    return "disk is full" in words or "disk i/o error" in words or "no space left" in words or "locked" in words


def storage_trouble(get_response: Answer) -> Answer:
    """A full disk or an unreachable database becomes 503 with a clear page; the transaction was rolled back."""

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            return get_response(request)
        except (OperationalError, sqlite3.OperationalError, OSError) as trouble:
            return unavailable(request, trouble)

    def process_exception(request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        if isinstance(trouble, DataError | UnicodeError | ValueError) and "NUL" in str(trouble).upper():
            return render(request, "400.html", status=400)
        if isinstance(trouble, OperationalError) or (isinstance(trouble, OSError) and _is_full(trouble)):
            return unavailable(request, trouble)
        return None

    def unavailable(request: HttpRequest, trouble: BaseException) -> HttpResponse:
        log.error("storage.unavailable", path=request.path, trouble=str(trouble)[:200], full=_is_full(trouble))
        response = HttpResponse(_storage_page(), status=503)
        response["Retry-After"] = "30"
        return response

    answer.process_exception = process_exception  # type: ignore[attr-defined]  # Django reads hooks off the callable
    return answer


def _storage_page() -> str:
    from django.template.loader import render_to_string  # noqa: PLC0415 - templates need the app registry

    return render_to_string("503.html")


def preferred_language(get_response: Answer) -> Answer:
    """Indonesian unless the reader chose otherwise: the browser's own list is not a choice made here."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = settings.LANGUAGE_CODE
            request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return get_response(request)

    return answer


def personal_settings(get_response: Answer) -> Answer:
    """The signed-in person's language and time zone hold over the cookie's."""

    def answer(request: HttpRequest) -> HttpResponse:
        timezone.activate(ZoneInfo(settings.DEFAULT_ZONE))
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            timezone.activate(ZoneInfo(request.user.zone))
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language  # type: ignore[attr-defined]  # LocaleMiddleware sets it so
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return answer
