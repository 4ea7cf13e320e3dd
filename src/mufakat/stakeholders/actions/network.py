"""Keeping what the worker has measured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from mufakat.campaigns.models import Campaign
from mufakat.stakeholders.models import Measures


@transaction.atomic
def keep_measures(
    *, campaign: Campaign, mark: str, result: Mapping[str, Any], seconds: float, at: datetime
) -> Measures:
    """The newest measures take the place of the old ones. They follow from what is recorded, so nothing is recorded of them."""
    kept, _is_new = Measures.objects.update_or_create(
        campaign=campaign,
        defaults={"mark": mark, "result": dict(result), "seconds": seconds, "computed_at": at},
    )
    return kept
