"""The one next action at a campaign, for each role and state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mufakat.campaigns.models import Campaign, Invitation, Party, Phase, Role, Seat, Visibility
from mufakat.campaigns.queries.gates import next_gate
from mufakat.campaigns.queries.rail import Upcoming, upcoming
from mufakat.campaigns.queries.table import day_of, is_host_seat, open_seats

CALM, DUE, LATE = "calm", "due", "late"
SOON_DAYS = 7


@dataclass(frozen=True)
class NextStep:
    """What to do next, by when, what follows, and the way there. Calm when nothing waits."""

    title: str
    when: str = ""
    then: str = ""
    url: str = ""
    label: str = ""
    tone: str = CALM


@dataclass(frozen=True)
class Waiting:
    """Invitations nobody has answered: how many, how many of them to organisations, and when the first expires."""

    number: int = 0
    to_parties: int = 0
    first: datetime | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a seat's next step depends on beyond the seat itself."""

    parties: int = 0
    colleagues: int = 0
    waiting: Waiting = Waiting()
    own_waiting: Waiting = Waiting()


def next_step_for(seat: Seat | None, campaign: Campaign, at: datetime) -> NextStep:
    """What this reader does next here: one thing, the most urgent first."""
    if campaign.phase == Phase.CLOSED:
        return NextStep(_("This campaign is closed."), then=_("Its record stays and can still be verified."))
    if seat is None:
        return NextStep(
            _("You are reading along."), then=_("Everything that was done here is on the record and can be verified.")
        )
    return _step(seat, _surroundings_of([seat], at)[seat.pk], at, upcoming([seat], at)) or _gate(seat, at)


def next_steps_for(seats: Sequence[Seat], at: datetime) -> dict[UUID, NextStep]:
    """The same for many seats in a fixed number of queries. The gate itself is asked only at the campaign."""
    around, coming = _surroundings_of(seats, at), upcoming(seats, at)
    return {seat.pk: _step(seat, around[seat.pk], at, coming) or _to_gate(seat) for seat in seats}


def _surroundings_of(seats: Sequence[Seat], at: datetime) -> dict[UUID, Surroundings]:
    campaigns = {s.campaign_id for s in seats}
    parties = {s.party_id for s in seats if s.party_id}
    at_table = Party.objects.filter(campaign__in=campaigns, left_at__isnull=True).order_by().values_list("campaign")
    seated = open_seats(at).filter(party__in=parties).order_by().values_list("party")
    waiting = Invitation.objects.filter(state=Invitation.State.OPEN, expires_at__gt=at).order_by()
    counted, open_in_party = dict(at_table.annotate(n=Count("pk"))), dict(seated.annotate(n=Count("pk")))
    figures = {"n": Count("pk"), "to_parties": Count("organisation"), "first": Min("expires_at")}
    of_campaign = waiting.filter(campaign__in=campaigns).values_list("campaign").annotate(**figures)
    of_party = waiting.filter(invited_by__party__in=parties).values_list("invited_by__party").annotate(**figures)
    all_waiting = {key: Waiting(*rest) for key, *rest in of_campaign}
    own_waiting = {key: Waiting(*rest) for key, *rest in of_party}
    return {
        s.pk: Surroundings(
            parties=counted.get(s.campaign_id, 0),
            colleagues=open_in_party.get(s.party_id, 1) - 1,
            waiting=all_waiting.get(s.campaign_id, Waiting()),
            own_waiting=own_waiting.get(s.party_id, Waiting()),
        )
        for s in seats
    }


def _step(seat: Seat, around: Surroundings, at: datetime, coming: Mapping[UUID, Upcoming]) -> NextStep | None:
    """The first thing that is due, or None for a host whose next question is the gate."""
    if seat.campaign.phase == Phase.CLOSED:
        return NextStep(_("This campaign is closed."), then=_("Its record stays and can still be verified."))
    if is_host_seat(seat):
        return _draft(seat) or _own_seat(seat, at) or _host(seat, around, at) or _from_above(seat, coming)
    return _own_seat(seat, at) or _from_above(seat, coming) or _guest(seat, around, at)


def _from_above(seat: Seat, coming: Mapping[UUID, Upcoming]) -> NextStep | None:
    """What the apps higher up the stair ask of this seat."""
    said = coming.get(seat.pk)
    return NextStep(said.title, said.when, said.then, said.url, said.label, said.tone) if said else None


def _to(name: str, campaign: Campaign, *args: object) -> str:
    return reverse(f"campaigns:{name}", args=[campaign.slug, *args])


def _own_seat(seat: Seat, at: datetime) -> NextStep | None:
    """What is due about one's own seat comes before the campaign's business."""
    if seat.ends_on and (left := (seat.ends_on - day_of(at)).days) <= SOON_DAYS and not seat.delegated_by_id:
        return NextStep(
            _("Your seat ends soon"),
            when=ngettext("In %(n)s day.", "In %(n)s days.", left) % {"n": left}
            if left
            else _("Today is its last day."),
            then=_("Hand it over, so that your party is not left without a seat."),
            url=_to("seat", seat.campaign, seat.pk),
            label=_("See your seat"),
            tone=LATE,
        )
    if seat.party_id and not seat.mandate_id and not seat.mandate_reference:
        return NextStep(
            _("Add your mandate"),
            then=_("The other parties then see on what ground you act for your organisation."),
            url=_to("mandate", seat.campaign, seat.pk),
            label=_("Add the mandate"),
            tone=DUE,
        )
    return None


def _draft(seat: Seat) -> NextStep | None:
    campaign = seat.campaign
    if campaign.visibility != Visibility.DRAFT:
        return None
    return NextStep(
        _("Show the campaign to the parties"),
        then=_("After that you can invite organisations. A draft invites nobody."),
        url=_to("visibility", campaign) + f"?ke={Visibility.PARTIES}",
        label=_("Show it"),
        tone=DUE,
    )


def _host(seat: Seat, around: Surroundings, at: datetime) -> NextStep | None:
    if around.parties == 1 and not around.waiting.to_parties:
        return NextStep(
            _("Invite the first organisation"),
            then=_("It takes part with the same standing as yours."),
            url=_to("invite", seat.campaign),
            label=_("Invite"),
            tone=DUE,
        )
    return _waiting(seat, around.waiting, at)


def _waiting(seat: Seat, waiting: Waiting, at: datetime) -> NextStep | None:
    """Invitations nobody has answered, soonest to expire first."""
    if waiting.first is None:
        return None
    left, number = (day_of(waiting.first) - day_of(at)).days, waiting.number
    return NextStep(
        ngettext("%(n)s invitation waits for an answer", "%(n)s invitations wait for an answer", number)
        % {"n": number},
        when=ngettext("The first expires in %(n)s day.", "The first expires in %(n)s days.", left) % {"n": left}
        if left
        else _("The first expires today."),
        then=_("Send a reminder, or the link again by another way."),
        url=_to("invitations", seat.campaign),
        label=_("See the invitations"),
        tone=LATE if left <= 2 else DUE,
    )


def _to_gate(seat: Seat) -> NextStep:
    """Where many campaigns are listed: the way to the one whose gate is ahead."""
    if seat.campaign.phase != Phase.INITIATION:
        return _nothing()
    return NextStep(
        _("Set the table for “%(phase)s”") % {"phase": Phase.PLANNING.label},
        url=_to("home", seat.campaign),
        label=_("See what is missing"),
        tone=DUE,
    )


def _gate(seat: Seat, at: datetime) -> NextStep:
    campaign = seat.campaign
    gate = next_gate(campaign, at)
    if gate is None:
        return _nothing()
    if gate.is_open:
        return NextStep(
            _("The gate is open: move to “%(phase)s”") % {"phase": Phase(gate.phase).label},
            then=_("Every condition is met. The move is recorded and can be undone by one phase."),
            url=_to("phase", campaign) + f"?ke={gate.phase}",
            label=_("Move on"),
            tone=DUE,
        )
    missing = gate.missing[0]
    return NextStep(
        _("Set the table for “%(phase)s”") % {"phase": Phase(gate.phase).label},
        when=ngettext("%(n)s condition is still missing.", "%(n)s conditions are still missing.", len(gate.missing))
        % {"n": len(gate.missing)},
        then=_("Still missing: %(what)s") % {"what": missing.words},
        url=reverse(missing.url_name, args=[campaign.slug]) if missing.url_name else "",
        label=_("See what is missing"),
        tone=DUE,
    )


def _guest(seat: Seat, around: Surroundings, at: datetime) -> NextStep:
    """A party other than the host, or a neutral role."""
    if seat.role == Role.LIAISON and not seat.delegated_by_id:
        if waiting := _waiting(seat, around.own_waiting, at):
            return waiting
        if not around.colleagues:
            return NextStep(
                _("Bring a colleague to the table"),
                then=_("With a second seat your party does not fall silent when you are away."),
                url=_to("invite", seat.campaign),
                label=_("Invite a colleague"),
                tone=CALM,
            )
    return _nothing()


def _nothing() -> NextStep:
    return NextStep(
        _("Nothing waits for you here."), then=_("You will be told as soon as something needs you."), tone=CALM
    )
