"""Who may do what with a campaign's stakeholders. The default is no; every seat reads the register, the team keeps it."""

from mufakat.stakeholders.policies.imports import can_import, can_read_imports
from mufakat.stakeholders.policies.needs import can_answer_nomination, can_nominate, can_read_needs, can_set_needs
from mufakat.stakeholders.policies.register import (
    can_log_interaction,
    can_move_stakeholder,
    can_read_kept,
    is_on_owners_side,
    is_owner,
)
from mufakat.stakeholders.policies.scores import (
    can_assess,
    can_consent,
    can_read_scores,
    can_withdraw_assessment,
    is_own_voice,
)
from mufakat.stakeholders.policies.team import can_keep_register, can_read_register, is_team
from mufakat.stakeholders.policies.ties import can_keep_ties, can_read_ties

__all__ = [
    "can_answer_nomination",
    "can_assess",
    "can_consent",
    "can_import",
    "can_keep_register",
    "can_keep_ties",
    "can_log_interaction",
    "can_move_stakeholder",
    "can_nominate",
    "can_read_imports",
    "can_read_kept",
    "can_read_needs",
    "can_read_register",
    "can_read_scores",
    "can_read_ties",
    "can_set_needs",
    "can_withdraw_assessment",
    "is_on_owners_side",
    "is_own_voice",
    "is_owner",
    "is_team",
]
