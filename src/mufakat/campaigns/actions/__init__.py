"""What is done in a campaign. Each act: may they, is it possible, change, one entry in the campaign's record."""

from mufakat.campaigns.actions.answer import accept_invitation, decline_invitation
from mufakat.campaigns.actions.campaign import (
    add_fact,
    change_campaign,
    discard_campaign,
    move_phase,
    open_campaign,
    remove_fact,
    widen_visibility,
)
from mufakat.campaigns.actions.closing import end_for_closing, end_for_leaving
from mufakat.campaigns.actions.invitation import (
    call_last,
    expire_invitation,
    invite,
    remind,
    renew_invitation,
    revoke_invitation,
)
from mufakat.campaigns.actions.mandate import attach_mandate, sweep_files
from mufakat.campaigns.actions.party import leave_campaign
from mufakat.campaigns.actions.refusals import (
    AlreadyInvited,
    AlreadySeated,
    ChangedMeanwhile,
    FileRefused,
    GateClosed,
    LastLiaison,
    LinkSpent,
    NotAllowed,
    NotPossible,
    Refused,
    RemindedEnough,
    SeatEnded,
    StorageFull,
    Unwritable,
    WrongAddress,
)
from mufakat.campaigns.actions.seat import end_seat, lapse_seat

__all__ = [
    "AlreadyInvited",
    "AlreadySeated",
    "ChangedMeanwhile",
    "FileRefused",
    "GateClosed",
    "LastLiaison",
    "LinkSpent",
    "NotAllowed",
    "NotPossible",
    "Refused",
    "RemindedEnough",
    "SeatEnded",
    "StorageFull",
    "Unwritable",
    "WrongAddress",
    "accept_invitation",
    "add_fact",
    "attach_mandate",
    "call_last",
    "change_campaign",
    "decline_invitation",
    "discard_campaign",
    "end_for_closing",
    "end_for_leaving",
    "end_seat",
    "expire_invitation",
    "invite",
    "lapse_seat",
    "leave_campaign",
    "move_phase",
    "open_campaign",
    "remind",
    "remove_fact",
    "renew_invitation",
    "revoke_invitation",
    "sweep_files",
    "widen_visibility",
]
