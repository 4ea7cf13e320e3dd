"""Who may do what in a campaign. The default is no, and hosting gives no power over another party."""

from __future__ import annotations

from mufakat.campaigns.models import Campaign, Invitation, Party, Phase, Role, Seat, Visibility
from mufakat.campaigns.queries import is_host_seat
from mufakat.people.models import Organisation, Person


def can_open_campaign(person: Person, organisation: Organisation, affiliated: bool) -> bool:
    """A verified organisation of a sector that may convene, through a person who works there."""
    return (
        person.is_active
        and affiliated
        and organisation.status == Organisation.Status.VERIFIED
        and organisation.sector.may_convene
    )


def can_change_campaign(seat: Seat | None) -> bool:
    return is_host_seat(seat) and seat is not None and seat.campaign.phase != Phase.CLOSED


def can_widen_visibility(seat: Seat | None, wanted: str) -> bool:
    """Draft to parties to public, one way: what others have seen is not taken back."""
    if not is_host_seat(seat) or seat is None:
        return False
    ranks = list(Visibility.values)
    return wanted in ranks and ranks.index(wanted) > ranks.index(seat.campaign.visibility)


def can_discard_campaign(seat: Seat | None) -> bool:
    return is_host_seat(seat) and seat is not None and seat.campaign.visibility == Visibility.DRAFT


def can_move_phase(seat: Seat | None) -> bool:
    return is_host_seat(seat)


def can_invite_party(seat: Seat | None) -> bool:
    """The host convenes and the facilitator may propose; drafts invite nobody from outside."""
    if seat is None or seat.campaign.phase == Phase.CLOSED or seat.campaign.visibility == Visibility.DRAFT:
        return False
    return is_host_seat(seat) or seat.role == Role.FACILITATOR


def is_own_liaison(seat: Seat | None) -> bool:
    """A liaison in their own right. A deputy stands in for the work, not for filling or emptying the party's seats."""
    return seat is not None and seat.role == Role.LIAISON and seat.delegated_by_id is None


def can_invite_neutral(seat: Seat | None) -> bool:
    return is_host_seat(seat) and seat is not None and seat.campaign.phase != Phase.CLOSED


def can_invite_colleague(seat: Seat | None, organisation: Organisation | None) -> bool:
    """A party fills its own seats; nobody fills them for it."""
    return (
        seat is not None
        and organisation is not None
        and is_own_liaison(seat)
        and seat.party is not None
        and organisation.pk in {seat.party.organisation_id, seat.party.organisation.merged_into_id}
        and seat.party.is_active
        and seat.campaign.phase != Phase.CLOSED
    )


def can_answer_for_invitation(seat: Seat | None, invitation: Invitation) -> bool:
    """Remind, revoke, show the link again: the seat that sent it, or another liaison of the same party.

    What a neutral seat sent, the host may answer for too: the facilitator proposes on the host's behalf.
    """
    if seat is None or seat.campaign_id != invitation.campaign_id:
        return False
    if invitation.invited_by_id == seat.pk:
        return True
    sender = invitation.invited_by.party_id
    return is_host_seat(seat) if sender is None else (sender == seat.party_id and is_own_liaison(seat))


def can_end_seat(seat: Seat | None, other: Seat) -> bool:
    """Oneself; a colleague's seat of the own party by its liaison; an observer by the host who invited them.

    Never a seat of another party, and never a facilitator or evaluator: the host cannot remove who watches it.
    """
    if seat is None or seat.campaign_id != other.campaign_id:
        return False
    if seat.pk == other.pk:
        return True
    if other.party_id is None:
        return other.role == Role.OBSERVER and is_host_seat(seat)
    return seat.party_id == other.party_id and is_own_liaison(seat)


def can_hand_over(seat: Seat | None, other: Seat) -> bool:
    return can_end_seat(seat, other) and other.party_id is not None and other.delegated_by_id is None


def can_delegate(seat: Seat | None, other: Seat) -> bool:
    """One's own party seat only; what was delegated is not delegated on."""
    return seat is not None and seat.pk == other.pk and other.party_id is not None and other.delegated_by_id is None


def can_attach_mandate(seat: Seat | None, other: Seat) -> bool:
    """One's own, or a colleague's by the party's liaison; nobody vouches for a neutral seat but its holder."""
    return can_end_seat(seat, other) and (other.party_id is not None or (seat is not None and seat.pk == other.pk))


def can_read_mandate(seat: Seat | None, other: Seat) -> bool:
    """The own party and the facilitator; other parties see that a mandate exists."""
    if seat is None or seat.campaign_id != other.campaign_id:
        return False
    return (
        seat.pk == other.pk
        or seat.role == Role.FACILITATOR
        or (seat.party_id is not None and seat.party_id == other.party_id)
    )


def can_leave(seat: Seat | None, party: Party) -> bool:
    """A party leaves by its own liaison; the host stays while its campaign runs."""
    return (
        seat is not None
        and seat.party_id == party.pk
        and is_own_liaison(seat)
        and party.organisation_id != party.campaign.host_id
    )


def can_read_record(seat: Seat | None, campaign: Campaign) -> bool:
    return campaign.visibility == Visibility.PUBLIC or (seat is not None and seat.campaign_id == campaign.pk)


def can_read_personal(seat: Seat | None) -> bool:
    """Names of persons in the record are for those who sit at the table."""
    return seat is not None
