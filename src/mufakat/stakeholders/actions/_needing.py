"""The first beats of every act on what a campaign needs."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import acting, locked
from mufakat.campaigns.actions.refusals import NotAllowed
from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import policies


def keeping_needs(*, campaign: Campaign, by: Seat, at: datetime) -> tuple[Campaign, Seat]:
    """The campaign under its lock and the acting seat, if it may say what the campaign needs."""
    now = locked(campaign)
    seat = acting(by, now, at)
    if not policies.can_set_needs(seat):
        raise NotAllowed(
            _("What the campaign needs is kept by the host's liaison and the facilitator, and not after its end.")
        )
    return now, seat
