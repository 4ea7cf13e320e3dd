"""What the register says of a stakeholder, field by field, in the reader's words."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from mufakat.stakeholders import queries
from mufakat.stakeholders.forms.register import POSITIONS
from mufakat.stakeholders.models import Engagement, Stakeholder


def cell_of(row: Stakeholder, name: str) -> object:
    """The value under a column of the register as a file has it; several are parted by semicolons."""
    if name in {"regions", "capabilities", "tags"}:
        return queries.SEPARATOR.join(sorted((str(v) for v in getattr(row, name).all()), key=str.lower))
    if name == "state":
        return str(queries.state_of(row).label)
    if name in {"wanted", "present"}:
        return str(Engagement(getattr(row, name)).label)
    if name == "kind":
        return str(row.get_kind_display())
    if name == "position":
        return row.position
    if name == "owner":
        return words_of_owner(row)
    return str(getattr(row, name) or "")


def words_of_owner(row: Stakeholder) -> str:
    if row.owner is None:
        return ""
    place = row.owner.party.organisation if row.owner.party else row.owner.get_role_display()
    return f"{row.owner.person} · {place}"


def values_now(row: Stakeholder, names: Collection[str]) -> list[tuple[str, str]]:
    """What stands there now in these fields, for somebody who wrote at the same time."""
    columns = [c for c in queries.COLUMNS if c.name in names]
    found = [(c.label, _value(row, c.name)) for c in columns]
    if "proxy" in names:
        found.append((_("Who speaks for the group"), str(row.proxy or "–")))
    return found


def _value(row: Stakeholder, name: str) -> str:
    if name == "position":
        return str(dict(POSITIONS).get(row.position, _("Not known"))) if row.position is not None else _("Not known")
    return str(cell_of(row, name) or "–")
