"""Changes to the register, to scores and ties, to what the campaign needs, and answers to nominations."""

from mufakat.stakeholders.actions.bulk import change_many
from mufakat.stakeholders.actions.capability import add_capability, retire_capability
from mufakat.stakeholders.actions.closing import forget_searches
from mufakat.stakeholders.actions.consent import give_consent, withdraw_consent
from mufakat.stakeholders.actions.entering import enter_party
from mufakat.stakeholders.actions.group import remove_group, set_group
from mufakat.stakeholders.actions.imports import (
    confirm_import,
    decide_rows,
    discard_import,
    name_columns,
    upload_import,
)
from mufakat.stakeholders.actions.imports_taking import take_import
from mufakat.stakeholders.actions.imports_working import (
    check_again,
    claim_import,
    finish_check,
    keep_checked,
    keep_headings,
    refuse_import,
    tidy_imports,
)
from mufakat.stakeholders.actions.interactions import log_interaction
from mufakat.stakeholders.actions.merging import merge_stakeholders
from mufakat.stakeholders.actions.network import keep_measures
from mufakat.stakeholders.actions.nomination import answer_nomination, nominate
from mufakat.stakeholders.actions.register import add_stakeholder, change_stakeholder, remove_stakeholder
from mufakat.stakeholders.actions.requirement import (
    change_requirement,
    remove_requirement,
    restore_requirement,
    set_requirement,
    set_requirements,
    waive_requirement,
)
from mufakat.stakeholders.actions.saved_views import delete_view, save_view
from mufakat.stakeholders.actions.scores import give_assessment, withdraw_assessment
from mufakat.stakeholders.actions.states import move_stakeholder
from mufakat.stakeholders.actions.ties import (
    add_tie,
    change_tie,
    remove_tie,
)

__all__ = [
    "add_capability",
    "add_stakeholder",
    "add_tie",
    "answer_nomination",
    "change_many",
    "change_requirement",
    "change_stakeholder",
    "change_tie",
    "check_again",
    "claim_import",
    "confirm_import",
    "decide_rows",
    "delete_view",
    "discard_import",
    "enter_party",
    "finish_check",
    "forget_searches",
    "give_assessment",
    "give_consent",
    "keep_checked",
    "keep_headings",
    "keep_measures",
    "log_interaction",
    "merge_stakeholders",
    "move_stakeholder",
    "name_columns",
    "nominate",
    "refuse_import",
    "remove_group",
    "remove_requirement",
    "remove_stakeholder",
    "remove_tie",
    "restore_requirement",
    "retire_capability",
    "save_view",
    "set_group",
    "set_requirement",
    "set_requirements",
    "take_import",
    "tidy_imports",
    "upload_import",
    "waive_requirement",
    "withdraw_assessment",
    "withdraw_consent",
]
