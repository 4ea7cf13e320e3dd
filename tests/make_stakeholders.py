"""Stakeholders and what hangs on them, made directly where a test is about something else than the making."""

from __future__ import annotations

import itertools
from typing import Any

from mufakat.campaigns.models import Campaign, Seat
from mufakat.people.models import Sector
from mufakat.stakeholders.models import Assessment, Capability, Nomination, Relation, Requirement, Stakeholder
from tests import make

_number = itertools.count(1)


def stakeholder(campaign: Campaign, sector: str = "masyarakat_sipil", **fields: Any) -> Stakeholder:
    n = next(_number)
    many = {name: fields.pop(name) for name in ("regions", "capabilities", "tags") if name in fields}
    made = Stakeholder.objects.create(
        campaign=campaign,
        name=fields.pop("name", f"Pemangku {n}"),
        sector=Sector.objects.get(pk=sector),
        **{"state_since": make.NOW, "added_at": make.NOW, "changed_at": make.NOW} | fields,
    )
    for name, values in many.items():
        getattr(made, name).set(values)
    return made


def capability(campaign: Campaign, name: str = "") -> Capability:
    return Capability.objects.create(campaign=campaign, name=name or f"Keahlian {next(_number)}")


def assessment(stakeholder: Stakeholder, seat: Seat, scores: str = "3333", **fields: Any) -> Assessment:
    """`scores` are power, interest, legitimacy and urgency, one digit each."""
    power, interest, legitimacy, urgency = (int(digit) for digit in scores)
    return Assessment.objects.create(
        stakeholder=stakeholder,
        seat=seat,
        party=seat.party,
        power=power,
        interest=interest,
        legitimacy=legitimacy,
        urgency=urgency,
        **{"on": make.NOW.date(), "at": make.NOW, "reason": "Karena."} | fields,
    )


def tie(a: Stakeholder, b: Stakeholder, kind: str = "cooperation", **fields: Any) -> Relation:
    first, second = (a, b) if fields.get("is_directed") or a.pk < b.pk else (b, a)
    return Relation.objects.create(
        campaign=a.campaign,
        a=first,
        b=second,
        kind=kind,
        **{"source": "Wawancara", "on": make.NOW.date(), "at": make.NOW} | fields,
    )


def requirement(campaign: Campaign, by: Seat, **fields: Any) -> Requirement:
    return Requirement.objects.create(campaign=campaign, set_by=by, set_at=make.NOW, **fields)


def nomination(campaign: Campaign, by: Seat, **fields: Any) -> Nomination:
    return Nomination.objects.create(
        campaign=campaign,
        by=by,
        **{
            "name": f"Yang Luput {next(_number)}",
            "sector": Sector.objects.get(pk="media"),
            "reason": "Belum ada suaranya.",
            "at": make.NOW,
        }
        | fields,
    )
