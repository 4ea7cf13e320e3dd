"""The inbox, its settings, and the page that stops letters without signing in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mufakat.notices import actions, queries
from mufakat.notices.forms import PreferenceForm, ReadForm, SearchForm
from mufakat.notices.models import Preference
from mufakat.people.models import Person

PAGE = 25


def _reader(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # login_required stands before
    return request.user


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    reader, form = _reader(request), SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "tab": ""}
    found = queries.notices_of(reader, unread_only=asked["tab"] == "unread", text=asked["q"])
    counts = queries.counts_of(reader)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "counts": counts,
        "tabs": _tabs(counts, asked["tab"]),
        "is_searchable": asked["q"] or counts.all > PAGE,
        "is_unread_tab": asked["tab"] == "unread",
        "found": _found(page.paginator.count) if asked["q"] else "",
        "read_form": ReadForm({"until": timezone.now().isoformat()}),
    }
    return render(request, "notices/inbox.html", shown)


def _tabs(counts: queries.Counts, chosen: str) -> list[dict[str, Any]]:
    here = reverse("notices:inbox")
    return [
        {"label": _("All"), "url": here, "count": counts.all, "is_current": chosen == ""},
        {"label": _("Unread"), "url": f"{here}?tab=unread", "count": counts.unread, "is_current": chosen == "unread"},
    ]


def _found(count: int) -> str:
    return ngettext("%(n)s notice found", "%(n)s notices found", count) % {"n": count}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_notice(request: HttpRequest, number: UUID) -> HttpResponse:
    """GET marks the notice read and goes to what it is about; POST marks it read and stays in the list.

    A GET may do that because it is the reading itself, by the signed-in owner, and changes nothing else: the scanners that
    follow links in mail have no session. What a browser fetches ahead of its reader is not yet read.
    """
    notice = queries.notice_for(_reader(request), number)
    if notice is None:
        raise Http404
    if request.method == "POST" or (
        request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    ):
        actions.mark_read(notice=notice, at=timezone.now())
    if request.method == "POST" or not notice.path:
        asked = request.GET.urlencode()
        return redirect(reverse("notices:inbox") + (f"?{asked}" if asked else ""))
    return redirect(notice.path)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    form = ReadForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(render(request, "400.html").content)
    count = actions.mark_all_read(person=_reader(request), until=form.cleaned_data["until"], at=timezone.now())
    words = ngettext("%(n)s notice marked as read.", "%(n)s notices marked as read.", count)
    messages.success(request, words % {"n": count})
    return redirect("notices:inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    at, reader = timezone.now(), _reader(request)
    preference = queries.preference_of(reader)
    posted = request.POST if request.method == "POST" else None
    form = PreferenceForm(posted, initial=model_to_dict(preference), zone=reader.get_zone_display())
    if form.is_bound and form.is_valid():
        actions.change_preference(person=reader, at=at, **form.cleaned_data)
        messages.success(request, _("Saved. This holds from now on."))
        return redirect("notices:settings")
    shown = {"form": form, "next_at": queries.next_digest_at(reader, preference, at)}
    return render(request, "notices/settings.html", shown, status=422 if form.is_bound else 200)


@csrf_exempt  # RFC 8058: the mail program sends this POST, without a cookie; the signed token says who asks
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, for a scanner may have followed the link; POST acts and answers at once, as RFC 8058 wants."""
    stop = queries.stop_of(token)
    if stop is None:
        return render(request, "notices/stop_unknown.html", status=404)
    is_done = request.method == "POST"
    if is_done:
        never = {"mail_now": False} if stop.kind == queries.NOTICE else {"digest": Preference.Digest.NEVER}
        actions.change_preference(person=stop.person, at=timezone.now(), **never)
    return render(
        request, "notices/stop.html", {"stop": stop, "is_done": is_done, "is_notice": stop.kind == queries.NOTICE}
    )
