"""What the database itself refuses, asked in plain SQL."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from tests import make
from tests.ledger.conftest import Attack, acts

from mufakat.ledger import actions, queries
from mufakat.ledger.models import GUARDS, Checkpoint, Entry, Log, Node, Opening

pytestmark = pytest.mark.django_db

REFUSED = {
    "change an entry": "UPDATE ledger_entry SET verb = 'goal.agreed' WHERE seq = 2",
    "backdate an entry": "UPDATE ledger_entry SET at = '2020-01-01 00:00:00' WHERE seq = 2",
    "touch an entry": "UPDATE ledger_entry SET seq = seq",
    "delete an entry": "DELETE FROM ledger_entry WHERE seq = 4",
    "insert a gap": "INSERT INTO ledger_entry (log_id, seq, at, by, verb, object, commitments, leaf)"
    " SELECT log_id, seq + 2, at, by, verb, object, commitments, leaf FROM ledger_entry WHERE seq = 4",
    "insert a second": "INSERT INTO ledger_entry (log_id, seq, at, by, verb, object, commitments, leaf)"
    " SELECT log_id, 4, at, by, verb, object, commitments, leaf FROM ledger_entry WHERE seq = 4",
    "insert in the past": "INSERT INTO ledger_entry (log_id, seq, at, by, verb, object, commitments, leaf)"
    " SELECT log_id, 5, '2020-01-01 00:00:00', by, verb, object, commitments, leaf FROM ledger_entry WHERE seq = 4",
    "change a node": "UPDATE ledger_node SET position = 9 WHERE level = 2",
    "delete a node": "DELETE FROM ledger_node",
    "insert a node": "INSERT INTO ledger_node (log_id, level, position, hash)"
    " SELECT log_id, 1, 7, hash FROM ledger_node WHERE level = 2",
    "change an opening": "UPDATE ledger_opening SET value = '{}'",
    "erase half": "UPDATE ledger_opening SET value = NULL",
    "move an opening": "UPDATE ledger_opening SET entry_id = entry_id + 1, salt = NULL, value = NULL",
    "delete an opening": "DELETE FROM ledger_opening",
    "open later": 'INSERT INTO ledger_opening (entry_id, "group", salt, value)'
    " SELECT id, 'open.2', leaf, '{}' FROM ledger_entry WHERE seq = 4",
    "change a checkpoint": "UPDATE ledger_checkpoint SET size = 3",
    "delete a checkpoint": "DELETE FROM ledger_checkpoint",
    "foretell a checkpoint": "INSERT INTO ledger_checkpoint (log_id, size, root, note, at)"
    " SELECT log_id, 9, root, note, at FROM ledger_checkpoint",
    "shrink a log": "UPDATE ledger_log SET size = size - 1 WHERE size = 4",
    "grow by two": "UPDATE ledger_log SET size = size + 2 WHERE size = 4",
    "grow without an entry": "UPDATE ledger_log SET size = size + 1 WHERE size = 4",
    "touch a log": "UPDATE ledger_log SET size = size",
    "rename a log": "UPDATE ledger_log SET origin = 'elsewhere' WHERE size = 4",
    "turn back time": "UPDATE ledger_log SET last_at = '2020-01-01 00:00:00' WHERE size = 4",
    "delete a log": "DELETE FROM ledger_log WHERE size = 0",
    "begin a full log": "INSERT INTO ledger_log (id, origin, opened_at, size, peaks, last_at)"
    " SELECT '00000000000040008000000000000001', 'x', opened_at, size, peaks, last_at FROM ledger_log WHERE size = 4",
}
ONLY_SQLITE = {
    "replace an entry": "INSERT OR REPLACE INTO ledger_entry (id, log_id, seq, at, by, verb, object, commitments, leaf)"
    " SELECT id, log_id, 5, last_at, by, verb, object, commitments, leaf FROM ledger_entry"
    " JOIN (SELECT last_at FROM ledger_log WHERE size = 4) WHERE seq = 1",
    "replace a log": "INSERT OR REPLACE INTO ledger_log (id, origin, opened_at, size, peaks, last_at)"
    " SELECT id, origin, opened_at, 0, x'', opened_at FROM ledger_log WHERE size = 4",
    "replace an opening": 'INSERT OR REPLACE INTO ledger_opening (id, entry_id, "group", salt, value)'
    " SELECT id, entry_id, \"group\", salt, '{}' FROM ledger_opening",
    "replace a checkpoint": "INSERT OR REPLACE INTO ledger_checkpoint (log_id, size, root, note, at)"
    " SELECT log_id, size, x'00', note, at FROM ledger_checkpoint",
    "change or replace": "UPDATE OR REPLACE ledger_entry SET seq = 1 WHERE seq = 2",
}
ONLY_POSTGRES = {
    f"truncate {table}": f"TRUNCATE ledger_{table} CASCADE"
    for table in ("log", "entry", "node", "opening", "checkpoint")
}
OF_THIS_DATABASE = ONLY_SQLITE if connection.vendor == "sqlite" else ONLY_POSTGRES


def _state() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Log, Entry, Node, Opening, Checkpoint)]


@pytest.fixture
def full(log: Log) -> Log:
    acts(log, 4)
    actions.sign_checkpoint(log=log, at=make.NOW)
    connection.check_constraints()
    return log


@pytest.mark.parametrize("statement", [*(REFUSED | OF_THIS_DATABASE).values()], ids=[*(REFUSED | OF_THIS_DATABASE)])
def test_database_refuses(full: Log, statement: str) -> None:
    before = _state()
    with pytest.raises(DatabaseError, match="ledger: "), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert _state() == before
    assert queries.fsck(full) == []


def test_every_guard_is_in_place_and_a_lifted_one_is_missed(attack: Attack) -> None:
    assert queries.missing_guards() == []
    attack()
    missing = queries.missing_guards()
    assert set(GUARDS) <= set(missing)
    assert len(missing) == len(GUARDS) + (0 if connection.vendor == "sqlite" else 5)


def test_an_opening_may_be_erased_even_twice(full: Log) -> None:
    opening = Opening.objects.get(entry__log=full, group="personal.1")
    for _ in range(2):
        Opening.objects.filter(pk=opening.pk).update(salt=None, value=None)
    opening.refresh_from_db()
    assert (opening.is_erased, opening.salt, opening.value) == (True, None, None)


@pytest.mark.django_db(transaction=True)
def test_guards_can_be_taken_back_and_placed_again() -> None:
    call_command("migrate", "ledger", "0001", verbosity=0)
    assert set(GUARDS) <= set(queries.missing_guards())
    call_command("migrate", verbosity=0)  # all: what stands above the ledger went with its guards
    assert queries.missing_guards() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_tables_can_be_emptied_between_tests(turn: int) -> None:
    assert queries.instance_log().size == 0
    acts(queries.instance_log(), 2)
    assert queries.instance_log().size == 2
    assert queries.missing_guards() == []
