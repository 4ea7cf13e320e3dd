from __future__ import annotations

from datetime import timedelta

import pytest
from tests import make
from tests.ledger.conftest import Attack, act, acts

from mufakat.ledger import actions, queries, tasks
from mufakat.ledger.models import Checkpoint, Cursor, Log, Pulse
from mufakat.ledger.queries import Told

pytestmark = pytest.mark.django_db


def _note(told: Told) -> None:
    """An effect in the database: a row that can be made only once."""
    Pulse.objects.create(name=f"{told.entry.log.origin[-1]}{told.entry.seq}", at=make.NOW)


def _noted() -> list[str]:
    return sorted(Pulse.objects.values_list("name", flat=True))


def test_follow_gives_each_entry_once_and_in_order(log: Log) -> None:
    acts(log, 4)
    heard: list[tuple[int, dict[str, object]]] = []

    def hear(told: Told) -> None:
        heard.append((told.entry.seq, told.payload))

    assert tasks.follow(consumer="notices", logs=[log], handle=hear, at=make.NOW) == 4
    assert heard == [(n, {"text": f"Tujuan ke-{n}"}) for n in range(1, 5)]
    log.refresh_from_db()
    assert tasks.follow(consumer="notices", logs=[log], handle=hear, at=make.NOW) == 0
    act(log, 5)
    assert tasks.follow(consumer="notices", logs=Log.objects.all(), handle=hear, at=make.NOW) == 1
    assert tasks.follow(consumer="search", logs=Log.objects.all(), handle=hear, at=make.NOW) == 5
    assert [seq for seq, _ in heard] == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]


def test_follow_takes_a_log_that_grows_meanwhile(log: Log) -> None:
    act(log, 1)

    def answer(told: Told) -> None:
        _note(told)
        if told.entry.seq < 3:
            act(log, told.entry.seq + 1)

    assert tasks.follow(consumer="notices", logs=[log], handle=answer, at=make.NOW) == 3
    assert _noted() == ["h1", "h2", "h3"]


def test_a_failing_entry_holds_up_only_its_own_log_and_consumer(log: Log) -> None:
    other = actions.open_log(name="campaign/lain", at=make.NOW)
    acts(log, 3)
    acts(other, 2)

    def stumble(told: Told) -> None:
        _note(told)
        if told.entry.log == log and told.entry.seq == 2:
            raise RuntimeError("poison\n")

    assert tasks.follow(consumer="notices", logs=[log, other], handle=stumble, at=make.NOW) == 3
    assert _noted() == ["h1", "n1", "n2"]
    assert list(
        Cursor.objects.order_by("log__origin").values_list("log", "seq", "failures", "trouble", "retry_at")
    ) == [
        (log.pk, 1, 1, "entry 2: RuntimeError: poison", make.NOW + timedelta(seconds=5)),
        (other.pk, 2, 0, "", None),
    ]
    assert [(b.consumer, b.behind, b.trouble) for b in queries.backlogs()] == [
        ("notices", 2, "entry 2: RuntimeError: poison")
    ]
    Pulse.objects.all().delete()
    assert tasks.follow(consumer="search", logs=[log], handle=_note, at=make.NOW) == 3


def test_a_failing_entry_is_tried_again_after_growing_pauses_and_then_goes_on(log: Log) -> None:
    acts(log, 2)
    tries: list[int] = []

    def stumble(told: Told) -> None:
        tries.append(told.entry.seq)
        if len(tries) < 14:
            raise RuntimeError("poison")

    at, pauses = make.NOW, []
    for _ in range(13):
        assert tasks.follow(consumer="notices", logs=[log], handle=stumble, at=at) == 0
        retry_at = Cursor.objects.get().retry_at
        assert retry_at is not None
        assert tasks.follow(consumer="notices", logs=[log], handle=stumble, at=retry_at - timedelta(seconds=1)) == 0
        pauses.append((retry_at - at).total_seconds())
        at = retry_at
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600]
    assert tries == [1] * 13
    assert tasks.follow(consumer="notices", logs=[log], handle=stumble, at=at) == 2
    assert (tries[13:], list(queries.troubled_cursors())) == ([1, 2], [])


def test_seal_signs_every_log_that_grew(log: Log) -> None:
    acts(log, 3)
    act(queries.instance_log(), 1)
    for hour in range(2):
        tasks.seal(at=make.NOW + timedelta(hours=hour))
    assert list(Checkpoint.objects.order_by("log__origin").values_list("log__origin", "size", "at")) == [
        ("localhost/campaign/contoh", 3, make.NOW),
        ("localhost/instance", 1, make.NOW),
    ]


def test_check_keeps_what_it_found_until_it_is_mended(log: Log, attack: Attack) -> None:
    acts(log, 3)
    tasks.check(at=make.NOW)
    assert list(queries.troubled_cursors()) == []
    assert queries.backlogs() == []

    entry = queries.entry_at(log, 2)
    assert entry is not None
    attack("UPDATE ledger_entry SET verb = 'goal.agreed' WHERE id = %(id)s", id=entry.pk)
    tasks.check(at=make.NOW)
    trouble = {cursor.log.origin: cursor.trouble.splitlines() for cursor in queries.troubled_cursors()}
    assert trouble.keys() == {"localhost/campaign/contoh", "localhost/instance"}
    assert trouble[log.origin][0] == "guard ledger_checkpoint_fixed is missing"
    assert trouble[log.origin][-1] == "entry 2 was altered: its words do not give its stored hash"

    attack("UPDATE ledger_entry SET verb = 'goal.proposed' WHERE id = %(id)s", id=entry.pk)
    tasks.check(at=make.NOW)
    assert "altered" not in "".join(cursor.trouble for cursor in queries.troubled_cursors())
