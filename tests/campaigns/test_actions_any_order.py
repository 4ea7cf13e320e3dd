"""Any seats doing anything in any order: the rules of the table hold, and the record has one entry for each accepted act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Invitation, Party, Phase, Role, Seat, Visibility
from mufakat.ledger import queries as record
from mufakat.ledger.models import Entry
from mufakat.people import actions as people
from mufakat.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Step = tuple[int, int, int, int]
EXPECTED = actions.Refused
WHATEVER = st.integers(min_value=0, max_value=10_000)


class World:
    """A campaign, a few persons and organisations, and acts that choose among whatever there is by number."""

    def __init__(self) -> None:
        self.campaign = make.campaign()
        self.foreign = make.host_seat(make.campaign())
        self.people = [make.person() for _ in range(6)]
        self.companies = [make.organisation(s) for s in ("swasta", "media", "akademisi")]
        self.at: datetime = make.NOW
        self.acts: list[Callable[[int, int, int], Any]] = [
            self.invite_outside,
            self.invite_neutral,
            self.invite_colleague,
            self.pass_on,
            self.accept,
            self.accept,
            self.accept,
            self.decline,
            self.revoke,
            self.renew,
            self.remind,
            self.end,
            self.leave,
            self.mandate,
            self.change,
            self.widen,
            self.move,
            self.wait,
            self.close,
        ]

    # --- choosing ---

    def seat(self, n: int) -> Seat:
        """Any seat there ever was, as stale as a page that was left open; now and then one of another campaign."""
        known = list(Seat.objects.filter(campaign=self.campaign).order_by("taken_at", "pk").select_related(*_LOADED))
        return self.foreign if n % 23 == 22 else known[n % len(known)]

    def invitation(self, n: int) -> Invitation:
        known = list(
            Invitation.objects.filter(campaign=self.campaign).order_by("sent_at", "pk").select_related("campaign")
        )
        return known[n % len(known)] if known else make.invitation(self.campaign, role=Role.OBSERVER, at=self.at)

    def person(self, n: int) -> Person:
        return Person.objects.get(pk=self.people[n % len(self.people)].pk)

    # --- acting ---

    def _invite(self, by: Seat, **fields: Any) -> Any:
        return make.invitation(self.campaign, by=by, at=self.at, **fields)

    def invite_outside(self, a: int, b: int, c: int) -> Any:
        role = [Role.LIAISON, Role.LIAISON, Role.SIGNATORY][c % 3]
        return self._invite(self.seat(a), organisation=self.companies[b % 3], role=role)

    def invite_neutral(self, a: int, b: int, c: int) -> Any:
        roles = [Role.FACILITATOR, Role.EVALUATOR, Role.OBSERVER]
        email = f"orang{b % 4}@contoh.example" if c % 3 == 0 else ""
        return self._invite(self.seat(a), organisation=None, role=roles[b % 3], email=email)

    def invite_colleague(self, a: int, b: int, c: int) -> Any:
        seat = self.seat(a)
        organisation = seat.party.organisation if seat.party else self.companies[0]
        ends_on = self.at.date() + timedelta(days=c % 4) if b % 2 else None
        return self._invite(
            seat, organisation=organisation, role=[Role.LIAISON, Role.SIGNATORY][c % 2], ends_on=ends_on
        )

    def pass_on(self, a: int, b: int, c: int) -> Any:
        by, other = self.seat(a), self.seat(b)
        if c % 2:
            return self._invite(by, organisation=None, role=other.role, replaces=other)
        lent = {"delegates": other, "ends_on": self.at.date() + timedelta(days=c % 5), "may_sign": c % 3 == 0}
        return self._invite(by, organisation=None, role=other.role, **lent)

    def accept(self, a: int, b: int, c: int) -> Any:
        secret = queries.secret_of(self.invitation(a))
        return actions.accept_invitation(
            secret=secret, by=self.person(b), at=self.at, confirm_authority=c % 10 != 0, mandate_reference=f"ST-{c}"
        )

    def decline(self, a: int, b: int, c: int) -> Any:
        by = self.person(b) if c % 2 else None
        return actions.decline_invitation(secret=queries.secret_of(self.invitation(a)), at=self.at, by=by, reason="x")

    def revoke(self, a: int, b: int, c: int) -> Any:
        return actions.revoke_invitation(invitation=self.invitation(a), by=self.seat(b), at=self.at, reason="x")

    def renew(self, a: int, b: int, c: int) -> Any:
        return actions.renew_invitation(invitation=self.invitation(a), by=self.seat(b), at=self.at)

    def remind(self, a: int, b: int, c: int) -> Any:
        return actions.remind(invitation=self.invitation(a), by=self.seat(b), at=self.at)

    def end(self, a: int, b: int, c: int) -> Any:
        return actions.end_seat(seat=self.seat(a), by=self.seat(a if c % 2 else b), at=self.at, reason="x" * (c % 4))

    def leave(self, a: int, b: int, c: int) -> Any:
        known = list(
            Party.objects.filter(campaign=self.campaign).order_by("joined_at", "pk").select_related("campaign")
        )
        return actions.leave_campaign(party=known[a % len(known)], by=self.seat(b), at=self.at, reason="x" * (c % 4))

    def mandate(self, a: int, b: int, c: int) -> Any:
        return actions.attach_mandate(seat=self.seat(a), by=self.seat(b), at=self.at, reference=f"ST-{c}")

    def change(self, a: int, b: int, c: int) -> Any:
        return actions.change_campaign(
            campaign=self.campaign, by=self.seat(a), at=self.at, version=b % 3 or None, title=f"Judul {uuid4()}"
        )

    def widen(self, a: int, b: int, c: int) -> Any:
        return actions.widen_visibility(
            campaign=self.campaign, to=list(Visibility.values)[b % 3], by=self.seat(a), at=self.at
        )

    def move(self, a: int, b: int, c: int) -> Any:
        to = list(Phase.values)[b % 3]
        return actions.move_phase(campaign=self.campaign, to=to, by=self.seat(a), at=self.at, reason="x" * (c % 4))

    def wait(self, a: int, b: int, c: int) -> Any:
        """Time passes; the worker closes what is past its day, each as an act of its own."""
        self.at += timedelta(hours=(a % 5) * 13)
        for invitation in queries.past_invitations(self.at):
            with self.one_act():
                actions.expire_invitation(invitation=invitation, at=self.at)
        for seat in queries.past_seats(self.at):
            with self.one_act():
                actions.lapse_seat(seat=seat, at=self.at)

    def close(self, a: int, b: int, c: int) -> Any:
        if c % 3 == 0:
            person = self.person(b)
            people.close_account(person=person, by=person, at=self.at)

    # --- judging ---

    @contextmanager
    def one_act(self) -> Iterator[None]:
        size = self.size()
        yield
        assert self.size() == size + 1

    def size(self) -> int:
        return Entry.objects.filter(log=self.campaign.log_id).count()

    def rows(self) -> list[Any]:
        tables = (Party, Seat, Invitation)
        found: list[Any] = [list(t.objects.filter(campaign=self.campaign).order_by("pk").values()) for t in tables]
        self.campaign.refresh_from_db()
        return [*found, self.campaign.title, self.campaign.version, self.campaign.phase, self.campaign.visibility]

    def do(self, step: Step) -> None:
        which, a, b, c = step
        act = self.acts[which % len(self.acts)]
        self.invitation(a)
        rows, size = self.rows(), self.size()
        try:
            act(a, b, c)
        except (EXPECTED, people.NotAllowed, people.NotPossible):
            expired_at_use = Entry.objects.filter(log=self.campaign.log_id, seq=size + 1, verb="invitation.expired")
            if not expired_at_use.exists():
                assert (self.rows(), self.size()) == (rows, size)
            return
        if act not in (self.wait, self.close):
            changed, entries = self.rows() != rows, self.size() - size
            assert entries in ({1, 2} if act in (self.invite_neutral, self.renew) else {1} if changed else {0, 1})
            if entries == 2:
                assert Entry.objects.filter(log=self.campaign.log_id, seq=size + 1, verb="invitation.expired").exists()

    def check(self) -> None:
        seats = list(
            Seat.objects.filter(campaign=self.campaign, ended_at__isnull=True).select_related("party", "delegated_by")
        )
        parties = list(Party.objects.filter(campaign=self.campaign))
        assert max(Counter(s.person_id for s in seats).values(), default=0) <= 1
        assert all(s.party is None or s.party.left_at is None for s in seats)
        assert all(s.delegated_by is None or s.delegated_by.ended_at is None for s in seats)
        assert all(s.delegated_by is None or s.delegated_by.party_id == s.party_id for s in seats)
        assert max(Counter(p.organisation_id for p in parties if p.left_at is None).values(), default=0) <= 1
        host = next(p for p in parties if p.organisation_id == self.campaign.host_id)
        assert host.left_at is None
        assert any(s.party_id == host.pk and s.role == Role.LIAISON and s.delegated_by is None for s in seats)
        open_links = Invitation.objects.filter(campaign=self.campaign, state="open").select_related("delegates")
        assert all(i.delegates is None or i.delegates.ended_at is None for i in open_links)
        taken = Invitation.objects.filter(campaign=self.campaign, state="accepted").count()
        assert taken == Seat.objects.filter(campaign=self.campaign).count() - 1


_LOADED = ("campaign__host", "campaign__log", "party__organisation", "person")


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.tuples(WHATEVER, WHATEVER, WHATEVER, WHATEVER), min_size=5, max_size=40))
def test_any_acts_in_any_order_keep_the_rules_of_the_table(steps: list[Step]) -> None:
    with transaction.atomic():
        world = World()
        for step in steps:
            world.do(step)
            world.check()
        world.campaign.log.refresh_from_db()
        assert record.fsck(world.campaign.log) == []
        assert len(queries.sentences(make.told(world.campaign), world.campaign, may_read_personal=True)) == world.size()
        transaction.set_rollback(True)
