"""What every answer carries: security headers, the reader's language and zone, and a calm answer when storage fails."""

from __future__ import annotations

import errno
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import DataError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
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


# SQLite calls nearly everything an OperationalError; these words are of the disk and its locks, the others are our mistakes.
_SQLITE_STORAGE = (
    "disk is full",
    "disk i/o error",
    "database is locked",
    "unable to open database file",
    "readonly database",
)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO})


def is_storage_trouble(trouble: BaseException) -> bool:
    """The disk is full, or the database cannot be reached or written: not the visitor's fault and not the code's."""
    if isinstance(trouble, OSError):
        return trouble.errno in _FULL
    if not isinstance(trouble, OperationalError | InterfaceError):
        return False
    return connection.vendor != "sqlite" or any(words in str(trouble).lower() for words in _SQLITE_STORAGE)


def is_unstorable(trouble: BaseException) -> bool:
    """What was sent contains something no database keeps: NUL, half a character, a number beyond all bounds."""
    words = str(trouble)
    if isinstance(trouble, UnicodeEncodeError):
        return "surrogates" in words
    if isinstance(trouble, ValueError):
        return "NUL" in words
    return isinstance(trouble, DataError) or (isinstance(trouble, OverflowError) and "SQLite" in words)


def unavailable(request: HttpRequest, trouble: BaseException) -> HttpResponse:
    """The transaction was rolled back, so nothing is half-written; the page needs neither database nor static files."""
    match = request.resolver_match
    log.error("storage.unavailable", view=match.view_name if match else "", trouble=str(trouble)[:200])
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "30"
    return response


def storage_trouble(get_response: Answer) -> Answer:
    """A full disk or an unreachable database becomes 503 with a clear page, and what cannot be stored becomes 400.

    This hook sees what views raise; `config.views.server_error` sees what breaks around them.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        if is_storage_trouble(trouble):
            return unavailable(request, trouble)
        return render(request, "400.html", status=400) if is_unstorable(trouble) else None

    answer.process_exception = process_exception  # type: ignore[attr-defined]  # Django reads hooks off the callable
    return answer


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
            request.LANGUAGE_CODE = request.user.language
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return answer
