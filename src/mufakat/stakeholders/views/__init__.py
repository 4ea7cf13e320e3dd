"""Pages of the mapping."""

from mufakat.stakeholders.views.consent import consent
from mufakat.stakeholders.views.grid import (
    grid,
    history,
    salience,
)
from mufakat.stakeholders.views.missing import missing
from mufakat.stakeholders.views.register import register, stakeholder
from mufakat.stakeholders.views.register_adding import add
from mufakat.stakeholders.views.register_changing import change, log, move, remove
from mufakat.stakeholders.views.scores import (
    assess,
    assessments,
    withdraw_assessment,
)

__all__ = [
    "add",
    "assess",
    "assessments",
    "change",
    "consent",
    "grid",
    "history",
    "log",
    "missing",
    "move",
    "register",
    "remove",
    "salience",
    "stakeholder",
    "withdraw_assessment",
]
