"""The campaign's own colour as a style sheet, kept by browsers for as long as its address stays the same."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from mufakat.campaigns.forms.brand import stylesheet_of
from mufakat.campaigns.models import Visibility
from mufakat.campaigns.views.frame import visit

A_YEAR = 365 * 24 * 3600


@require_safe
def brand(request: HttpRequest, slug: str) -> HttpResponse:
    here = visit(request, slug)
    if not here.campaign.brand:
        raise Http404
    answer = HttpResponse(stylesheet_of(here.campaign.brand), content_type="text/css; charset=utf-8")
    is_current = request.GET.get("v") == here.campaign.brand[1:]
    if is_current and here.campaign.visibility == Visibility.PUBLIC:
        patch_cache_control(answer, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(answer, private=True, max_age=A_YEAR if is_current else 0)
    return answer
