"""One-time entry links: the first visit only shows a button, so that no mail scanner or preview uses the link up."""

from __future__ import annotations

from typing import NamedTuple

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mufakat.people import actions, queries
from mufakat.people.models import Person
from mufakat.people.queries import EntryState


class Refusal(NamedTuple):
    """What happened to a link, and why."""

    status: int
    heading: Promise
    why: Promise


REFUSALS = {
    EntryState.UNKNOWN: Refusal(
        404,
        _("This link is not known here"),
        _("It may have been cut off when it was copied, or it belongs to another server. Nobody was signed in."),
    ),
    EntryState.USED: Refusal(
        410,
        _("This link has been used"),
        _("An entry link lets in once. If it was not you who used it, tell whoever runs this server at once."),
    ),
    EntryState.EXPIRED: Refusal(
        410, _("This link has expired"), _("An entry link holds for 24 hours, so that a lost one opens nothing.")
    ),
    EntryState.CLOSED: Refusal(
        410, _("This account is closed"), _("The account that this link was made for no longer exists.")
    ),
}


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    too_many = ratelimit.consume_or_429(request, app="allauth.account", action="entry_link", limit_get=True)
    if too_many:
        return too_many
    now = timezone.now()
    link = queries.entry_by_secret(secret)
    state = queries.state_of_entry(link, now)
    if state is EntryState.USABLE and request.method == "POST":
        try:
            return _signed_in(request, actions.use_entry_link(secret=secret, at=now))
        except actions.LinkSpent as spent:
            state = spent.state
    if state is not EntryState.USABLE:
        refusal = REFUSALS[state]
        return render(request, "people/enter_refused.html", refusal._asdict(), status=refusal.status)
    return render(request, "people/enter.html", {"link": link})


def _signed_in(request: HttpRequest, person: Person) -> HttpResponse:
    """Past password and second step: whoever made the link holds the server itself."""
    adapter = get_adapter(request)
    if request.user.is_authenticated and request.user != person:
        adapter.logout(request)
    adapter.login(request, person)
    record_authentication(request, person, method="entry_link", reauthenticated=True)
    answer: HttpResponse = adapter.post_login(
        request,
        person,
        email_verification="none",
        signal_kwargs=None,
        email=person.email,
        signup=False,
        redirect_url=reverse("mfa_index"),
    )
    return answer
