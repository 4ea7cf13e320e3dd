"""Follow the record: whoever joined the table is entered into the register."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.models import Campaign, Party
from mufakat.ledger import tasks as record
from mufakat.ledger.queries import Told
from mufakat.stakeholders import actions

CONSUMER = "stakeholders.enter"
JOINED = {"campaign.opened", "party.joined"}


def enter(*, at: datetime) -> int:
    """Each entry of each campaign once, in order; entering somebody twice changes nothing."""
    return record.follow(
        consumer=CONSUMER, logs=campaigns.logs_of_campaigns(), handle=lambda told: _enter(told, at), at=at
    )


def _enter(told: Told, at: datetime) -> None:
    if told.entry.verb not in JOINED:
        return
    campaign = Campaign.objects.select_related("log").get(log=told.entry.log_id)
    parties = Party.objects.filter(campaign=campaign, left_at__isnull=True).select_related("campaign__log")
    number = told.payload.get("party")
    joined = parties.filter(pk=UUID(number)) if number else parties.filter(organisation=campaign.host_id)
    for party in joined:
        actions.enter_party(party=party, at=at)
