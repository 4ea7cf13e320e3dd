"""Who takes a seat at the table is in the register from then on, without anybody typing it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mufakat.campaigns.actions.acting import WORKER, locked, record
from mufakat.campaigns.models import Party
from mufakat.people.models import Organisation
from mufakat.stakeholders import queries
from mufakat.stakeholders.models import Stakeholder, State


@transaction.atomic
def enter_party(*, party: Party, at: datetime) -> Stakeholder | None:
    """Find the party in the register, tie the one entry of its very name to it, or add it. None where it has left.

    Done by the server itself after a party has joined; a second time finds what the first has made.
    """
    campaign = locked(party.campaign)
    now = Party.objects.select_related("organisation__merged_into", "organisation__sector").get(pk=party.pk)
    if now.left_at:
        return None
    body = now.organisation.current
    known = queries.stakeholders_being(campaign, [now.organisation, body])
    if known:
        return queries.stakeholder_by_number(campaign, next(iter(known.values())))
    found = queries.stakeholder_called(campaign, body.name)
    if found and not found.is_group and found.organisation_id is None:
        found.organisation, found.version, found.changed_at = body, found.version + 1, at
        found.save(update_fields=["organisation", "version", "changed_at"])
        verb = "stakeholder.joined"
    else:
        found, verb = _new(party, body, at), "stakeholder.added"
    record(
        campaign=campaign,
        verb=verb,
        object=f"stakeholder:{found.pk}",
        by=WORKER,
        at=at,
        payload={"party": str(party.pk)},
        personal={found.pk: {"stakeholder": found.name}},
    )
    return found


def _new(party: Party, body: Organisation, at: datetime) -> Stakeholder:
    made = Stakeholder.objects.create(
        campaign_id=party.campaign_id,
        organisation=body,
        name=body.name,
        sector=body.sector,
        kind=body.kind,
        source=body.source,
        state=State.ENGAGED,
        state_since=party.joined_at,
        added_at=at,
        changed_at=at,
        is_example=body.is_example,
    )
    made.regions.set(body.regions.all())
    return made
