"""Pages about persons and organisations."""

from mufakat.people.views.administration import merge, restore, retire, verify
from mufakat.people.views.entry import enter
from mufakat.people.views.language import choose_language
from mufakat.people.views.members import end_affiliation, members, set_admin
from mufakat.people.views.organisations import change, organisation, organisations, organisations_sheet, propose
from mufakat.people.views.profile import close, closed, end_session, export, profile
from mufakat.people.views.proof import prove
from mufakat.people.views.sectors import add_sector, move_sector, sector, sectors

__all__ = [
    "add_sector",
    "change",
    "choose_language",
    "close",
    "closed",
    "end_affiliation",
    "end_session",
    "enter",
    "export",
    "members",
    "merge",
    "move_sector",
    "organisation",
    "organisations",
    "organisations_sheet",
    "profile",
    "propose",
    "prove",
    "restore",
    "retire",
    "sector",
    "sectors",
    "set_admin",
    "verify",
]
