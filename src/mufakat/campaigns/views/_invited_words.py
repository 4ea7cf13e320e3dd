"""What an invitation means and does not mean, and what to say when its link no longer works."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Invitation, Role
from mufakat.web.templatetags.mufakat import day_words

# each way a link can fail: what, why, what next
SPENT: Mapping[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "unknown": (
        _("We do not know this link"),
        _("It may have been cut off when it was copied, or a newer one has taken its place."),
        _("Open the newest message again and tap the whole link, or ask the sender for a new one."),
    ),
    "closed": (
        _("This campaign no longer takes anyone in"),
        _("It was closed or withdrawn after you were invited."),
        _("Ask the sender if you think that is a mistake."),
    ),
    "expired": (
        _("This invitation has expired"),
        _("A link is valid for seven days. Nobody has taken the seat."),
        _("Ask the sender to renew it: you then get a new link."),
    ),
    "revoked": (
        _("This invitation was revoked"),
        _("The sender took it back, or the seat was filled another way."),
        _("Ask the sender if you still want to take part."),
    ),
    "used": (
        _("This link has been used"),
        _("It was for one person, once, and the seat is taken."),
        _("If you took it yourself, sign in. If not, tell the sender at once."),
    ),
    "declined": (
        _("This invitation was declined"),
        _("Somebody with this link said no."),
        _("If that has changed, or was not you, ask the sender for a new one."),
    ),
}


def offer_words(found: Invitation) -> str:
    role = {"role": str(found.get_role_display()).lower()}
    if found.replaces_id:
        return _now("You are asked to take over a seat as %(role)s.") % role
    if found.delegates_id and found.ends_on:
        return _now("You are asked to stand in as %(role)s, until %(day)s.") % (
            role | {"day": day_words(found.ends_on)}
        )
    return _now("You are asked to take one seat, as %(role)s.") % role if found.organisation else ""


def meaning_of(found: Invitation) -> list[str]:
    if found.organisation is None:
        return [
            _neutral_meaning(Role(found.role)),
            _public_words(),
            _now("You cannot act for a party in the same campaign."),
        ]
    return [
        _now("Your organisation takes part with one voice, the same as every other party, whoever hosts."),
        _now("You act for it in this campaign: you answer, and you can bring colleagues."),
        _public_words(),
    ]


def _neutral_meaning(role: Role) -> str:
    return {
        Role.FACILITATOR: _now("You lead the talks without a vote, and help to settle differences."),
        Role.EVALUATOR: _now("You measure what changes, independent of every party."),
        Role.OBSERVER: _now("You read along and speak for no party."),
    }[role]


def _public_words() -> str:
    return _now(
        "That the seat is taken, when and as what becomes part of the record. Your name is shown only to those who have a seat."
    )


def no_meaning_of(found: Invitation) -> list[str]:
    words = [
        _now("It binds nobody to anything yet: goals, tasks and agreements are agreed later, one by one."),
        _now("The host gains no power over you: it can change none of your answers."),
    ]
    if found.organisation:
        return [*words, _now("It is not for ever: your organisation can leave at any time, with a reason.")]
    return [*words, _now("It is not for ever: you can give up the seat at any time.")]
