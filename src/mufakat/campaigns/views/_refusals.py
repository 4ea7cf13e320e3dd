"""When an act was refused: what happened, why, and what to do next, with the status that says the same to machines."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.actions import refusals

P = ParamSpec("P")
Words = str | Promise

_GONE = _("Nothing was changed.")
_LOOK = _("Look at the campaign as it is now; what you wanted may have been done already.")
# the trouble, most particular first: status, heading, what next
_ANSWERS: list[tuple[type[refusals.Refused], int, Words, Words]] = [
    (refusals.NotAllowed, 403, _("You may not do this"), _GONE),
    (refusals.SeatEnded, 409, _("Your seat has ended"), _GONE),
    (refusals.GateClosed, 409, _("The next phase cannot begin yet"), _LOOK),
    (refusals.LinkSpent, 410, _("This link no longer works"), _GONE),
    (refusals.WrongAddress, 403, _("This invitation is for another address"), _GONE),
    (refusals.RemindedEnough, 409, _("Reminded enough"), _GONE),
    (refusals.Unwritable, 422, _("This cannot be kept"), _("Go back and correct it; what you typed is still there.")),
    (refusals.FileRefused, 422, _("This file cannot be kept"), _("Go back and choose another file.")),
    (refusals.StorageFull, 503, _("The file could not be kept"), _("Try again in a moment; nothing else was changed.")),
    (refusals.Refused, 409, _("This is not possible now"), _LOOK),
]


def answer_of(trouble: refusals.Refused) -> tuple[int, Words, Words]:
    return next((status, heading, then) for kind, status, heading, then in _ANSWERS if isinstance(trouble, kind))


def refusal(
    request: HttpRequest, trouble: refusals.Refused, *, next_url: str = "", next_label: Words = ""
) -> HttpResponse:
    status, heading, then = answer_of(trouble)
    conditions = [c.words for c in getattr(trouble, "conditions", ())]
    shown = {
        "heading": heading,
        "why": str(trouble),
        "then": then,
        "conditions": conditions,
        "next_url": next_url,
        "next_label": next_label,
    }
    return render(request, "campaigns/refusal.html", shown, status=status)


def refusing(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view whose act may be refused answers with a page that says why."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except refusals.Refused as trouble:
            slug = kwargs.get("slug")
            url = reverse("campaigns:home", args=[slug]) if isinstance(slug, str) else reverse("desk:home")
            return refusal(request, trouble, next_url=url, next_label=_("Open the campaign") if slug else "")

    return answer
