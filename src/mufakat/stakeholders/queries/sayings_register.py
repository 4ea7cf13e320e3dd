"""How the acts on the register are told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.queries import Saying

KIND, LABEL = "stakeholders", _("Stakeholders")
SAYINGS = {
    "stakeholder.added": Saying(
        _("A stakeholder was added to the register."), _("%(stakeholder)s was added to the register.")
    ),
    "stakeholder.joined": Saying(
        _("A stakeholder in the register has joined the table."),
        _("%(stakeholder)s, known in the register, has joined the table."),
    ),
    "stakeholder.changed": Saying(
        _("What the register says of a stakeholder was changed."),
        _("What the register says of %(stakeholder)s was changed."),
    ),
    "stakeholder.moved": Saying(
        _("The state of a stakeholder was changed."), _("The state of %(stakeholder)s was changed.")
    ),
    "stakeholder.merged": Saying(
        _("Two entries of the register were merged into one."), _("Two entries were merged into %(stakeholder)s.")
    ),
    "stakeholder.removed": Saying(
        _("A stakeholder was taken out of the register: it was entered by mistake."),
        _("%(stakeholder)s was taken out of the register: it was entered by mistake."),
    ),
    "stakeholders.changed": Saying(_("%(n)s stakeholders were changed together.")),
    "interaction.logged": Saying(
        _("A talk with a stakeholder was written down."), _("A talk with %(stakeholder)s was written down.")
    ),
}
