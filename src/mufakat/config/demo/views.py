"""Step into a role: signs in as one of the invented cast and as nobody else; only a demonstration has such addresses."""

from __future__ import annotations

import csv
from importlib import resources

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from mufakat.campaigns import queries as campaigns
from mufakat.config.demo import cast, mark, seed
from mufakat.lib.sheet import XLSX, Heading, Sheet, workbook_file
from mufakat.people import queries as people
from mufakat.web.views.files import download

# Pages that everybody sees in the demonstration, so that a change of role may stay on them.
STAY = frozenset(
    {
        "campaigns:home",
        "campaigns:parties",
        "campaigns:activity",
        "campaigns:entry",
        "campaigns:party",
        "stakeholders:missing",
    }
)


@require_POST
def step_into(request: HttpRequest) -> HttpResponse:
    if not (settings.DEMO and mark.is_set()):
        raise Http404
    key = request.POST.get("role", "")
    if not key:
        logout(request)
        return HttpResponseRedirect(_next(request, otherwise=reverse("campaigns:home", args=[cast.SLUG])))
    actor = next((a for a in cast.ACTORS if a.key == key), None)
    person = people.person_by_email(actor.email) if actor else None
    if person is None or not person.is_example:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    letter = seed.letter_of(key) if key == cast.INVITED else None
    if letter:
        return HttpResponseRedirect(reverse("campaigns:invited", args=[campaigns.secret_of(letter)]))
    return HttpResponseRedirect(_next(request, otherwise="/"))


def _next(request: HttpRequest, *, otherwise: str) -> str:
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) or not wanted.startswith("/"):
        return otherwise
    try:
        page = resolve(wanted.partition("?")[0])
    except Resolver404:
        return otherwise
    here = page.view_name in STAY and page.kwargs.get("slug") == cast.SLUG
    return wanted if here else otherwise


@require_safe
def faulty_register(request: HttpRequest) -> StreamingHttpResponse:
    """A register as an office might send it, with mistakes made on purpose."""
    if not (settings.DEMO and mark.is_set()):
        raise Http404
    text = resources.files("mufakat.config.demo").joinpath("register-salah.csv").read_text(encoding="utf-8")
    head, *rows = csv.reader(text.splitlines())
    table = workbook_file([Sheet("Daftar", [Heading(name, 24) for name in head], rows)])
    return download(request, table, name="daftar-dengan-kesalahan.xlsx", media_type=XLSX)
