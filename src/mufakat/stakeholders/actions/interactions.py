"""What was said between the campaign and a stakeholder."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions.acting import acting, locked, writable
from mufakat.campaigns.actions.refusals import NotAllowed, Unwritable
from mufakat.campaigns.models import Seat
from mufakat.stakeholders import policies
from mufakat.stakeholders.actions._keeping import row_of, tell
from mufakat.stakeholders.models import Interaction, Stakeholder


@transaction.atomic
def log_interaction(
    *,
    id: UUID,  # noqa: A002 - the number the form gave the new row
    stakeholder: Stakeholder,
    on: date,
    kind: str,
    summary: str,
    by: Seat,
    at: datetime,
    next_step: str = "",
) -> Interaction:
    """Write down a talk. The same number twice is the same talk; what was said stays out of the record."""
    campaign = locked(stakeholder.campaign)
    seat = acting(by, campaign, at)
    now = row_of(campaign, stakeholder.pk)
    if not policies.can_log_interaction(seat, now):
        raise NotAllowed(
            _("Talks are written down by the host, the facilitator, or whoever looks after this relationship.")
        )
    known = Interaction.objects.filter(pk=id, stakeholder=now).first()
    if known:
        return known
    writable(Interaction, summary=summary, next_step=next_step)
    if not summary.strip():
        raise Unwritable("summary", _("Write in a sentence what was said."))
    if kind not in Interaction.Kind.values:
        raise Unwritable("kind", _("Choose what kind of talk it was."))
    if on > campaigns.day_of(at):
        raise Unwritable("on", _("This day is still to come."))
    made = Interaction.objects.create(
        id=id, stakeholder=now, on=on, kind=kind, summary=summary, next_step=next_step, by=seat, at=at
    )
    tell(now, verb="interaction.logged", by=seat, at=at, payload={"interaction": str(made.pk)})
    return made
