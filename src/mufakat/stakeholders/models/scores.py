"""How others see a stakeholder: assessments, who may read them, and the ties between stakeholders."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign, Party, Seat
from mufakat.stakeholders.models.register import Stakeholder

SCORES = ("power", "interest", "legitimacy", "urgency")


def _score(label: object) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(label, validators=[MinValueValidator(1), MaxValueValidator(5)])  # type: ignore[arg-type]  # a lazy text


class Assessment(models.Model):
    """One view of a stakeholder on one day. A party has one voice: its newest assessment is the one that counts.

    Earlier ones stay as history. A neutral seat assesses for itself (`party` is empty). Scores never weigh a vote.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="assessments")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("Day"))
    power = _score(_("Power"))
    interest = _score(_("Interest"))
    legitimacy = _score(_("Legitimacy"))
    urgency = _score(_("Urgency"))
    reason = models.TextField(_("Reason"), max_length=1000)
    evidence = models.CharField(_("Evidence"), max_length=300, blank=True)
    at = models.DateTimeField()
    is_newest = models.BooleanField(default=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-at", "-id"]
        constraints = [
            *(
                models.CheckConstraint(condition=Q(**{f"{name}__range": (1, 5)}), name=f"stakeholders_{name}_in_scale")
                for name in SCORES
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="stakeholders_assessment_has_reason"),
            models.UniqueConstraint(
                fields=["stakeholder", "party"],
                condition=Q(is_newest=True, party__isnull=False),
                name="stakeholders_one_voice_a_party",
            ),
            models.UniqueConstraint(
                fields=["stakeholder", "seat"],
                condition=Q(is_newest=True, party__isnull=True),
                name="stakeholders_one_voice_a_neutral_seat",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(is_newest=False),
                name="stakeholders_withdrawn_assessment_counts_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} {self.on}"


class Consent(models.Model):
    """An assessed party lets every seat of the campaign read how it is assessed, until it takes that back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stakeholder"], condition=Q(withdrawn_at__isnull=True), name="stakeholders_one_consent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} {self.given_at:%Y-%m-%d}"


class Relation(models.Model):
    """A tie between two stakeholders, with where it is known from. An undirected one is kept once, the smaller id first."""

    class Kind(models.TextChoices):
        COOPERATION = "cooperation", _("Cooperation")
        FUNDING = "funding", _("Funding")
        DATA = "data", _("Data")
        REGULATION = "regulation", _("Regulation")
        CONFLICT = "conflict", _("Conflict")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    a = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="ties_out", verbose_name=_("From"))
    b = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="ties_in", verbose_name=_("To"))
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    strength = models.PositiveSmallIntegerField(
        _("Strength"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    is_directed = models.BooleanField(_("Goes one way only"), default=False)
    source = models.CharField(_("Source"), max_length=300)
    on = models.DateField(_("Known on"))
    by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["a", "b", "kind"], condition=Q(removed_at__isnull=True), name="stakeholders_tie_once"
            ),
            models.CheckConstraint(condition=~Q(a=F("b")), name="stakeholders_tie_is_between_two"),
            models.CheckConstraint(
                condition=Q(is_directed=True) | Q(a__lt=F("b")), name="stakeholders_mutual_tie_order"
            ),
            models.CheckConstraint(condition=Q(strength__range=(1, 5)), name="stakeholders_strength_in_scale"),
            models.CheckConstraint(condition=~Q(source=""), name="stakeholders_tie_has_source"),
        ]
        indexes = [models.Index(fields=["campaign", "removed_at"], name="stakeholders_ties")]

    def __str__(self) -> str:
        return f"{self.a_id} {self.kind} {self.b_id}"
