"""The switch in the head of every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from mufakat.people import actions
from mufakat.people.models import Language
from mufakat.people.views._reader import reader_of


@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """For this browser; for the signed-in also in their profile, which holds over the browser's choice."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in Language.values:
        actions.change_language(person=reader_of(request), language=language, at=timezone.now())
    return set_language(request)
