"""Two entries of the register become one. Nothing that hangs on either is lost; the other row stays and points on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mufakat.campaigns.actions.refusals import ChangedMeanwhile, NotPossible
from mufakat.campaigns.models import Seat
from mufakat.stakeholders import queries
from mufakat.stakeholders.actions._keeping import keeping, row_of, tell
from mufakat.stakeholders.models import (
    AffectedGroup,
    Assessment,
    Consent,
    ImportRow,
    Interaction,
    Nomination,
    Relation,
    Stakeholder,
)


@transaction.atomic
def merge_stakeholders(
    *, kept: Stakeholder, gone: Stakeholder, by: Seat, at: datetime, versions: tuple[int, int] | None = None
) -> Stakeholder:
    """`gone` is merged into `kept`. `versions` are those the comparison showed: what changed since is looked at again."""
    campaign, seat = keeping(kept.campaign, by, at)
    one, other = row_of(campaign, kept.pk), row_of(campaign, gone.pk)
    if versions is not None and versions != (one.version, other.version):
        raise ChangedMeanwhile(_("One of the two was changed meanwhile. Nothing was saved; compare them again."))
    if not queries.are_one(one, other):
        raise NotPossible(
            _("These two cannot be one: a group and an organisation, or two organisations of this server.")
        )
    taken = queries.merged_fields(one, other)
    other.removed_at, other.merged_into, other.changed_at, other.version = at, one, at, other.version + 1
    other.save()
    Stakeholder.objects.filter(merged_into=other).update(merged_into=one)
    for name, value in taken.items():
        setattr(one, name, value)
    one.version, one.changed_at = one.version + 1, at
    one.save()
    _move_sets(one, other)
    _move_scores(one, other, at)
    _move_ties(one, other, at)
    _move_voices(one, other)
    told = sorted(name for name in taken if not name.startswith("state_"))
    said = {"merged": str(other.pk), "fields": told, "version": one.version}
    tell(one, verb="stakeholder.merged", by=seat, at=at, payload=said)
    return one


def _move_sets(one: Stakeholder, other: Stakeholder) -> None:
    one.regions.add(*other.regions.all())
    one.capabilities.add(*other.capabilities.all())
    one.tags.add(*other.tags.all())
    Interaction.objects.filter(stakeholder=other).update(stakeholder=one)
    Nomination.objects.filter(stakeholder=other).update(stakeholder=one)
    ImportRow.objects.filter(match=other).update(match=one)


def _move_scores(one: Stakeholder, other: Stakeholder, at: datetime) -> None:
    """Every assessment goes along; of two that count for the same voice the later one counts on."""
    newest: dict[object, Assessment] = {}
    counting = Assessment.objects.filter(stakeholder__in=[one, other], is_newest=True)
    for assessment in counting.order_by("on", "at", "pk"):
        newest[assessment.party_id or assessment.seat_id] = assessment
    counting.exclude(pk__in=[a.pk for a in newest.values()]).update(is_newest=False)
    Assessment.objects.filter(stakeholder=other).update(stakeholder=one)
    running = Consent.objects.filter(withdrawn_at__isnull=True)
    if running.filter(stakeholder=one).exists():
        running.filter(stakeholder=other).update(withdrawn_at=at)
    Consent.objects.filter(stakeholder=other).update(stakeholder=one)


def _move_ties(one: Stakeholder, other: Stakeholder, at: datetime) -> None:
    """Ties between the two end, and so does one that the other has already; the rest go along, in their order."""
    running = Relation.objects.filter(removed_at__isnull=True)
    known = {(tie.a_id, tie.b_id, tie.kind) for tie in running.filter(a=one) | running.filter(b=one)}
    for tie in list(running.filter(a=other) | running.filter(b=other)):
        a, b = (one.pk if end == other.pk else end for end in (tie.a_id, tie.b_id))
        if not tie.is_directed and b < a:
            a, b = b, a
        if a == b or (a, b, tie.kind) in known:
            tie.removed_at = at
        else:
            tie.a_id, tie.b_id = a, b
            known.add((a, b, tie.kind))
        tie.save()


def _move_voices(one: Stakeholder, other: Stakeholder) -> None:
    """Who spoke for others, as proxy of a group or as voice of the affected, is now the one that remains."""
    Stakeholder.objects.filter(proxy=other).exclude(pk=one.pk).update(proxy=one)
    Stakeholder.objects.filter(proxy=other).update(proxy=None)
    for group in AffectedGroup.objects.filter(voices=other):
        group.voices.add(one)
        group.voices.remove(other)
