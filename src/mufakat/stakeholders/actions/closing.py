"""When an account is closed: what was only for this person goes with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mufakat.people.models import Person
from mufakat.stakeholders.models import SavedView


@transaction.atomic
def forget_searches(*, person: Person, by: Person, at: datetime) -> None:
    """Saved searches are the person's own. What a seat said of a stakeholder is its party's and stays, without the name."""
    SavedView.objects.filter(person=person).delete()
