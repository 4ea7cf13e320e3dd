from __future__ import annotations

import json
import unicodedata
import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.ledger.conftest import BUDI, SITI, act, acts

from mufakat.engines.chain import canonical, merkle, note
from mufakat.engines.chain.entry import Entry as ChainEntry
from mufakat.engines.chain.entry import entry_bytes
from mufakat.ledger import actions, queries
from mufakat.ledger.models import Checkpoint, Cursor, Entry, Log, Node, Opening, Pulse

pytestmark = pytest.mark.django_db


def test_open_log_begins_empty_under_the_name_of_this_server() -> None:
    log = actions.open_log(name="campaign/7", at=make.NOW)
    log.refresh_from_db()
    assert (log.origin, log.size, bytes(log.peaks), log.opened_at, log.last_at) == (
        "localhost/campaign/7",
        0,
        b"",
        make.NOW,
        make.NOW,
    )
    with pytest.raises(ValueError, match="taken"):
        actions.open_log(name="instance", at=make.NOW)


def test_found_instance_log_finds_what_is_there_under_whatever_name(settings: object) -> None:
    known = queries.instance_log()
    settings.INSTANCE_NAME = "new.example"  # type: ignore[attr-defined]
    assert actions.found_instance_log(at=make.NOW) == known
    assert Log.objects.count() == 1


def test_record_writes_the_entry_its_openings_and_the_head(log: Log) -> None:
    entry = act(log, 1, payload={"text": "Literasi", "n": 3}, personal={SITI: {"name": "Siti"}, BUDI: {"name": "Budi"}})

    stored = Entry.objects.get(log=log)
    openings = list(Opening.objects.filter(entry=stored).order_by("group"))
    assert [(o.group, o.subject, o.value) for o in openings] == [
        ("open", None, '{"n":3,"text":"Literasi"}'),
        ("personal.1", SITI, '{"name":"Siti"}'),
        ("personal.2", BUDI, '{"name":"Budi"}'),
    ]
    assert stored.commitments == {o.group: canonical.commit_text(bytes(o.salt or b""), o.value or "") for o in openings}
    assert len({bytes(o.salt or b"") for o in openings}) == 3
    said = ChainEntry(1, "2026-11-24T02:01:00.000000Z", "seat:1", "goal.proposed", "goal:1", stored.commitments)
    assert stored == entry
    assert bytes(stored.leaf) == merkle.leaf_hash(entry_bytes(said))
    log.refresh_from_db()
    assert (log.size, bytes(log.peaks), log.last_at) == (1, bytes(stored.leaf), entry.at)
    assert Node.objects.count() == 0


def test_record_grows_the_tree_that_the_entries_make(log: Log) -> None:
    acts(log, 11)
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf", flat=True)]
    assert queries.root_of(log) == merkle.root_of(leaves)
    assert list(Node.objects.order_by("level", "position").values_list("level", "position")) == [
        *((1, n) for n in range(5)),
        *((2, n) for n in range(2)),
        (3, 0),
    ]
    assert (log.size, queries.fsck(log)) == (11, [])


def test_record_without_anything_said_has_no_opening(log: Log) -> None:
    entry = act(log, 1, payload=None)
    assert (entry.commitments, Opening.objects.count()) == ({}, 0)


def test_record_never_lets_time_run_backwards(log: Log) -> None:
    late = act(log, 1, at=make.NOW + timedelta(hours=1))
    early = act(log, 2, at=make.NOW)
    assert (early.seq, early.at) == (2, late.at)
    assert queries.fsck(log) == []


def test_record_keeps_instants_of_any_zone_in_utc(log: Log) -> None:
    entry = act(log, 1, at=datetime(2026, 11, 24, 17, 0, 0, 5, tzinfo=timezone(timedelta(hours=7))))
    assert entry.as_chain().at == "2026-11-24T10:00:00.000005Z"
    entry.refresh_from_db()
    assert entry.as_chain().at == "2026-11-24T10:00:00.000005Z"
    assert queries.fsck(log) == []


def test_record_keeps_hostile_text_word_for_word_in_its_normal_form(log: Log) -> None:
    text = "<script>alert(1)</script>\t\n\u202e\ufeff'; DROP TABLE ledger_entry; -- 🇮🇩 e\u0301"
    entry = act(log, 1, payload={"text": text})
    assert queries.told([entry], may_read_personal=False)[0].payload == {"text": unicodedata.normalize("NFC", text)}
    assert queries.fsck(log) == []


@pytest.mark.parametrize("value", [1.5, 2**53, "a\x00b", "\ud800", {"a": object()}, {1: "a"}])
def test_record_refuses_what_has_no_canonical_form_and_leaves_nothing(log: Log, value: object) -> None:
    with pytest.raises(canonical.NotCanonical), transaction.atomic():
        act(log, 1, payload={"value": value})
    assert (Entry.objects.count(), Opening.objects.count(), Log.objects.get(pk=log.pk).size) == (0, 0, 0)


def test_record_goes_with_the_act_when_that_fails(log: Log) -> None:
    @transaction.atomic
    def change() -> float:
        actions.beat(name="change", at=make.NOW)
        act(log, 1)
        return 1 / 0

    with pytest.raises(ZeroDivisionError):
        change()
    assert (Entry.objects.count(), Pulse.objects.count()) == (0, 0)
    assert act(log, 2).seq == 1


def test_record_asks_the_database_the_same_few_things_however_long_the_log(log: Log) -> None:
    acts(log, 6)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act(log, 7, personal={SITI: {"name": "Siti"}})  # completes no node
    assert len(asked) == 4, [query["sql"][:60] for query in asked]
    with CaptureQueriesContext(connection) as asked:
        act(log, 8, personal={SITI: {"name": "Siti"}})  # completes three
    assert len(asked) == 5, [query["sql"][:60] for query in asked]


def test_erase_empties_what_is_said_about_a_person_and_records_where(log: Log) -> None:
    acts(log, 6)  # 3 and 6 name Siti
    act(log, 7, personal={SITI: {"name": "Siti"}, BUDI: {"name": "Budi"}})
    own = queries.instance_log()
    act(own, 1, personal={SITI: {"mail": "siti@contoh.example"}})

    assert actions.erase(subject=SITI, by="person:1", at=make.NOW + timedelta(days=1)) == 4

    left = Opening.objects.exclude(group="open").filter(value__isnull=False)
    assert [(o.subject, o.value) for o in left] == [(BUDI, '{"name":"Budi"}')]
    told = [queries.told([Entry.objects.filter(log=x).latest("seq")], may_read_personal=True)[0] for x in (log, own)]
    assert [(t.entry.verb, t.entry.object, t.payload) for t in told] == [
        ("erasure.done", f"log:{log.pk}", {"entries": [3, 6, 7]}),
        ("erasure.done", f"log:{own.pk}", {"entries": [1]}),
    ]
    assert (queries.fsck(log), queries.fsck(own)) == ([], [])


def test_erase_of_someone_unknown_records_nothing(log: Log) -> None:
    acts(log, 2)
    assert actions.erase(subject=uuid.uuid4(), by="person:1", at=make.NOW) == 0
    assert Entry.objects.count() == 2


def test_erase_twice_records_once(log: Log) -> None:
    acts(log, 3)
    assert [actions.erase(subject=SITI, by="person:1", at=make.NOW) for _ in range(2)] == [1, 0]
    assert Entry.objects.filter(verb="erasure.done").count() == 1


def test_sign_checkpoint_states_the_head_once(log: Log) -> None:
    acts(log, 5)
    first = actions.sign_checkpoint(log=log, at=make.NOW)
    again = actions.sign_checkpoint(log=log, at=make.NOW + timedelta(hours=1))
    assert (again, Checkpoint.objects.count()) == (first, 1)
    said = note.open_checkpoint(first.note, queries.vkey(log))
    assert said == note.Checkpoint("localhost/campaign/contoh", 5, queries.root_of(log))
    assert first.note == queries.checkpoint_now(log)


def test_cursor_remembers_how_far_and_what_stopped_it(log: Log) -> None:
    cursor = actions.lock_cursor(consumer="notices", log=log)
    assert cursor is not None
    actions.note_failure(cursor=cursor, trouble="x" * 3000, retry_at=make.NOW)
    cursor.refresh_from_db()
    assert (cursor.seq, cursor.failures, len(cursor.trouble), cursor.retry_at) == (0, 1, 2000, make.NOW)
    actions.advance_cursor(cursor=cursor, seq=4)
    assert list(Cursor.objects.values_list("consumer", "log", "seq", "failures", "trouble", "retry_at")) == [
        ("notices", log.pk, 4, 0, "", None)
    ]


def test_beat_keeps_the_latest() -> None:
    for hour in (1, 2):
        actions.beat(name="worker", at=datetime(2026, 11, 24, hour, tzinfo=UTC))
    assert queries.pulses() == {"worker": datetime(2026, 11, 24, 2, tzinfo=UTC)}
    assert (queries.pulse_of("worker"), queries.pulse_of("none")) == (datetime(2026, 11, 24, 2, tzinfo=UTC), None)


def test_openings_are_json_that_any_tool_reads(log: Log) -> None:
    act(log, 1, payload={"nested": {"list": [1, True, None, "ü"]}})
    assert json.loads(Opening.objects.get().value or "") == {"nested": {"list": [1, True, None, "ü"]}}
