"""Acts on the campaign itself: open, change, show, discard, move between phases, document its issue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mufakat.campaigns import policies, queries
from mufakat.campaigns.actions.acting import acting, broke, by_person, by_seat, locked, need_reason, record, writable
from mufakat.campaigns.actions.refusals import ChangedMeanwhile, GateClosed, NotAllowed, NotPossible
from mufakat.campaigns.models import Campaign, Fact, Invitation, Party, Phase, Role, Seat
from mufakat.ledger import actions as ledger
from mufakat.people import queries as people
from mufakat.people.models import Language, Organisation, Person, Region

CHANGEABLE = ("title", "issue", "aim", "starts_on", "ends_on", "regions", "languages", "brand")


def open_campaign(
    *,
    id: UUID,  # noqa: A002 - the number the form gave the new row
    title: str,
    issue: str,
    aim: str,
    starts_on: date,
    ends_on: date,
    host: Organisation,
    by: Person,
    at: datetime,
    regions: Iterable[Region] = (),
    languages: Iterable[str] = ("id",),
    brand: str = "",
) -> Campaign:
    """Found a campaign as a draft, with its log, the host as first party and the opener as its liaison.

    The same number twice is the same campaign, so a form sent twice opens one.
    """
    known = _opened_before(id, by)
    if known:
        return known
    draft = Campaign(id=id, title=title, issue=issue, aim=aim, starts_on=starts_on, ends_on=ends_on)
    draft.host, draft.brand, draft.opened_at = host, brand, at
    draft.languages = _languages(languages)
    _check(draft)
    for _attempt in range(3):
        try:
            with transaction.atomic():
                return _open(draft, regions=list(regions), by=by, at=at)
        except IntegrityError as trouble:  # the same form twice at once, or another campaign took the address just now
            known = _opened_before(id, by)
            if known:
                return known
            if not broke(trouble, "campaigns_campaign_slug", "slug"):
                raise
    raise NotPossible(_("Many campaigns of this name are being opened at the moment. Send the form again."))


def _opened_before(number: UUID, by: Person) -> Campaign | None:
    known = Campaign.objects.filter(pk=number).select_related("host__sector", "log").first()
    if known and not Seat.objects.filter(campaign=known, person=by, taken_at=known.opened_at).exists():
        raise NotAllowed(_("This number belongs to another campaign."))
    return known


def _open(draft: Campaign, *, regions: list[Region], by: Person, at: datetime) -> Campaign:
    person = Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    host = Organisation.objects.select_related("sector").get(pk=draft.host_id)
    affiliated = people.affiliation_of(person, host) is not None
    if not policies.can_open_campaign(person, host, affiliated):
        raise NotAllowed(
            _(
                "A campaign is opened by somebody who works for a verified organisation of a sector that may host campaigns."
            )
        )
    draft.host, draft.is_example = host, host.is_example
    draft.slug = queries.free_slug(draft.title)
    draft.log = ledger.open_log(name=f"campaign/{draft.pk}", at=at)
    draft.save(force_insert=True)
    draft.regions.set(regions)
    party = Party.objects.create(campaign=draft, organisation=host, joined_at=at)
    seat = Seat.objects.create(
        campaign=draft, party=party, person=person, role=Role.LIAISON, starts_on=queries.day_of(at), taken_at=at
    )
    said = _payload(
        draft, {name: getattr(draft, name) for name in CHANGEABLE if name != "regions"} | {"regions": regions}
    )
    record(
        campaign=draft,
        verb="campaign.opened",
        object=f"campaign:{draft.pk}",
        by=by_person(person),
        at=at,
        payload=said
        | {
            "host": str(host.pk),
            "host_name": host.name,
            "party": str(party.pk),
            "seat": str(seat.pk),
            "slug": draft.slug,
        },
        personal={person.pk: {"name": person.name}},
    )
    return draft


def _languages(languages: Iterable[str]) -> list[str]:
    chosen = list(dict.fromkeys(languages))
    if not chosen or not set(chosen) <= set(Language.values):
        raise NotPossible(_("Choose at least one language."))
    return chosen


def _check(campaign: Campaign) -> None:
    writable(Campaign, title=campaign.title, issue=campaign.issue, aim=campaign.aim, brand=campaign.brand)
    for name in ("title", "issue", "aim"):
        if not getattr(campaign, name).strip():
            raise NotPossible(_("A campaign needs a name, an issue and an aim."))
    if campaign.ends_on < campaign.starts_on:
        raise NotPossible(_("The last day lies before the first."))
    try:
        if campaign.brand:
            campaign.clean_fields(exclude={f.name for f in Campaign._meta.fields if f.name != "brand"})
    except ValidationError as trouble:
        raise NotPossible(" ".join(trouble.messages)) from trouble


def _payload(campaign: Campaign, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the record keeps them: days as ISO text, regions by code."""
    said: dict[str, Any] = {"version": campaign.version}
    for name, value in values.items():
        if name == "regions":
            said[name] = sorted(r.code for r in value)
        else:
            said[name] = value.isoformat() if isinstance(value, date) else value
    return said


@transaction.atomic
def change_campaign(
    *, campaign: Campaign, by: Seat, at: datetime, version: int | None = None, **fields: Any
) -> Campaign:
    """Correct what the campaign says of itself. `version` is the one the form showed; what differs is recorded by name."""
    now = locked(campaign)
    seat = acting(by, now, at)
    if not policies.can_change_campaign(seat):
        raise NotAllowed(_("Only the host's liaison changes the campaign, and not after it was closed."))
    unknown = set(fields) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not changeable: {sorted(unknown)}")
    if version is not None and version != now.version:
        names = queries.fields_changed_since(now, version)
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this campaign meanwhile: %(fields)s. "
                "Nothing of yours was saved; compare and send it again."
            )
            % {"fields": ", ".join(queries.field_label(n) for n in names)},
            names,
        )
    changed = _apply(now, fields)
    if not changed:
        return now
    record(
        campaign=now,
        verb="campaign.changed",
        object=f"campaign:{now.pk}",
        by=by_seat(seat),
        at=at,
        payload=_payload(now, changed),
    )
    return now


def _apply(campaign: Campaign, fields: Mapping[str, Any]) -> dict[str, Any]:
    wanted = dict(fields)
    regions = None if "regions" not in wanted else list(wanted.pop("regions"))
    if "languages" in wanted:
        wanted["languages"] = _languages(wanted["languages"])
    changed = {name: value for name, value in wanted.items() if getattr(campaign, name) != value}
    for name, value in changed.items():
        setattr(campaign, name, value)
    _check(campaign)
    if regions is not None and {r.pk for r in regions} != {r.pk for r in campaign.regions.all()}:
        campaign.regions.set(regions)
        changed["regions"] = regions
    if changed:
        campaign.version += 1
        campaign.save()
    return changed


@transaction.atomic
def widen_visibility(*, campaign: Campaign, to: str, by: Seat, at: datetime) -> Campaign:
    """Let more people see the campaign; what others have seen is not taken back."""
    now = locked(campaign)
    seat = acting(by, now, at)
    if now.visibility == to:
        return now
    if not policies.can_widen_visibility(seat, to):
        raise NotAllowed(_("Only the host's liaison shows the campaign to more people, and it cannot be hidden again."))
    now.visibility = to
    now.save(update_fields=["visibility"])
    record(
        campaign=now,
        verb="campaign.shown",
        object=f"campaign:{now.pk}",
        by=by_seat(seat),
        at=at,
        payload={"visibility": to},
    )
    return now


@transaction.atomic
def discard_campaign(*, campaign: Campaign, by: Seat, at: datetime) -> None:
    """Put a draft aside. Its record stays; its open invitations are revoked."""
    now = locked(campaign)
    seat = acting(by, now, at)
    if not policies.can_discard_campaign(seat):
        raise NotAllowed(_("Only a draft can be discarded, and only by the host's liaison."))
    now.discarded_at = at
    now.save(update_fields=["discarded_at"])
    waiting = Invitation.objects.filter(campaign=now, state=Invitation.State.OPEN)
    revoked = [str(pk) for pk in waiting.order_by("id").values_list("pk", flat=True)]
    waiting.update(state=Invitation.State.REVOKED, answered_at=at)
    record(
        campaign=now,
        verb="campaign.discarded",
        object=f"campaign:{now.pk}",
        by=by_seat(seat),
        at=at,
        payload={"revoked_invitations": revoked},
    )


@transaction.atomic
def move_phase(*, campaign: Campaign, to: str, by: Seat, at: datetime, reason: str = "") -> Campaign:
    """One phase on when its gate is open, or one back with a reason. The gate is looked at inside the same transaction."""
    writable(Seat, ended_because=reason)
    now = locked(campaign)
    seat = acting(by, now, at)
    if not policies.can_move_phase(seat):
        raise NotAllowed(_("Only the host's liaison moves the campaign to another phase."))
    if to == queries.previous_phase(now):
        need_reason(reason)
        verb = "phase.returned"
    else:
        _need_open_gate(now, to, at)
        verb = "phase.moved"
    left, now.phase = now.phase, to
    now.save(update_fields=["phase"])
    record(
        campaign=now,
        verb=verb,
        object=f"campaign:{now.pk}",
        by=by_seat(seat),
        at=at,
        payload={"from": left, "to": to},
        personal={seat.person_id: {"reason": reason}},
    )
    return now


def _need_open_gate(campaign: Campaign, to: str, at: datetime) -> None:
    gate = queries.next_gate(campaign, at)
    if gate is None or gate.phase != to:
        if to not in Phase.values or campaign.phase == to:
            raise NotPossible(_("The campaign is already in another phase. Look at it again before you move it."))
        raise GateClosed(_("There is no way from the present phase to this one."))
    if not gate.is_open:
        raise GateClosed(_("The gate is not open yet: something is still missing."), gate.missing)


@transaction.atomic
def add_fact(
    *,
    campaign: Campaign,
    by: Seat,
    at: datetime,
    label: str,
    source: str,
    series: str = "",
    year: int | None = None,
    value: Decimal | None = None,
    frame: str = "",
) -> Fact:
    """Document a figure or statement about the issue with its source. The same fact twice is one fact."""
    writable(Fact, label=label, source=source, series=series, frame=frame)
    fact = Fact(campaign=campaign, series=series, label=label, year=year, value=value, frame=frame, source=source)
    try:
        fact.clean_fields(exclude={"campaign"})
    except ValidationError as trouble:
        raise NotPossible(" ".join(trouble.messages)) from trouble
    now = locked(campaign)
    seat = acting(by, now, at)
    if not policies.can_change_campaign(seat):
        raise NotAllowed(_("Only the host's liaison documents the issue, and not after the campaign was closed."))
    known = Fact.objects.filter(campaign=now, series=series, label=label, year=year).first()
    if known:
        if (known.value, known.frame, known.source) == (value, frame, source):
            return known
        raise NotPossible(_("This fact is already documented with another value or source. Remove that one first."))
    fact.save(force_insert=True)
    record(
        campaign=now, verb="fact.added", object=f"fact:{fact.pk}", by=by_seat(seat), at=at, payload=_fact_payload(fact)
    )
    return fact


@transaction.atomic
def remove_fact(*, fact: Fact, by: Seat, at: datetime) -> None:
    """Take a fact off the page; the record keeps that it stood there."""
    now = locked(fact.campaign)
    seat = acting(by, now, at)
    if not policies.can_change_campaign(seat):
        raise NotAllowed(_("Only the host's liaison documents the issue, and not after the campaign was closed."))
    kept = Fact.objects.filter(pk=fact.pk, campaign=now).first()
    if kept is None:
        raise NotPossible(_("This fact was already removed."))
    said = _fact_payload(kept)
    number = kept.pk
    kept.delete()
    record(campaign=now, verb="fact.removed", object=f"fact:{number}", by=by_seat(seat), at=at, payload=said)


def _fact_payload(fact: Fact) -> dict[str, Any]:
    return {
        "series": fact.series,
        "label": fact.label,
        "year": fact.year,
        "value": None if fact.value is None else f"{fact.value:.3f}",
        "frame": fact.frame,
        "source": fact.source,
    }


__all__ = [
    "CHANGEABLE",
    "add_fact",
    "change_campaign",
    "discard_campaign",
    "move_phase",
    "open_campaign",
    "remove_fact",
    "widen_visibility",
]
