"""Triggers by which the database itself keeps the record append-only, on SQLite and on PostgreSQL.

An entry is written in this order: entry, openings, nodes, then the head of its log; each guard checks its row against the
head as it was before. The guards stop mistakes, not an operator with a shell: against him stand the parties' own copies.

SQLite forgets the triggers of a table that a later migration remakes. Such a migration calls `lift` before and `place`
after; `ledger.queries.missing_guards` tells what is not in place.
"""

from django.db import migrations

# guard -> (event and table, when it refuses, what it says)
SQLITE = {
    "ledger_log_begins_empty": (
        "INSERT ON ledger_log",
        "NEW.size <> 0 OR length(NEW.peaks) > 0"
        " OR EXISTS (SELECT 1 FROM ledger_log WHERE id = NEW.id OR origin = NEW.origin)",
        "a log begins empty and is made once",
    ),
    "ledger_log_grows": (
        "UPDATE ON ledger_log",
        "NEW.id <> OLD.id OR NEW.origin <> OLD.origin OR NEW.opened_at <> OLD.opened_at"
        " OR NEW.size <> OLD.size + 1 OR NEW.last_at < OLD.last_at OR NOT EXISTS"
        " (SELECT 1 FROM ledger_entry WHERE log_id = OLD.id AND seq = NEW.size AND at = NEW.last_at)",
        "a log only grows, by one entry at a time",
    ),
    "ledger_log_stays": ("DELETE ON ledger_log", "1", "a log is never deleted"),
    "ledger_entry_next": (
        "INSERT ON ledger_entry",
        "EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id) OR NOT EXISTS"
        " (SELECT 1 FROM ledger_log WHERE id = NEW.log_id AND size + 1 = NEW.seq AND last_at <= NEW.at)",
        "an entry takes the next place and time of its log",
    ),
    "ledger_entry_fixed": ("UPDATE ON ledger_entry", "1", "an entry is never changed"),
    "ledger_entry_stays": ("DELETE ON ledger_entry", "1", "an entry is never deleted"),
    "ledger_node_next": (
        "INSERT ON ledger_node",
        "EXISTS (SELECT 1 FROM ledger_node WHERE id = NEW.id) OR NOT EXISTS"
        " (SELECT 1 FROM ledger_log WHERE id = NEW.log_id AND size + 1 = (NEW.position + 1) << NEW.level)",
        "a node is written with the entry that completes it",
    ),
    "ledger_node_fixed": ("UPDATE ON ledger_node", "1", "a node is never changed"),
    "ledger_node_stays": ("DELETE ON ledger_node", "1", "a node is never deleted"),
    "ledger_opening_next": (
        "INSERT ON ledger_opening",
        "EXISTS (SELECT 1 FROM ledger_opening WHERE id = NEW.id) OR NOT EXISTS"
        " (SELECT 1 FROM ledger_entry e JOIN ledger_log l ON l.id = e.log_id"
        " WHERE e.id = NEW.entry_id AND e.seq = l.size + 1)",
        "an opening is written with its entry",
    ),
    "ledger_opening_erased": (
        "UPDATE ON ledger_opening",
        'NEW.id <> OLD.id OR NEW.entry_id <> OLD.entry_id OR NEW."group" <> OLD."group"'
        " OR NEW.subject IS NOT OLD.subject OR NEW.salt IS NOT NULL OR NEW.value IS NOT NULL",
        "an opening is only ever erased",
    ),
    "ledger_opening_stays": ("DELETE ON ledger_opening", "1", "an opening is never deleted"),
    "ledger_checkpoint_once": (
        "INSERT ON ledger_checkpoint",
        "EXISTS (SELECT 1 FROM ledger_checkpoint WHERE id = NEW.id OR (log_id = NEW.log_id AND size = NEW.size))"
        " OR NOT EXISTS (SELECT 1 FROM ledger_log WHERE id = NEW.log_id AND size >= NEW.size)",
        "a checkpoint is made once, of entries that exist",
    ),
    "ledger_checkpoint_fixed": ("UPDATE ON ledger_checkpoint", "1", "a checkpoint is never changed"),
    "ledger_checkpoint_stays": ("DELETE ON ledger_checkpoint", "1", "a checkpoint is never deleted"),
}

# SQLite's INSERT OR REPLACE deletes rows past every trigger, so its guards ask for the row; PostgreSQL instead has TRUNCATE.
POSTGRES = {
    **SQLITE,
    "ledger_log_begins_empty": ("INSERT ON ledger_log", "NEW.size <> 0 OR length(NEW.peaks) > 0", "a log begins empty"),
    "ledger_entry_next": (
        "INSERT ON ledger_entry",
        "NOT EXISTS (SELECT 1 FROM ledger_log WHERE id = NEW.log_id AND size + 1 = NEW.seq AND last_at <= NEW.at)",
        "an entry takes the next place and time of its log",
    ),
    "ledger_node_next": (
        "INSERT ON ledger_node",
        "NOT EXISTS (SELECT 1 FROM ledger_log"
        " WHERE id = NEW.log_id AND size + 1 = (NEW.position + 1) << NEW.level::integer)",
        "a node is written with the entry that completes it",
    ),
    "ledger_opening_next": (
        "INSERT ON ledger_opening",
        "NOT EXISTS (SELECT 1 FROM ledger_entry e JOIN ledger_log l ON l.id = e.log_id"
        " WHERE e.id = NEW.entry_id AND e.seq = l.size + 1)",
        "an opening is written with its entry",
    ),
    "ledger_opening_erased": (
        "UPDATE ON ledger_opening",
        'NEW.id <> OLD.id OR NEW.entry_id <> OLD.entry_id OR NEW."group" <> OLD."group"'
        " OR NEW.subject IS DISTINCT FROM OLD.subject OR NEW.salt IS NOT NULL OR NEW.value IS NOT NULL",
        "an opening is only ever erased",
    ),
    "ledger_checkpoint_once": (
        "INSERT ON ledger_checkpoint",
        "NOT EXISTS (SELECT 1 FROM ledger_log WHERE id = NEW.log_id AND size >= NEW.size)",
        "a checkpoint is of entries that exist",
    ),
}
TABLES = ("log", "entry", "node", "opening", "checkpoint")


def placing(vendor):
    """The statements that put every guard in place."""
    guards = SQLITE if vendor == "sqlite" else POSTGRES
    statements = [_statement(vendor, name, *guard) for name, guard in guards.items()]
    if vendor != "sqlite":
        statements += [
            f"CREATE TRIGGER ledger_{table}_whole BEFORE TRUNCATE ON ledger_{table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION ledger_{table}_stays()"
            for table in TABLES
        ]
    return statements


def lifting(vendor):
    """The statements that take every guard away."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE]
    return [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in POSTGRES]


def _statement(vendor, name, event, refuses, words):
    if vendor == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE {event} WHEN {refuses}"
            f" BEGIN SELECT RAISE(ABORT, 'ledger: {words}'); END"
        )
    condition = "true" if refuses == "1" else refuses
    row = "OLD" if event.startswith("DELETE") else "NEW"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF {condition} THEN"
        f" RAISE EXCEPTION 'ledger: {words}' USING ERRCODE = 'integrity_constraint_violation';"
        f" END IF; RETURN {row}; END $guard$;"
        f" CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def place(apps, schema_editor):
    for statement in placing(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def lift(apps, schema_editor):
    for statement in lifting(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(place, lift, elidable=False)]
