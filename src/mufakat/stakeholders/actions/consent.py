"""An assessed party opens how it is assessed to every seat of the campaign, or closes it again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns.actions import NotAllowed, NotPossible
from mufakat.campaigns.actions.acting import acting, by_seat, locked, record
from mufakat.campaigns.actions.seat import told_of
from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.models import Consent, Stakeholder


def _assessed(stakeholder: Stakeholder, seat: Seat, campaign: Campaign) -> Stakeholder:
    """The stakeholder as it is now, if this seat speaks for it."""
    now = queries.live_stakeholder(campaign, stakeholder.pk)
    if now is None or not policies.can_consent(seat, now.organisation):
        raise NotAllowed(_("Only the assessed organisation's own liaison may open or close its assessments."))
    return now


@transaction.atomic
def give_consent(*, id: UUID, stakeholder: Stakeholder, by: Seat, at: datetime) -> Consent:  # noqa: A002 - the row's number
    """Let every seat read how one's own organisation is assessed; given twice, it is given once."""
    campaign = locked(stakeholder.campaign)
    seat = acting(by, campaign, at)
    now = _assessed(stakeholder, seat, campaign)
    given = Consent.objects.filter(stakeholder=now, withdrawn_at__isnull=True).first()
    if given and given.party_id == seat.party_id:
        return given
    if Consent.objects.filter(pk=id).exists():
        raise NotPossible(_("This form was already used. Reload the page and send it again."))
    if given:  # of a time at the table that is over
        Consent.objects.filter(pk=given.pk).update(withdrawn_at=at)
    assert seat.party is not None
    made = Consent.objects.create(id=id, stakeholder=now, party=seat.party, given_by=seat, given_at=at)
    _tell(campaign, "consent.given", now, seat, at)
    return made


@transaction.atomic
def withdraw_consent(*, stakeholder: Stakeholder, by: Seat, at: datetime) -> Stakeholder:
    """Close one's assessments again; what others have read stays read."""
    campaign = locked(stakeholder.campaign)
    seat = acting(by, campaign, at)
    now = _assessed(stakeholder, seat, campaign)
    if Consent.objects.filter(stakeholder=now, withdrawn_at__isnull=True).update(withdrawn_at=at):
        _tell(campaign, "consent.withdrawn", now, seat, at)
    return now


def _tell(campaign: Campaign, verb: str, stakeholder: Stakeholder, seat: Seat, at: datetime) -> None:
    record(
        campaign=campaign,
        verb=verb,
        object=f"stakeholder:{stakeholder.pk}",
        by=by_seat(seat),
        at=at,
        payload=told_of(seat) | {"stakeholder": str(stakeholder.pk)},
        personal={stakeholder.pk: {"stakeholder": stakeholder.name}},
    )
