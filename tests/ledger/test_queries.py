from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.ledger.conftest import BUDI, SITI, Attack, act, acts

from mufakat.engines.chain import merkle, note, record
from mufakat.ledger import actions, queries
from mufakat.ledger.models import Entry, Log
from mufakat.ledger.queries import Page, Told, soundness

pytestmark = pytest.mark.django_db


def test_instance_log_is_found() -> None:
    assert queries.instance_log().origin == "localhost/instance"


def test_instance_log_is_not_mistaken_for_a_campaign_of_that_name() -> None:
    actions.open_log(name="campaign/instance", at=make.NOW)
    assert queries.instance_log().origin == "localhost/instance"


@pytest.mark.parametrize(
    ("name", "origin"),
    [("mufakat.go.id", "mufakat.go.id/x"), ("Kota Contoh + 1", "Kota-Contoh-1/x"), ("+", "mufakat/x")],
)
def test_origin_is_fit_for_a_key_name(settings: object, name: str, origin: str) -> None:
    settings.INSTANCE_NAME = name  # type: ignore[attr-defined]
    assert queries.origin_of("x") == origin
    assert queries.vkey(Log(origin=origin)).startswith(f"{origin}+")


# --- reading -----------------------------------------------------------------------------------------------------------


def test_told_gives_personal_words_only_to_those_who_may_read_them(log: Log) -> None:
    entry = act(log, 1, payload={"text": "Literasi"}, personal={SITI: {"name": "Siti"}, BUDI: {"name": "Budi"}})
    told = queries.told([entry], may_read_personal=True)
    assert told == [
        Told(entry, {"text": "Literasi"}, {str(SITI): {"name": "Siti"}, str(BUDI): {"name": "Budi"}}, False)
    ]
    with CaptureQueriesContext(connection) as asked:
        assert queries.told([entry], may_read_personal=False) == [Told(entry, {"text": "Literasi"}, {}, False)]
    assert "Siti" not in str(asked.captured_queries)


def test_told_says_that_something_was_erased_and_what_is_left(log: Log) -> None:
    entry = act(log, 1, payload={"text": "Literasi"}, personal={SITI: {"name": "Siti"}, BUDI: {"name": "Budi"}})
    actions.erase(subject=SITI, by="person:1", at=make.NOW)
    assert queries.told([entry], may_read_personal=True) == [
        Told(entry, {"text": "Literasi"}, {str(BUDI): {"name": "Budi"}}, True)
    ]
    assert queries.told([entry], may_read_personal=False) == [Told(entry, {"text": "Literasi"}, {}, True)]


def test_told_keeps_the_order_given_and_takes_entries_without_words(log: Log) -> None:
    first, second = act(log, 1, payload=None), act(log, 2)
    assert queries.told([second, first], may_read_personal=False) == [
        Told(second, {"text": "Tujuan ke-2"}),
        Told(first),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_with_its_words_takes_two_queries(log: Log, count: int) -> None:
    acts(log, count)
    with CaptureQueriesContext(connection) as asked:
        told = queries.told(queries.page_of(log, limit=30).entries, may_read_personal=True)
    assert (len(told), len(asked)) == (count, 2)


def _seqs(page: Page) -> tuple[list[int], int | None, int | None]:
    return [entry.seq for entry in page.entries], page.older, page.newer


def test_pages_lead_to_the_oldest_entry_and_back(log: Log) -> None:
    acts(log, 7)
    assert _seqs(queries.page_of(log, limit=3)) == ([7, 6, 5], 5, None)
    assert _seqs(queries.page_of(log, before=5, limit=3)) == ([4, 3, 2], 2, 4)
    assert _seqs(queries.page_of(log, before=2, limit=3)) == ([1], None, 1)
    assert _seqs(queries.page_of(log, after=1, limit=3)) == ([4, 3, 2], 2, 4)
    assert _seqs(queries.page_of(log, after=4, limit=3)) == ([7, 6, 5], 5, None)
    assert _seqs(queries.page_of(log, before=1)) == ([], None, None)
    assert _seqs(queries.page_of(log, after=7)) == ([], None, None)


def test_a_page_stays_put_while_the_log_grows(log: Log) -> None:
    acts(log, 6)
    first = queries.page_of(log, limit=3)
    acts(log, 4)
    assert _seqs(queries.page_of(log, before=first.older, limit=3)) == ([3, 2, 1], None, 3)


def test_filters_narrow_together_and_never_reach_another_log(log: Log) -> None:
    acts(log, 4)
    act(log, 5, verb="goal.agreed", object="goal:2", by="seat:2", payload={"text": "Gerakan 100% Cakap_Digital"})
    other = actions.open_log(name="campaign/lain", at=make.NOW)
    act(other, 2, by="seat:2")

    def found(**filters: Iterable[str] | str) -> list[int]:
        return [entry.seq for entry in queries.page_of(log, **filters).entries]  # type: ignore[arg-type]

    assert found(verbs=["goal.agreed", "goal.amended"]) == [5]
    assert found(objects=["goal:2"]) == [5, 2]
    assert found(objects=["goal:2"], by=["seat:1"]) == [2]
    assert found(text="cakap_digital") == [5]
    assert found(text="100%") == [5]
    assert found(text="%") == [5]
    assert found(text="' OR 1=1 --") == []
    assert [entry.seq for entry in queries.entries_about(log, "goal:2")] == [2, 5]
    assert queries.entry_at(log, 5) == Entry.objects.get(log=log, seq=5)
    assert queries.entry_at(log, 9) is None


def test_text_filter_does_not_search_what_is_said_about_persons(log: Log) -> None:
    act(log, 1, personal={SITI: {"name": "Siti Rahayu"}})
    assert queries.page_of(log, text="Rahayu").entries == []


# --- proofs --------------------------------------------------------------------------------------------------------------


def test_every_entry_is_proved_at_every_size(log: Log) -> None:
    entries = acts(log, 21)
    leaves = [bytes(entry.leaf) for entry in entries]
    for size, seq in itertools.combinations_with_replacement(range(21, 0, -1), 2):
        proof = queries.proof_of(entries[seq - 1], size)
        assert proof.root == merkle.root_of(leaves[:size])
        assert merkle.verify_inclusion(leaves[seq - 1], seq - 1, size, proof.path, proof.root)


def test_growth_is_proved_between_every_two_sizes(log: Log) -> None:
    leaves = [bytes(entry.leaf) for entry in acts(log, 13)]
    for old, new in itertools.combinations_with_replacement(range(14), 2):
        proof = queries.growth_of(log, old, new)
        assert merkle.verify_consistency(old, new, merkle.root_of(leaves[:old]), merkle.root_of(leaves[:new]), proof)


def test_a_proof_takes_two_queries(log: Log) -> None:
    entry = acts(log, 21)[6]
    with CaptureQueriesContext(connection) as asked:
        queries.proof_of(entry, 21)
    assert len(asked) == 2


def test_a_proof_of_an_entry_that_is_not_there_is_refused(log: Log) -> None:
    entry = acts(log, 3)[2]
    with pytest.raises(ValueError, match="no leaf 2 in a tree of 2"):
        queries.proof_of(entry, 2)


def test_proof_text_stands_on_its_own(log: Log) -> None:
    entries = acts(log, 9)
    text = queries.proof_text(entries[4])
    said = note.open_proof(text, queries.vkey(log), bytes(entries[4].leaf))
    assert said == note.Checkpoint("localhost/campaign/contoh", 9, queries.root_of(log))
    with pytest.raises(note.NoteRefused):
        note.open_proof(text, queries.vkey(log), bytes(entries[3].leaf))


def test_unsealed_logs_are_those_that_grew(log: Log) -> None:
    assert list(queries.unsealed_logs()) == []
    acts(log, 2)
    assert list(queries.unsealed_logs()) == [log]
    actions.sign_checkpoint(log=log, at=make.NOW)
    assert list(queries.unsealed_logs()) == []
    act(log, 3)
    assert list(queries.unsealed_logs()) == [log]


# --- the record as a file ----------------------------------------------------------------------------------------------


def _lines(log: Log, **options: bool) -> list[str]:
    return "".join(queries.export_lines(log, title="Makin Cakap Digital", **options)).splitlines(keepends=True)


def test_export_holds_every_entry_and_the_signed_head(log: Log) -> None:
    entries = acts(log, 7)
    lines = _lines(log, may_read_personal=True)
    header = record.read_header(lines[0].encode())
    assert header == record.Header(
        origin="localhost/campaign/contoh",
        vkey=queries.vkey(log),
        host="http://localhost:8000",
        title="Makin Cakap Digital",
        size=7,
    )
    read = [record.read_line(line.encode()) for line in lines[1:8]]
    assert [merkle.leaf_hash(line.leaf) for line in read] == [bytes(entry.leaf) for entry in entries]
    assert [[o.text for o in line.openings] for line in read][2:4] == [
        ['{"text":"Tujuan ke-3"}', '{"name":"Siti 3"}'],
        ['{"text":"Tujuan ke-4"}'],
    ]
    assert lines[8] == "\n"
    assert note.open_checkpoint("".join(lines[9:]), header.vkey).root == queries.root_of(log)


def test_export_withholds_what_is_said_about_persons(log: Log) -> None:
    acts(log, 7)
    lines = _lines(log)
    assert record.read_header(lines[0].encode()).withheld == ("personal",)
    assert "Siti" not in "".join(lines)
    assert len(lines) == len(_lines(log, may_read_personal=True))


def test_export_of_an_empty_log_is_a_record_file(log: Log) -> None:
    lines = _lines(log)
    assert record.read_header(lines[0].encode()).size == 0
    assert note.open_checkpoint("".join(lines[2:]), queries.vkey(log)).root == merkle.EMPTY_ROOT


def test_export_asks_once_however_long_the_log(log: Log) -> None:
    acts(log, 12)
    with CaptureQueriesContext(connection) as asked:
        _lines(log)
    assert len(asked) == 1


# --- soundness -----------------------------------------------------------------------------------------------------------


def test_fsck_finds_nothing_in_an_honest_log_of_any_length(log: Log) -> None:
    assert queries.fsck(log) == []
    for number in range(1, 18):
        act(log, number)
        if number in {1, 7, 8, 17}:
            actions.sign_checkpoint(log=log, at=make.NOW)
        assert queries.fsck(log) == []


def test_fsck_is_not_misled_by_what_happens_meanwhile(log: Log) -> None:
    acts(log, 6)
    walk = soundness._Walk(log)
    acts(log, 3)
    actions.sign_checkpoint(log=log, at=make.NOW)
    actions.erase(subject=SITI, by="person:1", at=make.NOW)
    assert list(walk.findings()) == []
    assert queries.fsck(log) == []


def test_fsck_names_at_most_a_hundred(log: Log, attack: Attack) -> None:
    acts(log, 120)
    attack("UPDATE ledger_entry SET verb = 'x.y' WHERE log_id = (SELECT id FROM ledger_log WHERE size = 120)")
    findings = queries.fsck(log)
    assert findings[0] == "entry 1 was altered: its words do not give its stored hash"
    assert findings[99:] == [
        "entry 100 was altered: its words do not give its stored hash",
        "… and more; only the first hundred are named",
    ]


# --- who follows ---------------------------------------------------------------------------------------------------------


def test_backlogs_say_how_much_is_unread_and_since_when(log: Log) -> None:
    acts(log, 5)
    cursor = actions.lock_cursor(consumer="notices", log=log)
    assert cursor is not None
    actions.advance_cursor(cursor=cursor, seq=2)
    actions.note_failure(cursor=cursor, trouble="no room", retry_at=make.NOW)
    done = actions.lock_cursor(consumer="search", log=log)
    assert done is not None
    actions.advance_cursor(cursor=done, seq=5)
    assert queries.backlogs() == [
        queries.Backlog("notices", log.origin, 3, make.NOW + timedelta(minutes=3), failures=1, trouble="no room")
    ]
    assert list(queries.troubled_cursors()) == [cursor]
