"""Jobs of the worker: tell what the record of each campaign means for whom, close what is past its day."""

from __future__ import annotations

from datetime import datetime

from mufakat.campaigns import actions, queries
from mufakat.campaigns.models import Campaign, Invitation
from mufakat.ledger import tasks as record
from mufakat.ledger.queries import Told
from mufakat.notices import actions as notices
from mufakat.people import queries as people

CONSUMER = "campaigns.tell"
LETTERS = {"invitation.sent", "invitation.reminded", "invitation.renewed"}


def tell(*, at: datetime) -> int:
    """Follow every campaign's record: letters to the invited, notices to the seated. Each entry once, in order."""
    return record.follow(
        consumer=CONSUMER, logs=queries.logs_of_campaigns(), handle=lambda told: _tell(told, at), at=at
    )


def _tell(told: Told, at: datetime) -> None:
    entry = told.entry
    campaign = Campaign.objects.select_related("host", "log").get(log=entry.log_id)
    key = f"{entry.log_id}:{entry.seq}"
    if entry.verb in LETTERS:
        _write_letter(told, key, at)
    for telling in queries.tellings_of(told, campaign, at):
        notices.tell(
            person=telling.person,
            key=key,
            urgency=telling.urgency,
            title=telling.title,
            params=dict(telling.params),
            path=telling.path,
            action=telling.action,
            at=at,
        )


def _write_letter(told: Told, key: str, at: datetime) -> None:
    """To the address that was given, unless the invitation was answered or withdrawn meanwhile."""
    invitation = queries.invitation_by_number(queries.number_in(told.entry.object))
    if invitation is None or not invitation.email or invitation.state != Invitation.State.OPEN:
        return
    notices.queue_mail(
        key=key,
        to=invitation.email,
        person=people.person_by_email(invitation.email),  # who has an account takes the letter along when closing it
        template="campaigns/mail/invitation",
        context=queries.letter_about(invitation, is_reminder=told.entry.verb == "invitation.reminded"),
        language=invitation.language,
        at=at,
    )


def expire(*, at: datetime) -> None:
    """Close invitations past their seven days and seats past their last day, each as an act of its own."""
    for invitation in queries.past_invitations(at):
        actions.expire_invitation(invitation=invitation, at=at)
    for seat in queries.past_seats(at):
        actions.lapse_seat(seat=seat, at=at)


def remind_waiting(*, at: datetime) -> None:
    """One letter by ourselves before a link expires."""
    for invitation in queries.invitations_for_last_call(at):
        actions.call_last(invitation=invitation, at=at)


def sweep(*, at: datetime) -> None:
    """Remove files that an interrupted upload left behind."""
    actions.sweep_files(at=at)
