"""Things that tests start from, made the shortest way that keeps every constraint."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from mufakat.people.models import Organisation, Person, Sector

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 09.00 WIB
_number = itertools.count(1)


def person(**fields: Any) -> Person:
    n = next(_number)
    from allauth.account.models import EmailAddress

    made = Person.objects.create_user(
        email=fields.pop("email", f"orang{n}@contoh.example"), name=fields.pop("name", f"Orang {n}"), **fields
    )
    EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=True)
    return made


def organisation(sector: str = "pemerintah", **fields: Any) -> Organisation:
    n = next(_number)
    defaults: dict[str, Any] = {
        "name": f"Lembaga Contoh {n}",
        "kind": Organisation.Kind.OTHER,
        "proposed_at": NOW,
        "status": Organisation.Status.VERIFIED,
        "verified_at": NOW,
    }
    return Organisation.objects.create(sector=Sector.objects.get(pk=sector), **(defaults | fields))
