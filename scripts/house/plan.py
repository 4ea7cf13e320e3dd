"""The plan in names and numbers. docs/house.md says the same in words, and a rule compares the two."""

from __future__ import annotations

PACKAGE = "src/mufakat"

# The stair from the top down; an app imports only from lower steps.
STAIR = ("config", "desk", "stakeholders", "campaigns", "notices", "people", "ledger", "web", "lib", "engines")
APPS = ("desk", "stakeholders", "campaigns", "notices", "people", "ledger", "web")
ENGINES = ("chain", "mapping")

# Drawers from the top down. Those of one tuple do not know each other.
DRAWERS = (
    ("urls",),
    ("views", "api", "tasks", "admin", "management"),
    ("forms",),
    ("actions",),
    ("policies",),
    ("queries",),
    ("models",),
)
DRAWER_NAMES = frozenset(name for layer in DRAWERS for name in layer)
BESIDE = frozenset({"apps", "migrations", "templatetags"})
FOLDERS_OF_FILES = frozenset({"templates", "static", "locale", "reference"})

DOOR = frozenset({"urls", "views", "api", "tasks", "admin", "management"})
BELOW_THE_DOOR = frozenset({"forms", "actions", "policies", "queries", "models"})
MIRRORED = ("actions", "policies", "queries", "views", "api", "tasks", "models")

FILE_LINES = 400
TEST_FILE_LINES = 600
FUNCTION_LINES = 40
ENGINE_FUNCTION_LINES = 60
VIEW_LINES = 30
TEMPLATE_LINES = 100

MODULE_WORDS = frozenset(
    {
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "misc",
        "manager",
        "managers",
        "service",
        "services",
        "data",
        "info",
        "process",
    }
)
FUNCTION_STARTS = ("handle_", "process_", "manage_", "do_", "perform_")
CLASS_ENDS = ("Service", "Helper", "Util", "Utils", "Info", "Data", "Handler", "Processor", "Manager")
