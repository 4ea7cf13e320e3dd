"""What every act on the register begins with: the campaign is locked, the seat is open and keeps the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.acting import acting, by_seat, locked, record, writable
from mufakat.campaigns.actions.refusals import NotAllowed, NotPossible, Unwritable
from mufakat.campaigns.models import Campaign, Seat
from mufakat.stakeholders import policies, queries
from mufakat.stakeholders.models import Capability, Stakeholder, Tag

WORDS = ("name", "reference", "interest", "affected_how", "notes", "source", "state_because")


def keeping(campaign: Campaign, by: Seat, at: datetime) -> tuple[Campaign, Seat]:
    """The campaign, locked, and the acting seat of its team."""
    now = locked(campaign)
    seat = acting(by, now, at)
    if not policies.can_keep_register(seat):
        raise NotAllowed(_("The register is kept by the host and the facilitator, until the campaign is closed."))
    return now, seat


def row_of(campaign: Campaign, number: UUID) -> Stakeholder:
    """The stakeholder as it is now; the lock of the campaign keeps others from changing it meanwhile."""
    now = queries.stakeholder_by_number(campaign, number)
    if now is None:
        raise NotPossible(_("This stakeholder is no longer in the register: it was removed or merged meanwhile."))
    now.campaign = campaign
    return now


def check_row(row: Stakeholder) -> None:
    """Refuse what cannot be kept, naming the field, before anything is written."""
    writable(Stakeholder, **{name: getattr(row, name) for name in WORDS})
    if not row.name.strip():
        raise Unwritable("name", _("A name is needed."))
    try:
        row.clean_fields(exclude=["campaign", "organisation", "proxy", "sector", "owner", "merged_into", "is_example"])
    except ValidationError as trouble:
        field, sentences = next(iter(trouble.message_dict.items()))
        raise Unwritable(field, sentences[0]) from trouble
    others = Stakeholder.objects.filter(campaign=row.campaign_id, removed_at__isnull=True).exclude(pk=row.pk)
    if row.reference and others.filter(reference=row.reference).exists():
        raise Unwritable("reference", _("Another stakeholder has this reference."))
    if row.organisation_id and others.filter(organisation=row.organisation_id).exists():
        raise Unwritable("organisation", _("This organisation is in the register already."))
    if row.proxy_id and (row.proxy_id == row.pk or not row.is_group):
        raise Unwritable(
            "proxy", _("Only another stakeholder can speak, and only for a group without an organisation.")
        )


def check_owner(campaign: Campaign, owner: Seat | None, at: datetime) -> None:
    if owner and not queries.owners_for(campaign, at).filter(pk=owner.pk).exists():
        raise Unwritable("owner", _("The relationship owner needs an open seat in this campaign."))


def capabilities_named(campaign: Campaign, names: Iterable[str]) -> list[Capability]:
    """Capabilities by name, whatever the case; those nobody named yet are made, retired ones are taken up again."""
    known = {c.name.lower(): c for c in Capability.objects.filter(campaign=campaign)}
    wanted = _tidied(names)
    for name in wanted:
        writable(Capability, name=name)
    made = [Capability(campaign=campaign, name=name) for name in wanted if name.lower() not in known]
    for capability in made:
        capability.save()
    found = made + [known[name.lower()] for name in wanted if name.lower() in known]
    retired = [c.pk for c in found if c.retired_at]
    if retired:
        Capability.objects.filter(pk__in=retired).update(retired_at=None)
    return found


def tags_named(campaign: Campaign, names: Iterable[str]) -> list[Tag]:
    """Tags by name, whatever the case; new ones are made."""
    known = {tag.name.lower(): tag for tag in Tag.objects.filter(campaign=campaign)}
    wanted = _tidied(names)
    for name in wanted:
        writable(Tag, name=name)
    made = [Tag(campaign=campaign, name=name) for name in wanted if name.lower() not in known]
    for tag in made:
        tag.save()
    return made + [known[name.lower()] for name in wanted if name.lower() in known]


def _tidied(names: Iterable[str]) -> list[str]:
    """Blanks drawn together, empty ones left out, each name once whatever its case."""
    tidy = (" ".join(name.split()) for name in names)
    return list({name.lower(): name for name in tidy if name}.values())


def tell(
    row: Stakeholder, *, verb: str, by: Seat, at: datetime, payload: Mapping[str, Any] | None = None, reason: str = ""
) -> None:
    """One entry about one stakeholder. Its name is for those at the table; the open part holds numbers only."""
    record(
        campaign=row.campaign,
        verb=verb,
        object=f"stakeholder:{row.pk}",
        by=by_seat(by),
        at=at,
        payload=payload,
        personal={row.pk: {"stakeholder": row.name, "reason": reason}},
    )
