"""Proving once more that it is you."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mufakat.people.forms.sign_in import MailedCodeForm
from mufakat.people.views._proof import ProofByCode


@login_required
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """The person's own way: password, authenticator app or passkey; for those who have none of these a code by e-mail."""
    first = get_adapter().get_reauthentication_methods(request.user)[0]
    if first["id"] != "by_code":
        return redirect(passthrough_next_redirect_url(request, first["url"], "next"))
    if request.method == "POST":
        too_many = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
        return too_many or (_check(request) if "code" in request.POST else _send(request))
    return _page(request, MailedCodeForm())


def _page(request: HttpRequest, form: MailedCodeForm, status: int = 200) -> HttpResponse:
    shown = {
        "form": form,
        "is_sent": ProofByCode.under_way(request),
        "next": get_next_redirect_url(request, "next") or "",
    }
    return render(request, "people/prove.html", shown, status=status)


def _send(request: HttpRequest) -> HttpResponse:
    ProofByCode.begin(request)
    return redirect(passthrough_next_redirect_url(request, reverse("people:prove"), "next"))


def _check(request: HttpRequest) -> HttpResponse:
    process = ProofByCode.under_way(request)
    form = MailedCodeForm(request.POST, code=process.code if process else None)
    if process and form.is_valid():
        process.finish()
        answer: HttpResponse | None = resume_request(request)
        return answer or redirect("people:profile")
    if process is None or not process.record_invalid_attempt():
        messages.error(request, _("This code no longer holds. Ask for a new one."))
        return redirect(passthrough_next_redirect_url(request, reverse("people:prove"), "next"))
    return _page(request, form, 422)
