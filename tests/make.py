"""Things that tests start from, made the shortest way that keeps every constraint."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Invitation, Party, Role, Seat, Visibility
from mufakat.ledger import queries as record
from mufakat.ledger.models import Entry
from mufakat.ledger.queries import Told
from mufakat.people import actions as people
from mufakat.people.models import Organisation, Person, Sector

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 09.00 WIB
_number = itertools.count(1)
HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE campaigns_seat; --",
    '=HYPERLINK("http://x")',
    "{{ 7*7 }} {% url 'x' %} %(campaign)s %s",
    "\u202egnol\u202c \u200b\ufeff",
    "Z\u0351\u036b\u0343\u036a\u0302a\u036b\u033d",
    "\U0001f1ee\U0001f1e9 \u1b13\u1b02",
)


def person(**fields: Any) -> Person:
    n = next(_number)
    from allauth.account.models import EmailAddress

    made = Person.objects.create_user(
        email=fields.pop("email", f"orang{n}@contoh.example"), name=fields.pop("name", f"Orang {n}"), **fields
    )
    EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=True)
    return made


def organisation(sector: str = "pemerintah", **fields: Any) -> Organisation:
    n = next(_number)
    defaults: dict[str, Any] = {
        "name": f"Lembaga Contoh {n}",
        "kind": Organisation.Kind.OTHER,
        "proposed_at": NOW,
        "status": Organisation.Status.VERIFIED,
        "verified_at": NOW,
    }
    return Organisation.objects.create(sector=Sector.objects.get(pk=sector), **(defaults | fields))


def campaign(host: Organisation | None = None, opener: Person | None = None, **fields: Any) -> Campaign:
    """A campaign opened through its action, shown to the parties unless `visibility` says otherwise."""
    n = next(_number)
    opener = opener or person()
    host = host or organisation()
    people.affiliate(person=opener, organisation=host, at=NOW)
    visibility = fields.pop("visibility", Visibility.PARTIES)
    defaults: dict[str, Any] = {
        "id": uuid4(),
        "title": f"Kampanye Contoh {n}",
        "issue": "Masalah yang nyata.",
        "aim": "Keadaan yang lebih baik.",
        "starts_on": NOW.date(),
        "ends_on": NOW.date() + timedelta(days=365),
        "at": NOW,
    }
    made = actions.open_campaign(host=host, by=opener, **(defaults | fields))
    if visibility != Visibility.DRAFT:
        made = actions.widen_visibility(campaign=made, to=visibility, by=host_seat(made), at=NOW)
    return made


def host_seat(campaign: Campaign, at: datetime = NOW) -> Seat:
    """The host's first liaison, loaded as a view loads a reader's seat."""
    opener = Seat.objects.filter(campaign=campaign, party__organisation=campaign.host).order_by("taken_at").first()
    assert opener is not None
    return seat_for(opener.person, campaign, at)


def seat_for(person: Person, campaign: Campaign, at: datetime = NOW) -> Seat:
    found = queries.seat_of(person, campaign, at)
    assert found is not None
    return found


def invitation(
    campaign: Campaign, organisation: Organisation | None = None, by: Seat | None = None, **fields: Any
) -> Invitation:
    defaults: dict[str, Any] = {"id": uuid4(), "role": Role.LIAISON, "at": NOW}
    return actions.invite(
        campaign=campaign, organisation=organisation, by=by or host_seat(campaign), **(defaults | fields)
    )


def party(
    campaign: Campaign, organisation: Organisation | None = None, liaison: Person | None = None, at: datetime = NOW
) -> Party:
    """A party that joined by accepting an invitation of the host; its liaison is `seats.get()`."""
    offered = invitation(campaign, organisation or _company(), at=at)
    taken = accept(offered, liaison, at)
    assert taken.party is not None
    return taken.party


def _company() -> Organisation:
    return organisation("swasta")


def accept(invitation: Invitation, by: Person | None = None, at: datetime = NOW) -> Seat:
    by = by or person()
    actions.accept_invitation(secret=queries.secret_of(invitation), by=by, at=at, confirm_authority=True)
    return seat_for(by, invitation.campaign, at)


def seat(
    campaign: Campaign,
    role: str = Role.FACILITATOR,
    person: Person | None = None,
    party: Party | None = None,
    **fields: Any,
) -> Seat:
    """A neutral seat, or with `party` one more seat of that party, offered by its liaison."""
    by = None if party is None else liaison_of(party)
    organisation = party.organisation if party else None
    return accept(invitation(campaign, organisation, by=by, role=role, **fields), person)


def liaison_of(party: Party, at: datetime = NOW) -> Seat:
    first = queries.liaisons_of(party, at).order_by("taken_at", "id").first()
    assert first is not None
    return seat_for(first.person, party.campaign, at)


def told(campaign: Campaign) -> list[Told]:
    """The whole record of a campaign, oldest first, with everything that can be read of it."""
    return record.told(Entry.objects.filter(log=campaign.log_id).order_by("seq"), may_read_personal=True)


def verbs(campaign: Campaign) -> list[str]:
    return [t.entry.verb for t in told(campaign)]


def needs(campaign: Campaign) -> None:
    """The campaign has said whom it needs, and its host fills the place: the gate asks for no more of the mapping."""
    from mufakat.stakeholders.models import Requirement

    Requirement.objects.create(campaign=campaign, sector=campaign.host.sector, set_by=host_seat(campaign), set_at=NOW)
