"""Offering a seat: choose whom, then say as what; handing a seat over and lending it are the same form with fixed parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mufakat.campaigns import actions, policies, queries
from mufakat.campaigns.forms.finding import OrganisationFinding
from mufakat.campaigns.forms.invitation import MEANINGS, DelegateForm, InviteForm
from mufakat.campaigns.models import NEUTRAL_ROLES, PARTY_ROLES, Invitation, Role, Seat, Visibility
from mufakat.campaigns.queries import inviting
from mufakat.campaigns.views._offers import may_invite_anyone
from mufakat.campaigns.views._refusals import answer_of, refusing
from mufakat.campaigns.views._words import words_of_missing
from mufakat.campaigns.views.frame import Visit, allow, sent, visit
from mufakat.campaigns.views.seats import seat_visit
from mufakat.people import queries as people
from mufakat.people.models import Organisation

PAGE = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Without a choice in the address: whom do you invite? With one: the form."""
    here = visit(request, slug)
    allow(may_invite_anyone(here.seat), _no_invitations(here))
    chosen, role = request.GET.get("organisasi", ""), request.GET.get("peran", "")
    if chosen:
        organisation = _organisation(here, chosen)
        return _offer(here, _roles_for(here, organisation), organisation=organisation)
    if role:
        allow(policies.can_invite_neutral(here.seat), _("Neutral roles are filled by the liaison of the host."))
        if role not in NEUTRAL_ROLES:
            raise Http404
        return _offer(here, [Role(role)])
    return _choose(here)


def _no_invitations(here: Visit) -> str:
    if here.seat and queries.is_host_seat(here.seat):
        return _("While the campaign is a draft, or once it is closed, organisations cannot be invited.")
    return _("Organisations are invited by the host or the facilitator; colleagues by the liaison of their party.")


def _organisation(here: Visit, number: str) -> Organisation:
    try:
        found = people.organisation_for(here.person, UUID(number)) if here.person else None
    except ValueError:
        raise Http404 from None
    if found is None:
        raise Http404
    return found.current


def _roles_for(here: Visit, organisation: Organisation) -> list[Role]:
    """The first seat of a party is its liaison; a party's own liaison fills any seat of it."""
    if policies.can_invite_colleague(here.seat, organisation):
        return list(PARTY_ROLES)
    if not policies.can_invite_party(here.seat):
        raise PermissionDenied(_no_invitations(here))
    return [Role.LIAISON]


def _choose(here: Visit) -> HttpResponse:
    form = OrganisationFinding(here.request.GET)
    words = form.asked("q") or ""
    found = people.organisations_matching(words).exclude(status=Organisation.Status.INACTIVE)
    page = Paginator(found, PAGE).get_page(here.request.GET.get("page"))
    context = here.frame(
        "invitations",
        form=form,
        page=page,
        asked=bool(words),
        rows=_found(here, list(page.object_list)) if words else [],
        missing_words=words_of_missing(queries.sectors_at(here.campaign)),
        propose_url=reverse("people:propose") + "?" + urlencode({"next": here.request.path, "name": words}),
        may_invite_party=policies.can_invite_party(here.seat),
        may_invite_neutral=policies.can_invite_neutral(here.seat),
        may_invite_colleague=_may_invite_colleague(here.seat),
        is_draft=here.campaign.visibility == Visibility.DRAFT,
        is_host=queries.is_host_seat(here.seat),
        neutral_roles=[{"value": r.value, "label": r.label, "meaning": MEANINGS[r]} for r in NEUTRAL_ROLES],
    )
    return render(here.request, "campaigns/choose.html", context)


def _may_invite_colleague(seat: Seat | None) -> bool:
    return bool(seat and seat.party and policies.can_invite_colleague(seat, seat.party.organisation))


def _found(here: Visit, organisations: list[Organisation]) -> list[dict[str, Any]]:
    seated, waiting = inviting.standing_of(here.campaign, organisations)
    own = here.seat.party.organisation_id if here.seat and here.seat.party else None
    rows = []
    for o in organisations:
        note = _("Your party") if o.pk == own else ""
        note = note or (
            _("At the table already") if o.pk in seated else _("Invited already") if o.pk in waiting else ""
        )
        may = o.pk not in seated or o.pk == own
        rows.append({"organisation": o, "note": note, "url": f"{here.request.path}?organisasi={o.pk}" if may else ""})
    return rows


def _offer(
    here: Visit,
    roles: Sequence[Role],
    *,
    organisation: Organisation | None = None,
    replaces: Seat | None = None,
    delegates: Seat | None = None,
) -> HttpResponse:
    """The form itself, and the sending."""
    data = sent(here.request)
    day = queries.day_of(here.at)
    model = replaces or delegates
    first = {"may_sign": model.may_sign} if model else {}
    form = (
        DelegateForm(data, roles=roles, day=day, initial=first)
        if delegates
        else InviteForm(data, roles=roles, initial=first)
    )
    words = _words_for(here, organisation, roles, replaces, delegates)
    if not form.is_valid():
        context = here.frame("invitations", form=form, organisation=organisation, **words)
        return render(here.request, "campaigns/invite.html", context, status=422 if form.is_bound else 200)
    try:
        made = _send(here, form, organisation, replaces, delegates)
    except (actions.AlreadyInvited, actions.AlreadySeated, actions.NotPossible) as trouble:
        form.add_error(None, str(trouble))
        context = here.frame("invitations", form=form, organisation=organisation, **words)
        return render(here.request, "campaigns/invite.html", context, status=answer_of(trouble)[0])
    messages.success(here.request, _("The invitation is made and recorded."), extra_tags=f"draft:{words['draft']}")
    return redirect(here.url("invitation", made.pk))


def _send(
    here: Visit, form: InviteForm, organisation: Organisation | None, replaces: Seat | None, delegates: Seat | None
) -> Invitation:
    said = form.cleaned_data
    return actions.invite(
        id=said["once"],
        campaign=here.campaign,
        organisation=organisation,
        role=said["role"],
        may_sign=said["may_sign"],
        email=said["email"],
        language=said["language"],
        message=said["message"],
        replaces=replaces,
        delegates=delegates,
        ends_on=said.get("ends_on"),
        by=here.seated(),
        at=here.at,
    )


def _words_for(
    here: Visit, organisation: Organisation | None, roles: Sequence[Role], replaces: Seat | None, delegates: Seat | None
) -> dict[str, Any]:
    label = {"label": _("Make the invitation")}
    if model := replaces or delegates:
        return label | _words_for_seat(here, model, is_for_good=replaces is not None)
    is_colleague = len(roles) > 1
    whom = str(organisation) if organisation else str(roles[0].label)
    note = _("The first seat is the liaison's. The liaison then fills the party's other seats.")
    return label | {
        "heading": _("Invite a colleague") if is_colleague else _("Invite %(whom)s") % {"whom": whom},
        "lead": whom if is_colleague else "" if organisation else MEANINGS[roles[0]],
        "note": "" if is_colleague or not organisation else note,
        "draft": f"invite-{here.campaign.pk}-{organisation.pk if organisation else roles[0]}",
        "back_url": here.url("invite"),
        "back_label": _("Whom do you invite?"),
    }


def _words_for_seat(here: Visit, seat: Seat, *, is_for_good: bool) -> dict[str, Any]:
    heading, note = (
        (
            _("Hand over the seat of %(person)s"),
            _("The seat changes hands when the invited accepts. Until then everything stays as it is."),
        )
        if is_for_good
        else (
            _("Delegate the seat of %(person)s"),
            _("Both act for the party meanwhile. The delegation ends by itself, and with the seat it comes from."),
        )
    )
    return {
        "heading": heading % {"person": seat.person},
        "note": note,
        "draft": f"seat-{seat.pk}",
        "back_url": here.url("seat", seat.pk),
        "back_label": _("The seat"),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def hand_over(request: HttpRequest, slug: str, seat_id: UUID) -> HttpResponse:
    here, other = seat_visit(request, slug, seat_id)
    allow(
        policies.can_hand_over(here.seat, other),
        _("A seat is handed over by its holder or a liaison of the same party."),
    )
    return _offer(
        here, [Role(other.role)], organisation=other.party.organisation if other.party else None, replaces=other
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def delegate(request: HttpRequest, slug: str, seat_id: UUID) -> HttpResponse:
    here, other = seat_visit(request, slug, seat_id)
    allow(policies.can_delegate(here.seat, other), _("Only the holder of a party's seat delegates it."))
    return _offer(
        here, [Role(other.role)], organisation=other.party.organisation if other.party else None, delegates=other
    )
