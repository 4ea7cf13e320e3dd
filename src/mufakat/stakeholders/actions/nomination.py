"""Somebody says who is missing; the team answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import acting, by_seat, locked, need_reason, record, writable
from mufakat.campaigns.actions.refusals import NotAllowed, NotPossible
from mufakat.campaigns.models import Campaign, Seat
from mufakat.people.models import Region, Sector
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.actions.register import add_stakeholder
from mufakat.stakeholders.models import Capability, Nomination, Stakeholder


@transaction.atomic
def nominate(
    *,
    id: UUID,  # noqa: A002 - the number the form gave the new row
    campaign: Campaign,
    name: str,
    sector: Sector,
    reason: str,
    by: Seat,
    at: datetime,
    region: Region | None = None,
    capability: Capability | None = None,
    is_group: bool = False,
    way: str = "",
) -> Nomination:
    """Say who is missing and why. The same number twice is the same nomination."""
    now = locked(campaign)
    seat = acting(by, now, at)
    if not policies.can_nominate(seat):
        raise NotAllowed(_("Parties, the facilitator and the evaluator nominate; observers read along."))
    known = Nomination.objects.filter(pk=id).first()
    if known:
        if known.by_id != seat.pk:
            raise NotAllowed(_("This number belongs to another nomination."))
        return known
    said = Nomination(id=id, campaign=now, sector=sector, region=region, capability=capability, by=seat, at=at)
    said.name, said.reason, said.way, said.is_group = " ".join(name.split()), reason.strip(), way.strip(), is_group
    _check(said)
    said.save(force_insert=True)
    record(
        campaign=now,
        verb="nomination.made",
        object=f"nomination:{said.pk}",
        by=by_seat(seat),
        at=at,
        payload={"sector": sector.pk, "is_group": is_group},
        personal={said.pk: {"stakeholder": said.name, "reason": said.reason}},
    )
    return said


def _check(said: Nomination) -> None:
    writable(Nomination, name=said.name, reason=said.reason, way=said.way)
    if not said.name:
        raise NotPossible(_("Say who is missing."))
    need_reason(said.reason)
    if said.capability and said.capability.campaign_id != said.campaign_id:
        raise NotAllowed(_("This capability belongs to another campaign."))
    waiting = Nomination.objects.filter(campaign=said.campaign_id, by=said.by_id, state=Nomination.State.OPEN)
    if any(name.lower() == said.name.lower() for name in waiting.values_list("name", flat=True)):
        raise NotPossible(_("You have already said that they are missing; the answer is still open."))


@transaction.atomic
def answer_nomination(
    *,
    nomination: Nomination,
    state: str,
    by: Seat,
    at: datetime,
    answer: str = "",
    stakeholder: Stakeholder | None = None,
) -> Nomination:
    """Invited, known already (as whom), or declined with a reason. Who is to be invited enters the register."""
    now = locked(nomination.campaign)
    seat = acting(by, now, at)
    if not policies.can_answer_nomination(seat):
        raise NotAllowed(_("Nominations are answered by the host's liaison and the facilitator."))
    kept = Nomination.objects.select_related("sector", "region", "capability").get(pk=nomination.pk, campaign=now)
    if kept.state != Nomination.State.OPEN:
        raise NotPossible(_("This nomination was answered meanwhile."))
    answer = answer.strip()
    stakeholder = _checked(state, answer, stakeholder, now)
    writable(Nomination, answer=answer)
    kept.campaign = now
    if state == Nomination.State.INVITED:
        stakeholder = stakeholder or _enter(kept, seat, at)
    kept.state, kept.answer, kept.answered_by, kept.answered_at = state, answer, seat, at
    kept.stakeholder = stakeholder
    kept.save(update_fields=["state", "answer", "answered_by", "answered_at", "stakeholder"])
    record(
        campaign=now,
        verb="nomination.answered",
        object=f"nomination:{kept.pk}",
        by=by_seat(seat),
        at=at,
        payload={"state": state, "stakeholder": str(stakeholder.pk) if stakeholder else None},
        personal={kept.pk: {"stakeholder": kept.name, "reason": answer}},
    )
    return kept


def _checked(state: str, answer: str, stakeholder: Stakeholder | None, campaign: Campaign) -> Stakeholder | None:
    """Whom the answer is about, if it is a whole answer."""
    if state not in {Nomination.State.INVITED, Nomination.State.KNOWN, Nomination.State.DECLINED}:
        raise NotPossible(_("Choose an answer."))
    kept = Stakeholder.objects.filter(campaign=campaign, removed_at__isnull=True)
    if stakeholder and not kept.filter(pk=stakeholder.pk).exists():
        raise NotPossible(_("Somebody chosen is not in this campaign's register any more."))
    if state == Nomination.State.KNOWN and stakeholder is None:
        raise NotPossible(_("Choose whom the register already has."))
    if state == Nomination.State.DECLINED:
        need_reason(answer)
        return None
    return stakeholder


def _enter(said: Nomination, seat: Seat, at: datetime) -> Stakeholder:
    """Into the register as somebody identified; to the organisation of exactly this name, where there is one."""
    body = None if said.is_group else queries.organisation_called(said.name)
    taken = body and Stakeholder.objects.filter(campaign=said.campaign, organisation=body, removed_at__isnull=True)
    if taken and (known := taken.first()):
        return known
    places = list(body.regions.all()) if body else []
    return add_stakeholder(
        id=uuid4(),
        campaign=said.campaign,
        name=said.name,
        sector=said.sector,
        organisation=body,
        is_group=said.is_group,
        kind=body.kind if body else "",
        regions=[said.region] if said.region else places,
        capabilities=[said.capability.name] if said.capability else [],
        interest=said.reason,
        source=_("Nominated at the table"),
        by=seat,
        at=at,
    )
