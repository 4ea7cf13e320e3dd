"""What the invited sees through the link: opening it changes nothing, sending the form does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mufakat.campaigns import actions, queries
from mufakat.campaigns.actions import refusals
from mufakat.campaigns.forms.invitation import DeclineForm
from mufakat.campaigns.forms.mandate import AcceptForm
from mufakat.campaigns.models import Invitation, Phase, Seat
from mufakat.campaigns.views._invited_words import SPENT, meaning_of, no_meaning_of, offer_words
from mufakat.campaigns.views._refusals import refusal
from mufakat.campaigns.views.frame import brand_url, reader_of, sent
from mufakat.people.models import Person

State = Invitation.State


def language_for(request: HttpRequest, invitation: Invitation | None) -> str:
    """The reader's own choice of language, else the one the invitation was written in."""
    has_chosen = settings.LANGUAGE_COOKIE_NAME in parse_cookie(request.META.get("HTTP_COOKIE", ""))
    if has_chosen or reader_of(request) or invitation is None:
        return translation.get_language() or settings.LANGUAGE_CODE
    return str(invitation.language)


def _keep_language(answer: HttpResponse, language: str) -> HttpResponse:
    """The pages that follow, for signing in, speak the language of the invitation too."""
    if language != translation.get_language():
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    found = queries.invitation_by_secret(secret)
    language = language_for(request, found)
    with translation.override(language):
        answer = _answered(request, secret, found)
    return _keep_language(answer, language)


def _answered(request: HttpRequest, secret: str, found: Invitation | None) -> HttpResponse:
    at, person = timezone.now(), reader_of(request)
    if found is None:
        return _spent(request, "unknown", 404)
    seat = (
        found.seat
        if found.state == State.ACCEPTED and person and found.seat and found.seat.person_id == person.pk
        else None
    )
    if seat and seat.ended_at is None:
        return redirect("campaigns:home", slug=found.campaign.slug)
    trouble = _trouble_of(found, at)
    if trouble:
        return _spent(request, trouble, 410, found)
    is_right = person is None or queries.may_accept_by_address(found, person)
    if request.method == "POST" and not is_right:
        return _wrong_account(request, found)
    own = queries.seat_of(person, found.campaign, at) if person else None
    if own and not queries.takes_over(own, found):
        return _seated_already(request, found)
    form = AcceptForm(sent(request), request.FILES or None, is_neutral=found.organisation is None)
    if person and form.is_valid():
        return _take(request, secret, person, form)
    context = _page(request, found, secret) | {"form": form, "account_needed": person is None, "is_right": is_right}
    return render(request, "campaigns/invited.html", context, status=422 if person and form.is_bound else 200)


def _trouble_of(found: Invitation, at: Any) -> str:
    campaign = found.campaign
    if campaign.discarded_at or campaign.phase == Phase.CLOSED:
        return "closed"
    if found.is_past(at):
        return "expired"
    return {State.OPEN: "", State.ACCEPTED: "used"}.get(State(found.state), str(found.state))


def _take(request: HttpRequest, secret: str, person: Person, form: AcceptForm) -> HttpResponse:
    said, at = form.cleaned_data, timezone.now()
    try:
        seat = actions.accept_invitation(
            secret=secret,
            by=person,
            at=at,
            confirm_authority=said["confirm_authority"],
            mandate_reference=said.get("mandate_reference", ""),
        )
    except refusals.Refused as trouble:
        return refusal(request, trouble)
    _attach(request, seat, form)
    messages.success(request, _("Welcome to the table. Your seat is recorded."))
    return redirect("campaigns:home", slug=seat.campaign.slug)


def _attach(request: HttpRequest, seat: Seat, form: AcceptForm) -> None:
    """The seat is taken even where the document could not be kept; then it says so."""
    document = form.document()
    if document["content"] is None:
        return
    try:
        actions.attach_mandate(seat=seat, by=seat, at=timezone.now(), **document)
    except refusals.Refused as trouble:
        messages.warning(request, str(trouble))


def _page(request: HttpRequest, found: Invitation, secret: str) -> dict[str, Any]:
    organisation = found.organisation.current if found.organisation else None
    words = {
        "host": found.invited_by.party.organisation if found.invited_by.party else found.campaign.host,
        "organisation": organisation,
        "campaign": found.campaign.title,
        "role": str(found.get_role_display()).lower(),
    }
    if organisation:
        heading = _("%(host)s invites %(organisation)s to “%(campaign)s”") % words
        accept = _("Take the seat for %(organisation)s?") % words
    else:
        heading = _("%(host)s invites you to “%(campaign)s” as %(role)s") % words
        accept = _("Take the seat as %(role)s?") % words
    return {
        "invitation": found,
        "campaign": found.campaign,
        "brand_stylesheet": brand_url(found.campaign) if found.campaign.visibility == "public" else "",
        "heading": heading,
        "lead": offer_words(found),
        "accept_heading": accept,
        "accept_label": _("Accept and take the seat"),
        "sender": _("From %(host)s") % words,
        "masked": queries.masked(found.email) if found.email else "",
        "means": meaning_of(found),
        "means_not": no_meaning_of(found),
        "decline_url": reverse("campaigns:decline", args=[secret]),
    }


def _spent(request: HttpRequest, trouble: str, status: int, found: Invitation | None = None) -> HttpResponse:
    """A page of its own for each way a link can fail: what, why, and what next."""
    heading, why, then = (str(words) for words in SPENT[trouble])
    context = {"heading": heading, "why": why, "then": then}
    if trouble == "used" and reader_of(request) is None:
        context |= {"next_url": reverse("account_login"), "next_label": _("Sign in")}
    return render(request, "campaigns/refusal.html", context, status=status)


def _wrong_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    context = {
        "heading": _("This invitation is for another address"),
        "why": _("It was sent to %(address)s, and only that address can accept it.")
        % {"address": queries.masked(found.email)},
    }
    return render(request, "campaigns/wrong_account.html", context, status=403)


def _seated_already(request: HttpRequest, found: Invitation) -> HttpResponse:
    context = {
        "heading": _("You already have a seat in this campaign"),
        "why": _("Nobody acts twice in one campaign, so that every voice is clearly somebody's."),
        "then": _("Pass this link on to a colleague, or end your seat first and come back."),
        "next_url": reverse("campaigns:home", args=[found.campaign.slug]),
        "next_label": _("Open the campaign"),
    }
    return render(request, "campaigns/refusal.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, secret: str) -> HttpResponse:
    found = queries.invitation_by_secret(secret)
    language = language_for(request, found)
    with translation.override(language):
        answer = _declined(request, secret, found)
    return _keep_language(answer, language)


def _declined(request: HttpRequest, secret: str, found: Invitation | None) -> HttpResponse:
    trouble = _trouble_of(found, timezone.now()) if found else "unknown"
    if found is None or trouble:
        return _spent(request, trouble, 410 if found else 404, found)
    form = DeclineForm(sent(request))
    if form.is_valid():
        try:
            actions.decline_invitation(
                secret=secret, at=timezone.now(), reason=form.cleaned_data["reason"], by=reader_of(request)
            )
        except refusals.Refused as trouble_now:
            return refusal(request, trouble_now)
        return render(request, "campaigns/refusal.html", _thanks())
    context = {
        "form": form,
        "back_url": reverse("campaigns:invited", args=[secret]),
        "lead": _("The sender and everyone with a seat in “%(campaign)s” will read your reason.")
        % {"campaign": found.campaign.title},
    }
    return render(request, "campaigns/decline.html", context, status=422 if form.is_bound else 200)


def _thanks() -> dict[str, str]:
    return {
        "heading": _("You have declined"),
        "why": _("Thank you for saying so. The sender has been told, with your reason."),
        "then": _("The link no longer works. If you change your mind, ask for a new invitation."),
    }
