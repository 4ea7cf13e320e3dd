"""What must follow a restore: everybody is signed out, and every record says that it was put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from mufakat.ledger import actions as ledger
from mufakat.ledger.models import Log, Pulse

UNFINISHED = "restore.unfinished"
UNSEEN = "restore.unseen"


@transaction.atomic
def finish_restore(*, facts: Mapping[str, Any], at: datetime) -> None:
    """`facts` holds when the archive was made, and how long each log was before the restore, where that is known."""
    Pulse.objects.filter(name=UNFINISHED).delete()
    sign_everybody_out()
    before: Mapping[str, int] = facts.get("before", {})
    for log in Log.objects.order_by("origin"):
        ledger.record(
            log=log,
            verb="log.restored",
            object=f"log:{log.pk}",
            by="operator",
            at=at,
            payload={
                "size_before": before.get(log.origin),
                "size_after": log.size,
                "backup_made_at": str(facts.get("created_at", "")),
            },
        )
    ledger.beat(name=UNSEEN, at=at)


def sign_everybody_out() -> None:
    UserSession.objects.all().delete()
    import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects.all().delete()


def acknowledge_restore() -> None:
    """An administrator has read what the restore means; the banner may go."""
    Pulse.objects.filter(name=UNSEEN).delete()
