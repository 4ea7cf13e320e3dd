"""Assessing a stakeholder and taking an assessment back. A party has one voice: its newest assessment counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions import NotAllowed, NotPossible
from mufakat.campaigns.actions.acting import acting, by_seat, locked, need_reason, record, writable
from mufakat.campaigns.actions.seat import told_of
from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.models import Assessment, Stakeholder
from mufakat.stakeholders.models.scores import SCORES


@transaction.atomic
def give_assessment(
    *,
    id: UUID,  # noqa: A002 - the number of the row
    stakeholder: Stakeholder,
    scores: Mapping[str, int],
    reason: str,
    evidence: str = "",
    on: date,
    by: Seat,
    at: datetime,
) -> Assessment:
    """Say how this seat's party sees a stakeholder; what it said before stays as history. Sent twice, it is said once."""
    writable(Assessment, reason=reason, evidence=evidence)
    campaign = locked(stakeholder.campaign)
    seat = acting(by, campaign, at)
    if not policies.can_assess(seat):
        raise NotAllowed(
            _("Observers read; assessments are given by parties, facilitator and evaluator while it runs.")
        )
    now = _live(stakeholder)
    if made := Assessment.objects.filter(pk=id).first():
        if made.seat_id == seat.pk and made.stakeholder_id == now.pk:
            return made
        raise NotPossible(_("This form was already used. Reload the page and send it again."))
    need_reason(reason)
    _check(scores, on, campaigns.day_of(at))
    _succeed(seat, now, on)
    made = Assessment.objects.create(
        id=id,
        stakeholder=now,
        seat=seat,
        party=seat.party,
        on=on,
        reason=reason,
        evidence=evidence,
        at=at,
        **{name: scores[name] for name in SCORES},
    )
    _tell("assessment.given", campaign, seat, made)
    return made


def _succeed(seat: Seat, stakeholder: Stakeholder, on: date) -> None:
    """What the same voice said before counts no longer, in the same transaction."""
    earlier = queries.own_assessment(seat, stakeholder)
    if earlier and earlier.on > on:
        raise NotPossible(_("Your party has already given a newer assessment. Choose a later day."))
    if earlier:
        Assessment.objects.filter(pk=earlier.pk).update(is_newest=False)


def _tell(verb: str, campaign: Campaign, seat: Seat, given: Assessment) -> None:
    """That it was said, for all; what was said lies in an opening of its own, which few may read."""
    kept = {
        "scores": " ".join(f"{name} {getattr(given, name)}" for name in SCORES),
        "scores_because": given.reason,
        "scores_evidence": given.evidence,
    }
    is_given = verb == "assessment.given"
    record(
        campaign=campaign,
        verb=verb,
        object=f"stakeholder:{given.stakeholder_id}",
        by=by_seat(seat),
        at=given.at if given.withdrawn_at is None else given.withdrawn_at,
        payload=told_of(seat)
        | {"stakeholder": str(given.stakeholder_id), "assessment": str(given.pk)}
        | ({"on": given.on.isoformat()} if is_given else {}),
        personal={given.stakeholder_id: {"stakeholder": given.stakeholder.name}}
        | ({given.pk: kept} if is_given else {}),
    )


def _live(stakeholder: Stakeholder) -> Stakeholder:
    now = queries.live_stakeholder(stakeholder.campaign, stakeholder.pk)
    if now is None:
        raise NotPossible(_("This stakeholder is no longer in the register."))
    return now


def _check(scores: Mapping[str, int], on: date, today: date) -> None:
    if set(scores) != set(SCORES) or not all(1 <= score <= 5 for score in scores.values()):
        raise NotPossible(_("Each scale needs a number from 1 to 5."))
    if on > today:
        raise NotPossible(_("An assessment cannot be dated in the future."))


@transaction.atomic
def withdraw_assessment(*, assessment: Assessment, by: Seat, at: datetime) -> Assessment:
    """Take back what one's own party says; it stays as history and no longer counts, and nothing earlier counts again."""
    campaign = locked(assessment.stakeholder.campaign)
    seat = acting(by, campaign, at)
    now = queries.assessment_by_number(campaign, assessment.pk)
    if now is None or not policies.can_withdraw_assessment(seat, now):
        raise NotAllowed(_("An assessment is withdrawn by the party that gave it."))
    if now.withdrawn_at:
        return now
    if not now.is_newest:
        raise NotPossible(_("This assessment no longer counts: your party has given a newer one."))
    now.withdrawn_at, now.is_newest = at, False
    now.save(update_fields=["withdrawn_at", "is_newest"])
    _tell("assessment.withdrawn", campaign, seat, now)
    return now
