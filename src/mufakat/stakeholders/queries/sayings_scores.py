"""How assessments, consents and ties are told in the record: that they were given, never what they say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.queries import Saying

SAYINGS_OF_SCORES = {
    "assessment.given": Saying(
        _("%(organisation)s assessed a stakeholder."),
        _("%(organisation)s assessed %(stakeholder)s."),
        _("A neutral seat assessed a stakeholder."),
        _("A neutral seat assessed %(stakeholder)s."),
    ),
    "assessment.withdrawn": Saying(
        _("%(organisation)s withdrew its assessment of a stakeholder."),
        _("%(organisation)s withdrew its assessment of %(stakeholder)s."),
        _("A neutral seat withdrew its assessment of a stakeholder."),
        _("A neutral seat withdrew its assessment of %(stakeholder)s."),
    ),
    "consent.given": Saying(_("%(organisation)s lets every seat read how it is assessed.")),
    "consent.withdrawn": Saying(_("%(organisation)s closed the assessments of itself again.")),
    "tie.added": Saying(
        neutral_named=_("A tie of %(stakeholder)s was added."), plain=_("A tie between two stakeholders was added.")
    ),
    "tie.changed": Saying(
        neutral_named=_("A tie of %(stakeholder)s was changed."),
        plain=_("A tie between two stakeholders was changed."),
    ),
    "tie.removed": Saying(
        neutral_named=_("A tie of %(stakeholder)s was removed."),
        plain=_("A tie between two stakeholders was removed."),
    ),
}
