"""One seat: who holds it, on what mandate, and how it is ended, handed over or lent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mufakat.campaigns import actions, policies, queries
from mufakat.campaigns.actions.mandate import path_of
from mufakat.campaigns.forms.invitation import ReasonForm
from mufakat.campaigns.forms.mandate import MandateForm
from mufakat.campaigns.models import Seat
from mufakat.campaigns.views._history import history_of
from mufakat.campaigns.views._places import place_of
from mufakat.campaigns.views._refusals import refusing
from mufakat.campaigns.views.frame import Visit, allow, sent, visit
from mufakat.web.views.files import download, opened


def seat_visit(request: HttpRequest, slug: str, number: UUID) -> tuple[Visit, Seat]:
    """A seat is for those who have one themselves: it names a person."""
    here = visit(request, slug)
    if here.seat is None:
        raise Http404
    other = queries.seat_by_number(here.campaign, number)
    if other is None:
        raise Http404
    return here, other


@login_required
@require_safe
def seat(request: HttpRequest, slug: str, seat_id: UUID) -> HttpResponse:
    here, other = seat_visit(request, slug, seat_id)
    may_read = policies.can_read_mandate(here.seat, other)
    document = other.mandate
    context = here.frame(
        "parties",
        other=other,
        place=place_of(here, other),
        acts=[] if other.ended_at else _acts(here, other),
        ended_words=_ended_words(other),
        may_read_mandate=may_read,
        may_download=may_read and document is not None and not document.removed_at,
        history=history_of(here, [f"seat:{other.pk}"]),
        back_url=here.url("party", other.party_id) if other.party else here.url("parties"),
        back_label=str(other.party) if other.party else _("Who is at the table"),
    )
    return render(request, "campaigns/seat.html", context)


def _ended_words(other: Seat) -> str:
    words = str(other.get_ending_display()) if other.ending else ""
    return ": ".join(w for w in (words[:1].upper() + words[1:], other.ended_because) if w)


def _acts(here: Visit, other: Seat) -> list[dict[str, Any]]:
    """What this reader may do with the seat, the usual first."""
    offers = [
        (policies.can_attach_mandate, "mandate", _("Attach the mandate"), _("The letter that lets this person act.")),
        (policies.can_hand_over, "hand_over", _("Hand over"), _("Someone else takes it for good, once they accept.")),
        (policies.can_delegate, "delegate", _("Delegate for a while"), _("Someone stands in until a day you choose.")),
        (policies.can_end_seat, "end_seat", _("End the seat"), _("Nobody takes its place.")),
    ]
    return [
        {"label": label, "url": here.url(name, other.pk), "note": note}
        for may, name, label, note in offers
        if may(here.seat, other)
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def end_seat(request: HttpRequest, slug: str, seat_id: UUID) -> HttpResponse:
    here, other = seat_visit(request, slug, seat_id)
    allow(
        policies.can_end_seat(here.seat, other), _("A seat is ended by its holder or by a liaison of the same party.")
    )
    form = ReasonForm(sent(request))
    if form.is_valid():
        actions.end_seat(seat=other, by=here.seated(), at=here.at, reason=form.cleaned_data["reason"])
        messages.success(request, _("The seat has ended. It is recorded."))
        return _after_end(here, other)
    own = here.seat == other
    context = here.frame(
        "parties",
        form=form,
        heading=_("End your seat?") if own else _("End the seat of %(person)s?") % {"person": other.person},
        paragraphs=[
            _("It ends at once, with every seat delegated from it."),
            _("It cannot be taken back; a new invitation can be sent."),
        ],
        label=_("End the seat"),
        kind="bad",
        back_url=here.url("seat", other.pk),
        back_label=_("The seat"),
    )
    return render(request, "campaigns/confirm.html", context, status=422 if form.is_bound else 200)


def _after_end(here: Visit, other: Seat) -> HttpResponse:
    """Who ended their own seat may no longer see the campaign."""
    if here.seat == other:
        return redirect("desk:home")
    return redirect(here.url("party", other.party_id) if other.party_id else here.url("parties"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def mandate(request: HttpRequest, slug: str, seat_id: UUID) -> HttpResponse:
    here, other = seat_visit(request, slug, seat_id)
    allow(
        policies.can_attach_mandate(here.seat, other),
        _("A mandate is attached by the holder of the seat or by a liaison of the same party."),
    )
    form = MandateForm(sent(request), request.FILES or None)
    if form.is_valid():
        actions.attach_mandate(
            seat=other, by=here.seated(), at=here.at, reference=form.cleaned_data["reference"], **form.document()
        )
        messages.success(request, _("The mandate is attached. Its fingerprint is recorded."))
        return redirect(here.url("seat", other.pk))
    context = here.frame("parties", form=form, other=other)
    return render(request, "campaigns/mandate.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def mandate_file(request: HttpRequest, slug: str, seat_id: UUID) -> StreamingHttpResponse:
    """Always as a download, never shown by the browser, so that a document cannot act in this site's name."""
    here, other = seat_visit(request, slug, seat_id)
    allow(
        policies.can_read_mandate(here.seat, other),
        _("The document is open to its own party and to the facilitator. Others see that it exists."),
    )
    document = other.mandate
    path = path_of(document.sha256) if document else None
    if document is None or document.removed_at or path is None or not path.exists():
        raise Http404
    return download(request, opened(path), name=document.file_name, media_type=document.media_type)
