"""What the campaign needs at its table, whom it affects, and whom somebody misses."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mufakat.campaigns.models import Campaign, Seat
from mufakat.people.models import Region, Sector
from mufakat.stakeholders.models.register import Capability, Stakeholder


class Requirement(models.Model):
    """So many stakeholders of a sector with a capability in a region; what is left open means any.

    A waived one is a gap that the campaign knowingly leaves open, with its reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sector")
    )
    capability = models.ForeignKey(
        Capability, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Capability")
    )
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region")
    )
    least = models.PositiveSmallIntegerField(
        _("At least"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    weight = models.PositiveSmallIntegerField(
        _("Weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    is_mandatory = models.BooleanField(_("The campaign cannot go on without it"), default=True)
    reason = models.CharField(_("Why it is needed"), max_length=300, blank=True)
    set_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_because = models.CharField(max_length=500, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["set_at", "id"]
        constraints = [
            models.UniqueConstraint(
                F("campaign"),
                Coalesce("sector", models.Value("")),
                Coalesce("capability", models.Value("00000000000000000000000000000000", models.UUIDField())),
                Coalesce("region", 0),
                condition=Q(removed_at__isnull=True),
                name="stakeholders_requirement_once",
            ),
            models.CheckConstraint(
                condition=Q(sector__isnull=False) | Q(capability__isnull=False) | Q(region__isnull=False),
                name="stakeholders_requirement_asks_something",
            ),
            models.CheckConstraint(condition=Q(least__range=(1, 100)), name="stakeholders_requirement_least"),
            models.CheckConstraint(condition=Q(weight__range=(1, 10)), name="stakeholders_requirement_weight"),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_because="")
                | (Q(waived_at__isnull=False) & ~Q(waived_because="")),
                name="stakeholders_waived_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(str(x) for x in (self.sector, self.capability, self.region) if x)


class AffectedGroup(models.Model):
    """People whom the issue affects, how many they are, and which stakeholders speak for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Group"), max_length=120)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region")
    )
    people = models.PositiveBigIntegerField(_("Number of people"), validators=[MinValueValidator(1)])
    source = models.CharField(_("Source"), max_length=300)
    voices = models.ManyToManyField(Stakeholder, blank=True, related_name="+", verbose_name=_("Who speaks for it"))
    set_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                F("campaign"),
                models.functions.Lower("name"),
                condition=Q(removed_at__isnull=True),
                name="stakeholders_affected_group_once",
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="stakeholders_affected_group_counts"),
            models.CheckConstraint(condition=~Q(source=""), name="stakeholders_affected_group_has_source"),
        ]

    def __str__(self) -> str:
        return self.name


class Nomination(models.Model):
    """Somebody whom a party misses at the table, with the reason; the team answers each one."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        INVITED = "invited", _("Invited")
        KNOWN = "known", _("Already known")
        DECLINED = "declined", _("Declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Who is missing"), max_length=200)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sector"))
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region")
    )
    capability = models.ForeignKey(
        Capability, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Capability")
    )
    is_group = models.BooleanField(_("A group of people without an organisation of its own"), default=False)
    reason = models.TextField(_("Why they belong at the table"), max_length=1000)
    way = models.CharField(_("How to reach them"), max_length=300, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    answer = models.TextField(_("Answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    stakeholder = models.ForeignKey(
        Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="nominations"
    )

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="stakeholders_nomination_has_reason"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="stakeholders_nomination_answered_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="stakeholders_nomination_declined_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["invited", "known"]) | Q(stakeholder__isnull=False),
                name="stakeholders_nomination_leads_to_somebody",
            ),
            models.UniqueConstraint(
                F("campaign"),
                models.functions.Lower("name"),
                F("by"),
                condition=Q(state="open"),
                name="stakeholders_nomination_once",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state", "-at"], name="stakeholders_nominations")]

    def __str__(self) -> str:
        return self.name
