"""What the invited does with the link: take the seat, or decline. Looking at the link changes nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mufakat.campaigns import queries
from mufakat.campaigns.actions.acting import broke, by_person, locked, record, writable
from mufakat.campaigns.actions.invitation import expire_invitation, told
from mufakat.campaigns.actions.refusals import AlreadySeated, LinkSpent, NotPossible, WrongAddress
from mufakat.campaigns.actions.seat import Ended, end_seats
from mufakat.campaigns.models import Campaign, Ending, Invitation, Party, Phase, Seat
from mufakat.people import actions as people
from mufakat.people.models import Organisation, Person


def accept_invitation(
    *, secret: str, by: Person, at: datetime, confirm_authority: bool, mandate_reference: str = ""
) -> Seat:
    """Take the offered seat. Once: of many who use the link at the same moment one gets it.

    Sent again by the one who took the seat it answers with that seat, so a form sent twice does no harm.
    """
    writable(Seat, mandate_reference=mandate_reference)
    invitation = _waiting(secret, at)
    if invitation.seat_id:
        return _taken_before(invitation, by)
    if not confirm_authority:
        raise NotPossible(_("Confirm that you may take this seat."))
    try:
        with transaction.atomic():
            return _accept(secret, invitation, by, at, mandate_reference)
    except IntegrityError as trouble:
        if broke(trouble, "campaigns_one_open_seat_a_person", "person_id"):
            raise AlreadySeated(_already_seated()) from trouble
        raise


def _already_seated() -> str:
    return _(
        "You already have a seat in this campaign, and nobody acts twice in one. "
        "End that seat first, or let a colleague take this one."
    )


def _waiting(secret: str, at: datetime) -> Invitation:
    """The invitation of this link. One that is past its day is closed now, and stays closed when this is refused."""
    invitation = queries.invitation_by_secret(secret)
    if invitation is None:
        raise LinkSpent(_("This link is unknown. Ask whoever sent it for a new one."))
    if invitation.is_past(at):
        expire_invitation(invitation=invitation, at=at)
        invitation.state = Invitation.State.EXPIRED
    if not invitation.seat_id:
        _need_answerable(invitation)
    return invitation


def _need_answerable(invitation: Invitation) -> None:
    words = {
        Invitation.State.ACCEPTED: _("This link has been used: it was for one person, once."),
        Invitation.State.DECLINED: _("This invitation was declined. Ask for a new one if that has changed."),
        Invitation.State.REVOKED: _("This invitation was revoked by its sender."),
        Invitation.State.EXPIRED: _("This invitation has expired. Ask whoever sent it to renew it."),
    }
    campaign = invitation.campaign
    if invitation.state != Invitation.State.OPEN:
        raise LinkSpent(words[Invitation.State(invitation.state)])
    if campaign.discarded_at or campaign.phase == Phase.CLOSED:
        raise LinkSpent(_("This campaign is closed."))


def _taken_before(invitation: Invitation, by: Person) -> Seat:
    seat = invitation.seat
    if seat is None or seat.person_id != by.pk or seat.ended_at:
        raise LinkSpent(_("This link has been used: it was for one person, once."))
    return seat


def _accept(secret: str, known: Invitation, by: Person, at: datetime, mandate_reference: str) -> Seat:
    person = Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    campaign = locked(known.campaign)
    invitation = queries.invitation_by_secret(secret)
    if invitation is None:
        raise LinkSpent(_("This link was replaced by a newer one. Look for the newest message."))
    if invitation.seat_id:
        return _taken_before(invitation, person)
    invitation.campaign = campaign
    _need_answerable(invitation)
    _need_right_person(invitation, person)
    organisation = invitation.organisation and invitation.organisation.current
    party = _party_for(invitation, organisation, at)
    ended = _make_room(invitation, person, at)
    joined = organisation is not None and party is None
    if organisation is not None and party is None:
        party = Party.objects.create(campaign=campaign, organisation=organisation, joined_at=at)
    seat = _sit(invitation, party, person, at, mandate_reference)
    if organisation:
        people.affiliate(person=person, organisation=organisation, at=at)
    closed = _close_rivals(invitation, organisation, at) if joined else Ended()
    record(
        campaign=campaign,
        verb=_verb(invitation, joined=joined),
        object=f"seat:{seat.pk}",
        by=by_person(person),
        at=at,
        payload=told(invitation)
        | {"invitation": str(invitation.pk), "party": party and str(party.pk)}
        | (ended + closed).told(),
        personal={person.pk: {"name": person.name, "mandate_reference": mandate_reference}},
    )
    return seat


def _verb(invitation: Invitation, *, joined: bool) -> str:
    if joined:
        return "party.joined"
    if invitation.replaces_id:
        return "seat.handed_over"
    return "seat.delegated" if invitation.delegates_id else "seat.taken"


def _need_right_person(invitation: Invitation, person: Person) -> None:
    if not person.is_active:
        raise LinkSpent(_("This account is closed."))
    if not queries.may_accept_by_address(invitation, person):
        raise WrongAddress(
            _(
                "This invitation was sent to %(address)s. Sign in with that address, or add it to your account, to accept it."
            )
            % {"address": queries.masked(invitation.email)}
        )


def _party_for(invitation: Invitation, organisation: Organisation | None, at: datetime) -> Party | None:
    """The party the seat belongs to, if it sits already. From outside only its first seat is filled, never a second."""
    if organisation is None:
        return None
    if organisation.status == Organisation.Status.INACTIVE:
        raise LinkSpent(_("%(organisation)s is no longer active.") % {"organisation": organisation})
    party = queries.party_of(invitation.campaign, organisation)
    inside = party is not None and invitation.invited_by.party_id == party.pk
    if party and not inside and queries.has_liaison(party, at):
        raise LinkSpent(
            _("%(organisation)s already sits at the table. Ask its liaison for an invitation.")
            % {"organisation": organisation}
        )
    return party


def _make_room(invitation: Invitation, person: Person, at: datetime) -> Ended:
    """End what this seat takes the place of; then the person may hold no other seat here."""
    campaign, today = invitation.campaign, queries.day_of(at)
    if invitation.ends_on and invitation.ends_on < today:
        raise LinkSpent(_("The last day of the seat has passed already."))
    if invitation.delegates and not queries.open_seats(at).filter(pk=invitation.delegates.pk).exists():
        raise LinkSpent(_("The seat that was to be delegated is no longer open."))
    ended = Ended()
    if invitation.replaces and invitation.replaces.ended_at is None:
        ended = end_seats([invitation.replaces], at=at, ending=Ending.HANDED_OVER, besides=invitation)
    own = Seat.objects.filter(campaign=campaign, person=person, ended_at__isnull=True)
    ended += end_seats(own.filter(ends_on__lt=today), at=at, ending=Ending.LAPSED, besides=invitation)
    if own.exists():
        raise AlreadySeated(_already_seated())
    return ended


def _sit(invitation: Invitation, party: Party | None, person: Person, at: datetime, mandate_reference: str) -> Seat:
    seat = Seat.objects.create(
        campaign=invitation.campaign,
        party=party,
        person=person,
        role=invitation.role,
        may_sign=invitation.may_sign,
        mandate_reference=mandate_reference,
        delegated_by=invitation.delegates,
        starts_on=queries.day_of(at),
        ends_on=invitation.ends_on,
        taken_at=at,
    )
    invitation.state, invitation.answered_at, invitation.seat = Invitation.State.ACCEPTED, at, seat
    invitation.save(update_fields=["state", "answered_at", "seat"])
    return seat


def _close_rivals(invitation: Invitation, organisation: Organisation | None, at: datetime) -> Ended:
    """Other links that offered the same organisation its first seat: it is taken now."""
    rivals = Invitation.objects.filter(
        campaign=invitation.campaign, organisation=organisation, state=Invitation.State.OPEN
    ).exclude(pk=invitation.pk)
    closed = tuple(rivals.order_by("id").values_list("pk", flat=True))
    rivals.update(state=Invitation.State.REVOKED, answered_at=at)
    return Ended(invitations=closed)


def decline_invitation(*, secret: str, at: datetime, reason: str = "", by: Person | None = None) -> Invitation:
    """Say no, with or without an account, and if one wants with a reason that the inviting party reads."""
    writable(Invitation, reason=reason)
    known = _waiting(secret, at)
    if known.seat_id:
        raise LinkSpent(_("This link has been used: it was for one person, once."))
    with transaction.atomic():
        return _decline(secret, known.campaign, at, reason, by)


def _decline(secret: str, campaign: Campaign, at: datetime, reason: str, by: Person | None) -> Invitation:
    now = locked(campaign)
    invitation = queries.invitation_by_secret(secret)
    if invitation is None:
        raise LinkSpent(_("This link was replaced by a newer one. Look for the newest message."))
    invitation.campaign = now
    _need_answerable(invitation)
    invitation.state, invitation.answered_at, invitation.reason = Invitation.State.DECLINED, at, reason
    invitation.save(update_fields=["state", "answered_at", "reason"])
    number: UUID = invitation.pk
    record(
        campaign=now,
        verb="invitation.declined",
        object=f"invitation:{number}",
        by=by_person(by) if by else f"invitation:{number}",
        at=at,
        payload=told(invitation),
        personal={by.pk if by else number: {"reason": reason}},
    )
    return invitation
