"""One's own account: profile, copy of one's data, sessions, closing."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mufakat.people import actions, queries
from mufakat.people.forms.profile import ClosingForm, ProfileForm
from mufakat.people.views._proof import is_fresh, proof_required
from mufakat.people.views._reader import reader_of
from mufakat.people.views._refusals import refusing


@login_required
@require_http_methods(["GET", "POST"])
@refusing
def profile(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    said = {"name": person.name, "phone": person.phone, "language": person.language, "zone": person.zone}
    form = ProfileForm(request.POST or None, initial=said)
    if form.is_valid():
        actions.change_profile(person=person, at=timezone.now(), **form.cleaned_data)
        return _in_language(request, form.cleaned_data["language"])
    shown = {"form": form, "person": person, "affiliations": queries.affiliations_of(person)}
    return render(request, "people/profile.html", shown, status=422 if form.is_bound else 200)


def _in_language(request: HttpRequest, language: str) -> HttpResponse:
    """Back to the profile; what it says is already in the language just chosen, and so is this browser."""
    with translation.override(language):
        messages.success(request, _("Your profile was saved."))
    answer = redirect("people:profile")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _copy(request)
    return render(request, "people/export.html", {"is_fresh": is_fresh(request)})


@proof_required
def _copy(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="own_data", user=person)
    if too_many:
        return too_many
    now = timezone.now()
    held = actions.export_own_data(person=person, at=now)
    answer = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="mufakat-data-{timezone.localtime(now):%Y-%m-%d}.json"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
@refusing
def close(request: HttpRequest) -> HttpResponse:
    person, now = reader_of(request), timezone.now()
    consequences = queries.consequences_of_closing(person, now)
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        return _close(request)
    shown = {
        "form": form,
        "is_fresh": is_fresh(request),
        "blocking": [c for c in consequences if c.blocks],
        "consequences": [c for c in consequences if not c.blocks],
    }
    return render(request, "people/close.html", shown, status=422 if form.is_bound else 200)


@proof_required
def _close(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    actions.close_account(person=person, by=person, at=timezone.now())
    logout(request)
    return redirect("people:closed")


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "people/closed.html")


@login_required
@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    if actions.end_session(person=reader_of(request), number=number, at=timezone.now()):
        messages.success(request, _("That session was ended. Whoever used it must sign in again."))
    else:
        messages.info(request, _("That session had ended already."))
    return redirect("usersessions_list")
