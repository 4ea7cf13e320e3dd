"""What the site as a whole answers: files that programs ask for, the last word on errors, the end of the restore banner."""

from __future__ import annotations

import sys
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mufakat.config import actions, middleware
from mufakat.people import policies
from mufakat.people.models import Person
from mufakat.web import views as web

# Personal pages and links that work for one person have no business in a search engine.
KEPT_OUT = ("/akun/", "/kabar/", "/profil/", "/undangan/", "/masuk/", "/pemulihan/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public campaigns may be found; a demonstration may not."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (["/"] if settings.DEMO else KEPT_OUT))]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("web/mark.svg"))


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a weakness of this server, when its operator has named a place."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = timezone.now() + timedelta(days=180)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: id, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_POST
@login_required
def acknowledge_restore(request: HttpRequest) -> HttpResponse:
    """An administrator has read that a backup was put back; the banner goes."""
    if not (isinstance(request.user, Person) and policies.can_administer(request.user)):
        raise PermissionDenied(_("Only an administrator of this server acknowledges a restore."))
    actions.acknowledge_restore()
    messages.success(request, _("The notice about the restore is gone. The record keeps that it happened."))
    return HttpResponseRedirect("/")


def server_error(request: HttpRequest) -> HttpResponse:
    """What broke outside a view, such as saving the session on a full disk, is told apart from a fault of ours."""
    trouble = sys.exc_info()[1]
    if trouble is not None and middleware.is_storage_trouble(trouble):
        return middleware.unavailable(request, trouble)
    return web.server_error(request)
