"""Pages of the mapping."""

from mufakat.stakeholders.views.capabilities import capabilities, retire_capability
from mufakat.stakeholders.views.consent import consent
from mufakat.stakeholders.views.coverage import coverage
from mufakat.stakeholders.views.grid import (
    grid,
    history,
    salience,
)
from mufakat.stakeholders.views.groups import group, groups, new_group, remove_group
from mufakat.stakeholders.views.import_files import import_errors, import_errors_xlsx, import_template
from mufakat.stakeholders.views.imports import (
    import_,
    import_columns,
    import_decisions,
    import_discard,
    import_take,
    imports,
)
from mufakat.stakeholders.views.missing import missing
from mufakat.stakeholders.views.network import network
from mufakat.stakeholders.views.nominations import nominate, nomination, nominations
from mufakat.stakeholders.views.plan import plan
from mufakat.stakeholders.views.register import register, stakeholder
from mufakat.stakeholders.views.register_adding import add
from mufakat.stakeholders.views.register_bulk import bulk
from mufakat.stakeholders.views.register_changing import change, log, move, remove
from mufakat.stakeholders.views.register_files import register_csv, register_xlsx
from mufakat.stakeholders.views.register_merging import merge
from mufakat.stakeholders.views.register_views import delete_view, save_view
from mufakat.stakeholders.views.requirements import (
    new_requirement,
    remove_requirement,
    requirement,
    restore_requirement,
    starter,
    waive_requirement,
)
from mufakat.stakeholders.views.scores import (
    assess,
    assessments,
    withdraw_assessment,
)
from mufakat.stakeholders.views.ties import (
    add_tie,
    change_tie,
    remove_tie,
    ties,
)

__all__ = [
    "add",
    "add_tie",
    "assess",
    "assessments",
    "bulk",
    "capabilities",
    "change",
    "change_tie",
    "consent",
    "coverage",
    "delete_view",
    "grid",
    "group",
    "groups",
    "history",
    "import_",
    "import_columns",
    "import_decisions",
    "import_discard",
    "import_errors",
    "import_errors_xlsx",
    "import_take",
    "import_template",
    "imports",
    "log",
    "merge",
    "missing",
    "move",
    "network",
    "new_group",
    "new_requirement",
    "nominate",
    "nomination",
    "nominations",
    "plan",
    "register",
    "register_csv",
    "register_xlsx",
    "remove",
    "remove_group",
    "remove_requirement",
    "remove_tie",
    "requirement",
    "restore_requirement",
    "retire_capability",
    "salience",
    "save_view",
    "stakeholder",
    "starter",
    "ties",
    "waive_requirement",
    "withdraw_assessment",
]
