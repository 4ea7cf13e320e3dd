"""From an empty data folder to the demonstration, in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from mufakat.campaigns import queries
from mufakat.campaigns import tasks as campaigns
from mufakat.campaigns.models import Campaign, Invitation
from mufakat.config.demo import cast, mark, story
from mufakat.ledger import actions as ledger
from mufakat.ledger import tasks as record


def seed(*, now: datetime) -> None:
    mark.put()
    with transaction.atomic():
        ledger.found_instance_log(at=now - timedelta(days=49))
        story.tell(now)
        campaigns.tell(at=now)
        record.seal(at=now)


def letter_of(key: str) -> Invitation | None:
    """The invitation that waits for one of the cast."""
    campaign = Campaign.objects.filter(slug=cast.SLUG).first()
    actor = next(a for a in cast.ACTORS if a.key == key)
    return queries.waiting_invitations(campaign).filter(email=actor.email).first() if campaign else None
