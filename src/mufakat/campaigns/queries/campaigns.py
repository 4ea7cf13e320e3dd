"""What a campaign is called in addresses, and what changed in what it says of itself."""

from __future__ import annotations

import json

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign
from mufakat.ledger.models import Opening

RESERVED_SLUGS = frozenset({"baru", "new"})


def free_slug(title: str) -> str:
    """A short name for the address: from the title, used by no other campaign, none of the site's own words."""
    stem = slugify(title)[:50].strip("-_") or "kampanye"
    taken = set(Campaign.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED_SLUGS
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def field_label(name: str) -> str:
    if name == "regions":
        return str(_("Regions"))
    return str(getattr(Campaign._meta.get_field(name), "verbose_name", name))


def fields_changed_since(campaign: Campaign, version: int) -> list[str]:
    """Names of what was changed after this version of the campaign, as the record has it."""
    said = (
        Opening.objects.filter(
            entry__log=campaign.log,
            entry__verb="campaign.changed",
            entry__object=f"campaign:{campaign.pk}",
            subject__isnull=True,
            value__isnull=False,
        )
        .order_by("-entry__seq")
        .values_list("value", flat=True)[: max(campaign.version - version, 0)]
    )
    changed = [json.loads(value or "{}") for value in said]
    return sorted({name for c in changed if c.get("version", 0) > version for name in c if name != "version"})
