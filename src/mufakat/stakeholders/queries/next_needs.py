"""What the team does next about who is missing; asked for all seats of a reader at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mufakat.campaigns.models import Phase, Role, Seat
from mufakat.campaigns.queries import Upcoming, is_host_seat
from mufakat.stakeholders.models import Nomination
from mufakat.stakeholders.queries.coverage import Covered, coverages_of


def next_for_team(seats: Sequence[Seat], at: datetime) -> Mapping[UUID, Upcoming]:
    """Nominations to answer come before gaps to fill. Who keeps no register is asked nothing here."""
    team = [s for s in seats if s.campaign.phase != Phase.CLOSED and (is_host_seat(s) or s.role == Role.FACILITATOR)]
    if not team:
        return {}
    campaigns = {s.campaign_id for s in team}
    waiting = Nomination.objects.filter(campaign__in=campaigns, state=Nomination.State.OPEN).order_by()
    nominated = dict(waiting.values_list("campaign").annotate(n=Count("pk")))
    covered = coverages_of(campaigns, only_asked=True)
    found: dict[UUID, Upcoming] = {}
    for seat in team:
        said = _to_answer(seat, nominated.get(seat.campaign_id, 0)) or _to_fill(seat, covered[seat.campaign_id])
        if said:
            found[seat.pk] = said
    return found


def _to_answer(seat: Seat, number: int) -> Upcoming | None:
    if not number:
        return None
    return Upcoming(
        ngettext("%(n)s nomination waits for an answer", "%(n)s nominations wait for an answer", number)
        % {"n": number},
        then=_("Who nominated is told, and everyone at the table can read the answer."),
        url=reverse("stakeholders:nominations", args=[seat.campaign.slug]),
        label=_("Answer them"),
    )


def _to_fill(seat: Seat, covered: Covered) -> Upcoming | None:
    gaps = covered.mandatory_gaps
    if not gaps:
        return None
    number = sum(gap.missing for gap in gaps)
    return Upcoming(
        ngettext("%(n)s place at the table is still empty", "%(n)s places at the table are still empty", number)
        % {"n": number},
        then=_("Most needed: %(what)s") % {"what": gaps[0].requirement},
        url=reverse("stakeholders:coverage", args=[seat.campaign.slug]) + "#kesenjangan",
        label=_("See who fits"),
    )
