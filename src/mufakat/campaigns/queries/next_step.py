"""The one next action at a campaign, for each role and state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mufakat.campaigns.models import Campaign, Invitation, Phase, Role, Seat, Visibility
from mufakat.campaigns.queries.gates import next_gate
from mufakat.campaigns.queries.invitations import waiting_invitations
from mufakat.campaigns.queries.table import day_of, is_host_seat, open_seats, parties_of

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


def next_step_for(seat: Seat | None, campaign: Campaign, at: datetime) -> NextStep:
    """What this reader does next here: one thing, the most urgent first."""
    if campaign.phase == Phase.CLOSED:
        return NextStep(_("This campaign is closed."), then=_("Its record stays and can still be verified."))
    if seat is None:
        return NextStep(
            _("You are reading along."), then=_("Everything that was done here is on the record and can be verified.")
        )
    return _own_seat(seat, at) or (_host(seat, at) if is_host_seat(seat) else _guest(seat, at))


def _to(name: str, campaign: Campaign, *args: object) -> str:
    return reverse(f"campaigns:{name}", args=[campaign.slug, *args])


def _own_seat(seat: Seat, at: datetime) -> NextStep | None:
    """What is due about one's own seat comes before the campaign's business."""
    if seat.ends_on and (left := (seat.ends_on - day_of(at)).days) <= SOON_DAYS and not seat.delegated_by_id:
        return NextStep(
            _("Your seat ends soon"),
            when=ngettext("In %(n)s day.", "In %(n)s days.", left) % {"n": left},
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


def _host(seat: Seat, at: datetime) -> NextStep:
    campaign = seat.campaign
    if campaign.visibility == Visibility.DRAFT:
        return NextStep(
            _("Show the campaign to the parties"),
            then=_("After that you can invite organisations. A draft invites nobody."),
            url=_to("visibility", campaign) + f"?ke={Visibility.PARTIES}",
            label=_("Show it"),
            tone=DUE,
        )
    waiting = waiting_invitations(campaign).filter(expires_at__gt=at)
    if parties_of(campaign).count() == 1 and not waiting.filter(organisation__isnull=False).exists():
        return NextStep(
            _("Invite the first organisation"),
            then=_("It takes part with the same standing as yours."),
            url=_to("invite", campaign),
            label=_("Invite"),
            tone=DUE,
        )
    return _waiting(seat, waiting, at) or _gate(seat, at)


def _waiting(seat: Seat, waiting: QuerySet[Invitation], at: datetime) -> NextStep | None:
    """Invitations nobody has answered, soonest to expire first."""
    number = waiting.count()
    first = waiting.order_by("expires_at").first()
    if first is None:
        return None
    left = (day_of(first.expires_at) - day_of(at)).days
    return NextStep(
        ngettext("%(n)s invitation waits for an answer", "%(n)s invitations wait for an answer", number) % {"n": number},
        when=ngettext("The first expires in %(n)s day.", "The first expires in %(n)s days.", left) % {"n": left}
        if left
        else _("The first expires today."),
        then=_("Send a reminder, or the link again by another way."),
        url=_to("invitations", seat.campaign),
        label=_("See the invitations"),
        tone=LATE if left <= 2 else DUE,
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
        when=ngettext(
            "%(n)s condition is still missing.", "%(n)s conditions are still missing.", len(gate.missing)
        )
        % {"n": len(gate.missing)},
        then=_("Still missing: %(what)s") % {"what": missing.words},
        url=reverse(missing.url_name, args=[campaign.slug]) if missing.url_name else "",
        label=_("See what is missing"),
        tone=DUE,
    )


def _guest(seat: Seat, at: datetime) -> NextStep:
    """A party other than the host, or a neutral role."""
    if seat.role == Role.LIAISON and not seat.delegated_by_id:
        mine = waiting_invitations(seat.campaign).filter(invited_by__party=seat.party_id, expires_at__gt=at)
        waiting = _waiting(seat, mine, at)
        if waiting:
            return waiting
        alone = not open_seats(at).filter(party=seat.party_id).exclude(pk=seat.pk).exists()
        if alone:
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
