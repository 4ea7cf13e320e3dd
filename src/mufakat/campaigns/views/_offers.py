"""Invitations in words: to whom, as what, in which state, from whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from mufakat.campaigns import policies, queries
from mufakat.campaigns.models import Invitation, Seat
from mufakat.campaigns.views.frame import Visit

State = Invitation.State
# kind of status, tone and shape, as the component `status` draws them
_LOOKS = {
    State.OPEN: ("waiting", "info", "quarter"),
    State.ACCEPTED: ("done", "good", "tick"),
    State.DECLINED: ("declined", "bad", "cross"),
    State.REVOKED: ("ended", "neutral", "bar"),
    State.EXPIRED: ("ended", "neutral", "bar"),
}


def short_state(state: str) -> str:
    return {
        State.OPEN: _("Waiting"),
        State.ACCEPTED: _("Accepted"),
        State.DECLINED: _("Declined"),
        State.REVOKED: _("Revoked"),
        State.EXPIRED: _("Expired"),
    }[State(state)]


def may_invite_anyone(seat: Seat | None) -> bool:
    """Whether there is anybody at all whom this seat could invite."""
    own = seat.party.organisation if seat and seat.party else None
    return (
        policies.can_invite_party(seat) or policies.can_invite_neutral(seat) or policies.can_invite_colleague(seat, own)
    )


def to_whom(invitation: Invitation) -> str:
    return str(invitation.organisation) if invitation.organisation else str(invitation.get_role_display())


def kind_of(invitation: Invitation) -> str:
    """As what, and whether a seat changes hands."""
    role = str(invitation.get_role_display())
    if invitation.replaces_id:
        return _("%(role)s, taking over a seat") % {"role": role}
    if invitation.delegates_id:
        return _("%(role)s, standing in for a while") % {"role": role}
    return role


def state_look(invitation: Invitation, at: datetime) -> dict[str, Any]:
    state = State.EXPIRED if invitation.is_past(at) else State(invitation.state)
    return {
        "state_kind": _LOOKS[state][0],
        "state_words": str(state.label),
        "is_waiting": state == State.OPEN,
    }


def sender_of(invitation: Invitation, *, names: bool) -> str:
    sender = invitation.invited_by
    party = str(sender.party.organisation) if sender.party else str(sender.get_role_display())
    return f"{sender.person}, {party}" if names else party


def invitation_row(here: Visit, invitation: Invitation) -> dict[str, Any]:
    state = State.EXPIRED if invitation.is_past(here.at) else State(invitation.state)
    may_answer = policies.can_answer_for_invitation(here.seat, invitation)
    address = invitation.email if may_answer else queries.masked(invitation.email) if invitation.email else ""
    return {
        "invitation": invitation,
        "to": to_whom(invitation),
        "address": address,
        "kind": kind_of(invitation),
        "state": short_state(state),
        "tone": _LOOKS[state][1],
        "shape": _LOOKS[state][2],
        "url": here.url("invitation", invitation.pk),
    }
