"""How an import is told in the record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.queries import Saying

SAYINGS_OF_IMPORTS = {
    "stakeholders.imported": Saying(_("A file of %(n)s rows was read into the register.")),
}
