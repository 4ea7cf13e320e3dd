"""Inviting: one seat offered by one link. What the invited does with the link stands in `answer`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mufakat.campaigns import policies, queries
from mufakat.campaigns.actions.acting import WORKER, acting, broke, by_seat, locked, record, writable
from mufakat.campaigns.actions.refusals import (
    AlreadyInvited,
    AlreadySeated,
    NotAllowed,
    NotPossible,
    RemindedEnough,
    SeatEnded,
)
from mufakat.campaigns.models import NEUTRAL_ROLES, Campaign, Invitation, Phase, Role, Seat
from mufakat.people.models import Language, Organisation

LINK_LIFE = timedelta(days=7)
BETWEEN_REMINDERS = timedelta(days=1)
REMINDERS = 3


@dataclass(frozen=True)
class _Offer:
    """What seat is offered, once organisation, role and right to sign follow from each other."""

    organisation: Organisation | None
    role: str
    may_sign: bool
    replaces: Seat | None
    delegates: Seat | None
    ends_on: date | None


def invite(
    *,
    id: UUID,  # noqa: A002 - the number the form gave the new row
    campaign: Campaign,
    organisation: Organisation | None,
    role: str,
    by: Seat,
    at: datetime,
    may_sign: bool = False,
    email: str = "",
    language: str = Language.ID,
    message: str = "",
    replaces: Seat | None = None,
    delegates: Seat | None = None,
    ends_on: date | None = None,
) -> Invitation:
    """Offer one seat. `replaces` hands that seat over, `delegates` lends it until `ends_on`; both keep party and role.

    The same number twice is the same invitation, so a form sent twice makes one.
    """
    email = email.strip().lower()
    writable(Invitation, email=email, message=message)
    if language not in Language.values or role not in Role.values:
        raise NotPossible(_("Choose a role and a language from the list."))
    try:
        if email:
            validate_email(email)
    except ValidationError as trouble:
        raise NotPossible(" ".join(trouble.messages)) from trouble
    wanted = _Offer(organisation, role, may_sign, replaces, delegates, ends_on)
    try:
        with transaction.atomic():
            now = locked(campaign)
            seat = acting(by, now, at)
            letter = Invitation(id=id, email=email, language=language, message=message)
            return _known(id, now, seat) or _invite(letter, now, seat, wanted, at)
    except IntegrityError as trouble:
        if broke(trouble, "campaigns_one_open_invitation_an_address", "email"):
            raise AlreadyInvited(_already_invited()) from trouble
        raise


def _known(number: UUID, campaign: Campaign, seat: Seat) -> Invitation | None:
    known = queries.invitation_by_number(number)
    if known and not (known.campaign_id == campaign.pk and known.invited_by_id == seat.pk):
        raise NotAllowed(_("This number belongs to another invitation."))
    return known


def _invite(invitation: Invitation, campaign: Campaign, seat: Seat, wanted: _Offer, at: datetime) -> Invitation:
    offer = _settled(wanted, campaign, at)
    _need_permission(seat, offer, at)
    _need_sense(offer, at)
    _need_new_address(campaign, offer, invitation.email, at)
    invitation.campaign, invitation.invited_by = campaign, seat
    invitation.organisation, invitation.role, invitation.may_sign = offer.organisation, offer.role, offer.may_sign
    invitation.replaces, invitation.delegates, invitation.ends_on = offer.replaces, offer.delegates, offer.ends_on
    _give_link(invitation, at)
    invitation.save(force_insert=True)
    record(
        campaign=campaign,
        verb="invitation.sent",
        object=f"invitation:{invitation.pk}",
        by=by_seat(seat),
        at=at,
        payload=told(invitation),
        personal={invitation.pk: {"email": invitation.email}},  # the words of the letter are no part of the act
    )
    return invitation


def _give_link(invitation: Invitation, at: datetime) -> None:
    """A fresh link, open for seven days; what an earlier one was, no longer finds the row."""
    invitation.serial = secrets.token_hex(16)
    invitation.digest = queries.digest_of(queries.derived_secret(invitation.serial, settings.SECRET_KEY))
    invitation.state, invitation.answered_at = Invitation.State.OPEN, None
    invitation.sent_at, invitation.expires_at = at, at + LINK_LIFE
    invitation.reminders, invitation.reminded_at, invitation.last_called_at = 0, None, None


def told(invitation: Invitation) -> dict[str, Any]:
    """What the record says openly of an invitation: organisation, role and dates."""
    organisation = invitation.organisation
    return {
        "organisation": organisation and str(organisation.pk),
        "organisation_name": organisation and organisation.name,
        "role": invitation.role,
        "may_sign": invitation.may_sign,
        "replaces": invitation.replaces_id and str(invitation.replaces_id),
        "delegates": invitation.delegates_id and str(invitation.delegates_id),
        "ends_on": invitation.ends_on and invitation.ends_on.isoformat(),
        "expires_at": invitation.expires_at.isoformat(),
    }


def _settled(wanted: _Offer, campaign: Campaign, at: datetime) -> _Offer:
    """The offer with what follows: a handed over or lent seat keeps party and role, a merged organisation is its successor."""
    model = wanted.replaces or wanted.delegates
    organisation, role, may_sign = wanted.organisation, wanted.role, wanted.may_sign
    if model:
        seat = queries.open_seats(at).select_related("party__organisation__merged_into").filter(pk=model.pk).first()
        if seat is None or seat.campaign_id != campaign.pk:
            raise SeatEnded(_("The seat you want to pass on is no longer open, so nothing was saved."))
        role, organisation = seat.role, seat.party.organisation if seat.party else None
        may_sign = may_sign and seat.may_sign if wanted.delegates else may_sign
    if organisation:
        known = Organisation.objects.select_related("merged_into__sector", "sector")
        organisation = known.get(pk=organisation.pk).current
    if role == Role.SIGNATORY and wanted.delegates is None:
        may_sign = True
    return _Offer(
        organisation=None if role in NEUTRAL_ROLES else organisation,
        role=role,
        may_sign=may_sign and role not in NEUTRAL_ROLES,
        replaces=wanted.replaces,
        delegates=wanted.delegates,
        ends_on=wanted.ends_on,
    )


def _need_permission(seat: Seat, offer: _Offer, at: datetime) -> None:
    if offer.delegates:
        if not policies.can_delegate(seat, offer.delegates):
            raise NotAllowed(
                _("Only the holder of a party's seat delegates it, and what was delegated is not delegated on.")
            )
    elif offer.replaces:
        if not policies.can_hand_over(seat, offer.replaces):
            raise NotAllowed(_("A seat is handed over by its holder or by a liaison of the same party."))
    elif offer.role in NEUTRAL_ROLES:
        if not policies.can_invite_neutral(seat):
            raise NotAllowed(_("Only the host's liaison invites facilitators, evaluators and observers."))
    elif not policies.can_invite_colleague(seat, offer.organisation):
        _need_permission_outside(seat, offer, at)


def _need_permission_outside(seat: Seat, offer: _Offer, at: datetime) -> None:
    """Convening: the host and the facilitator offer an organisation its first seat, and no other."""
    if offer.organisation is None:
        raise NotPossible(_("Choose the organisation that you invite."))
    if not policies.can_invite_party(seat):
        raise NotAllowed(
            _("Organisations are invited by the host or the facilitator, once the campaign is no longer a draft.")
        )
    party = queries.party_of(seat.campaign, offer.organisation)
    if party and queries.has_liaison(party, at):
        raise NotAllowed(
            _("%(organisation)s already sits at the table. Its own liaison invites its colleagues.")
            % {"organisation": offer.organisation}
        )
    if offer.role != Role.LIAISON:
        raise NotAllowed(_("The first seat of a party is its liaison, who then fills the party's other seats."))


def _need_sense(offer: _Offer, at: datetime) -> None:
    if offer.organisation and offer.organisation.status == Organisation.Status.INACTIVE:
        raise NotPossible(_("%(organisation)s is no longer active.") % {"organisation": offer.organisation})
    if offer.ends_on and offer.ends_on < queries.day_of(at):
        raise NotPossible(_("The last day of the seat has passed already."))
    if offer.replaces and offer.ends_on and offer.replaces.ends_on is None:
        raise NotPossible(_("A seat without a last day is handed over for good. To lend it for a time, delegate it."))
    if offer.delegates:
        if offer.ends_on is None:
            raise NotPossible(_("A delegation needs a last day."))
        if offer.delegates.ends_on and offer.ends_on > offer.delegates.ends_on:
            raise NotPossible(_("A delegation ends with the seat that delegates it, at the latest."))
        if offer.role == Role.SIGNATORY and not offer.may_sign:
            raise NotPossible(_("Who stands in for a signatory signs: give the right to sign, or do not delegate."))


def _need_new_address(campaign: Campaign, offer: _Offer, email: str, at: datetime) -> None:
    if not email:
        return
    for known in Invitation.objects.filter(campaign=campaign, email=email, state=Invitation.State.OPEN):
        if not expire_invitation(invitation=known, at=at):
            raise AlreadyInvited(_already_invited())
    seated = queries.open_seats(at).filter(campaign=campaign, person__email__iexact=email)
    if offer.replaces:
        seated = seated.exclude(delegated_by=offer.replaces)
    if seated.exists():
        raise AlreadySeated(_("Somebody with this address already has a seat in this campaign."))


def _already_invited() -> str:
    return _("An invitation to this address is already waiting in this campaign. Remind, renew or revoke that one.")


def _own(invitation: Invitation, by: Seat, at: datetime) -> tuple[Invitation, Seat]:
    """The invitation as it is now and the seat that answers for it."""
    campaign = locked(invitation.campaign)
    seat = acting(by, campaign, at)
    now = queries.invitations_of(campaign).select_for_update(of=("self",)).get(pk=invitation.pk)
    now.campaign = campaign
    if not policies.can_answer_for_invitation(seat, now):
        raise NotAllowed(_("This is for the seat that sent the invitation and the liaisons of its party."))
    return now, seat


def _need_open(invitation: Invitation) -> None:
    if invitation.campaign.phase == Phase.CLOSED:
        raise NotPossible(_("This campaign is closed."))
    if invitation.state != Invitation.State.OPEN:
        raise NotPossible(
            _("This invitation is no longer waiting (%(state)s).") % {"state": invitation.get_state_display().lower()}
        )


@transaction.atomic
def remind(*, invitation: Invitation, by: Seat, at: datetime) -> Invitation:
    """Send the letter again: at most once a day, three times in all."""
    now, seat = _own(invitation, by, at)
    _need_open(now)
    if now.expires_at <= at:
        raise NotPossible(_("This invitation has expired. Renew it instead."))
    if not now.email:
        raise NotPossible(_("No address was given. Send the link again yourself, for example by WhatsApp."))
    if now.reminders >= REMINDERS:
        raise RemindedEnough(_("Three reminders were sent. Try another way to reach them."))
    if at - (now.reminded_at or now.sent_at) < BETWEEN_REMINDERS:
        raise RemindedEnough(_("The last letter is less than a day old. One a day is enough."))
    _remind(now, at, by=by_seat(seat))
    return now


@transaction.atomic
def call_last(*, invitation: Invitation, at: datetime) -> bool:
    """The one reminder the server sends by itself before a link expires; whether it was due."""
    campaign = locked(invitation.campaign)
    now = queries.invitations_of(campaign).select_for_update(of=("self",)).get(pk=invitation.pk)
    now.campaign = campaign
    if now.state != Invitation.State.OPEN or now.expires_at <= at or now.last_called_at or campaign.discarded_at:
        return False
    now.last_called_at = at
    _remind(now, at, by=WORKER)
    return True


def _remind(invitation: Invitation, at: datetime, *, by: str) -> None:
    invitation.reminded_at = at
    if by != WORKER:
        invitation.reminders += 1
    invitation.save(update_fields=["reminders", "reminded_at", "last_called_at"])
    record(
        campaign=invitation.campaign,
        verb="invitation.reminded",
        object=f"invitation:{invitation.pk}",
        by=by,
        at=at,
        payload=told(invitation) | {"reminders": invitation.reminders},
    )


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Seat, at: datetime, reason: str = "") -> Invitation:
    writable(Invitation, reason=reason)
    now, seat = _own(invitation, by, at)
    _need_open(now)
    now.state, now.answered_at, now.reason = Invitation.State.REVOKED, at, reason
    now.save(update_fields=["state", "answered_at", "reason"])
    record(
        campaign=now.campaign,
        verb="invitation.revoked",
        object=f"invitation:{now.pk}",
        by=by_seat(seat),
        at=at,
        payload=told(now),
        personal={seat.person_id: {"reason": reason}},
    )
    return now


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: Seat, at: datetime) -> Invitation:
    """A new link with seven new days; the old link dies at once. For one that waits or has expired."""
    now, seat = _own(invitation, by, at)
    if now.state != Invitation.State.EXPIRED:
        _need_open(now)
    offer = _Offer(now.organisation, now.role, now.may_sign, now.replaces, now.delegates, now.ends_on)
    _need_permission(seat, _settled(offer, now.campaign, at), at)
    _need_sense(offer, at)
    _give_link(now, at)
    try:
        with transaction.atomic():
            now.save()
    except IntegrityError as trouble:
        raise AlreadyInvited(_already_invited()) from trouble
    record(
        campaign=now.campaign,
        verb="invitation.renewed",
        object=f"invitation:{now.pk}",
        by=by_seat(seat),
        at=at,
        payload=told(now),
    )
    return now


@transaction.atomic
def expire_invitation(*, invitation: Invitation, at: datetime) -> bool:
    """Close one whose seven days are over; whether it was due. Done by the worker, and when an old link is used."""
    campaign = locked(invitation.campaign)
    now = queries.invitations_of(campaign).select_for_update(of=("self",)).get(pk=invitation.pk)
    now.campaign = campaign
    if not now.is_past(at):
        return False
    now.state, now.answered_at = Invitation.State.EXPIRED, at
    now.save(update_fields=["state", "answered_at"])
    record(
        campaign=campaign,
        verb="invitation.expired",
        object=f"invitation:{now.pk}",
        by=WORKER,
        at=at,
        payload=told(now),
    )
    return True
