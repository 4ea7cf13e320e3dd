"""Where the mapping stands in a campaign's rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign, Seat
from mufakat.campaigns.queries import Section


def section_of(campaign: Campaign, seat: Seat | None) -> Section | None:
    """Everyone who may open the campaign may see what is missing; the pages below it ask for more."""
    return Section("stakeholders:missing", _("Mapping"))
