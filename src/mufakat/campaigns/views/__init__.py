"""Pages of the campaigns."""

from mufakat.campaigns.views.answering import decline, invited
from mufakat.campaigns.views.brand import brand
from mufakat.campaigns.views.campaigns import campaign_list, new
from mufakat.campaigns.views.home import home
from mufakat.campaigns.views.invitations import invitation, invitations, remind, renew, revoke
from mufakat.campaigns.views.offering import delegate, hand_over, invite
from mufakat.campaigns.views.parties import leave, parties, parties_csv, party
from mufakat.campaigns.views.record import activity, checkpoint, entry, proof, record
from mufakat.campaigns.views.seats import end_seat, mandate, mandate_file, seat
from mufakat.campaigns.views.settings import change, discard, facts, phase, remove_fact, settings_page, visibility

__all__ = [
    "activity",
    "brand",
    "campaign_list",
    "change",
    "checkpoint",
    "decline",
    "delegate",
    "discard",
    "end_seat",
    "entry",
    "facts",
    "hand_over",
    "home",
    "invitation",
    "invitations",
    "invite",
    "invited",
    "leave",
    "mandate",
    "mandate_file",
    "new",
    "parties",
    "parties_csv",
    "party",
    "phase",
    "proof",
    "record",
    "remind",
    "remove_fact",
    "renew",
    "revoke",
    "seat",
    "settings_page",
    "visibility",
]
