"""Ties between stakeholders: added with where they are known from, corrected, removed. The same tie is kept once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns import queries as campaigns
from mufakat.campaigns.actions import NotAllowed, NotPossible
from mufakat.campaigns.actions.acting import acting, by_seat, locked, record, writable
from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.models import Relation, Stakeholder


def _keeping(campaign: Campaign, by: Seat, at: datetime) -> tuple[Campaign, Seat]:
    now = locked(campaign)
    seat = acting(by, now, at)
    if not policies.can_keep_ties(seat):
        raise NotAllowed(_("Ties are kept by the host and the facilitator while the campaign runs."))
    return now, seat


def _check(strength: int, source: str, on: date, at: datetime) -> None:
    if not source.strip():
        raise NotPossible(_("Say where the tie is known from."))
    if not 1 <= strength <= 5:
        raise NotPossible(_("The strength is a number from 1 to 5."))
    if on > campaigns.day_of(at):
        raise NotPossible(_("A tie cannot be known in the future."))


@transaction.atomic
def add_tie(
    *,
    id: UUID,  # noqa: A002 - the number of the row
    a: Stakeholder,
    b: Stakeholder,
    kind: str,
    strength: int,
    is_directed: bool,
    source: str,
    on: date,
    by: Seat,
    at: datetime,
) -> Relation:
    """Note that two stakeholders have to do with one another. Sent twice, it is added once."""
    writable(Relation, source=source)
    campaign, seat = _keeping(a.campaign, by, at)
    if made := Relation.objects.filter(pk=id, campaign=campaign).first():
        return made
    _need_two(campaign, a, b)
    if kind not in Relation.Kind.values:
        raise NotPossible(_("Choose what kind of tie it is."))
    _check(strength, source, on, at)
    _need_new(a, b, kind, is_directed=is_directed)
    first, second = (a, b) if is_directed or a.pk < b.pk else (b, a)
    made = Relation.objects.create(
        id=id,
        campaign=campaign,
        a=first,
        b=second,
        kind=kind,
        strength=strength,
        is_directed=is_directed,
        source=source,
        on=on,
        by=seat,
        at=at,
    )
    _tell("tie.added", made, seat, at, {"kind": kind, "strength": strength, "is_directed": is_directed})
    return made


def _need_two(campaign: Campaign, a: Stakeholder, b: Stakeholder) -> None:
    if a.pk == b.pk:
        raise NotPossible(_("A tie is between two different stakeholders."))
    if queries.live_stakeholders(campaign).filter(pk__in=[a.pk, b.pk]).count() != 2:
        raise NotPossible(_("One of the two is no longer in the register."))


def _need_new(a: Stakeholder, b: Stakeholder, kind: str, *, is_directed: bool) -> None:
    """One way and the other way are two ties; both ways at once is one, and leaves no room for either."""
    for tie in queries.ties_between(a, b).filter(kind=kind):
        if not (is_directed and tie.is_directed) or tie.a_id == a.pk:
            raise NotPossible(_("These two have a tie of this kind already. Change that one instead."))


@transaction.atomic
def change_tie(*, tie: Relation, strength: int, source: str, on: date, by: Seat, at: datetime) -> Relation:
    """Correct how strong it is, where it is known from, and since when."""
    writable(Relation, source=source)
    campaign, seat = _keeping(tie.campaign, by, at)
    now = _live(campaign, tie)
    _check(strength, source, on, at)
    if (now.strength, now.source, now.on) == (strength, source, on):
        return now
    now.strength, now.source, now.on, now.by, now.at = strength, source, on, seat, at
    now.save(update_fields=["strength", "source", "on", "by", "at"])
    _tell("tie.changed", now, seat, at, {"strength": strength})
    return now


@transaction.atomic
def remove_tie(*, tie: Relation, by: Seat, at: datetime) -> Relation:
    """It no longer holds, or was entered by mistake; the record keeps that it was there."""
    campaign, seat = _keeping(tie.campaign, by, at)
    now = _live(campaign, tie)
    now.removed_at = at
    now.save(update_fields=["removed_at"])
    _tell("tie.removed", now, seat, at, {})
    return now


def _live(campaign: Campaign, tie: Relation) -> Relation:
    now = queries.tie_by_number(campaign, tie.pk)
    if now is None:
        raise NotPossible(_("This tie was removed meanwhile."))
    now.campaign = campaign
    return now


def _tell(verb: str, tie: Relation, seat: Seat, at: datetime, said: Mapping[str, Any]) -> None:
    record(
        campaign=tie.campaign,
        verb=verb,
        object=f"tie:{tie.pk}",
        by=by_seat(seat),
        at=at,
        payload={"tie": str(tie.pk), "a": str(tie.a_id), "b": str(tie.b_id), **said},
        personal={
            tie.a_id: {"stakeholder": tie.a.name, "tie_source": "" if verb == "tie.removed" else tie.source},
            tie.b_id: {"stakeholder": tie.b.name},
        },
    )
