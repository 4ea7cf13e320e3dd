"""What persons and administrators do with organisations and accounts. Each act is recorded in the server's own log."""

from mufakat.people.actions.accounts import (
    change_language,
    change_profile,
    close_account,
    export_own_data,
    register_person,
    remove_unproved,
)
from mufakat.people.actions.entry import LinkSpent, make_entry_link, use_entry_link
from mufakat.people.actions.members import affiliate, end_affiliation, set_organisation_admin
from mufakat.people.actions.merging import CannotMerge, merge_organisations
from mufakat.people.actions.organisations import (
    AlreadyVerified,
    NotAllowed,
    NotPossible,
    change_organisation,
    propose_organisation,
    restore_organisation,
    retire_organisation,
    verify_organisation,
)
from mufakat.people.actions.sectors import add_sector, change_sector, move_sector
from mufakat.people.actions.sessions import end_session, forget_ended_sessions

__all__ = [
    "AlreadyVerified",
    "CannotMerge",
    "LinkSpent",
    "NotAllowed",
    "NotPossible",
    "add_sector",
    "affiliate",
    "change_language",
    "change_organisation",
    "change_profile",
    "change_sector",
    "close_account",
    "end_affiliation",
    "end_session",
    "export_own_data",
    "forget_ended_sessions",
    "make_entry_link",
    "merge_organisations",
    "move_sector",
    "propose_organisation",
    "register_person",
    "remove_unproved",
    "restore_organisation",
    "retire_organisation",
    "set_organisation_admin",
    "use_entry_link",
    "verify_organisation",
]
