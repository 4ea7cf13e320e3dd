"""What happened to an organisation, as the record says, and how two entries of it differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from mufakat.ledger import queries as record
from mufakat.people.models import Organisation

LENGTH = 20
_VERBS = {
    "organisation.proposed": gettext_lazy("It was proposed."),
    "organisation.verified": gettext_lazy("An administrator verified it: %(note)s"),
    "organisation.changed": gettext_lazy("Its entry was corrected."),
    "organisation.retired": gettext_lazy("An administrator set it inactive: %(reason)s"),
    "organisation.restored": gettext_lazy("An administrator set it active again."),
    "organisation.merged": gettext_lazy("An administrator merged %(name)s into %(into_name)s."),
}


@dataclass(frozen=True)
class Happening:
    """One sentence of an organisation's history, and its place in the server's own log."""

    at: datetime
    words: str
    number: int


def history_of(organisation: Organisation) -> list[Happening]:
    """Newest first. What was merged into it belongs to its history; who did it is not told to every reader."""
    names = [f"organisation:{pk}" for pk in (organisation.pk, *(o.pk for o in organisation.merged_from.all()))]
    entries = record.entries_of(record.instance_log(), objects=names, verbs=list(_VERBS)).order_by("-seq")[:LENGTH]
    told = record.told(entries, may_read_personal=False)
    return [
        Happening(t.entry.at, _words(t.entry.verb, t.payload, t.entry.object == names[0]), t.entry.seq) for t in told
    ]


def _words(verb: str, payload: dict[str, Any], is_own: bool) -> str:
    said = str(_VERBS[verb]) % {key: payload.get(key, "–") for key in ("note", "reason", "name", "into_name")}
    if is_own or verb == "organisation.merged":
        return said
    return _("%(name)s: %(words)s") % {"name": payload.get("name", "–"), "words": said}


@dataclass(frozen=True)
class Compared:
    """One line of two entries side by side; `differs` where the choice matters."""

    label: StrOrPromise
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


def compared(one: Organisation, other: Organisation) -> list[Compared]:
    return [Compared(label, _shown(one, name), _shown(other, name)) for name, label in _LINES]


_LINES = (
    ("name", gettext_lazy("Full name")),
    ("short_name", gettext_lazy("Short name")),
    ("status", gettext_lazy("Status")),
    ("sector", gettext_lazy("Sector")),
    ("kind", gettext_lazy("Kind")),
    ("regions", gettext_lazy("Regions")),
    ("registration_no", gettext_lazy("Registration number")),
    ("website", gettext_lazy("Website")),
    ("source", gettext_lazy("Source of these facts")),
    ("former_names", gettext_lazy("Former names")),
)


def _shown(organisation: Organisation, name: str) -> str:
    if name in ("regions", "former_names"):
        return ", ".join(str(row) for row in getattr(organisation, name).all())
    display = getattr(organisation, f"get_{name}_display", None)
    return str(display() if display else getattr(organisation, name))
